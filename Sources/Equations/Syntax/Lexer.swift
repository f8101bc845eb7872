// Text to words and signs. Knows nothing of what they mean; never fails: what it cannot read becomes a diagnostic.

/// Reads one sheet, or one line typed at the prompt, into tokens.
///
/// A newline ends a line unless a bracket is open, or a sign before or behind it asks for a value on both its sides.
struct Lexer {
  let characters: [Character]
  var position = 0
  private var line = 1
  private var column = 1
  private var depth = 0
  /// The first word of the line that is being read.
  var lineWord = ""
  private(set) var tokens: [Token] = []
  var diagnostics: [Diagnostic] = []
  /// The text behind `#`, by line; comments that have a line to themselves are tokens.
  private(set) var captions: [Int: String] = [:]

  /// Whether lines may be declarations, of which some hold prose or the name of a tensor.
  let hasDeclarations: Bool
  let suggestions = Suggestions()

  /// Names of gradients, `d/h`, `d/h[t-1]`: they hold signs that part other names.
  let gradients: [String]

  /// Reads all of the text; the last token is `.end`.
  init(_ text: String, hasDeclarations: Bool = true, gradients: [String] = []) {
    characters = Array(text)
    self.hasDeclarations = hasDeclarations
    self.gradients = gradients
    while let character = peek() { read(character) }
    tokens.append(Token(kind: .newline, range: here(1), spaceBefore: true))
    tokens.append(Token(kind: .end, range: here(1), spaceBefore: true))
  }

  /// Stands before a text and reads nothing of it.
  init(lazily text: String, gradients: [String]) {
    (characters, hasDeclarations, self.gradients) = (Array(text), false, gradients)
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
    } else if let gradient = gradientHere() {
      append(.name(gradient.name), length: gradient.length)
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

  func peek(_ offset: Int = 0) -> Character? {
    let index = position + offset
    return characters.indices.contains(index) ? characters[index] : nil
  }

  func isDigit(_ offset: Int) -> Bool { peek(offset)?.isASCIIDigit ?? false }

  func here(_ length: Int) -> SourceRange { SourceRange(line: line, column: column, length: length) }

  mutating func advance(_ count: Int = 1) {
    position += count
    column += count
  }

  mutating func append(_ kind: Token.Kind, length: Int) {
    switch kind {
    case .sign(.leftParenthesis), .sign(.leftBracket): depth += 1
    case .sign(.rightParenthesis), .sign(.rightBracket): depth = max(0, depth - 1)
    default: break
    }
    let spaceBefore = peek(-1)?.isWhitespace ?? true
    tokens.append(Token(kind: kind, range: here(length), spaceBefore: spaceBefore))
    advance(length)
  }

  var isAtStartOfLine: Bool { tokens.last.map { $0.kind == .newline } ?? true }

  private mutating func readUnreadable(_ character: Character) {
    // Neighbours of one kind are one mistake.
    if let last = diagnostics.last, case .unreadable(String(character), _) = last.kind, last.range.line == line,
      last.range.column + last.range.length == column
    {
      diagnostics[diagnostics.count - 1].range.length += 1
    } else {
      diagnostics.append(
        Diagnostic(.unreadable(String(character), hint: hint(on: character)), at: here(1)))
    }
    advance()
  }

  /// What to write instead of a character of another notation; some mean more than one thing.
  private func hint(on character: Character) -> String {
    let isAfterCaret = tokens.last?.kind == .sign(.caret) && !(peek(-1)?.isWhitespace ?? true)
    if character == "{", isAfterCaret { return "a transpose is written Wᵀ or W', an exponent a^(b+1)" }
    if character == ".", peek(1) == "T", !(peek(2)?.continuesName ?? false) { return Symbols.transposeHint }
    return Symbols.foreign[character] ?? ""
  }

  private func signHere(_ offset: Int = 0) -> (Sign, Int)? {
    guard let first = peek(offset), let candidates = Sign.byFirstCharacter[first] else { return nil }
    for (spelling, sign) in candidates where spelling.indices.allSatisfy({ peek(offset + $0) == spelling[$0] }) {
      return (sign, spelling.count)
    }
    return nil
  }

  /// How many blanks stand from so many characters on, up to the end of the line.
  func spaces(_ offset: Int = 0) -> Int {
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
