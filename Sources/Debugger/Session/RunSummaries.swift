// What a long run comes to over stretches of its steps: worked out once when somebody looks, and kept with the run.

package import Equations
internal import Evaluation
internal import Synchronization

/// The value of each entry that is farthest from zero, over blocks of steps; a NaN always shows.
package struct StepExtremes: Sendable {
  package let stepsPerBlock: Int
  private let count: Int
  /// Block after block, an entry each.
  private let numbers: [Float]

  /// Blocks of a run of so many steps: few enough to go through at every key.
  package static func stepsPerBlock(_ steps: Int) -> Int { max(1, (steps + 1023) / 1024) }

  init(entries count: Int, steps: Int, _ forEach: ((Int, UnsafeBufferPointer<Float>) -> Void) -> Void) {
    let perBlock = Self.stepsPerBlock(steps)
    var numbers = [Float](repeating: 0, count: (steps + perBlock - 1) / perBlock * count)
    numbers.withUnsafeMutableBufferPointer { numbers in
      forEach { step, values in
        let block = step / perBlock * count
        guard values.count == count, block + count <= numbers.count else { return }
        for entry in 0..<count {
          let (value, old) = (values[entry], numbers[block + entry])
          if value.isNaN || abs(value) > abs(old) { numbers[block + entry] = old.isNaN ? old : value }
        }
      }
    }
    (stepsPerBlock, self.count, self.numbers) = (perBlock, count, numbers)
  }

  /// The values of all entries over some steps, the first of which begins a block.
  package func values(_ steps: Range<Int>) -> [Float] {
    let first = steps.lowerBound / stepsPerBlock
    let last = min((steps.upperBound + stepsPerBlock - 1) / stepsPerBlock, count > 0 ? numbers.count / count : 0)
    var result = [Float](repeating: 0, count: count)
    for block in first..<max(last, first) {
      for entry in 0..<count {
        let value = numbers[block * count + entry]
        if value.isNaN || abs(value) > abs(result[entry]) { result[entry] = result[entry].isNaN ? .nan : value }
      }
    }
    return result
  }
}

/// Summaries of one run and its ghost.
///
/// A session shares them with its copies as long as their runs are the same.
package final class RunSummaries: Sendable {
  private struct Known {
    var extremes: [String: StepExtremes] = [:]
    var series: [String: [Float]] = [:]
  }

  private let known = Mutex(Known())

  init() {}

  /// The extremes of a quantity, through a lens.
  package func extremes(of quantity: Quantity, _ lens: Lens, in session: Session) -> StepExtremes {
    let key = "\(quantity.id) \(lens.word)"
    if let found = known.withLock({ $0.extremes[key] }) { return found }
    let extremes = Self.extremes(of: quantity, lens, session)
    known.withLock { $0.extremes[key] = extremes }
    return extremes
  }

  private static func extremes(of quantity: Quantity, _ lens: Lens, _ session: Session) -> StepExtremes {
    let own = session.trace.model.quantities[quantity.id]
    let (count, now) = (quantity.shape.count, session.trace.stepCount(of: own))
    let steps = max(now, session.ghost?.stepCount(of: quantity) ?? 1)
    if lens == .now, now == steps {
      return StepExtremes(entries: count, steps: steps) { body in
        session.trace.stages[own.stage].forEach(own, in: 0..<steps, body)
      }
    }
    if lens == .before, let ghost = session.ghost, let old = ghost.counterpart(of: quantity),
      ghost.trace.stepCount(of: old) == steps
    {
      return StepExtremes(entries: count, steps: steps) { body in
        ghost.trace.stages[old.stage].forEach(old, in: 0..<steps, body)
      }
    }
    return StepExtremes(entries: count, steps: steps) { body in
      for step in 0..<steps {
        values(own, lens, session, at: step).withUnsafeBufferPointer { body(step, $0) }
      }
    }
  }

  /// Step by step, where a pin has made one of the runs constant or both are looked at.
  private static func values(_ own: Quantity, _ lens: Lens, _ session: Session, at step: Int) -> [Float] {
    let now = session.trace.values(of: own, at: step)
    guard lens != .now, let ghost = session.ghost else { return now }
    let before = ghost.values(of: own, at: step)
    return lens == .before ? before : zip(now, before).map { $0 - $1 }
  }

  /// One number of each step, by whatever names it; made once.
  package func series(_ name: String, _ make: () -> [Float]) -> [Float] {
    if let found = known.withLock({ $0.series[name] }) { return found }
    let series = make()
    known.withLock { $0.series[name] = series }
    return series
  }
}
