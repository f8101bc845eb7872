// Sheet text to syntax. A mistake costs its own line: parsing goes on with the next, so that all are told.

/// Reads declarations, equations and blocks.
package struct SheetParser {
  private var cursor: TokenCursor
  private let captions: [Int: String]
  private let lines: [Substring]
  private var diagnostics: [Diagnostic]
  private let name: String
  private let text: String
  /// Longer sheets than any paper has; bounds what a hostile file can ask for.
  package static let maximumLength = 1_000_000

  /// Parses a sheet.
  ///
  /// - Parameters:
  ///   - text: the sheet.
  ///   - name: what errors call it: a path, or a name in the catalogue.
  /// - Returns: the sheet, unchecked.
  /// - Throws: all grammatical mistakes, in the order of their lines.
  package static func parse(_ text: String, name: String) throws(SheetErrors) -> Sheet {
    var parser = SheetParser(text, name: name)
    let items = parser.items(indent: 0)
    guard parser.diagnostics.isEmpty else {
      let sorted = parser.diagnostics.sorted { ($0.range.line, $0.range.column) < ($1.range.line, $1.range.column) }
      throw SheetErrors(sorted, name: name, text: text)
    }
    return Sheet(name: name, items: items, text: text)
  }

  /// Parses one line typed at the prompt, `name = expression`, or nil if it is no equation.
  package static func equation(_ line: String) throws(SheetErrors) -> Item? {
    var parser = SheetParser(line, name: "prompt")
    guard parser.looksLikeEquation() else { return nil }
    let items = parser.items(indent: 0)
    guard parser.diagnostics.isEmpty else { throw SheetErrors(parser.diagnostics, name: "prompt", text: line) }
    guard items.count == 1, let item = items.first, case .equation = item.kind else { return nil }
    return item
  }

  /// Parses an expression typed at the prompt.
  package static func expression(_ text: String) throws(SheetErrors) -> Syntax {
    let lexer = Lexer.read(text)
    guard lexer.diagnostics.isEmpty else { throw SheetErrors(lexer.diagnostics, name: "prompt", text: text) }
    var parser = ExpressionParser(TokenCursor(lexer.tokens))
    do throws(Diagnostic) {
      let result = try parser.expression()
      guard parser.cursor.isAtEndOfLine else { throw parser.cursor.unexpected("the end of the expression") }
      return result
    } catch {
      throw SheetErrors([error], name: "prompt", text: text)
    }
  }

  private init(_ text: String, name: String) {
    let lexer = Lexer.read(text)
    cursor = TokenCursor(lexer.tokens)
    captions = lexer.captions
    diagnostics = lexer.diagnostics
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    self.name = name
    self.text = text
  }

  private mutating func looksLikeEquation() -> Bool {
    var ahead = cursor
    guard case .name = ahead.advance().kind else { return false }
    var depth = 0
    while !ahead.isAtEndOfLine {
      if ahead.isSign(.leftBracket) || ahead.isSign(.leftParenthesis) { depth += 1 }
      if ahead.isSign(.rightBracket) || ahead.isSign(.rightParenthesis) { depth -= 1 }
      if ahead.isSign(.equals) && depth == 0 { return true }
      if depth == 0 && !ahead.isSign(.rightBracket) { return false }
      ahead.advance()
    }
    return false
  }

  // MARK: lines and blocks

  /// The items of a block whose lines start further right than `indent` columns; 0 is the sheet itself.
  private mutating func items(indent: Int) -> [Item] {
    var result: [Item] = []
    var column: Int?
    var lastLine = cursor.current.range.line - 1
    if indent == 0 { lastLine = 0 }
    while true {
      let line = cursor.isAtEnd ? lines.count + 1 : cursor.current.range.line
      if line > lastLine + 1 { appendRemarks(from: lastLine + 1, to: line - 1, indent: indent, into: &result) }
      lastLine = max(lastLine, line)
      if cursor.isAtEnd { return result }
      if cursor.current.kind == .newline {
        cursor.advance()
        continue
      }
      let start = cursor.current.range
      if start.column <= indent { return result }
      if let column, start.column > column {
        diagnostics.append(Diagnostic(.unexpectedIndent, at: start))
      }
      column = column ?? start.column
      do {
        if let item = try item(column: start.column) { result.append(item) }
      } catch {
        diagnostics.append(error)
        cursor.skipLine()
      }
      lastLine = max(lastLine, cursor.previous.range.line)
    }
  }

  /// Lines that hold only a comment have no tokens: they are found between the lines that have some.
  private func appendRemarks(from first: Int, to last: Int, indent: Int, into items: inout [Item]) {
    guard first <= last else { return }
    for line in first...last where line <= lines.count {
      guard let caption = captions[line] else { continue }
      let leading = lines[line - 1].prefix { $0.isWhitespace }.count
      guard lines[line - 1].dropFirst(leading).first == "#", leading >= indent || indent == 0 else { continue }
      items.append(Item(.remark(caption), range: SourceRange(line: line, column: leading + 1, length: 1)))
    }
  }

  private mutating func item(column: Int) throws(Diagnostic) -> Item? {
    let start = cursor.current.range
    guard case .name(let word) = cursor.current.kind else { throw cursor.unexpected("a declaration or an equation") }
    if word == "for" && !isDefinition() { return try familyBlock(column: column, start) }
    let kind = isDefinition() ? try equation() : try declaration(word)
    let caption = captions[start.line] ?? captions[cursor.current.range.line]
    let takesCaption =
      switch kind {
      case .title, .source, .view: false
      default: true
      }
    if !cursor.isAtEndOfLine { throw cursor.unexpected("the end of the line") }
    cursor.skipLine()
    return Item(kind, caption: takesCaption ? caption : nil, range: start)
  }

  /// Whether the line defines a name: `name =` or `name[…] =`; so `source = …` is an equation and `source …` is not.
  private func isDefinition() -> Bool {
    var copy = self
    return copy.looksLikeEquation()
  }

  private mutating func familyBlock(column: Int, _ start: SourceRange) throws(Diagnostic) -> Item {
    let family = try self.family()
    try cursor.expect(.colon)
    guard cursor.isAtEndOfLine else { throw cursor.unexpected("the end of the line") }
    let caption = captions[start.line]
    cursor.skipLine()
    let body = items(indent: column)
    guard !body.isEmpty else { throw Diagnostic(.emptyBlock("for"), at: start) }
    return Item(.block(.family(family), body), caption: caption, range: start)
  }

  // MARK: declarations

  private static let declarationWords = [
    "title", "source", "dims", "input", "param", "const", "state", "alphabet", "example", "view", "for", "loss",
  ]

  private mutating func declaration(_ word: String) throws(Diagnostic) -> Item.Kind {
    let start = cursor.current.range
    switch word {
    case "title": return .title(try freeText())
    case "source": return .source(try freeText())
    case "view": return .view(try freeText())
    case "dims": return .dims(try dims())
    case "input": return try input()
    case "param": return try parameter()
    case "const": return try constant()
    case "state": return try state()
    case "alphabet": return try alphabet()
    case "example": return try example()
    default: break
    }
    cursor.advance()
    if cursor.isSign(.leftBracket) || cursor.isSign(.leftParenthesis) || cursor.isAtEndOfLine
      || !Self.declarationWords.contains(where: { $0.count == word.count || nearestName(to: word, among: [$0]) != nil })
    {
      throw cursor.unexpected("'=' and what \(word) is")
    }
    let nearest = nearestName(to: word, among: Self.declarationWords)
    throw Diagnostic(
      .expected("a declaration or an equation", found: "'\(word)'"), at: start,
      notes: nearest.map { [.hint("did you mean '\($0)'?")] } ?? [])
  }

  /// The prose of a title or source, which the lexer gives as one text.
  private mutating func freeText() throws(Diagnostic) -> String {
    let word = cursor.advance()
    guard case .text(let text) = cursor.current.kind else { throw cursor.unexpected("the \(cursor.describe(word)) text") }
    cursor.advance()
    return text
  }

  private mutating func dims() throws(Diagnostic) -> [DimensionDeclaration] {
    cursor.advance()
    var result: [DimensionDeclaration] = []
    repeat {
      let (name, range) = try cursor.expectName("the name of a dimension")
      try cursor.expect(.equals)
      result.append(DimensionDeclaration(name, try parsed { parser throws(Diagnostic) in try parser.sum() }, range: range))
    } while cursor.take(.comma)
    return result
  }

  private mutating func targets() throws(Diagnostic) -> [Target] {
    var result = [try target()]
    while cursor.take(.comma) { result.append(try target()) }
    return result
  }

  private mutating func target() throws(Diagnostic) -> Target {
    let (name, range) = try cursor.expectName("a name")
    var indices: [Syntax] = []
    while cursor.isSign(.leftBracket), !cursor.current.spaceBefore {
      cursor.advance()
      repeat { indices.append(try parsed { parser throws(Diagnostic) in try parser.sum() }) } while cursor.take(.comma)
      try cursor.expect(.rightBracket)
    }
    return Target(name, indices: indices, range: range)
  }

  /// `H×D`, `H x D`, `H`, or nothing for a scalar.
  private mutating func shape() throws(Diagnostic) -> [Syntax] {
    guard cursor.take(.colon) else { return [] }
    var axes = [try axis()]
    while cursor.take(.by) || takeLetterBy() { axes.append(try axis()) }
    if axes.count == 1, case .number(1, "1") = axes[0].kind, cursor.isName("scalar") { return [] }
    guard axes.count <= 2 else {
      throw Diagnostic(
        .expected("a vector or a matrix", found: "\(axes.count) axes"), at: axes[2].range,
        notes: [.hint("a stack of matrices is a family: W[m] for m in 1..M")])
    }
    return axes
  }

  private mutating func takeLetterBy() -> Bool {
    guard cursor.isName("x"), !cursor.next.spaceBefore || !cursor.isAtEndOfLine else { return false }
    cursor.advance()
    return true
  }

  private mutating func axis() throws(Diagnostic) -> Syntax {
    try parsed { parser throws(Diagnostic) in try parser.axis() }
  }

  private mutating func input() throws(Diagnostic) -> Item.Kind {
    cursor.advance()
    let names = try targets()
    guard cursor.isSign(.colon), cursor.next.kind == .name("token") else { return .input(names, .tensor(try shape())) }
    cursor.advance()
    cursor.advance()
    try cursor.expect(.leftParenthesis, "'(' and the number of symbols")
    let size = try parsed { parser throws(Diagnostic) in try parser.sum() }
    try cursor.expect(.rightParenthesis)
    return .input(names, .token(size))
  }

  private mutating func parameter() throws(Diagnostic) -> Item.Kind {
    cursor.advance()
    let names = try targets()
    let axes = try shape()
    var (origin, initial, family): (Origin?, Syntax?, Family?)
    while !cursor.isAtEndOfLine {
      if cursor.isName("from") {
        origin = try self.origin()
      } else if cursor.take(.equals) {
        initial = try expression()
      } else if cursor.isName("for") {
        family = try self.family()
      } else {
        throw cursor.unexpected("the end of the line")
      }
    }
    return .parameter(names, axes, origin: origin, initial: initial, family: family)
  }

  private mutating func constant() throws(Diagnostic) -> Item.Kind {
    cursor.advance()
    let name = try target()
    let axes = try shape()
    var (origin, value): (Origin?, Syntax?)
    while !cursor.isAtEndOfLine {
      if cursor.isName("from") {
        origin = try self.origin()
      } else if cursor.take(.equals) {
        value = try expression()
      } else {
        throw cursor.unexpected("'=' and its value")
      }
    }
    if value == nil && origin == nil && axes.isEmpty { throw cursor.unexpected("'=' and its value") }
    return .constant(name, axes, origin: origin, value: value)
  }

  private mutating func state() throws(Diagnostic) -> Item.Kind {
    cursor.advance()
    let names = try targets()
    let axes = try shape()
    var (initial, family): (Syntax?, Family?)
    while !cursor.isAtEndOfLine {
      if cursor.take(.equals) {
        initial = try expression()
      } else if cursor.isName("for") {
        family = try self.family()
      } else {
        throw cursor.unexpected("the end of the line")
      }
    }
    return .state(names, axes, initial: initial, family: family)
  }

  /// `from enc_w_ih`, `from enc_embᵀ`, `from gru.bias[2]`, `from "any name"`.
  private mutating func origin() throws(Diagnostic) -> Origin {
    let start = cursor.advance().range
    var name: String
    if case .text(let text) = cursor.current.kind {
      cursor.advance()
      name = text
    } else {
      name = try cursor.expectName("the name of a tensor").name
    }
    while case .sign(let sign) = cursor.current.kind, !cursor.current.spaceBefore, sign == .slash {
      cursor.advance()
      name += "/" + (try cursor.expectName("the rest of the tensor's name").name)
    }
    var row: Int?
    if cursor.isSign(.leftBracket), !cursor.current.spaceBefore {
      cursor.advance()
      guard case .number(let value, _) = cursor.current.kind, value >= 1, value < 1e9, value == value.rounded() else {
        throw cursor.unexpected("the number of a row, from 1")
      }
      row = Int(value)
      cursor.advance()
      try cursor.expect(.rightBracket)
    }
    let transposed = cursor.take(.transpose)
    return Origin(tensor: name, row: row, isTransposed: transposed, range: start)
  }

  private mutating func family() throws(Diagnostic) -> Family {
    let start = cursor.advance().range
    let variable = try cursor.expectName("a variable").name
    guard cursor.take(word: "in") else { throw cursor.unexpected("'in' and a range such as 1..L") }
    let lower = try parsed { parser throws(Diagnostic) in try parser.sum() }
    try cursor.expect(.range, "'..' and the end of the range")
    let upper = try parsed { parser throws(Diagnostic) in try parser.sum() }
    return Family(variable, from: lower, to: upper, range: start)
  }

  private mutating func alphabet() throws(Diagnostic) -> Item.Kind {
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
      } else {
        let first = try symbol()
        alphabet.runs.append(cursor.take(.range) ? .through(first, try symbol()) : .symbol(first))
      }
    }
    return .alphabet(names, alphabet)
  }

  private mutating func symbol() throws(Diagnostic) -> String {
    guard case .text(let text) = cursor.current.kind else { throw cursor.unexpected("a symbol in quotes") }
    cursor.advance()
    return text
  }

  private mutating func example() throws(Diagnostic) -> Item.Kind {
    cursor.advance()
    let name = try target()
    try cursor.expect(.colon, "':' and an example")
    switch cursor.current.kind {
    case .text(let text):
      cursor.advance()
      return .example(name, .text(text))
    case .name(let word):
      guard let signal = ExampleInput.Signal(rawValue: word) else {
        let known = ExampleInput.Signal.allCases.map(\.rawValue).joined(separator: ", ")
        throw cursor.unexpected("a text in quotes, numbers, or one of \(known)")
      }
      cursor.advance()
      var numbers: [Syntax] = []
      while !cursor.isAtEndOfLine { numbers.append(try axis()) }
      return .example(name, .signal(signal, numbers))
    default:
      return .example(name, .rows(try rows()))
    }
  }

  /// Numbers, a row a step, rows divided by semicolons.
  private mutating func rows() throws(Diagnostic) -> [[Double]] {
    var rows: [[Double]] = [[]]
    while !cursor.isAtEndOfLine {
      if cursor.take(.semicolon) {
        rows.append([])
        continue
      }
      let negative = cursor.take(.minus)
      guard case .number(let value, _) = cursor.current.kind else { throw cursor.unexpected("a number") }
      rows[rows.count - 1].append(negative ? -value : value)
      cursor.advance()
    }
    return rows
  }

  // MARK: equations

  private mutating func equation() throws(Diagnostic) -> Item.Kind {
    let target = try self.target()
    try cursor.expect(.equals)
    let value = try expression()
    let family = cursor.isName("for") ? try self.family() : nil
    return .equation(target, value, family: family)
  }

  private mutating func expression() throws(Diagnostic) -> Syntax {
    try parsed { parser throws(Diagnostic) in try parser.expression() }
  }

  private mutating func parsed(
    _ read: (inout ExpressionParser) throws(Diagnostic) -> Syntax
  ) throws(Diagnostic) -> Syntax {
    var parser = ExpressionParser(cursor)
    defer { cursor = parser.cursor }
    return try read(&parser)
  }
}

