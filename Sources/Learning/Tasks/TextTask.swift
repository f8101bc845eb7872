// The next character of a text.

internal import Chance

extension LearningTask {
  package static let textLengths = 64...64

  /// Windows of a text; what comes last in it, a tenth, is kept for fresh ones.
  ///
  /// The symbols are the characters of the text, in their order in Unicode.
  ///
  /// - Parameters:
  ///   - text: what to learn from.
  ///   - lengths: characters of a window.
  /// - Returns: nil where the text is shorter than forty windows.
  package static func text(_ text: String, lengths: ClosedRange<Int> = textLengths) -> LearningTask? {
    let characters = Array(text)
    guard characters.count / 40 >= lengths.upperBound else { return nil }
    let alphabet = Set(characters).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: alphabet.enumerated().map { ($1, Int32($0)) })
    let symbols = characters.map { numbers[$0] ?? 0 }
    let end = symbols.count / 10 * 9
    let names = alphabet.map { String($0) }
    return LearningTask(
      name: "text", summary: "a text: which character comes next?", seen: .symbols(names), target: .symbols(names),
      counted: "every step", lengths: lengths, metric: .bitsPerSymbol, threshold: 2.5
    ) { numbers, length, part in
      let places = part == .training ? 0..<end - length : end..<symbols.count - length
      let start = places.lowerBound + numbers.index(below: places.count)
      return Sample(
        seen: .symbols(Array(symbols[start..<start + length])),
        target: .symbols(Array(symbols[start + 1...start + length])),
        counts: Array(repeating: true, count: length))
    }
  }
}
