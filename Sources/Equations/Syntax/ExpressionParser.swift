// Expressions. Precedence, loosest first: or, and, not, comparisons, + −, ⊙ ⊘ / *, products by juxtaposition, powers,
// then index and transpose.

/// Reads one expression from a cursor; the cursor is left behind it.
struct ExpressionParser {
  var cursor: TokenCursor
  /// How many brackets, roots and exponents are open.
  var depth = 0
  /// The height of the tree that was read last.
  private var height = 0
  /// Longer chains than any formula has; bounds the recursion of all that walks expressions.
  private static let maximumHeight = 128
  /// Bounds this parser's own recursion.
  ///
  /// Printing puts at most two brackets round a node, so all that is printed is read.
  private static let maximumDepth = 2 * maximumHeight
  /// Words that end an expression where they stand between two factors.
  static let clauseWords: Set<String> = ["for", "from", "until", "and", "or", "not", "where", "if", "to"]

  init(_ cursor: TokenCursor) { self.cursor = cursor }

  mutating func expression() throws(Diagnostic) -> Syntax { try term(.or) }

  /// An expression without comparisons, unless they stand in brackets.
  mutating func sum() throws(Diagnostic) -> Syntax { try term(.sum) }

  // MARK: signs

  /// What the next word does to what stands before it: joins it by a sign, or, with nothing between, as a factor.
  private var joint: (sign: BinarySign?, strength: Strength)? {
    switch cursor.current.kind {
    case .name("or"): (.or, .or)
    case .name("and"): (.and, .and)
    case .name(let name): Self.clauseWords.contains(name) ? nil : (nil, .product)
    case .number, .sign(.leftParenthesis), .sign(.leftBracket), .sign(.root), .sign(.matrixProduct): (nil, .product)
    case .sign(let sign): sign.joining.map { ($0, $0.strength) }
    case .text, .remark, .newline, .end: nil
    }
  }

  /// What signs of a strength and all tighter ones hold together (Pratt 1973).
  private mutating func term(_ strength: Strength) throws(Diagnostic) -> Syntax {
    var left = try start(strength)
    var hasComparison = false
    while let (sign, tightness) = joint, tightness >= strength {
      if tightness == .comparison, hasComparison {
        throw cursor.unexpected("the end of the comparison", hint: "join two by and: 0 < a and a < 1")
      }
      hasComparison = tightness == .comparison
      let before = height
      if sign != nil || cursor.isSign(.matrixProduct) { cursor.advance() }
      let right = try rightSide(tightness)
      height = max(before, height)
      let range = left.range.through(right.range)
      left = try grown(Syntax(sign.map { .binary($0, left, right) } ?? .product(left, right), range: range))
    }
    return left
  }

  /// The first operand, with a sign in front where one may stand.
  private mutating func start(_ strength: Strength) throws(Diagnostic) -> Syntax {
    if strength <= .not, cursor.isName("not") {
      let start = cursor.advance().range
      let operand = try nested(.not)
      return try grown(Syntax(.call("not", [Argument(operand)]), range: start.through(operand.range)))
    }
    if strength <= .sum, cursor.isSign(.minus) || cursor.isSign(.plus) { return try signed(.elementwise) }
    guard cursor.isSign(.root) else { return try postfix() }
    let start = cursor.advance().range
    let operand = try nested(.power)
    return try grown(Syntax(.root(operand), range: start.through(operand.range)))
  }

  private mutating func rightSide(_ strength: Strength) throws(Diagnostic) -> Syntax {
    switch strength {
    case .or: return try term(.and)
    case .and: return try term(.not)
    case .comparison: return try term(.sum)
    case .sum: return try signed(.elementwise)
    case .elementwise: return try signed(.product)
    case .product: return try term(.power)
    case .lowest, .not, .power, .postfix:
      // Powers group from the right: an exponent may be a power.
      try deepen()
      defer { depth -= 1 }
      return try signed(.power)
    }
  }

  /// A term that may carry a sign of its own: the right sides of `a ⊙ -b` and `a + -b`.
  private mutating func signed(_ strength: Strength) throws(Diagnostic) -> Syntax {
    guard cursor.isSign(.minus) else {
      _ = cursor.take(.plus)
      return try term(strength)
    }
    let start = cursor.advance().range
    let operand = try term(strength)
    return try grown(Syntax(.negate(operand), range: start.through(operand.range)))
  }

