// An expression for as many sequences as a batch has, side by side: a vector becomes a matrix with a column for each
// sequence, a number a row.

internal import Equations

/// A value of a batch, and what it is for a single sequence.
struct BatchedValue {
  enum Form {
    /// The same for all sequences: nothing of it depends on what is fed.
    case shared
    /// A number each; the expression is a row.
    case number
    /// A vector each; the expression is a matrix.
    case vector(Dimension)
    /// A transposed vector each; the expression is the matrix of the vectors.
    case transposed(Dimension)
  }

  var expression: Expression
  var form: Form

  init(_ expression: Expression, _ form: Form) {
    self.expression = expression
    self.form = form
  }

  static func shared(_ expression: Expression) -> BatchedValue { BatchedValue(expression, .shared) }

  var isShared: Bool { if case .shared = form { true } else { false } }
}

/// Something that has no counterpart for a batch; such a model runs one sequence at a time.
struct NotBatched: Error {}

/// Turns the expressions of a model into those of a batch.
struct BatchedExpressions {
  let model: Model
  /// How many sequences lie side by side.
  let batch: Dimension
  /// Quantities that differ from sequence to sequence; all others are worked out once for all.
  let batched: Set<Int>

  func value(of expression: Expression) throws(NotBatched) -> BatchedValue {
    switch expression.kind {
    case .number: return .shared(expression)
    case .read(let read): return try value(of: read, expression)
    case .apply(let primitive, let operands):
      var values: [BatchedValue] = []
      for operand in operands { values.append(try value(of: operand)) }
      if values.allSatisfy(\.isShared) { return .shared(expression) }
      return try apply(primitive, values, expression)
    }
  }

  private func value(of read: Read, _ expression: Expression) throws(NotBatched) -> BatchedValue {
    switch read.source {
    case .parameter, .constant, .step: return .shared(expression)
    case .quantity(let id) where !batched.contains(id): return .shared(expression)
    case .quantity, .input: break
    case .series, .length: throw NotBatched()
    }
    // What is padded stands behind: only earlier steps may be looked at.
    switch read.at {
    case .now: break
    case .offset(let steps): if steps > 0 { throw NotBatched() }
    case .fixed, .all, .last, .through, .child, .parent: throw NotBatched()
    }
    switch expression.shape {
    case .scalar:
      let stored = Expression(.read(read), shape: .vector(batch), range: expression.range)
      return BatchedValue(stored.transposed, .number)
    case .vector(let n):
      return BatchedValue(Expression(.read(read), shape: .matrix(n, batch), range: expression.range), .vector(n))
    case .row, .matrix: throw NotBatched()
    }
  }

  private func apply(
    _ primitive: Primitive, _ operands: [BatchedValue], _ whole: Expression
  ) throws(NotBatched) -> BatchedValue {
    switch primitive {
    case .negate, .sigmoid, .tanh, .relu, .softplus, .exponential, .logarithm, .squareRoot, .sine, .cosineOf,
      .absolute, .sign, .floor, .not, .add, .subtract, .multiply, .divide, .power, .leakyRelu, .shrink, .larger,
      .smaller, .less, .lessEqual, .greater, .greaterEqual, .equal, .notEqual, .and, .or, .clip, .choose:
      return try elementwise(primitive, operands)
    case .product: return try product(operands[0], operands[1])
    case .transpose: return try transpose(operands[0])
    case .stack: return try stack(operands, whole.shape)
    case .element: return try element(operands)
    case .softmax, .layerNorm, .sortDescending, .topK, .maskedSoftmax, .sortBy, .unsort:
      return try columnwise(primitive, operands)
    case .sum: return try sum(operands[0])
    case .mean:
      guard case .vector(let n) = operands[0].form else { return try sum(operands[0]) }
      return BatchedValue(.each(.divide, try sum(operands[0]).expression, .number(Double(n.count)), row), .number)
    case .diagonal, .fill, .rows, .rowSums, .whole, .maximum, .minimum, .norm, .argmax, .entropy, .oneHot, .leading,
      .cosineSimilarity,
      .circularConvolution, .circularCorrelation, .shiftProducts, .eigenvalues, .eigenvectors:
      throw NotBatched()
    }
  }

  private var row: Shape { .row(batch) }

  /// A row of ones: what a vector is multiplied with to stand in every column.
  private var ones: Expression { Expression(.apply(.fill, [.number(1)]), shape: row) }

  // MARK: entry by entry

  private func elementwise(_ primitive: Primitive, _ operands: [BatchedValue]) throws(NotBatched) -> BatchedValue {
    var size: Dimension?
    for operand in operands {
      switch (operand.form, operand.expression.shape) {
      case (.vector(let n), _), (.shared, .vector(let n)): size = n
      case (.number, _), (.shared, .scalar): break
      case (.transposed, _), (.shared, .row), (.shared, .matrix): throw NotBatched()
      }
    }
    guard let size else {
      return BatchedValue(Expression(.apply(primitive, operands.map(\.expression)), shape: row), .number)
    }
    var expressions: [Expression] = []
    let hasMatrix = operands.contains { if case .vector = $0.form { true } else { false } }
    for operand in operands { expressions.append(hasMatrix ? operand.expression : spread(operand, size)) }
    return BatchedValue(Expression(.apply(primitive, expressions), shape: .matrix(size, batch)), .vector(size))
  }

