// Lines about what is fed: the symbols of a token input, and what a sheet shows when it is opened without an input.

extension SheetParser {
  /// `alphabet x: "a".."z" unknown "?"`.
  mutating func alphabet() throws(Diagnostic) -> Item.Kind {
    cursor.advance()
    let names = try targets()
    try cursor.expect(.colon, "':' and the symbols")
    var alphabet = AlphabetDeclaration(runs: [])
    while !cursor.isAtEndOfLine {
      if cursor.take(.comma) { continue }
      if cursor.take(word: "unknown") {
        alphabet.unknown = try symbol()
      } else if cursor.take(word: "start") {
        alphabet.start = try symbol()
      } else if cursor.take(word: "end") {
        alphabet.end = try symbol()
      } else if cursor.take(word: "fill") {
        alphabet.fill = AlphabetDeclaration.Fill(try symbol(), to: try length())
      } else {
        let first = try symbol()
        alphabet.runs.append(cursor.take(.range) ? .through(first, try symbol()) : .symbol(first))
      }
    }
    guard !alphabet.runs.isEmpty else { throw cursor.unexpected("symbols in quotes") }
    return .alphabet(names, alphabet)
  }

  /// How many symbols a text is filled up to.
  private mutating func length() throws(Diagnostic) -> Int {
    guard case .number(let value, _) = cursor.current.kind, let length = Int(exactly: value),
      (1...Limits.exampleSteps).contains(length)
    else { throw cursor.unexpected("a length, from 1 to \(Limits.exampleSteps)") }
    cursor.advance()
    return length
  }

  private mutating func symbol() throws(Diagnostic) -> String {
    guard case .text(let text) = cursor.current.kind else { throw cursor.unexpected("a symbol in quotes") }
    cursor.advance()
    return text
  }

  /// `example x: "through"`, `example x: noise 24 2`, `example x: 1 0; 0 1`.
  mutating func example() throws(Diagnostic) -> Item.Kind {
    cursor.advance()
    let name = try target()
    try cursor.expect(.colon, "':' and an example")
    switch cursor.current.kind {
    case .text(let text):
      cursor.advance()
      return .example(name, .text(text))
    case .name("edges"):
      cursor.advance()
      return .example(name, .edges(try rows()))
    case .name(let word):
      guard let signal = ExampleInput.Signal(rawValue: word) else {
        let known = ExampleInput.Signal.allCases.map(\.rawValue).joined(separator: ", ")
        throw cursor.unexpected("a text in quotes, numbers, or one of \(known)")
      }
      cursor.advance()
      var numbers: [Syntax] = []
      while !cursor.isAtEndOfLine { numbers.append(try signalNumber()) }
      return .example(name, .signal(signal, numbers))
    default:
      return .example(name, .rows(try rows()))
    }
  }

  /// Numbers, a row a step, rows divided by semicolons.
  private mutating func rows() throws(Diagnostic) -> [[Double]] {
    var rows: [[Double]] = []
    repeat {
      var row: [Double] = []
      repeat {
        let isNegative = cursor.take(.minus)
        guard case .number(let value, _) = cursor.current.kind else { throw cursor.unexpected("a number") }
        row.append(isNegative ? -value : value)
        cursor.advance()
      } while !cursor.isAtEndOfLine && !cursor.isSign(.semicolon)
      rows.append(row)
    } while cursor.take(.semicolon)
    return rows
  }
}
