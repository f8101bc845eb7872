// Expressions. Precedence, loosest first: or, and, not, comparisons, + −, ⊙ / , products by juxtaposition, powers,
// then index and transpose.

/// Reads one expression from a cursor; the cursor is left behind it.
struct ExpressionParser {
  var cursor: TokenCursor
  private var depth = 0
  /// Deeper nesting than any formula has; bounds the recursion of everything that walks expressions.
  private static let maximumDepth = 200
  /// Words that end an expression where they stand between two factors.
  static let clauseWords: Set<String> = ["for", "from", "until", "and", "or", "not", "where", "if", "to"]

  init(_ cursor: TokenCursor) { self.cursor = cursor }

  mutating func expression() throws(Diagnostic) -> Syntax {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.maximumDepth else { throw Diagnostic(.tooDeep, at: cursor.current.range) }
    var left = try conjunction()
    while cursor.take(word: "or") { left = join(.or, left, try conjunction()) }
    return left
  }

  private mutating func conjunction() throws(Diagnostic) -> Syntax {
    var left = try negation()
    while cursor.take(word: "and") { left = join(.and, left, try negation()) }
    return left
  }

  private mutating func negation() throws(Diagnostic) -> Syntax {
    guard cursor.isName("not") else { return try comparison() }
    let start = cursor.advance().range
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.maximumDepth else { throw Diagnostic(.tooDeep, at: start) }
    let operand = try negation()
    return Syntax(.call("not", [Argument(operand)]), range: start.through(operand.range))
  }

  private mutating func comparison() throws(Diagnostic) -> Syntax {
    let left = try sum()
    guard let sign = comparisonHere() else { return left }
    cursor.advance()
    return join(sign, left, try sum())
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
    var left = try signedTerm()
    while true {
      if cursor.take(.plus) {
        left = join(.add, left, try elementwise())
      } else if cursor.take(.minus) {
        left = join(.subtract, left, try elementwise())
      } else {
        return left
      }
    }
  }

  private mutating func signedTerm() throws(Diagnostic) -> Syntax {
    guard cursor.isSign(.minus) else {
      _ = cursor.take(.plus)
      return try elementwise()
    }
    let start = cursor.advance().range
    let operand = try elementwise()
    return Syntax(.negate(operand), range: start.through(operand.range))
  }

  private mutating func elementwise() throws(Diagnostic) -> Syntax {
    var left = try product()
    while true {
      if cursor.take(.hadamard) || cursor.take(.asterisk) {
        left = join(.hadamard, left, try signedFactor())
      } else if cursor.take(.slash) || cursor.take(.hadamardQuotient) {
        left = join(.quotient, left, try signedFactor())
      } else {
        return left
      }
    }
  }

  /// The right side of ⊙ or /, which may carry a sign of its own: `a ⊙ -b`.
  private mutating func signedFactor() throws(Diagnostic) -> Syntax {
    guard cursor.isSign(.minus) else { return try product() }
    let start = cursor.advance().range
    let operand = try product()
    return Syntax(.negate(operand), range: start.through(operand.range))
  }

  private mutating func product() throws(Diagnostic) -> Syntax {
    var left = try power()
    while true {
      if cursor.take(.matrixProduct) {
        // `@` is the same product, written out.
      } else if !startsFactor() {
        return left
      }
      let right = try power()
      left = Syntax(.product(left, right), range: left.range.through(right.range))
    }
  }

  private func startsFactor() -> Bool {
    switch cursor.current.kind {
    case .name(let name): !Self.clauseWords.contains(name)
    case .number: true
    case .sign(.leftParenthesis), .sign(.leftBracket), .sign(.root): true
    case .sign, .text, .newline, .end: false
    }
  }

