// Who wrote what is in a state now: its value as the sum of what each step put in, times what has become of that since.

internal import Equations

/// The account of one entry of a state, back to where it started.
package struct Ledger {
  /// What one step wrote.
  package struct Row: Sendable {
    /// From 0.
    package var step: Int
    /// What is left of it now.
    package var contribution: Double
    /// What was written into the entry, and how much of that is kept, where the past goes entry by entry; nil where a matrix
    /// mixes the entries, and each of them has written.
    package var written: Double?
    package var kept: Double?
  }

  /// From the latest step back.
  package private(set) var rows: [Row] = []
  /// What is left of where the state started.
  package private(set) var start = 0.0

  /// Follows the weights of all earlier values back through the equation: c_t = Σ_s (Π f) w_s.
  ///
  /// What a step wrote is its value without what came from its own past, so that rows and start sum to the value exactly,
  /// rounding of the run included.
  ///
  /// - Throws: `RunError.interrupted`.
  package init<Number: Scalar>(
    _ past: LinearPast, _ entry: Entry, in trace: Trace<Number>, at step: Int, isInterrupted: () -> Bool
  ) throws(RunError) {
    let quantity = past.quantity
    let steps = trace.stepCount(of: quantity)
    let index = entry.row * quantity.shape.columns.count + entry.column
    let backward = past.reads.contains { $0.at.offset > 0 }
    var unit = [Double](repeating: 0, count: quantity.shape.count)
    unit[index] = 1
    var weights: [Int: [Double]] = [step: unit]
    var place = step
    while place >= 0, place < steps, !weights.isEmpty {
      if isInterrupted() { throw .interrupted }
      if let own = weights.removeValue(forKey: place) {
        let isAlone = own.indices.allSatisfy { $0 == index || own[$0] == 0 }
        let direct = past.back(isAlone ? unit : own, EntryEvaluator(trace, at: place))
        let kept = isAlone ? own[index] : 1
        let value = Self.sum(isAlone ? unit : own, trace.values(of: quantity, at: place))
        let written = direct.reduce(value) { rest, item in
          rest - Self.sum(item.value, trace.values(of: quantity, at: place + item.key.at.offset))
        }
        rows.append(
          Row(
            step: place, contribution: kept * written, written: isAlone ? written : nil, kept: isAlone ? kept : nil))
        for (read, part) in direct {
          let from = place + read.at.offset
          let old = weights[from] ?? [Double](repeating: 0, count: part.count)
          weights[from] = zip(old, part).map { $0 + kept * $1 }
        }
      }
      place += backward ? 1 : -1
    }
    for (outside, own) in weights { start += Self.sum(own, trace.values(of: quantity, at: outside)) }
  }

  private static func sum<Number: Scalar>(_ weights: [Double], _ values: [Number]) -> Double {
    zip(weights, values).reduce(0) { $1.0 == 0 ? $0 : $0 + $1.0 * Double($1.1) }
  }
}
