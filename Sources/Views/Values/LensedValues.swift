// The values of a session as a lens shows them.

import Debugger
import Equations
import Evaluation

/// The values of a session through a lens.
///
/// A pin may bring a quantity into another stage, so that one run has it at every step and the other once; here it has a
/// value at each step either way.
struct LensedValues {
  let session: Session
  let lens: Lens
  /// What the run is called, where several stand side by side.
  var run: String?
  /// The other runs that stand beside it: all are drawn on one scale.
  var others: [LensedValues] = []

  /// A lens needs a ghost; without one everything is now.
  init(_ session: Session, _ lens: Lens) {
    self.session = session
    self.lens = session.ghost == nil ? .now : lens
  }

  /// The quantity as the sheet has it, or an input as one; nil for a number that stands for none.
  func quantity(_ id: Int) -> Quantity? {
    session.model.quantities.indices.contains(id) ? session.model.quantities[id] : session.inputQuantity(id)
  }

  /// Whether the runs that are needed have it.
  func has(_ id: Int) -> Bool {
    if session.fedInput(id) != nil { return true }
    guard let quantity = quantity(id), lens == .before || session.trace.has(quantity) else { return false }
    return lens == .now || session.ghost?.has(quantity) ?? false
  }

  /// How many steps it is shown over: those of its stage in the run that is shown, 1 for what is worked out once.
  func stepCount(_ id: Int) -> Int { quantity(id).map { session.stepCount(of: $0.stage, through: lens) } ?? 0 }

  /// The symbol of a step, from 0, in the run that is shown.
  func symbol(of stage: Int, at step: Int) -> String? { session.symbol(of: stage, at: step, through: lens) }

  /// Its numbers at a step, from 0, row by row.
  func values(_ id: Int, at step: Int) -> [Float] {
    if let input = session.fedInput(id) { return values(of: input, at: step) }
    let now = Self.values(id, at: step, in: session.trace)
    guard lens != .now, let ghost = session.ghost, let quantity = quantity(id) else { return now }
    let before = ghost.values(of: quantity, at: step)
    return lens == .before ? before : zip(now, before).map { $0 - $1 }
  }

  /// What is fed to an input at a step, from 0.
  private func values(of input: Input, at step: Int) -> [Float] {
    guard lens != .now, session.ghost != nil else { return session.fed(input, at: step) }
    let before = session.fedBefore(input, at: step)
    return lens == .before ? before : zip(session.fed(input, at: step), before).map { $0 - $1 }
  }

  /// One of its numbers at a step, both from 0, without those beside it.
  func value(_ id: Int, entry: Int, at step: Int) -> Float {
    let trace = session.trace
    if let input = session.fedInput(id) {
      let now = session.fed(input, entry, at: step) ?? .nan
      guard lens != .now, session.ghost != nil else { return now }
      let before = session.fedBefore(input, entry, at: step) ?? .nan
      return lens == .before ? before : now - before
    }
    guard trace.model.quantities.indices.contains(id), let quantity = quantity(id) else { return .nan }
    let now = trace.value(of: trace.model.quantities[id], entry, at: step)
    guard lens != .now, let ghost = session.ghost, let old = ghost.counterpart(of: quantity) else { return now }
    let before = ghost.trace.value(of: old, entry, at: step)
    return lens == .before ? before : now - before
  }

  /// The numbers of a tensor at a step, from 0, row by row; those of a parameter are the same at all steps.
  func values(_ tensor: ShownTensor, at step: Int) -> [Float] {
    switch tensor.source {
    case .quantity(let id): return values(id, at: step)
    case .parameter(let id): return still { $0.parameters.indices.contains(id) ? $0.parameters[id] : [] }
    case .constant(let id): return still { $0.constants.indices.contains(id) ? $0.constants[id] : [] }
    }
  }

