// Expressions. Precedence, loosest first: or, and, not, comparisons, + −, ⊙ ⊘ / *, products by juxtaposition, powers,
// then index and transpose.

/// Reads one expression from a cursor; the cursor is left behind it.
struct ExpressionParser {
  var cursor: TokenCursor
  /// How many brackets, roots and exponents are open.
  private var depth = 0
  /// The height of the tree that was read last.
  private var height = 0
  /// Longer chains than any formula has; bounds the recursion of all that walks expressions.
  private static let maximumHeight = 200
  /// Bounds this parser's own recursion. Printing puts at most two brackets round a node, so all that is printed is read.
  private static let maximumDepth = 2 * maximumHeight
  /// Words that end an expression where they stand between two factors.
  static let clauseWords: Set<String> = ["for", "from", "until", "and", "or", "not", "where", "if", "to"]

  init(_ cursor: TokenCursor) { self.cursor = cursor }

  mutating func expression() throws(Diagnostic) -> Syntax {
    var left = try conjunction()
    while cursor.take(word: "or") {
      let before = height
      left = try join(.or, left, before, try conjunction())
    }
    return left
  }

  private mutating func conjunction() throws(Diagnostic) -> Syntax {
    var left = try negation()
    while cursor.take(word: "and") {
      let before = height
      left = try join(.and, left, before, try negation())
    }
    return left
  }

  private mutating func negation() throws(Diagnostic) -> Syntax {
    guard cursor.isName("not") else { return try comparison() }
    let start = cursor.advance().range
    let operand = try nested { parser throws(Diagnostic) in try parser.negation() }
    return try grown(Syntax(.call("not", [Argument(operand)]), range: start.through(operand.range)))
  }

  private mutating func comparison() throws(Diagnostic) -> Syntax {
    let left = try sum()
    guard let sign = comparisonHere() else { return left }
    cursor.advance()
    let before = height
    let result = try join(sign, left, before, try sum())
    guard comparisonHere() == nil else {
      throw cursor.unexpected("the end of the comparison", hint: "join two by and: 0 < a and a < 1")
    }
    return result
  }

  private func comparisonHere() -> BinarySign? {
    guard case .sign(let sign) = cursor.current.kind else { return nil }
    switch sign {
    case .less: return .less
    case .lessEqual: return .lessEqual
    case .greater: return .greater
    case .greaterEqual: return .greaterEqual
    case .equal: return .equal
    case .notEqual: return .notEqual
    default: return nil
    }
  }

  mutating func sum() throws(Diagnostic) -> Syntax {
    var left = try signed { parser throws(Diagnostic) in try parser.elementwise() }
    while cursor.isSign(.plus) || cursor.isSign(.minus) {
      let sign = cursor.take(.plus) ? BinarySign.add : .subtract
      if sign == .subtract { cursor.advance() }
      let before = height
      left = try join(sign, left, before, try signed { parser throws(Diagnostic) in try parser.elementwise() })
    }
    return left
  }

  private mutating func elementwise() throws(Diagnostic) -> Syntax {
    var left = try product()
    while true {
      let sign: BinarySign
      if cursor.take(.hadamard) || cursor.take(.asterisk) {
        sign = .hadamard
      } else if cursor.take(.slash) || cursor.take(.hadamardQuotient) {
        sign = .quotient
      } else {
        return left
      }
      let before = height
      left = try join(sign, left, before, try signed { parser throws(Diagnostic) in try parser.product() })
    }
  }

  /// A term that may carry a sign of its own: `-a`, and the right sides of `a ⊙ -b` and `a + -b`.
  private mutating func signed(
    _ term: (inout ExpressionParser) throws(Diagnostic) -> Syntax
  ) throws(Diagnostic) -> Syntax {
    guard cursor.isSign(.minus) else {
      _ = cursor.take(.plus)
      return try term(&self)
    }
    let start = cursor.advance().range
    let operand = try term(&self)
    return try grown(Syntax(.negate(operand), range: start.through(operand.range)))
  }

  private mutating func product() throws(Diagnostic) -> Syntax {
    var left = try power()
    while cursor.take(.matrixProduct) || startsFactor {
      let before = height
      let right = try power()
      height = max(before, height)
      left = try grown(Syntax(.product(left, right), range: left.range.through(right.range)))
    }
    return left
  }

  private var startsFactor: Bool {
    switch cursor.current.kind {
    case .name(let name): !Self.clauseWords.contains(name)
    case .number: true
    case .sign(.leftParenthesis), .sign(.leftBracket), .sign(.root): true
    case .sign, .text, .remark, .newline, .end: false
    }
  }

  private mutating func power() throws(Diagnostic) -> Syntax {
    if cursor.isSign(.root) {
      let start = cursor.advance().range
      let operand = try nested { parser throws(Diagnostic) in try parser.power() }
      return try grown(Syntax(.root(operand), range: start.through(operand.range)))
    }
    let base = try postfix()
    guard cursor.take(.caret) else { return base }
    let before = height
    return try join(
      .power, base, before,
      try nested { parser throws(Diagnostic) in
        try parser.signed { inner throws(Diagnostic) in try inner.power() }
      })
  }

  private mutating func postfix() throws(Diagnostic) -> Syntax {
    var base = try primary()
    while true {
      if cursor.take(.transpose) {
        base = try grown(Syntax(.transpose(base), range: base.range.through(cursor.previous.range)))
      } else if let step = stepHere() {
        cursor.advance()
        cursor.advance()
        base = try grown(Syntax(.address(base, step: step), range: base.range.through(cursor.previous.range)))
      } else if cursor.isSign(.leftBracket), !cursor.current.spaceBefore {
        let before = height
        let open = cursor.advance().range
        let list = try indices(of: base, open)
        height = max(before, height)
        base = try grown(Syntax(.index(base, list), range: base.range.through(cursor.previous.range)))
      } else {
        return base
      }
    }
  }

