// Truncated backpropagation through time (Williams and Peng 1990, Neural Computation 2(4)): a long sequence is cut into windows.
// The state is carried from each to the next, so that what is seen and answered stays what it was; the gradient is not: each
// window takes what was carried into it for given.

internal import Equations
internal import Evaluation

extension Fitting {
  /// - Throws: where something beside the state goes from window to window, or nothing does.
  package func checkTruncation() throws(FittingError) {
    if let obstacle = model.pruned(to: loss.id).obstacleToWindows { throw .noWindows(obstacle) }
  }
}

extension Model {
  /// Why windows of its sequence, run one after another with the state carried over, are not the whole; nil where they are.
  fileprivate var obstacleToWindows: String? {
    let walked = stages.filter { stage in
      stage.steps != .once && stage.scans.contains { !$0.quantities.isEmpty }
    }
    guard let stage = walked.first, walked.count == 1, case .sequence = stage.steps else {
      return "the sheet walks over more than one sequence"
    }
    if let last = stage.scans.first(where: { $0.direction == .backward })?.quantities.first {
      return "\(quantities[last].name) comes about from the end of the sequence"
    }
    for quantity in quantities {
      let reads = quantity.expression.reads + (quantity.initial?.reads ?? [])
      if reads.contains(where: { isBeyondWindow($0, of: stage.id) }) {
        return "\(quantity.name) looks at the whole sequence, or ahead"
      }
    }
    return nil
  }

  private func isBeyondWindow(_ read: Read, of stage: Int) -> Bool {
    guard case .quantity(let id) = read.source, quantities[id].stage == stage else { return false }
    switch read.at {
    case .now, .last: return false
    case .offset(let steps): return steps > 0
    case .fixed, .all, .through, .child, .parent: return true
    }
  }
}