extension ExpressionParser {
  /// An axis of a shape: sums, products and quotients of dimensions and numbers, where `x` is the sign between axes.
  mutating func axis() throws(Diagnostic) -> Syntax {
    try dimensionProduct()
  }

  private mutating func dimensionProduct() throws(Diagnostic) -> Syntax {
    var left = try dimensionTerm()
    while true {
      if cursor.take(.plus) {
        let right = try dimensionTerm()
        left = Syntax(.binary(.add, left, right), range: left.range.through(right.range))
      } else if cursor.take(.minus) {
        let right = try dimensionTerm()
        left = Syntax(.binary(.subtract, left, right), range: left.range.through(right.range))
      } else {
        return left
      }
    }
  }

  private mutating func dimensionTerm() throws(Diagnostic) -> Syntax {
    var left = try dimensionFactor()
    while true {
      if cursor.take(.slash) {
        let right = try dimensionFactor()
        left = Syntax(.binary(.quotient, left, right), range: left.range.through(right.range))
      } else if cursor.take(.asterisk) || cursor.take(.matrixProduct) || touchesFactor() {
        let right = try dimensionFactor()
        left = Syntax(.product(left, right), range: left.range.through(right.range))
      } else {
        return left
      }
    }
  }

  /// `2H`: a number and a dimension with nothing between them.
  private func touchesFactor() -> Bool {
    guard !cursor.current.spaceBefore else { return false }
    if case .name(let name) = cursor.current.kind { return name != "x" }
    return cursor.isSign(.leftParenthesis)
  }

  private mutating func dimensionFactor() throws(Diagnostic) -> Syntax {
    let token = cursor.current
    switch token.kind {
    case .number(let value, let text):
      cursor.advance()
      return Syntax(.number(value, text: text), range: token.range)
    case .name(let name):
      cursor.advance()
      return Syntax(.name(name), range: token.range)
    case .sign(.leftParenthesis):
      cursor.advance()
      var inner = try dimensionProduct()
      try close(.rightParenthesis, opened: token.range)
      inner.range = token.range.through(cursor.previous.range)
      return inner
    default:
      throw cursor.unexpected("a dimension or a number")
    }
  }
}
