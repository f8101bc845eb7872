// Where running stops: breakpoints and watches, in both directions of time.

package import Equations
internal import Evaluation

/// A place or a condition that running stops at.
package struct Stop: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    /// Wherever an expression is not 0.
    case condition(Expression)
    /// At an equation.
    case equation(Int)
    /// Where an expression differs from what it was a step before by more than so much.
    case change(Expression, moreThan: Double)
  }

  package var number: Int
  package var kind: Kind
  /// Only where this holds too.
  package var condition: Expression?
  package var isTemporary: Bool
  package var isEnabled = true
  package var hits = 0
  /// As it was typed, in canonical form.
  package var text: String
}

/// A moment at which a stop holds, and what it says there.
package struct StopHit: Sendable, Equatable {
  package var position: Int
  package var stop: Int
  package var message: String
}

/// Searches a run for the moments at which stops hold.
struct StopSearch {
  let trace: Trace<Float>
  let timeline: Timeline

  /// The first moment after `position`, or with `backward` the last before it, at which one of the stops holds.
  func find(
    _ stops: [Stop], from position: Int, backward: Bool, isInterrupted: () -> Bool
  ) throws(CommandError) -> StopHit? {
    var best: StopHit?
    for stop in stops where stop.isEnabled {
      guard let hit = try find(stop, from: position, backward: backward, isInterrupted: isInterrupted) else { continue }
      guard let other = best else {
        best = hit
        continue
      }
      if backward ? hit.position > other.position : hit.position < other.position { best = hit }
    }
    return best
  }

  private func find(
    _ stop: Stop, from position: Int, backward: Bool, isInterrupted: () -> Bool
  ) throws(CommandError) -> StopHit? {
    switch stop.kind {
    case .condition(let expression):
      let condition: Probe<Float>? = if let condition = stop.condition { try probe(condition) } else { nil }
      return try search(expression, from: position, backward: backward, isInterrupted) { numbers, step in
        Self.holds(numbers) && condition.map({ holds($0, at: step) }) ?? true ? stop.text : nil
      }.map { StopHit(position: $0.0, stop: stop.number, message: $0.1) }
    case .change(let expression, let amount):
      return try searchChange(
        expression, moreThan: amount, if: stop.condition, from: position, backward: backward, isInterrupted
      )
      .map { StopHit(position: $0.0, stop: stop.number, message: "\(stop.text): \($0.1)") }
    case .equation(let quantity):
      return try searchEquation(quantity, stop.condition, from: position, backward: backward, isInterrupted)
        .map { StopHit(position: $0, stop: stop.number, message: stop.text) }
    }
  }

  /// The moment at which everything that an expression reads of a step has happened there.
  private func moment(of expression: Expression, _ part: Timeline.Part, at step: Int) -> Int {
    let visit = part.direction == .forward ? step : part.steps - 1 - step
    let last = expression.reads.compactMap { read -> Int? in
      guard case .quantity(let id) = read.source else { return nil }
      return part.quantities.firstIndex(of: id)
    }.max()
    return part.start + visit * part.quantities.count + (last ?? part.quantities.count - 1)
  }

  /// The part of the timeline in which an expression is complete.
  private func part(of expression: Expression) -> Timeline.Part? {
    let ids = Set(
      expression.reads.compactMap { read -> Int? in
        if case .quantity(let id) = read.source { id } else { nil }
      })
    return timeline.parts.last { !ids.isDisjoint(with: $0.quantities) } ?? timeline.parts.max { $0.steps < $1.steps }
  }

  /// The steps of a part in the order of a search that starts at a position.
  private func steps(_ part: Timeline.Part, backward: Bool) -> StrideTo<Int> {
    (part.direction == .forward) != backward
      ? stride(from: 0, to: part.steps, by: 1) : stride(from: part.steps - 1, to: -1, by: -1)
  }