  /// A shared vector in every column.
  private func spread(_ value: BatchedValue, _ size: Dimension) -> Expression {
    guard value.isShared, case .vector = value.expression.shape else { return value.expression }
    return Expression(.apply(.product, [value.expression, ones]), shape: .matrix(size, batch))
  }

  // MARK: products and structure

  private func product(_ a: BatchedValue, _ b: BatchedValue) throws(NotBatched) -> BatchedValue {
    if isNumber(a) || isNumber(b) { return try elementwise(.multiply, [a, b]) }
    switch (a.form, b.form) {
    case (.shared, .vector): return times(a.expression, b.expression)
    case (.transposed(let n), .vector):
      // The same sequence's two vectors: entry by entry, then the sum of each column.
      return sum(Expression(.apply(.multiply, [a.expression, b.expression]), shape: .matrix(n, batch)), n)
    case (.transposed, .shared):
      // xᵀ W is (Wᵀ x)ᵀ.
      let turned = times(b.expression.transposed, a.expression)
      guard case .vector(let n) = turned.form else { return turned }
      return BatchedValue(turned.expression, .transposed(n))
    default: throw NotBatched()
    }
  }

  private func isNumber(_ value: BatchedValue) -> Bool {
    switch value.form {
    case .number: true
    case .shared: value.expression.shape.isScalar
    case .vector, .transposed: false
    }
  }

  /// A matrix, or a row, with the vectors of all sequences.
  private func times(_ shared: Expression, _ vectors: Expression) -> BatchedValue {
    if case .matrix(let rows, _) = shared.shape {
      return BatchedValue(
        Expression(.apply(.product, [shared, vectors]), shape: .matrix(rows, batch)), .vector(rows))
    }
    return BatchedValue(Expression(.apply(.product, [shared, vectors]), shape: row), .number)
  }

  private func transpose(_ value: BatchedValue) throws(NotBatched) -> BatchedValue {
    switch value.form {
    case .shared: .shared(value.expression.transposed)
    case .number: value
    case .vector(let n): BatchedValue(value.expression, .transposed(n))
    case .transposed(let n): BatchedValue(value.expression, .vector(n))
    }
  }

  private func stack(_ parts: [BatchedValue], _ shape: Shape) throws(NotBatched) -> BatchedValue {
    var expressions: [Expression] = []
    for part in parts {
      switch (part.form, part.expression.shape) {
      case (.vector, _), (.number, _): expressions.append(part.expression)
      case (.shared, .vector(let n)): expressions.append(spread(part, n))
      case (.shared, .scalar): expressions.append(Expression(.apply(.fill, [part.expression]), shape: row))
      case (.shared, _), (.transposed, _): throw NotBatched()
      }
    }
    return BatchedValue(
      Expression(.apply(.stack, expressions), shape: .matrix(shape.rows, batch)), .vector(shape.rows))
  }

  /// An entry by its number: a row of the matrix.
  private func element(_ operands: [BatchedValue]) throws(NotBatched) -> BatchedValue {
    guard operands.count == 2, case .vector = operands[0].form, case .number = operands[1].expression.kind else {
      throw NotBatched()
    }
    return BatchedValue(Expression(.apply(.rows, operands.map(\.expression)), shape: row), .number)
  }

  // MARK: columns

  private func columnwise(_ primitive: Primitive, _ operands: [BatchedValue]) throws(NotBatched) -> BatchedValue {
    guard case .vector(let n) = operands[0].form else { throw NotBatched() }
    // What a whole vector is told by must be a matrix, too; scales and counts go with every column.
    let pairs = primitive == .maskedSoftmax || primitive == .sortBy || primitive == .unsort
    var expressions = [operands[0].expression]
    for operand in operands.dropFirst() {
      guard operand.isShared || pairs else { throw NotBatched() }
      expressions.append(pairs ? spread(operand, n) : operand.expression)
    }
    return BatchedValue(Expression(.apply(primitive, expressions), shape: .matrix(n, batch)), .vector(n))
  }

  private func sum(_ value: BatchedValue) throws(NotBatched) -> BatchedValue {
    switch value.form {
    case .number: value
    case .vector(let n), .transposed(let n): sum(value.expression, n)
    case .shared: throw NotBatched()
    }
  }

  /// The sum of each column.
  private func sum(_ matrix: Expression, _ n: Dimension) -> BatchedValue {
    let ones = Expression(.apply(.fill, [.number(1)]), shape: .row(n))
    return BatchedValue(Expression(.apply(.product, [ones, matrix]), shape: row), .number)
  }
}

extension Expression {
  fileprivate static func number(_ value: Double) -> Expression { Expression(.number(value), shape: .scalar) }

  fileprivate static func each(
    _ primitive: Primitive, _ one: Expression, _ other: Expression, _ shape: Shape
  ) -> Expression {
    Expression(.apply(primitive, [one, other]), shape: shape)
  }

  fileprivate var transposed: Expression {
    switch shape {
    case .scalar: self
    case .vector(let n): Expression(.apply(.transpose, [self]), shape: .row(n))
    case .row(let n): Expression(.apply(.transpose, [self]), shape: .vector(n))
    case .matrix(let r, let c): Expression(.apply(.transpose, [self]), shape: .matrix(c, r))
    }
  }
}