  /// Its numbers at a step, or over several those that are farthest from zero.
  func extremes(_ quantity: Quantity, _ steps: Range<Int>) -> [Float] {
    guard steps.count > 1 else { return values(quantity.id, at: steps.lowerBound) }
    if let input = session.fedInput(quantity.id) {
      return steps.reduce(into: values(of: input, at: steps.lowerBound)) { $0.widen(by: values(of: input, at: $1)) }
    }
    return session.summaries.extremes(of: quantity, lens, in: session).values(steps)
  }

  /// What does not move, through the lens.
  private func still(_ numbers: (RunValues<Float>) -> [Float]) -> [Float] {
    let now = numbers(session.trace.values)
    guard lens != .now, let ghost = session.ghost else { return now }
    var before = numbers(ghost.trace.values)
    // Another size leaves nothing to set beside it.
    if before.count != now.count { before = Array(repeating: .nan, count: now.count) }
    return lens == .before ? before : zip(now, before).map { $0 - $1 }
  }

  /// Whether a tensor has its numbers at a step, from 0, where the session stands.
  func hasHappened(_ tensor: ShownTensor, at step: Int) -> Bool {
    tensor.quantity.map { hasHappened($0, at: step) } ?? true
  }

  private static func values(_ id: Int, at step: Int, in trace: Trace<Float>) -> [Float] {
    guard trace.model.quantities.indices.contains(id) else { return [] }
    return trace.values(of: trace.model.quantities[id], at: step)
  }

  /// Whether a quantity has been worked out at a step, from 0, where the session stands.
  func hasHappened(_ id: Int, at step: Int) -> Bool {
    let model = session.trace.model
    guard model.quantities.indices.contains(id) else { return session.fedInput(id) != nil }
    let isOnce = model.stages[model.quantities[id].stage].steps == .once
    if isOnce, let quantity = quantity(id), session.model.stages[quantity.stage].steps != .once {
      // A pin made it constant: it counts as worked out as far as its old stage has come.
      guard let part = session.timeline.part(at: session.position), let moment = session.moment else { return false }
      return part.direction == .forward ? step <= moment.step : step >= moment.step
    }
    return session.timeline.hasHappened(id, at: isOnce ? 0 : presentStep(step, id), by: session.position)
  }

  /// A step of the untouched run as one of the present run, which may be shorter: what lies beyond its end comes with it.
  private func presentStep(_ step: Int, _ id: Int) -> Int {
    guard lens == .before, let quantity = quantity(id) else { return step }
    return min(step, max(session.stepCount(of: quantity.stage, through: .now) - 1, 0))
  }

  /// The quantities that can be shown, in the sheet's order.
  var shown: [Quantity] { session.model.quantities.filter { !$0.isUnnamed && has($0.id) } }

  /// Whether something holds this quantity, or an entry of it.
  func isPinned(_ id: Int) -> Bool { session.pins.contains { $0.quantity == id } }

  /// What one writes to mean an entry, from 0, at a step, from 0: `z[12]@4`.
  func address(_ id: Int, entry: Int? = nil, step: Int?) -> String {
    quantity(id).map { address(ShownTensor($0), entry: entry, step: step) } ?? ""
  }

  /// The same for any tensor; what does not move has no step.
  func address(_ tensor: ShownTensor, entry: Int?, step: Int?) -> String {
    var text = tensor.name
    if let entry {
      switch tensor.shape {
      case .scalar: break
      case .vector, .row: text += "[\(entry + 1)]"
      case .matrix(_, let columns):
        text += "[\(entry / max(columns.count, 1) + 1), \(entry % max(columns.count, 1) + 1)]"
      }
    }
    guard let step, let id = tensor.quantity, let quantity = quantity(id) else { return text }
    return session.model.stages[quantity.stage].steps == .once ? text : text + "@\(step + 1)"
  }
}

extension [Float] {
  /// Puts those of others in that are farther from zero; a NaN always shows.
  fileprivate mutating func widen(by others: [Float]) {
    for (place, other) in zip(indices, others) where other.isNaN || abs(other) > abs(self[place]) {
      self[place] = other
    }
  }
}
