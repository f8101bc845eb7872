// What a line of each kind holds: declarations and equations.

extension SheetParser {
  mutating func equation() throws(Diagnostic) -> Item.Kind {
    let target = try self.target()
    try cursor.expect(.equals)
    let value = try expression()
    let family = cursor.isName("for") ? try self.family() : nil
    return .equation(target, value, family: family)
  }

  /// `leaf p = x`.
  private mutating func leaf() throws(Diagnostic) -> Item.Kind {
    cursor.advance()
    guard case .equation(let target, let value, let family) = try equation(), family == nil else {
      throw cursor.unexpected("the end of the line", hint: "put it into a block: for l in 1..L:")
    }
    return .leaf(target, value)
  }

  mutating func declaration(_ word: String) throws(Diagnostic) -> Item.Kind {
    switch word {
    case "title": return .title(try prose())
    case "source": return .source(try prose())
    case "view": return .view(try prose())
    case "beside": return .beside(try prose())
    case "dims": return .dims(try dims())
    case "input": return try input()
    case "param": return try parameter()
    case "const": return .constant(try constants())
    case "state": return try state()
    case "alphabet": return try alphabet()
    case "example": return try example()
    case "leaf": return try leaf()
    default: throw notADeclaration(word)
    }
  }

  /// What a line is told that opens with a name and is neither a declaration nor an equation.
  private mutating func notADeclaration(_ word: String) -> Diagnostic {
    let start = cursor.advance().range
    if cursor.isSign(.leftParenthesis) {
      return cursor.unexpected(
        "'=' and what \(word) is", hint: "this step is plain \(word), the one before \(word)[t-1]")
    }
    if case .name = cursor.current.kind,
      let nearest = suggestions.nearest(to: word, among: { Self.declarationWords.sorted() })
    {
      return Diagnostic(
        .expected("a declaration or an equation", found: "'\(word)'", hint: "did you mean '\(nearest)'?"), at: start)
    }
    return cursor.unexpected("'=' and what \(word) is")
  }

  // MARK: declarations

  /// The words of a title, a source, a view or what stands beside, which the lexer gives as one text.
  private mutating func prose() throws(Diagnostic) -> String {
    let word = cursor.advance()
    guard case .text(let text) = cursor.current.kind else {
      switch word.kind {
      case .name("view"): throw cursor.unexpected("the view's name")
      case .name("beside"): throw cursor.unexpected("the name of another sheet")
      default: throw cursor.unexpected("some words")
      }
    }
    cursor.advance()
    return text
  }

  private mutating func dims() throws(Diagnostic) -> [DimensionDeclaration] {
    cursor.advance()
    var result: [DimensionDeclaration] = []
    repeat {
      let (name, range) = try cursor.expectName("the name of a dimension")
      try cursor.expect(.equals, "'=' and the size of \(name)")
      let size = try sum()
      result.append(DimensionDeclaration(name, size, range: range))
      if cursor.isSign(.equals) { throw cursor.unexpected("the end of the line", hint: "sizes are divided by commas") }
    } while cursor.take(.comma)
    return result
  }

  private mutating func input() throws(Diagnostic) -> Item.Kind {
    cursor.advance()
    let names = try targets()
    guard cursor.isSign(.colon), cursor.next.kind == .name("token") else {
      let axes = try shape(endingAt: Self.inputWords)
      let isOnce = cursor.take(word: "once")
      return .input(names, InputType(isOnce ? .once(axes) : .tensor(axes), takeTerms()))
    }
    cursor.advance()
    cursor.advance()
    try cursor.expect(.leftParenthesis, "'(' and the number of symbols")
    let size = try sum()
    try cursor.expect(.rightParenthesis)
    return .input(names, InputType(.token(size)))
  }

  /// The words that may stand behind an input's shape.
  private static let inputWords = Set(["once"] + InputTerm.allCases.map(\.rawValue))

  /// Words such as `symmetric`, each at most once.
  private mutating func takeTerms() -> [InputTerm] {
    var terms: [InputTerm] = []
    while let term = InputTerm.allCases.first(where: { !terms.contains($0) && cursor.isName($0.rawValue) }) {
      cursor.advance()
      terms.append(term)
    }
    return terms
  }

