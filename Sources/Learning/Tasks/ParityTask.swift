// Parity: one bit of memory, changed by every 1.

internal import Chance

extension LearningTask {
  package static func parity(lengths: ClosedRange<Int> = 8...24) -> LearningTask {
    LearningTask(
      name: "parity", summary: "zeros and ones: is the number of ones up to here odd?",
      seen: .symbols(["0", "1"]), target: .symbols(["even", "odd"]), counted: "every step", lengths: lengths,
      metric: .wrongShare, threshold: 0.01
    ) { numbers, length, _ in
      var parity: Int32 = 0
      var (seen, target): ([Int32], [Int32]) = ([], [])
      for _ in 0..<length {
        let bit = Int32(numbers.index(below: 2))
        parity ^= bit
        seen.append(bit)
        target.append(parity)
      }
      return Sample(
        seen: .symbols(seen), target: .symbols(target), counts: Array(repeating: true, count: length))
    }
  }
}