  private func search(
    _ expression: Expression, from position: Int, backward: Bool, _ isInterrupted: () -> Bool,
    _ holds: (UnsafeBufferPointer<Float>, Int) -> String?
  ) throws(CommandError) -> (Int, String)? {
    guard let part = part(of: expression) else { return nil }
    let probe = try self.probe(expression)
    var found: (Int, String)?
    var stopped = false
    probe.search(in: range(part, expression, position, backward)) { step, numbers in
      if step % 256 == 0 && isInterrupted() {
        stopped = true
        return false
      }
      let moment = self.moment(of: expression, part, at: step)
      guard backward ? moment < position : moment > position else { return true }
      guard let message = holds(numbers, step) else { return true }
      found = (moment, message)
      return false
    }
    if stopped { throw .run(.interrupted) }
    return found
  }

  /// Starts at the step of `position`, where the part is the one that it is in.
  private func range(
    _ part: Timeline.Part, _ expression: Expression, _ position: Int, _ backward: Bool
  ) -> StrideTo<Int> {
    guard let moment = timeline.moment(at: position), position >= part.start, position < part.start + part.count else {
      return steps(part, backward: backward)
    }
    return (part.direction == .forward) != backward
      ? stride(from: moment.step, to: part.steps, by: 1) : stride(from: moment.step, to: -1, by: -1)
  }

  private func searchChange(
    _ expression: Expression, moreThan amount: Double, if condition: Expression?, from position: Int, backward: Bool,
    _ isInterrupted: () -> Bool
  ) throws(CommandError) -> (Int, String)? {
    guard let part = part(of: expression) else { return nil }
    let previous = part.direction == .forward ? -1 : 1
    let probe = try self.probe(expression)
    let condition: Probe<Float>? = if let condition { try self.probe(condition) } else { nil }
    return try search(expression, from: position, backward: backward, isInterrupted) { numbers, step in
      let before = step + previous
      guard before >= 0 && before < part.steps else { return nil }
      let old = probe.value(at: before)
      let change = zip(numbers, old).map { abs(Double($0.0) - Double($0.1)) }.max() ?? 0
      guard change > amount || change.isNaN, condition.map({ holds($0, at: step) }) ?? true else { return nil }
      guard numbers.count == 1, let now = numbers.first, let was = old.first else {
        return "changed by up to \(ValueText.significant(change, digits: 4))"
      }
      return "\(ValueText.short(was)) → \(ValueText.short(now))"
    }
  }

  private func searchEquation(
    _ quantity: Int, _ condition: Expression?, from position: Int, backward: Bool, _ isInterrupted: () -> Bool
  ) throws(CommandError) -> Int? {
    guard let part = timeline.parts.first(where: { $0.quantities.contains(quantity) }),
      let place = part.quantities.firstIndex(of: quantity)
    else { return nil }
    let moments = { (step: Int) -> Int in
      let visit = part.direction == .forward ? step : part.steps - 1 - step
      return part.start + visit * part.quantities.count + place
    }
    let probe: Probe<Float>? = if let condition { try self.probe(condition) } else { nil }
    for step in steps(part, backward: backward) {
      if step % 256 == 0 && isInterrupted() { throw .run(.interrupted) }
      let moment = moments(step)
      guard backward ? moment < position : moment > position else { continue }
      if let probe, !holds(probe, at: step) { continue }
      return moment
    }
    return nil
  }

  /// Whether one entry of a condition is neither 0 nor NaN.
  private static func holds(_ numbers: some Sequence<Float>) -> Bool { numbers.contains { $0 != 0 && !$0.isNaN } }

  private func holds(_ condition: Probe<Float>, at step: Int) -> Bool { Self.holds(condition.value(at: step)) }

  private func probe(_ expression: Expression) throws(CommandError) -> Probe<Float> {
    do throws(RunError) {
      return try Probe(expression, in: trace)
    } catch {
      throw .run(error)
    }
  }
}