  // MARK: what touches a value

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
      if cursor.isSign(.colon) { throw partOfSequence(base.spelled, cursor.current.range) }
    } while cursor.take(.comma)
    if cursor.isSign(.semicolon) { throw Diagnostic(.indexLooksLikeFactor(base.spelled), at: open) }
    try close(.rightBracket, opened: open)
    height = tallest
    return result
  }

  /// `h[2:5]`, as other languages have it.
  private func partOfSequence(_ name: String, _ range: SourceRange) -> Diagnostic {
    let hint = "rows(\(name), 2, 5) takes some rows; \(name)[:] is all steps, \(name)[:t] those so far"
    return Diagnostic(.notOfThisLanguage("a part from one place to another", hint: hint), at: range)
  }

  private mutating func index() throws(Diagnostic) -> Index {
    guard cursor.take(.colon) else { return .at(try nested(.or)) }
    height = 0
    if cursor.isSign(.rightBracket) || cursor.isSign(.comma) { return .all }
    return .through(try nested(.or))
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
      var inner = try nested(.or)
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
      parts.append(try part())
      tallest = max(tallest, height)
    } while cursor.take(.semicolon)
    if cursor.isSign(.comma) { throw cursor.unexpected("';' or ']'", hint: "parts are stacked by semicolons: [a; b]") }
    try close(.rightBracket, opened: open)
    height = tallest
    return try grown(Syntax(.stack(parts), range: open.through(cursor.previous.range)))
  }

  /// A part of a stack or an argument, for each member of a family if a `for` follows.
  private mutating func part() throws(Diagnostic) -> Syntax {
    let part = try nested(.or)
    guard cursor.isName("for") else { return part }
    let before = height
    let family = try family()
    height = max(before, height)
    return try grown(Syntax(.each(part, family), range: part.range.through(family.range)))
  }

  /// `for l in 1..L`.
  mutating func family() throws(Diagnostic) -> Family {
    let start = cursor.advance().range
    let variable = try cursor.expectName("a variable, as in 'for l in 1..L'").name
    guard cursor.take(word: "in") else { throw cursor.unexpected("'in' and a range such as 1..L") }
    let lower = try nested(.sum)
    try cursor.expect(.range, "'..' and the end of the range")
    let upper = try nested(.sum)
    return Family(variable, from: lower, to: upper, range: start.through(cursor.previous.range))
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
      return Argument(try part(), followsSemicolon: followsSemicolon)
    }
    cursor.advance()
    cursor.advance()
    return Argument(try part(), label: label, followsSemicolon: followsSemicolon)
  }
}

// MARK: bounds

extension ExpressionParser {
  private mutating func nested(_ strength: Strength) throws(Diagnostic) -> Syntax {
    try deepen()
    defer { depth -= 1 }
    return try term(strength)
  }

  mutating func deepen() throws(Diagnostic) {
    guard depth < Self.maximumDepth else { throw Diagnostic(.tooDeep, at: cursor.current.range) }
    depth += 1
  }

  /// A tree that is one higher than what was read last.
  mutating func grown(_ tree: Syntax) throws(Diagnostic) -> Syntax {
    height += 1
    guard height <= Self.maximumHeight else { throw Diagnostic(.tooDeep, at: tree.range) }
    return tree
  }
}

extension Sign {
  /// The sign between two operands that it is.
  fileprivate var joining: BinarySign? {
    switch self {
    case .caret: .power
    case .hadamard, .asterisk: .hadamard
    case .hadamardQuotient, .slash: .quotient
    case .plus: .add
    case .minus: .subtract
    case .less: .less
    case .lessEqual: .lessEqual
    case .greater: .greater
    case .greaterEqual: .greaterEqual
    case .equal: .equal
    case .notEqual: .notEqual
    case .transpose, .root, .matrixProduct, .equals, .leftParenthesis, .rightParenthesis, .leftBracket, .rightBracket,
      .comma, .semicolon, .colon, .range, .by:
      nil
    }
  }
}