  /// The step of an address: `@4` that touches what stands before it.
  private func stepHere() -> Int? {
    guard cursor.isSign(.matrixProduct), !cursor.current.spaceBefore, !cursor.next.spaceBefore,
      case .number(let value, _) = cursor.next.kind
    else { return nil }
    return Int(exactly: value)
  }

  private mutating func indices(of base: Syntax, _ open: SourceRange) throws(Diagnostic) -> [Index] {
    var result: [Index] = []
    var tallest = 0
    repeat {
      result.append(try index())
      tallest = max(tallest, height)
    } while cursor.take(.comma)
    if cursor.isSign(.semicolon) { throw Diagnostic(.indexLooksLikeFactor(base.spelled), at: open) }
    try close(.rightBracket, opened: open)
    height = tallest
    return result
  }

  private mutating func index() throws(Diagnostic) -> Index {
    guard cursor.take(.colon) else { return .at(try nestedExpression()) }
    height = 0
    if cursor.isSign(.rightBracket) || cursor.isSign(.comma) { return .all }
    return .through(try nestedExpression())
  }

  mutating func close(_ sign: Sign, opened: SourceRange) throws(Diagnostic) {
    guard !cursor.take(sign) else { return }
    if cursor.isAtEndOfLine {
      throw Diagnostic(.unclosedBracket(sign == .rightBracket ? "[" : "("), at: opened)
    }
    throw cursor.unexpected("'\(sign.rawValue)'")
  }

  private mutating func primary() throws(Diagnostic) -> Syntax {
    let token = cursor.current
    height = 1
    switch token.kind {
    case .number(let value, let text):
      cursor.advance()
      return Syntax(.number(value, text: text), range: token.range)
    case .name(let name) where !Self.clauseWords.contains(name):
      cursor.advance()
      if cursor.isSign(.leftParenthesis), !cursor.current.spaceBefore { return try call(name, token.range) }
      return Syntax(.name(name), range: token.range)
    case .sign(.leftParenthesis):
      cursor.advance()
      var inner = try nestedExpression()
      try close(.rightParenthesis, opened: token.range)
      inner.range = token.range.through(cursor.previous.range)
      return inner
    case .sign(.leftBracket): return try stack()
    case .name("if"): throw cursor.unexpected("a value", hint: "write choose(condition, a, b)")
    case .name: throw cursor.unexpected("a value", hint: "this is a word of the language")
    default: throw cursor.unexpected("a value")
    }
  }

  private mutating func stack() throws(Diagnostic) -> Syntax {
    let open = cursor.advance().range
    var parts: [Syntax] = []
    var tallest = 0
    repeat {
      parts.append(try nestedExpression())
      tallest = max(tallest, height)
    } while cursor.take(.semicolon)
    if cursor.isSign(.comma) { throw cursor.unexpected("';' or ']'", hint: "parts are stacked by semicolons: [a; b]") }
    try close(.rightBracket, opened: open)
    height = tallest
    return try grown(Syntax(.stack(parts), range: open.through(cursor.previous.range)))
  }

  private mutating func call(_ name: String, _ start: SourceRange) throws(Diagnostic) -> Syntax {
    let open = cursor.advance().range
    var arguments: [Argument] = []
    var tallest = 0
    if !cursor.isSign(.rightParenthesis) {
      var semicolon = false
      repeat {
        semicolon = !arguments.isEmpty && cursor.previous.kind == .sign(.semicolon)
        arguments.append(try argument(followsSemicolon: semicolon))
        tallest = max(tallest, height)
      } while cursor.take(.comma) || cursor.take(.semicolon)
    }
    try close(.rightParenthesis, opened: open)
    height = tallest
    return try grown(Syntax(.call(name, arguments), range: start.through(cursor.previous.range)))
  }

  private mutating func argument(followsSemicolon: Bool) throws(Diagnostic) -> Argument {
    guard case .name(let label) = cursor.current.kind, cursor.next.kind == .sign(.colon) else {
      return Argument(try nestedExpression(), followsSemicolon: followsSemicolon)
    }
    cursor.advance()
    cursor.advance()
    return Argument(try nestedExpression(), label: label, followsSemicolon: followsSemicolon)
  }
}

// MARK: bounds

extension ExpressionParser {
  private mutating func nestedExpression() throws(Diagnostic) -> Syntax {
    try nested { parser throws(Diagnostic) in try parser.expression() }
  }

  mutating func nested(
    _ read: (inout ExpressionParser) throws(Diagnostic) -> Syntax
  ) throws(Diagnostic) -> Syntax {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.maximumDepth else { throw Diagnostic(.tooDeep, at: cursor.current.range) }
    return try read(&self)
  }

  /// Both sides of a sign; `before` is the height of the left one.
  mutating func join(_ sign: BinarySign, _ left: Syntax, _ before: Int, _ right: Syntax) throws(Diagnostic) -> Syntax {
    height = max(before, height)
    return try grown(Syntax(.binary(sign, left, right), range: left.range.through(right.range)))
  }

  /// A tree that is one higher than what was read last.
  mutating func grown(_ tree: Syntax) throws(Diagnostic) -> Syntax {
    height += 1
    guard height <= Self.maximumHeight else { throw Diagnostic(.tooDeep, at: tree.range) }
    return tree
  }
}
