// The axes of a shape: sums, products and quotients of dimensions and numbers, as in `V: H×2H` and `W: D/M×(D+1)`.

extension ExpressionParser {
  /// One axis; `×` and a lone `x` are the signs between axes and end it.
  mutating func axis() throws(Diagnostic) -> Syntax {
    var left = try axisTerm()
    while cursor.isSign(.plus) || cursor.isSign(.minus) {
      let sign = cursor.take(.plus) ? BinarySign.add : .subtract
      if sign == .subtract { cursor.advance() }
      left = Syntax(.binary(sign, left, try axisTerm()), range: left.range.through(cursor.previous.range))
      left = try grown(left)
    }
    return left
  }

  /// One number of an example's signal: `24`, `-0.5`, `2T`, `(T-1)`; in `24 -1` the minus is a sign.
  mutating func signalNumber() throws(Diagnostic) -> Syntax {
    guard cursor.isSign(.minus) else { return try axisTerm() }
    let start = cursor.advance().range
    let operand = try axisTerm()
    return try grown(Syntax(.negate(operand), range: start.through(operand.range)))
  }

  private mutating func axisTerm() throws(Diagnostic) -> Syntax {
    var left = try axisFactor()
    while true {
      if cursor.take(.slash) {
        left = Syntax(.binary(.quotient, left, try axisFactor()), range: left.range.through(cursor.previous.range))
      } else if cursor.take(.asterisk) || cursor.take(.matrixProduct) || touchesFactor {
        left = Syntax(.product(left, try axisFactor()), range: left.range.through(cursor.previous.range))
      } else {
        return left
      }
      left = try grown(left)
    }
  }

  /// `2H`: a number and a dimension with nothing between them.
  private var touchesFactor: Bool {
    guard !cursor.current.spaceBefore else { return false }
    if case .name(let name) = cursor.current.kind { return name != "x" }
    return cursor.isSign(.leftParenthesis)
  }

  private mutating func axisFactor() throws(Diagnostic) -> Syntax {
    let token = cursor.current
    switch token.kind {
    case .number(let value, let text):
      cursor.advance()
      return Syntax(.number(value, text: text), range: token.range)
    case .name(let name) where !Self.clauseWords.contains(name):
      cursor.advance()
      return Syntax(.name(name), range: token.range)
    case .sign(.leftParenthesis):
      cursor.advance()
      try deepen()
      defer { depth -= 1 }
      var inner = try axis()
      try close(.rightParenthesis, opened: token.range)
      inner.range = token.range.through(cursor.previous.range)
      return inner
    default:
      throw cursor.unexpected("a dimension or a number")
    }
  }
}
