// The order in which equations happen: what stepping walks along, forwards and back.

package import Equations
package import Evaluation

/// One equation at one step.
package struct Moment: Sendable, Equatable {
  package var stage: Int
  package var scan: Int
  /// The step, from 0.
  package var step: Int
  /// The place of the equation in its scan, from 0.
  package var equation: Int
}

/// All moments of a run, in order, by arithmetic: none is stored.
package struct Timeline: Sendable, Equatable {
  /// One scan over one stage.
  package struct Part: Sendable, Equatable {
    package var stage: Int
    package var scan: Int
    package var steps: Int
    package var quantities: [Int]
    package var direction: Scan.Direction
    /// The first moment of the part.
    package var start: Int

    package var count: Int { steps * quantities.count }
  }

  package private(set) var parts: [Part] = []
  package private(set) var count = 0

  /// - `steps`: how many steps each stage has.
  /// - `omitted`: quantities that are not worked out; what has no name is no moment of its own either.
  package init(_ model: Model, steps: [Int], omitted: Set<Int>) {
    for pass in model.passes {
      let scan = model.stages[pass.stage].scans[pass.scan]
      let quantities = scan.quantities.filter { !omitted.contains($0) && !model.quantities[$0].isUnnamed }
      guard !quantities.isEmpty, steps[pass.stage] > 0 else { continue }
      let part = Part(
        stage: pass.stage, scan: pass.scan, steps: steps[pass.stage], quantities: quantities,
        direction: scan.direction, start: count)
      parts.append(part)
      count += part.count
    }
  }

  /// Those of a run.
  package init(of trace: Trace<Float>) {
    self.init(trace.model, steps: trace.stages.map(\.steps), omitted: Set(trace.plan.omitted.keys))
  }

  package func part(at position: Int) -> Part? { parts.last { $0.start <= position } }

  package func moment(at position: Int) -> Moment? {
    guard position >= 0, position < count, let part = part(at: position) else { return nil }
    let (visit, equation) = (position - part.start).quotientAndRemainder(dividingBy: part.quantities.count)
    let step = part.direction == .forward ? visit : part.steps - 1 - visit
    return Moment(stage: part.stage, scan: part.scan, step: step, equation: equation)
  }

  package func quantity(at position: Int) -> Int? {
    guard let part = part(at: position), let moment = moment(at: position) else { return nil }
    return part.quantities[moment.equation]
  }

  /// The last moment of the step that `position` is in.
  package func endOfStep(at position: Int) -> Int {
    guard let part = part(at: position) else { return position }
    let width = part.quantities.count
    return part.start + (position - part.start) / width * width + width - 1
  }

  /// The moment at the end of the next step, or of this one if it is not over; nil at the very end.
  package func next(after position: Int) -> Int? {
    let end = endOfStep(at: position)
    if position < end { return end }
    guard position + 1 < count else { return nil }
    return endOfStep(at: position + 1)
  }

  /// The moment at the end of the step before this one; nil if there is none.
  package func previous(before position: Int) -> Int? {
    guard let part = part(at: position) else { return nil }
    let width = part.quantities.count
    let start = part.start + (position - part.start) / width * width
    return start > 0 ? start - 1 : nil
  }

  /// The last moment of the part that `position` is in, or, where that is over, of the part behind it.
  package func endOfPart(after position: Int) -> Int? {
    guard let part = part(at: position) else { return nil }
    let end = part.start + part.count - 1
    if position < end { return end }
    return parts.first { $0.start > position }.map { $0.start + $0.count - 1 }
  }

  /// The first moment of the part that `position` is in, or, from there, of the part before it.
  package func startOfPart(before position: Int) -> Int? { parts.last { $0.start < position }?.start }

  /// The moment at which a quantity is worked out at a step, from 0.
  package func position(of quantity: Int, at step: Int) -> Int? {
    guard let part = parts.first(where: { $0.quantities.contains(quantity) }),
      let equation = part.quantities.firstIndex(of: quantity), step >= 0, step < part.steps
    else { return nil }
    return self.position(ofStep: step, in: part) - part.quantities.count + 1 + equation
  }

  /// The end of a step, from 0, in the part where `position` is, or in the first part that has so many.
  package func position(ofStep step: Int, near position: Int) -> Int? {
    let here = part(at: position)
    let candidates = [here].compactMap { $0 } + parts
    guard let part = candidates.first(where: { $0.steps > step && ($0.steps > 1 || $0 == here || parts.count == 1) })
    else {
      return nil
    }
    return self.position(ofStep: step, in: part)
  }

  package func position(ofStep step: Int, in part: Part) -> Int {
    let visit = part.direction == .forward ? step : part.steps - 1 - step
    return part.start + visit * part.quantities.count + part.quantities.count - 1
  }

  /// Where a run is opened: the end of the first step of the first part that goes on from step to step, since what is
  /// worked out at each step by itself before, such as where a symbol stands, only prepares it; where none goes on, of the
  /// first part that has steps.
  func opening(of model: Model) -> Int {
    let walked = parts.filter { $0.steps > 1 }
    let first = walked.first { model.goesOn(stage: $0.stage) } ?? walked.first ?? parts.first
    return first.map { position(ofStep: $0.direction == .forward ? 0 : $0.steps - 1, in: $0) } ?? 0
  }

  /// The place that a position of another timeline has in this one: the same step, and the same equation if it happens
  /// there; the end of a step stays one.
  ///
  /// - `renamed`: what a quantity of the other is called here; nil if it is gone.
  package func position(of position: Int, in other: Timeline, renamed: (Int) -> Int? = { $0 }) -> Int {
    if self == other { return position }
    guard let moment = other.moment(at: position), let old = other.part(at: position) else { return 0 }
    guard let part = counterpart(of: old, renamed) else { return 0 }
    let end = self.position(ofStep: min(moment.step, part.steps - 1), in: part)
    guard moment.step < part.steps, moment.equation < old.quantities.count - 1,
      let quantity = renamed(old.quantities[moment.equation]), let place = part.quantities.firstIndex(of: quantity)
    else { return end }
    return end - part.quantities.count + 1 + place
  }

  /// The part that has most of another's quantities.
  ///
  /// One that has steps where the other had them goes before one that has none: an equation that is worked out once now
  /// takes nobody along.
  private func counterpart(of old: Part, _ renamed: (Int) -> Int?) -> Part? {
    let quantities = Set(old.quantities.compactMap(renamed))
    func rank(_ part: Part) -> (Int, Int, Int) {
      let shared = quantities.intersection(part.quantities).count
      let isAlike = shared > 0 && (part.steps > 1) == (old.steps > 1)
      let isSameStage = part.stage == old.stage
      return (isAlike ? 1 : 0, shared, isSameStage ? part.scan == old.scan ? 2 : 1 : 0)
    }
    return parts.max { rank($0) < rank($1) }
  }

  /// Whether a quantity has happened at a step, from 0, when the moment at `position` is over.
  package func hasHappened(_ quantity: Int, at step: Int, by position: Int) -> Bool {
    self.position(of: quantity, at: step).map { $0 <= position } ?? false
  }
}

extension Model {
  /// Whether a step of a stage is made of others before or behind it; leaves are what a tree goes on from.
  fileprivate func goesOn(stage: Int) -> Bool {
    if treeStages?.leaves.id == stage { return true }
    return quantities.contains { quantity in
      quantity.stage == stage
        && quantity.expression.reads.contains { read in
          guard case .quantity(let id) = read.source, quantities[id].stage == stage else { return false }
          return read.at.isMoving && read.at != .now
        }
    }
  }
}
