// Sheet text to syntax: lines and blocks. A mistake costs its own line: parsing goes on with the next, so that all are
// told. What a line of each kind holds stands in SheetParser+Declarations.

/// Reads declarations, equations and blocks.
package struct SheetParser {
  var cursor: TokenCursor
  private let captions: [Int: String]
  private var diagnostics: [Diagnostic]
  private let unreadableLines: Set<Int>
  let suggestions = Suggestions()
  /// Names on lines that could not be read: what they would have meant is not known.
  private var brokenNames: Set<String> = []
  /// Longer sheets than any paper has; bounds what a hostile file can ask for.
  package static let maximumLength = 1_000_000
  private static let maximumBlockDepth = 16

  /// The first words of lines that are no equations.
  static let declarationWords: Set<String> = [
    "title", "source", "view", "beside", "dims", "input", "param", "const", "state", "alphabet", "example", "for",
    "over", "leaf",
  ]
  /// Declarations that concern the sheet as a whole.
  private static let wordsOfTheWhole: Set<String> = ["title", "source", "view", "beside", "dims"]
  /// Declarations whose line is prose.
  static let proseWords: Set<String> = ["title", "source", "view", "beside"]

  /// What could be read of a sheet, its grammatical mistakes, and the names on the lines that hold them.
  struct Recovered {
    var sheet: Sheet
    var diagnostics: [Diagnostic]
    var brokenNames: Set<String>
  }

  /// Parses what can be parsed.
  static func recovering(_ text: String, name: String) -> Recovered {
    let text = text.withoutByteOrderMark
    guard text.utf8.count <= maximumLength else {
      let mistake = Diagnostic(.sheetTooLong(bytes: text.utf8.count, limit: maximumLength), at: .nowhere)
      return Recovered(sheet: Sheet(name: name, items: [], text: ""), diagnostics: [mistake], brokenNames: [])
    }
    var parser = SheetParser(text)
    let items = parser.items(indent: 0, depth: 0)
    return Recovered(
      sheet: Sheet(name: name, items: items, text: text), diagnostics: parser.diagnostics.inOrder,
      brokenNames: parser.brokenNames)
  }

  /// Parses one line typed at the prompt, `name = expression`, or nil if it is no equation.
  package static func equation(_ line: String) throws(SheetErrors) -> Item? {
    var parser = SheetParser(line)
    guard parser.isAtEquation else { return nil }
    let items = parser.items(indent: 0, depth: 0)
    guard parser.diagnostics.isEmpty else { throw SheetErrors(parser.diagnostics.inOrder, name: "prompt", text: line) }
    return items.count == 1 ? items[0] : nil
  }

  /// Parses an expression typed at the prompt.
  ///
  /// - `gradients`: names such as `d/h`, which may stand in it.
  package static func expression(_ text: String, gradients: [String] = []) throws(SheetErrors) -> Syntax {
    let lexer = Lexer(text, hasDeclarations: false, gradients: gradients)
    guard lexer.diagnostics.isEmpty else { throw SheetErrors(lexer.diagnostics, name: "prompt", text: text) }
    var parser = ExpressionParser(TokenCursor(lexer.tokens))
    do throws(Diagnostic) {
      let result = try parser.expression()
      if parser.cursor.current.kind == .newline { parser.cursor.advance() }
      guard parser.cursor.isAtEnd else { throw parser.cursor.unexpected("the end of the expression") }
      return result
    } catch {
      throw SheetErrors([error], name: "prompt", text: text)
    }
  }

  private init(_ text: String) {
    let lexer = Lexer(text)
    cursor = TokenCursor(lexer.tokens)
    captions = lexer.captions
    diagnostics = lexer.diagnostics
    unreadableLines = Set(lexer.diagnostics.map(\.range.line))
  }

  private mutating func report(_ mistake: Diagnostic) {
    // What a line seems to lack where a character of it could not be read is no second mistake.
    if !unreadableLines.contains(mistake.range.line) { diagnostics.append(mistake) }
  }

  /// Whether the line defines a name, `name =` or `name[…] =`; so `source = …` is an equation and `source …` is not.
  private var isAtEquation: Bool {
    var ahead = cursor
    guard case .name = ahead.advance().kind else { return false }
    var depth = 0
    while !ahead.isAtEndOfLine {
      if depth == 0 && ahead.isSign(.equals) { return true }
      if ahead.isSign(.leftBracket) { depth += 1 }
      guard depth > 0 else { return false }
      if ahead.isSign(.rightBracket) { depth -= 1 }
      ahead.advance()
    }
    return false
  }
}

// MARK: lines and blocks

extension SheetParser {
  /// The items of a block whose lines start further right than `indent` columns; 0 is the sheet itself.
  private mutating func items(indent: Int, depth: Int) -> [Item] {
    var result: [Item] = []
    var column: Int?
    var oddColumn: Int?
    while true {
      let (remarks, hasStatement) = remarks(indent: indent)
      result += remarks
      guard hasStatement else { return result }
      let start = cursor.current.range
      if let column, start.column != column {
        if start.column != oddColumn { report(Diagnostic(.unevenIndent, at: start)) }
        oddColumn = start.column
      }
      column = column ?? start.column
      if let item = startsBlock ? block(depth: depth) : line(depth: depth) { result.append(item) }
    }
  }

