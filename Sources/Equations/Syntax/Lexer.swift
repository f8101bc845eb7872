// Text to words and signs. Knows nothing of what they mean; never fails: what it cannot read becomes a diagnostic.

/// Reads one sheet, or one line typed at the prompt, into tokens.
///
/// A newline ends a line unless a bracket is open, or a sign before or behind it asks for a value on both its sides.
struct Lexer {
  private let characters: [Character]
  private var position = 0
  private var line = 1
  private var column = 1
  private var depth = 0
  /// The first word of the line that is being read.
  private var lineWord = ""
  private(set) var tokens: [Token] = []
  private(set) var diagnostics: [Diagnostic] = []
  /// The text behind `#`, by line; comments that have a line to themselves are tokens.
  private(set) var captions: [Int: String] = [:]

  /// Reads all of the text; the last token is `.end`.
  init(_ text: String) {
    characters = Array(text)
    while let character = peek() { read(character) }
    tokens.append(Token(kind: .newline, range: here(1), spaceBefore: true))
    tokens.append(Token(kind: .end, range: here(1), spaceBefore: true))
  }

  private mutating func read(_ character: Character) {
    if character.isNewline {
      readNewline()
    } else if character.isWhitespace {
      advance()
    } else if character == "#" {
      readComment()
    } else if character.opensText {
      readText()
    } else if isDigit(0) || (character == "." && isDigit(1)) {
      readNumber()
    } else if character == "\\" {
      readEscape()
    } else if let (sign, length) = signHere() {
      append(.sign(sign), length: length)
    } else if character.startsName {
      readName()
    } else {
      readUnreadable(character)
    }
  }

  private func peek(_ offset: Int = 0) -> Character? {
    let index = position + offset
    return characters.indices.contains(index) ? characters[index] : nil
  }

  private func isDigit(_ offset: Int) -> Bool { peek(offset)?.isASCIIDigit ?? false }

  private func here(_ length: Int) -> SourceRange { SourceRange(line: line, column: column, length: length) }

  private mutating func advance(_ count: Int = 1) {
    position += count
    column += count
  }

  private mutating func append(_ kind: Token.Kind, length: Int) {
    switch kind {
    case .sign(.leftParenthesis), .sign(.leftBracket): depth += 1
    case .sign(.rightParenthesis), .sign(.rightBracket): depth = max(0, depth - 1)
    default: break
    }
    let spaceBefore = peek(-1)?.isWhitespace ?? true
    tokens.append(Token(kind: kind, range: here(length), spaceBefore: spaceBefore))
    advance(length)
  }

  private var isAtStartOfLine: Bool { tokens.last.map { $0.kind == .newline } ?? true }

  private mutating func readUnreadable(_ character: Character) {
    // Neighbours of one kind are one mistake.
    if let last = diagnostics.last, case .unreadable(String(character), _) = last.kind, last.range.line == line,
      last.range.column + last.range.length == column
    {
      diagnostics[diagnostics.count - 1].range.length += 1
    } else {
      diagnostics.append(
        Diagnostic(.unreadable(String(character), hint: Symbols.foreign[character] ?? ""), at: here(1)))
    }
    advance()
  }

  private func signHere(_ offset: Int = 0) -> (Sign, Int)? {
    guard let first = peek(offset), let candidates = Sign.byFirstCharacter[first] else { return nil }
    for (spelling, sign) in candidates where spelling.indices.allSatisfy({ peek(offset + $0) == spelling[$0] }) {
      return (sign, spelling.count)
    }
    return nil
  }

  /// How many blanks stand from so many characters on, up to the end of the line.
  private func spaces(_ offset: Int = 0) -> Int {
    var count = 0
    while let character = peek(offset + count), character.isWhitespace, !character.isNewline { count += 1 }
    return count
  }
}

// MARK: lines

extension Lexer {
  private mutating func readNewline() {
    if startsStatement(1) { depth = 0 }
    if depth == 0 && !isAtStartOfLine && !lineGoesOn() {
      tokens.append(Token(kind: .newline, range: here(1), spaceBefore: true))
    }
    position += 1
    line += 1
    column = 1
  }

  /// Whether a sign at the end of this line, or at the start of the next, asks for more.
  private func lineGoesOn() -> Bool {
    let start = 1 + spaces(1)
    guard let first = peek(start), !first.isNewline, !startsStatement(1) else { return false }
    switch tokens.last?.kind {
    case .sign(let sign) where sign.isBetweenValues: return true
    case .name, .number, .text, .sign:
      guard let (sign, _) = signHere(start) else { return false }
      return sign.isBetweenValues && sign != .comma && sign != .equals
    case .remark, .newline, .end, nil: return false
    }
  }

  /// Whether the line that starts so many characters on opens as `name =`, `name[…] =` or a declaration does: no
  /// bracket and no sign goes on to such a line.
  private func startsStatement(_ start: Int) -> Bool {
    var offset = start + spaces(start)
    var word = ""
    while let character = peek(offset), character.continuesName || character == "~" || character == "\\" {
      word.append(character)
      offset += 1
    }
    guard !word.isEmpty else { return false }
    if SheetParser.declarationWords.contains(word), spaces(offset) > 0,
      let next = peek(offset + spaces(offset)), next.startsName || next.opensText
    {
      return true
    }
    if peek(offset) == "[" {
      while let inside = peek(offset), inside != "]", !inside.isNewline { offset += 1 }
      offset += 1
    }
    offset += spaces(offset)
    return peek(offset) == "=" && peek(offset + 1) != "="
  }