  private mutating func power() throws(Diagnostic) -> Syntax {
    if cursor.isSign(.root) {
      let start = cursor.advance().range
      depth += 1
      defer { depth -= 1 }
      guard depth <= Self.maximumDepth else { throw Diagnostic(.tooDeep, at: start) }
      let operand = try power()
      return Syntax(.root(operand), range: start.through(operand.range))
    }
    let base = try postfix()
    guard cursor.take(.caret) else { return base }
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.maximumDepth else { throw Diagnostic(.tooDeep, at: base.range) }
    guard cursor.isSign(.minus) else { return join(.power, base, try power()) }
    let start = cursor.advance().range
    let operand = try power()
    return join(.power, base, Syntax(.negate(operand), range: start.through(operand.range)))
  }

  private mutating func postfix() throws(Diagnostic) -> Syntax {
    var base = try primary()
    while true {
      if cursor.take(.transpose) {
        base = Syntax(.transpose(base), range: base.range.through(cursor.previous.range))
      } else if let step = stepHere() {
        cursor.advance()
        cursor.advance()
        base = Syntax(.address(base, step: step), range: base.range.through(cursor.previous.range))
      } else if cursor.isSign(.leftBracket), !cursor.current.spaceBefore {
        let open = cursor.advance().range
        base = Syntax(.index(base, try indices(of: base, open)), range: base.range.through(cursor.previous.range))
      } else {
        return base
      }
    }
  }

  /// The step of an address: `@4` that touches what stands before it.
  private func stepHere() -> Int? {
    guard cursor.isSign(.matrixProduct), !cursor.current.spaceBefore, !cursor.next.spaceBefore,
      case .number(let value, let text) = cursor.next.kind, !text.contains("."), value < 1e15
    else { return nil }
    return Int(value)
  }

  private mutating func indices(of base: Syntax, _ open: SourceRange) throws(Diagnostic) -> [Index] {
    var result = [try index()]
    while cursor.take(.comma) { result.append(try index()) }
    if cursor.isSign(.semicolon), case .name(let name) = base.kind {
      throw Diagnostic(.indexLooksLikeFactor(name), at: open)
    }
    try close(.rightBracket, opened: open)
    return result
  }

  private mutating func index() throws(Diagnostic) -> Index {
    guard cursor.take(.colon) else { return .at(try expression()) }
    if cursor.isSign(.rightBracket) || cursor.isSign(.comma) { return .all }
    return .through(try expression())
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
      var inner = try expression()
      try close(.rightParenthesis, opened: token.range)
      inner.range = token.range.through(cursor.previous.range)
      return inner
    case .sign(.leftBracket):
      cursor.advance()
      var parts = [try expression()]
      while cursor.take(.semicolon) { parts.append(try expression()) }
      try close(.rightBracket, opened: token.range)
      return Syntax(.stack(parts), range: token.range.through(cursor.previous.range))
    default:
      throw cursor.unexpected("a value")
    }
  }

  private mutating func call(_ name: String, _ start: SourceRange) throws(Diagnostic) -> Syntax {
    let open = cursor.advance().range
    guard Function.named(name) != nil else {
      let isKnown = name.count <= 2 || name.contains("_") || name.first?.isUppercase ?? false
      throw Diagnostic(.callOfNonFunction(name, isKnown: isKnown), at: start)
    }
    var arguments: [Argument] = []
    if !cursor.isSign(.rightParenthesis) {
      arguments.append(try argument(followsSemicolon: false))
      while cursor.isSign(.comma) || cursor.isSign(.semicolon) {
        let semicolon = cursor.isSign(.semicolon)
        cursor.advance()
        arguments.append(try argument(followsSemicolon: semicolon))
      }
    }
    try close(.rightParenthesis, opened: open)
    return Syntax(.call(name, arguments), range: start.through(cursor.previous.range))
  }

  private mutating func argument(followsSemicolon: Bool) throws(Diagnostic) -> Argument {
    guard case .name(let label) = cursor.current.kind, cursor.next.kind == .sign(.colon) else {
      return Argument(try expression(), followsSemicolon: followsSemicolon)
    }
    cursor.advance()
    cursor.advance()
    return Argument(try expression(), label: label, followsSemicolon: followsSemicolon)
  }

  private func join(_ sign: BinarySign, _ left: Syntax, _ right: Syntax) -> Syntax {
    Syntax(.binary(sign, left, right), range: left.range.through(right.range))
  }
}
