// A word backwards: whoever writes it looks at the source from its end to its beginning, one letter after another.

internal import Chance

extension LearningTask {
  /// Random letters, to be written from the last to the first.
  ///
  /// The writer is given the sign before (the right one, whatever it wrote), which is `<` at first; when all is written, `>`.
  ///
  /// - `lengths`: letters of a word.
  package static func reverse(lengths: ClosedRange<Int> = 3...8) -> LearningTask {
    let symbols = ["<"] + "abcdefghijklmnopqrstuvwxyz".map { String($0) } + [">"]
    let end = Int32(symbols.count - 1)
    return LearningTask(
      name: "reverse", summary: "random letters: the same from the last to the first", seen: .symbols(symbols),
      companions: [Companion(summary: "the letter of the answer before", port: .symbols(symbols))],
      target: .symbols(symbols), counted: "every step", lengths: lengths, metric: .wrongShare, threshold: 0.02
    ) { numbers, length, _ in
      let word = (0..<length).map { _ in Int32(1 + numbers.index(below: symbols.count - 2)) }
      return Sample(
        seen: .symbols(word), others: [.symbols([0] + word.reversed())], target: .symbols(word.reversed() + [end]),
        counts: Array(repeating: true, count: length + 1))
    }
  }
}
