// The adding problem: two numbers far apart are to be added, and all others ignored.

internal import Chance

extension LearningTask {
  /// Hochreiter and Schmidhuber 1997, experiment 4, as Le, Jaitly and Hinton 2015 (arXiv:1504.00941) set it.
  ///
  /// Always answering 1 is wrong by 1/6, the variance of the sum of two numbers.
  package static func adding(lengths: ClosedRange<Int> = 40...60) -> LearningTask {
    LearningTask(
      name: "adding", summary: "numbers from 0 to 1, two of them marked: their sum is to be told at the end",
      seen: .numbers(2), target: .numbers(1), counted: "the last step", lengths: lengths, metric: .meanSquaredError,
      threshold: 0.01
    ) { numbers, length, _ in
      let half = max(1, length / 2)
      // One mark in each half.
      let marks = [numbers.index(below: half), half + numbers.index(below: max(1, length - half))]
      var seen: [Double] = []
      var sum = 0.0
      for step in 0..<length {
        let value = numbers.unit()
        let isMarked = marks.contains(step)
        seen += [value, isMarked ? 1 : 0]
        if isMarked { sum += value }
      }
      return Sample(
        seen: .numbers(seen, width: 2),
        target: .numbers(Array(repeating: 0, count: length - 1) + [sum], width: 1),
        counts: Array(repeating: false, count: length - 1) + [true])
    }
  }
}