  private mutating func readComment() {
    var length = 1
    var text = ""
    while let character = peek(length), !character.isNewline {
      text.append(character)
      length += 1
    }
    text = text.trimmed
    if isAtStartOfLine && depth == 0 {
      append(.remark(text), length: length)
    } else {
      if !text.isEmpty { captions[line] = text }
      advance(length)
    }
  }
}

// MARK: words

extension Lexer {
  private mutating func readText() {
    var text = ""
    text.unicodeScalars.append(contentsOf: characters[position].unicodeScalars.dropFirst())
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
    while isDigit(length) { length += 1 }
    // The dot of `2..3`, `2.*x` and `2./x` is not the number's.
    if peek(length) == ".", peek(length + 1) != ".", peek(length + 1) != "*", peek(length + 1) != "/" {
      length += 1
      while isDigit(length) { length += 1 }
    }
    if peek(length) == "e" || peek(length) == "E" {
      let signed = peek(length + 1) == "-" || peek(length + 1) == "+"
      let digits = length + (signed ? 2 : 1)
      if isDigit(digits) {
        length = digits
        while isDigit(length) { length += 1 }
      }
    }
    let text = String(characters[position..<position + length])
    let value = Double(text) ?? .infinity
    if !value.isFinite { diagnostics.append(Diagnostic(.numberTooLarge(text), at: here(length))) }
    append(.number(value, text: text), length: length)
  }

  /// `\mu` is μ; `h\tilde` puts a sign on top of the letter before it.
  private mutating func readEscape() {
    guard let (symbol, length) = escape(at: 0) else {
      var length = 1
      while let character = peek(length), character.isASCII, character.isLetter { length += 1 }
      let name = String(characters[position + 1..<position + length])
      let nearest = nearestName(to: name, among: Symbols.table.map(\.name))
      diagnostics.append(Diagnostic(.unknownSymbol(name, nearest: nearest), at: here(length)))
      return advance(length)
    }
    if let sign = Sign(rawValue: symbol) {
      append(.sign(sign), length: length)
    } else if !(symbol.first?.startsName ?? false) {
      let spelled = String(characters[position..<position + length])
      diagnostics.append(
        Diagnostic(.unreadable(spelled, hint: "it goes behind a letter: h\(spelled)"), at: here(length)))
      advance(length)
    } else {
      readName(startingWith: symbol, length: length)
    }
  }

  /// The symbol that a backslash so many characters on spells, and how many characters that takes.
  private func escape(at offset: Int) -> (symbol: String, length: Int)? {
    guard peek(offset) == "\\" else { return nil }
    var length = 1
    var name = ""
    while let character = peek(offset + length), character.isASCII, character.isLetter {
      name.append(character)
      length += 1
    }
    return Symbols.symbol(named: name).map { ($0, length) }
  }

  private mutating func readName(startingWith start: String = "", length startLength: Int = 0) {
    var (name, length) = (start, startLength)
    while let character = peek(length) {
      if character.continuesName {
        name.append(character)
        length += 1
      } else if character == "~" {
        name.append("\u{303}")
        length += 1
      } else if let (symbol, count) = escape(at: length), Sign(rawValue: symbol) == nil {
        name.append(symbol)
        length += count
      } else {
        break
      }
    }
    let startsLine = isAtStartOfLine
    if startsLine { lineWord = name }
    append(.name(Symbols.normalForm(name)), length: length)
    if startsLine, SheetParser.proseWords.contains(name) { readProse() }
    if name == "from", lineWord == "param" || lineWord == "const" { readTensorName() }
  }

  /// The words of a title: its brackets and signs mean nothing.
  private mutating func readProse() {
    let gap = spaces()
    guard gap > 0, let first = peek(gap), first != "=", first != "#", !first.isNewline else { return }
    advance(gap)
    var length = 0
    while let character = peek(length), !character.isNewline {
      if character == "#", peek(length - 1)?.isWhitespace ?? false { break }
      length += 1
    }
    while peek(length - 1)?.isWhitespace ?? false { length -= 1 }
    append(.text(String(characters[position..<position + length])), length: length)
  }

  /// A tensor is called what its file calls it: `gru.bias`, `encoder/dense`, `layers.0.weight`.
  private mutating func readTensorName() {
    advance(spaces())
    var length = 0
    while let character = peek(length), character.continuesTensorName { length += 1 }
    guard length > 0 else { return }
    append(.text(String(characters[position..<position + length])), length: length)
  }
}

extension Character {
  var isASCIIDigit: Bool { asciiValue.map { (48...57).contains($0) } ?? false }

  /// A letter of any script, or an underscore; not the transposition sign, which Unicode calls a letter.
  var startsName: Bool { (isLetter && self != "ᵀ") || self == "_" || self == "∂" || self == "∇" }

  var continuesName: Bool { startsName || isASCIIDigit || isSubscriptDigit }

  private var isSubscriptDigit: Bool {
    unicodeScalars.count == 1 && unicodeScalars.allSatisfy { (0x2080...0x2089).contains($0.value) }
  }

  /// What may stand in the name of a tensor without quotes.
  var continuesTensorName: Bool {
    startsName || isASCIIDigit || self == "." || self == "/" || self == "-" || self == ":"
  }

  /// A quote, maybe with a combining sign on top of it, which belongs to the text.
  var opensText: Bool { unicodeScalars.first == "\"" }
}
