// Temporal order: two symbols that matter among many that do not, and which came first.

internal import Chance

extension LearningTask {
  /// Hochreiter and Schmidhuber 1997, experiment 6a.
  package static func order(lengths: ClosedRange<Int> = 40...60) -> LearningTask {
    let symbols = ["X", "Y", "a", "b", "c", "d"]
    let least = max(lengths.lowerBound, 10)
    return LearningTask(
      name: "order", summary: "an X or Y early and another later, among letters without meaning: which two, in order?",
      seen: .symbols(symbols), target: .symbols(["XX", "XY", "YX", "YY"]), counted: "the last step",
      lengths: least...max(lengths.upperBound, least), metric: .wrongShare, threshold: 0.01
    ) { numbers, length, _ in
      var seen = (0..<length).map { _ in Int32(2 + numbers.index(below: symbols.count - 2)) }
      let (first, second) = (numbers.index(below: 2), numbers.index(below: 2))
      // Between a tenth and two tenths, and between five and six tenths, as in the paper.
      seen[length / 10 + numbers.index(below: max(1, length / 10))] = Int32(first)
      seen[length / 2 + numbers.index(below: max(1, length / 10))] = Int32(second)
      let target = Array(repeating: Int32(0), count: length - 1) + [Int32(2 * first + second)]
      return Sample(
        seen: .symbols(seen), target: .symbols(target), counts: (0..<length).map { $0 == length - 1 })
    }
  }
}
