// Text to words and signs. Knows nothing of what they mean; never fails: what it cannot read becomes a diagnostic.

/// Reads one sheet, or one line typed at the prompt, into tokens.
///
/// A newline inside brackets, or after a sign that asks for more, does not end a line.
struct Lexer {
  private let characters: [Character]
  private var position = 0
  private var line: Int
  private var column = 1
  private var depth = 0
  private(set) var tokens: [Token] = []
  private(set) var diagnostics: [Diagnostic] = []
  /// The text behind `#`, by line.
  private(set) var captions: [Int: String] = [:]

  init(_ text: String, line: Int = 1) {
    characters = Array(text)
    self.line = line
  }

  /// All tokens of the text, closed by `.end`.
  static func read(_ text: String, line: Int = 1) -> Lexer {
    var lexer = Lexer(text, line: line)
    lexer.run()
    return lexer
  }

  private mutating func run() {
    while let character = peek() {
      if character.isNewline {
        endLine()
      } else if character.isWhitespace {
        advance()
      } else if character == "#" {
        readCaption()
      } else if character == "\"" {
        readText()
      } else if character.isASCIIDigit || (character == "." && (peek(1)?.isASCIIDigit ?? false)) {
        readNumber()
      } else if character == "\\" {
        readEscape()
      } else if let (sign, length) = signHere() {
        append(.sign(sign), length: length)
      } else if character.startsName {
        readName()
      } else {
        diagnostics.append(Diagnostic(.unreadableCharacter(String(character)), at: here(1)))
        advance()
      }
    }
    tokens.append(Token(kind: .newline, range: here(1), spaceBefore: true))
    tokens.append(Token(kind: .end, range: here(1), spaceBefore: true))
  }

  private func peek(_ offset: Int = 0) -> Character? {
    let index = position + offset
    return index < characters.count ? characters[index] : nil
  }

  private func here(_ length: Int) -> SourceRange { SourceRange(line: line, column: column, length: length) }

  private mutating func advance(_ count: Int = 1) {
    position += count
    column += count
  }

  private mutating func append(_ kind: Token.Kind, length: Int) {
    let spaceBefore = position == 0 || characters[position - 1].isWhitespace
    if case .sign(let sign) = kind { track(sign) }
    tokens.append(Token(kind: kind, range: here(length), spaceBefore: spaceBefore))
    advance(length)
  }

  private mutating func track(_ sign: Sign) {
    switch sign {
    case .leftParenthesis, .leftBracket: depth += 1
    case .rightParenthesis, .rightBracket: depth = max(0, depth - 1)
    default: break
    }
  }

  private mutating func endLine() {
    if depth == 0 && !continuesLine() {
      tokens.append(Token(kind: .newline, range: here(1), spaceBefore: true))
    } else if depth > 0 && nextLineStartsStatement() {
      depth = 0
      tokens.append(Token(kind: .newline, range: here(1), spaceBefore: true))
    }
    position += 1
    line += 1
    column = 1
  }

  /// Whether the last sign asks for something more, so that the line goes on.
  private func continuesLine() -> Bool {
    guard case .sign(let sign)? = tokens.last?.kind else { return false }
    switch sign {
    case .plus, .minus, .hadamard, .hadamardQuotient, .slash, .asterisk, .matrixProduct, .comma, .less, .lessEqual,
      .greater, .greaterEqual, .equal, .notEqual:
      return true
    case .caret, .transpose, .root, .equals, .leftParenthesis, .rightParenthesis, .leftBracket, .rightBracket,
      .semicolon, .colon, .range, .by:
      return false
    }
  }

  /// Whether an unclosed bracket should be given up: the next line starts at the margin as `name = …` or `word name…` does.
  private func nextLineStartsStatement() -> Bool {
    var index = position + 1
    guard index < characters.count, characters[index].startsName else { return false }
    while index < characters.count, !characters[index].isNewline {
      if characters[index] == "=" || characters[index] == ":" { return true }
      index += 1
    }
    return false
  }

  private mutating func readCaption() {
    var text = ""
    advance()
    while let character = peek(), !character.isNewline {
      text.append(character)
      advance()
    }
    captions[line] = text.trimmed
  }

  private mutating func readText() {
    var text = ""
    var length = 1
    while let character = peek(length), character != "\"", !character.isNewline {
      if character == "\\", let escaped = peek(length + 1), let meant = Self.escapes[escaped] {
        text.append(meant)
        length += 2
      } else {
        text.append(character)
        length += 1
      }
    }
    if peek(length) == "\"" {
      length += 1
    } else {
      diagnostics.append(Diagnostic(.unclosedText, at: here(length)))
    }
    append(.text(text), length: length)
  }