  private mutating func parameter() throws(Diagnostic) -> Item.Kind {
    cursor.advance()
    let names = try targets()
    let axes = try shape()
    let clauses = try clauses([.from, .equals, .for])
    return .parameter(names, axes, origin: clauses.origin, initial: clauses.value, family: clauses.family)
  }

  private mutating func constants() throws(Diagnostic) -> [ConstantDeclaration] {
    cursor.advance()
    var result = [try constant()]
    while cursor.take(.comma) { result.append(try constant()) }
    return result
  }

  private mutating func constant() throws(Diagnostic) -> ConstantDeclaration {
    let name = try target()
    let axes = try shape()
    let clauses = try clauses([.from, .equals])
    // A tensor may come with the weights, under its own name; a number has nowhere else to come from.
    guard clauses.value != nil || clauses.origin != nil || !axes.isEmpty else {
      throw cursor.unexpected("'=' and the value of \(name.name)")
    }
    return ConstantDeclaration(name, axes: axes, origin: clauses.origin, value: clauses.value)
  }

  private mutating func state() throws(Diagnostic) -> Item.Kind {
    cursor.advance()
    let names = try targets()
    let axes = try shape()
    let clauses = try clauses([.equals, .for])
    return .state(names, axes, initial: clauses.value, family: clauses.family)
  }

  // MARK: parts of them

  private enum Clause: String { case from, equals = "=", `for` }

  private struct Clauses {
    var origin: Origin?
    var value: Syntax?
    var family: Family?
  }

  /// What follows the shape, in any order, each at most once.
  private mutating func clauses(_ allowed: [Clause]) throws(Diagnostic) -> Clauses {
    var result = Clauses()
    var rest = allowed
    while let clause = rest.first(where: { cursor.isName($0.rawValue) || ($0 == .equals && cursor.isSign(.equals)) }) {
      rest.removeAll { $0 == clause }
      switch clause {
      case .from: result.origin = try origin()
      case .for: result.family = try family()
      case .equals:
        cursor.advance()
        result.value = try expression()
      }
    }
    if cursor.isName("for"), result.family != nil {
      throw cursor.unexpected("the end of the line", hint: "a line has one 'for': put it into a block for the other")
    }
    return result
  }

  mutating func targets() throws(Diagnostic) -> [Target] {
    var result = [try target()]
    while cursor.take(.comma) { result.append(try target()) }
    return result
  }

  mutating func target() throws(Diagnostic) -> Target {
    let (name, range) = try cursor.expectName("a name")
    var indices: [Syntax] = []
    while cursor.isSign(.leftBracket), !cursor.current.spaceBefore {
      let open = cursor.advance().range
      repeat { indices.append(try sum()) } while cursor.take(.comma)
      guard cursor.take(.rightBracket) else {
        throw cursor.isAtEndOfLine ? Diagnostic(.unclosedBracket("["), at: open) : cursor.unexpected("']'")
      }
    }
    return Target(name, indices: indices, range: range.through(cursor.previous.range))
  }

  /// `H×D`, `H x D`, `H`, or nothing for a scalar.
  private mutating func shape(endingAt words: Set<String> = []) throws(Diagnostic) -> [Syntax] {
    guard cursor.take(.colon) else {
      if case .name(let name) = cursor.current.kind, !ExpressionParser.clauseWords.contains(name), !words.contains(name)
      {
        throw cursor.unexpected("':' and a shape")
      }
      return []
    }
    var axes = [try axis()]
    while cursor.take(.by) || takeLetterBy() { axes.append(try axis()) }
    guard axes.count <= 2 else {
      throw Diagnostic(
        .expected("a vector or a matrix", found: "\(axes.count) axes", hint: "a stack of matrices is a family: W[m]"),
        at: axes[2].range)
    }
    if cursor.isSign(.comma) {
      throw cursor.unexpected("the end of the line", hint: "names that share a shape stand before the ':'")
    }
    return axes
  }

