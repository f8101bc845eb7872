// The search for numbers that are none: what went wrong first, and where.

internal import Equations
internal import Evaluation

extension StopSearch {
  /// A number of the trace that is NaN or infinite.
  struct NotANumber {
    var position: Int
    var quantity: Quantity
    var step: Int
    var entry: Int
  }

  /// The first moment at which something is not a number, or the last.
  func notANumber(last: Bool, isInterrupted: () -> Bool) throws(CommandError) -> NotANumber? {
    var best: NotANumber?
    for quantity in timeline.parts.flatMap(\.quantities).map({ trace.model.quantities[$0] }) {
      if isInterrupted() { throw .run(.interrupted) }
      guard let found = notANumber(in: quantity, last: last) else { continue }
      guard let other = best else {
        best = found
        continue
      }
      if last ? found.position > other.position : found.position < other.position { best = found }
    }
    return best
  }

  private func notANumber(in quantity: Quantity, last: Bool) -> NotANumber? {
    var best: NotANumber?
    trace.stages[quantity.stage].forEach(quantity, in: 0..<trace.stepCount(of: quantity)) { step, numbers in
      guard let entry = numbers.firstIndex(where: { !$0.isFinite }),
        let position = timeline.position(of: quantity.id, at: step)
      else { return }
      if let best, last ? position < best.position : position > best.position { return }
      best = NotANumber(position: position, quantity: quantity, step: step, entry: entry)
    }
    return best
  }
}