  /// Comments up to the next statement, and whether that is of this block.
  ///
  /// Comments behind a block's last line that stand further left than the block are not its own.
  private mutating func remarks(indent: Int) -> (items: [Item], hasStatement: Bool) {
    var found: [(item: Item, rest: TokenCursor)] = []
    let start = cursor
    while true {
      if case .remark(let text) = cursor.current.kind {
        let range = cursor.advance().range
        found.append((Item(.remark(text), range: range), cursor))
      } else if cursor.current.kind == .newline {
        cursor.advance()
      } else {
        break
      }
    }
    let hasStatement = !cursor.isAtEnd && cursor.current.range.column > indent
    if !hasStatement {
      while let last = found.last, last.item.range.column <= indent { found.removeLast() }
      cursor = found.last?.rest ?? start
    }
    return (found.map(\.item), hasStatement)
  }

  private var startsBlock: Bool { (cursor.isName("for") || cursor.isName("over")) && !isAtEquation }

  /// A declaration or an equation; nil if it holds a mistake, which is reported.
  private mutating func line(depth: Int) -> Item? {
    let start = cursor
    do throws(Diagnostic) {
      guard case .name(let word) = cursor.current.kind else { throw cursor.unexpected("a declaration or an equation") }
      if depth > 0, Self.wordsOfTheWhole.contains(word), !isAtEquation {
        throw Diagnostic(
          .notOfThisLanguage("'\(word)'", hint: "it stands outside of all blocks"), at: cursor.current.range)
      }
      let kind = isAtEquation ? try equation() : try declaration(word)
      try expectEndOfLine()
      let lines = start.current.range.line...cursor.current.range.line
      let caption = captions[lines.lowerBound] ?? captions[lines.upperBound]
      cursor.skipLine()
      if unreadableLines.isDisjoint(with: lines) { return Item(kind, caption: caption, range: start.current.range) }
    } catch {
      report(error)
    }
    cursor = start
    brokenNames.formUnion(namesDefinedHere)
    cursor.skipLine()
    return nil
  }

  /// The names that this line may define: of an equation those on its left side, of anything else all.
  private var namesDefinedHere: [String] {
    var end = cursor
    guard case .name(let word) = cursor.current.kind, isAtEquation || !Self.declarationWords.contains(word) else {
      return end.skipLine()
    }
    while !end.isAtEndOfLine, !end.isSign(.equals) { end.advance() }
    return cursor.names(upTo: end)
  }

  private func expectEndOfLine() throws(Diagnostic) {
    switch cursor.current.kind {
    case .newline, .end: return
    case .sign(.rightParenthesis): throw Diagnostic(.unopenedBracket(")"), at: cursor.current.range)
    case .sign(.rightBracket): throw Diagnostic(.unopenedBracket("]"), at: cursor.current.range)
    default: throw cursor.unexpected("the end of the line")
    }
  }

  /// A header and the lines that are indented below it; nil if the header holds a mistake, which is reported.
  ///
  /// The lines below a broken header are read for their own mistakes; what they define is not known.
  private mutating func block(depth: Int) -> Item? {
    let start = cursor
    let place = start.current.range
    let word = cursor.isName("over") ? "over" : "for"
    var header: BlockHeader?
    do throws(Diagnostic) {
      header = try blockHeader(depth: depth)
      cursor.skipLine()
    } catch {
      report(error)
      cursor = start
      brokenNames.formUnion(cursor.skipLine())
    }
    let below = cursor
    guard depth < Self.maximumBlockDepth else {
      while !cursor.isAtEnd, cursor.current.range.column > place.column { brokenNames.formUnion(cursor.skipLine()) }
      return nil
    }
    let body = items(indent: place.column, depth: depth + 1)
    guard let header else {
      brokenNames.formUnion(below.names(upTo: cursor))
      return nil
    }
    guard body.contains(where: { !$0.isRemark }) else {
      if body.isEmpty || below.names(upTo: cursor).isEmpty { report(Diagnostic(.emptyBlock(word), at: place)) }
      return nil
    }
    return Item(.block(header, body), caption: captions[place.line], range: place)
  }

  private mutating func blockHeader(depth: Int) throws(Diagnostic) -> BlockHeader {
    guard depth < Self.maximumBlockDepth else { throw Diagnostic(.tooDeep, at: cursor.current.range) }
    let isStage = cursor.isName("over")
    let header: BlockHeader = isStage ? .stage(try stage()) : .family(try family())
    try cursor.expect(.colon, "':' and below it the lines of the \(isStage ? "stage" : "family")")
    try expectEndOfLine()
    return header
  }
}
