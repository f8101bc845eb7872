// Walking over tokens: the part of parsing that knows no grammar.

/// Tokens and a place among them; the last token is always `.end`.
struct TokenCursor {
  private let tokens: [Token]
  private var position = 0

  init(_ tokens: [Token]) { self.tokens = tokens }

  var current: Token { tokens[min(position, tokens.count - 1)] }
  var next: Token { tokens[min(position + 1, tokens.count - 1)] }
  var previous: Token { tokens[max(0, min(position, tokens.count) - 1)] }
  var isAtEnd: Bool { current.kind == .end }
  var isAtEndOfLine: Bool { current.kind == .newline || current.kind == .end }

  @discardableResult
  mutating func advance() -> Token {
    let token = current
    if position < tokens.count { position += 1 }
    return token
  }

  /// Goes to the start of the next line and returns the names that were passed.
  @discardableResult
  mutating func skipLine() -> [String] {
    var names: [String] = []
    while !isAtEndOfLine {
      if case .name(let name) = advance().kind { names.append(name) }
    }
    if current.kind == .newline { advance() }
    return names
  }

  /// The names between this place and a later one.
  func names(upTo other: TokenCursor) -> [String] {
    tokens[min(position, other.position)..<other.position].compactMap { token in
      if case .name(let name) = token.kind { name } else { nil }
    }
  }

  func isSign(_ sign: Sign) -> Bool { current.kind == .sign(sign) }

  func isName(_ name: String) -> Bool { current.kind == .name(name) }

  mutating func take(_ sign: Sign) -> Bool {
    guard isSign(sign) else { return false }
    advance()
    return true
  }

  mutating func take(word: String) -> Bool {
    guard isName(word) else { return false }
    advance()
    return true
  }

  mutating func expect(_ sign: Sign, _ what: String? = nil) throws(Diagnostic) {
    guard take(sign) else { throw unexpected(what ?? "'\(sign.rawValue)'") }
  }

  mutating func expectName(_ what: String) throws(Diagnostic) -> (name: String, range: SourceRange) {
    guard case .name(let name) = current.kind else { throw unexpected(what) }
    let range = current.range
    advance()
    return (name, range)
  }

  func unexpected(_ what: String, hint: String? = nil) -> Diagnostic {
    let by = isSign(.by) ? "a product is written W x, entry by entry a ⊙ b" : ""
    return Diagnostic(.expected(what, found: describe(current), hint: hint ?? by), at: current.range)
  }

  private func describe(_ token: Token) -> String {
    switch token.kind {
    case .name(let name): "'\(name)'"
    case .number(_, let text): "'\(text)'"
    case .text(let text): "\"\(text)\""
    case .sign(let sign): "'\(sign.rawValue)'"
    case .remark: "a comment"
    case .newline, .end: "the end of the line"
    }
  }
}
