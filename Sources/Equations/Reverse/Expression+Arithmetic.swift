// Expressions made of others by signs and functions, with the shapes that follow: what rules of differentiation are
// written in.

extension Expression {
  static func number(_ value: Double) -> Expression { Expression(.number(value), shape: .scalar) }

  static func read(_ source: Read.Source, _ shape: Shape, at step: StepReference = .now) -> Expression {
    Expression(.read(Read(source, at: step)), shape: shape)
  }

  /// An operation entry by entry; scalars, vectors beside matrices and rows are spread.
  static func each(_ primitive: Primitive, _ operands: Expression...) -> Expression {
    let shape = operands.reduce(Shape.scalar) { result, operand in
      Shape.spread(result, operand.shape) ?? (result.count < operand.shape.count ? operand.shape : result)
    }
    return Expression(.apply(primitive, operands), shape: shape)
  }

  static func + (one: Expression, other: Expression) -> Expression { each(.add, one, other) }
  static func - (one: Expression, other: Expression) -> Expression { each(.subtract, one, other) }
  static func / (one: Expression, other: Expression) -> Expression { each(.divide, one, other) }
  static prefix func - (one: Expression) -> Expression { each(.negate, one) }

  /// Entry by entry; a factor of 1 is left out.
  static func * (one: Expression, other: Expression) -> Expression {
    if case .number(1) = one.kind { return other }
    if case .number(1) = other.kind { return one }
    return each(.multiply, one, other)
  }

  /// `one` where the condition is not 0, else `other`.
  static func choose(_ condition: Expression, _ one: Expression, _ other: Expression) -> Expression {
    each(.choose, condition, one, other)
  }

  var squared: Expression { .each(.power, self, .number(2)) }

  /// Rows as columns; what has been turned over is turned back.
  package var transposed: Expression {
    if case .apply(.transpose, let operands) = kind { return operands[0] }
    return switch shape {
    case .scalar: self
    case .vector(let n): Expression(.apply(.transpose, [self]), shape: .row(n))
    case .row(let n): Expression(.apply(.transpose, [self]), shape: .vector(n))
    case .matrix(let r, let c): Expression(.apply(.transpose, [self]), shape: .matrix(c, r))
    }
  }

  var sum: Expression { shape.count == 1 && !shape.isOpen ? self : Expression(.apply(.sum, [self]), shape: .scalar) }

  /// The sum of each row of a matrix.
  var rowSums: Expression { Expression(.apply(.rowSums, [self]), shape: .vector(shape.rows)) }

  /// The sum of a vector or a row; of a matrix the row of its columns' sums.
  var columnSums: Expression {
    guard case .matrix = shape else { return sum }
    return transposed.rowSums.transposed
  }

  /// A matrix product of tensors; a single number scales.
  static func product(_ one: Expression, _ other: Expression, _ shape: Shape) -> Expression {
    if one.shape.isScalar || other.shape.isScalar { return one * other }
    return Expression(.apply(.product, [one, other]), shape: shape)
  }

  /// This number in every entry of a shape; a value of that size is itself.
  func filled(_ shape: Shape) -> Expression {
    let isWhole = self.shape.count == shape.count && !(self.shape.isScalar && shape.isOpen)
    return isWhole ? self : Expression(.apply(.fill, [self]), shape: shape)
  }

  /// With all places of its axes.
  var whole: Expression { shape.isOpen ? Expression(.apply(.whole, [self]), shape: shape.whole) : self }

  /// In the places that are filled of an open shape.
  func part(_ shape: Shape) -> Expression {
    guard shape.isOpen, !self.shape.isOpen else { return self }
    return Expression(.apply(.multiply, [filled(shape.whole), Expression.number(1).filled(shape)]), shape: shape)
  }

  /// The sum over all places at which a part stands when it is spread over a whole, whose gradient this is.
  func gathered(_ part: Shape, from whole: Shape) -> Expression {
    if part.count == whole.count, part.isOpen == whole.isOpen { return self }
    // One number for each entry, as many times as the part stands in the whole.
    if shape.isScalar {
      return self * (whole.isOpen ? whole.size / part.size : .number(Double(whole.count / part.count)))
    }
    if part.count == 1 { return sum }
    if case .row = part { return transposed.rowSums.transposed }
    return rowSums
  }

  /// How many operations and reads it holds.
  package var size: Int { operands.reduce(1) { $0 + $1.size } }

  /// Whether it takes more than work entry by entry.
  var isHeavy: Bool {
    guard case .apply(let primitive, let operands) = kind else { return false }
    switch primitive {
    case .transpose, .element, .fill, .rows, .oneHot: return operands.contains(where: \.isHeavy)
    default: return primitive.group != .elementwise || operands.contains(where: \.isHeavy)
    }
  }

  /// The same with every read of a quantity or parameter put through `change`.
  package func mapped(_ change: (Expression) -> Expression?) -> Expression {
    if let changed = change(self) { return changed }
    guard case .apply(let primitive, let operands) = kind else { return self }
    return Expression(.apply(primitive, operands.map { $0.mapped(change) }), shape: shape, range: range)
  }
}
