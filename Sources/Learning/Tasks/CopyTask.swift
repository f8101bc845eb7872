// Copy with delay: a few symbols, a long silence, then the same symbols again.

internal import Chance

extension LearningTask {
  /// Hochreiter and Schmidhuber 1997; as Arjovsky, Shah and Bengio 2016 (arXiv:1511.06464) set it, with `count` symbols.
  package static func copy(lengths: ClosedRange<Int> = 20...30, count: Int = 4) -> LearningTask {
    let letters = ["a", "b", "c", "d", "e", "f"]
    let (silence, signal) = (Int32(letters.count), Int32(letters.count + 1))
    return LearningTask(
      name: "copy", summary: "\(count) letters, silence, a signal: from the signal on the letters are to be told again",
      seen: .symbols(letters + [".", "!"]), target: .symbols(letters), counted: "the last \(count) steps",
      lengths: max(lengths.lowerBound, 2 * count)...max(lengths.upperBound, 2 * count), metric: .wrongShare,
      threshold: 0.01
    ) { numbers, length, _ in
      let word = (0..<count).map { _ in Int32(numbers.index(below: letters.count)) }
      var seen = word + Array(repeating: silence, count: length - count)
      seen[length - count] = signal
      return Sample(
        seen: .symbols(seen), target: .symbols(Array(repeating: 0, count: length - count) + word),
        counts: (0..<length).map { $0 >= length - count })
    }
  }
}