  static let escapes: [Character: Character] = ["n": "\n", "t": "\t", "\\": "\\", "\"": "\""]

  private mutating func readNumber() {
    var length = 0
    var text = ""
    func digit(_ offset: Int) -> Bool { peek(offset)?.isASCIIDigit ?? false }
    while digit(length) { length += 1 }
    if peek(length) == ".", peek(length + 1) != ".", peek(length + 1) != "*", peek(length + 1) != "/" {
      length += 1
      while digit(length) { length += 1 }
    }
    if peek(length) == "e" || peek(length) == "E" {
      let signed = peek(length + 1) == "-" || peek(length + 1) == "+"
      if digit(length + (signed ? 2 : 1)) {
        length += signed ? 2 : 1
        while digit(length) { length += 1 }
      }
    }
    for offset in 0..<length { if let character = peek(offset) { text.append(character) } }
    append(.number(Double(text) ?? .infinity, text: text), length: length)
  }

  /// `\mu` is μ; a `\tilde` behind a name goes on top of its last letter.
  private mutating func readEscape() {
    var length = 1
    var name = ""
    while let character = peek(length), character.isASCII, character.isLetter {
      name.append(character)
      length += 1
    }
    guard let symbol = Symbols.symbol(named: name) else {
      diagnostics.append(Diagnostic(.unknownSymbol(name), at: here(length)))
      advance(length)
      return
    }
    if let sign = Sign(rawValue: symbol) {
      append(.sign(sign), length: length)
    } else {
      readName(escaped: (symbol, length))
    }
  }

  private func signHere() -> (Sign, Int)? {
    for (spelling, sign) in Sign.spellings where matches(spelling) { return (sign, spelling.count) }
    guard let character = peek(), let sign = Sign(rawValue: String(character)) else { return nil }
    return (sign, 1)
  }

  private func matches(_ spelling: String) -> Bool {
    for (offset, character) in spelling.enumerated() where peek(offset) != character { return false }
    return true
  }

  private mutating func readName(escaped: (symbol: String, length: Int)? = nil) {
    var name = escaped?.symbol ?? ""
    var length = escaped?.length ?? 0
    while let character = peek(length) {
      if character.continuesName {
        name.append(character)
        length += 1
      } else if character == "~" {
        name.append("\u{303}")
        length += 1
      } else if character == "\\", let (symbol, count) = combiningEscape(at: length) {
        name.append(symbol)
        length += count
      } else {
        break
      }
    }
    let startsLine = tokens.last.map { $0.kind == .newline } ?? true
    append(.name(Symbols.normalForm(name)), length: length)
    if startsLine, Self.freeTextWords.contains(name) { readFreeText() }
  }

  /// Declarations whose line is prose: its brackets and signs mean nothing.
  static let freeTextWords: Set<String> = ["title", "source", "view"]

  private mutating func readFreeText() {
    var length = 0
    while let character = peek(length), character.isWhitespace, !character.isNewline { length += 1 }
    guard length > 0, let first = peek(length), first != "=", !first.isNewline else { return }
    advance(length)
    var text = ""
    length = 0
    while let character = peek(length), !character.isNewline {
      if character == "#", peek(length - 1)?.isWhitespace ?? false { break }
      text.append(character)
      length += 1
    }
    append(.text(text.trimmed), length: length)
  }

  private func combiningEscape(at offset: Int) -> (String, Int)? {
    var length = 1
    var name = ""
    while let character = peek(offset + length), character.isASCII, character.isLetter {
      name.append(character)
      length += 1
    }
    guard let symbol = Symbols.symbol(named: name), Sign(rawValue: symbol) == nil else { return nil }
    return (symbol, length)
  }
}

extension Character {
  var isASCIIDigit: Bool { isASCII && isNumber }

  /// A letter of any script, or an underscore; not the transposition sign, which Unicode calls a letter.
  var startsName: Bool { (isLetter && self != "ᵀ") || self == "_" || self == "∂" || self == "∇" }

  var continuesName: Bool { startsName || isASCIIDigit || ("₀"..."₉").contains(self) }
}

extension String {
  /// The text without white space at either end.
  package var trimmed: String {
    var view = self[...]
    while view.first?.isWhitespace ?? false { view.removeFirst() }
    while view.last?.isWhitespace ?? false { view.removeLast() }
    return String(view)
  }
}