  private mutating func takeLetterBy() -> Bool {
    switch cursor.next.kind {
    case .name, .number, .sign(.leftParenthesis): cursor.take(word: "x")
    case .text, .sign, .remark, .newline, .end: false
    }
  }

  /// `from enc_w_ih`, `from enc_embᵀ`, `from gru.bias[2]`, `from "any name"`.
  private mutating func origin() throws(Diagnostic) -> Origin {
    let start = cursor.advance().range
    guard case .text(let tensor) = cursor.current.kind else { throw cursor.unexpected("the name of a tensor") }
    cursor.advance()
    var row: Int?
    if cursor.isSign(.leftBracket), !cursor.current.spaceBefore {
      cursor.advance()
      guard case .number(let value, _) = cursor.current.kind, let number = Int(exactly: value), number >= 1 else {
        throw cursor.unexpected(
          "the number of a row, from 1", hint: "a name with brackets goes in quotes: from \"\(tensor)[…]\"")
      }
      row = number
      cursor.advance()
      try cursor.expect(.rightBracket)
    }
    let transposed = cursor.take(.transpose)
    return Origin(tensor: tensor, row: row, isTransposed: transposed, range: start.through(cursor.previous.range))
  }

  mutating func family() throws(Diagnostic) -> Family {
    var parser = ExpressionParser(cursor)
    defer { cursor = parser.cursor }
    return try parser.family()
  }

  /// `over t in x, y`, `over l in 1..L`, `over t in 1..20, y until k == end`, `over n in tree`.
  mutating func stage() throws(Diagnostic) -> StageHeader {
    let start = cursor.advance().range
    let variable = try cursor.expectName("a variable, as in 'over t in x'").name
    guard cursor.take(word: "in") else { throw cursor.unexpected("'in' and an input, or a range such as 1..L") }
    let steps = takeTree() ? StageHeader.Steps.tree : isAtInputs ? .inputs(try targets()) : try range()
    return StageHeader(variable, steps, range: start.through(cursor.previous.range))
  }

  /// The word `tree`, if nothing but the colon follows.
  private mutating func takeTree() -> Bool {
    cursor.next.kind == .sign(.colon) && cursor.take(word: StageHeader.treeWord)
  }

  /// Whether names follow rather than a range: up to the colon there is no `..`.
  private var isAtInputs: Bool {
    var ahead = cursor
    guard case .name = ahead.current.kind else { return false }
    var depth = 0
    while !ahead.isAtEndOfLine, depth > 0 || !ahead.isSign(.colon) {
      switch ahead.advance().kind {
      case .sign(.leftBracket), .sign(.leftParenthesis): depth += 1
      case .sign(.rightBracket), .sign(.rightParenthesis): depth -= 1
      case .sign(.range) where depth == 0: return false
      default: break
      }
    }
    return true
  }

  private mutating func range() throws(Diagnostic) -> StageHeader.Steps {
    let lower = try sum()
    try cursor.expect(.range, "'..' and the last step")
    let upper = try sum()
    let inputs = cursor.take(.comma) ? try targets() : []
    return .range(from: lower, to: upper, with: inputs, until: cursor.take(word: "until") ? try expression() : nil)
  }

  // MARK: expressions

  private mutating func expression() throws(Diagnostic) -> Syntax {
    try parsed { parser throws(Diagnostic) in try parser.expression() }
  }

  /// Indices, sizes and ranges: no comparisons.
  private mutating func sum() throws(Diagnostic) -> Syntax {
    try parsed { parser throws(Diagnostic) in try parser.sum() }
  }

  private mutating func axis() throws(Diagnostic) -> Syntax {
    try parsed { parser throws(Diagnostic) in try parser.axis() }
  }

  mutating func signalNumber() throws(Diagnostic) -> Syntax {
    try parsed { parser throws(Diagnostic) in try parser.signalNumber() }
  }

  private mutating func parsed(
    _ read: (inout ExpressionParser) throws(Diagnostic) -> Syntax
  ) throws(Diagnostic) -> Syntax {
    var parser = ExpressionParser(cursor)
    defer { cursor = parser.cursor }
    return try read(&parser)
  }
}
