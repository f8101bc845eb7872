// Balanced brackets: how many are open. A cell that solves it has to count.

internal import Chance

extension LearningTask {
  /// Dots between the brackets change nothing: what was counted has to be kept.
  ///
  /// - `deepest`: more brackets are never open.
  package static func brackets(lengths: ClosedRange<Int> = 12...40, deepest: Int = 8) -> LearningTask {
    LearningTask(
      name: "brackets", summary: "balanced brackets with dots between them: how many are open?",
      seen: .symbols(["(", ")", "."]), target: .numbers(1), counted: "every step", lengths: lengths,
      metric: .wrongShare, threshold: 0.01
    ) { numbers, length, _ in
      var depth = 0
      var seen: [Int32] = []
      var target: [Double] = []
      for step in 0..<length {
        // All that is open must be closed in the steps that are left.
        let left = length - step
        var choices: [(symbol: Int32, change: Int)] = depth < left ? [(2, 0)] : []
        if depth > 0 { choices += Array(repeating: (1, -1), count: 2) }
        if depth < deepest, depth + 1 < left { choices += Array(repeating: (0, 1), count: 2) }
        let choice = choices[numbers.index(below: choices.count)]
        depth += choice.change
        seen.append(choice.symbol)
        target.append(Double(depth))
      }
      return Sample(
        seen: .symbols(seen), target: .numbers(target, width: 1), counts: Array(repeating: true, count: length))
    }
  }
}
