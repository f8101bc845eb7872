// The table of derivatives: for each operation what the gradient by its value is worth for each of its operands. A rule
// is mathematics only; what is kept and what is worked out again is settled by whoever applies it.

/// One operation of an equation on the way back.
struct ReverseNode {
  var primitive: Primitive
  var operands: [Expression]
  /// The operation's value, as an expression.
  var value: Expression
  /// The gradient by the value: of its shape, or one number for each of its entries.
  var gradient: Expression

  /// What the gradient by the value comes to for an operand.
  private enum Rule {
    /// For each entry of the value, before those are summed that belong to one entry of the operand.
    case slope(Expression)
    /// In the shape of the operand, or one number for each of its entries.
    case whole(Expression)
    /// Nothing: there is no derivative.
    case nothing
  }

  /// The gradient by an operand, of its shape or one number for each entry; nil where the operation has no derivative.
  func gradient(by index: Int) -> Expression? {
    switch rule(index) {
    case .slope(let slope): slope.gathered(operands[index].shape, from: value.shape)
    case .whole(let gradient): gradient
    case .nothing: nil
    }
  }

  private var g: Expression { gradient }
  private var y: Expression { value }
  private var a: Expression { operands[0] }
  private var b: Expression { operands[1] }
  private var zero: Expression { .number(0) }
  /// The gradient with an entry for each of the value's.
  private var full: Expression { g.filled(y.shape) }

  // MARK: the table

  private func rule(_ index: Int) -> Rule {
    switch primitive {
    // entry by entry
    case .negate: .slope(-g)
    case .sigmoid: .slope(g * y * (.number(1) - y))
    case .tanh: .slope(g * (.number(1) - y.squared))
    case .relu: .slope(.choose(.each(.greater, a, zero), g, zero))
    case .softplus: .slope(g * .each(.sigmoid, a))
    case .exponential: .slope(g * y)
    case .logarithm: .slope(g / a)
    case .squareRoot: .slope(g / (.number(2) * y))
    case .sine: .slope(g * .each(.cosineOf, a))
    case .cosineOf: .slope(-(g * .each(.sine, a)))
    case .absolute: .slope(g * .each(.sign, a))
    case .add: .slope(g)
    case .subtract: .slope(index == 0 ? g : -g)
    case .multiply: .slope(g * operands[1 - index])
    case .divide: .slope(index == 0 ? g / b : -(g * y / b))
    case .power: .slope(index == 0 ? powerByBase : .choose(.each(.equal, a, zero), zero, g * y * .each(.logarithm, a)))
    case .leakyRelu: .slope(.choose(.each(.less, a, zero), index == 0 ? g * b : g * a, index == 0 ? g : zero))
    case .shrink:
      .slope(index == 0 ? .choose(.each(.greater, .each(.absolute, a), b), g, zero) : -(g * .each(.sign, y)))
    case .larger: .slope(.chosen(g, first: .each(.greaterEqual, a, b), index))
    case .smaller: .slope(.chosen(g, first: .each(.lessEqual, a, b), index))
    case .clip: .slope(clip(index))
    case .choose: index == 0 ? .nothing : .slope(.chosen(g, first: a, index - 1))
    case .sign, .floor, .not, .less, .lessEqual, .greater, .greaterEqual, .equal, .notEqual, .and, .or: .nothing
    // structure
    case .product: .whole(index == 0 ? .product(full, b.transposed, a.shape) : .product(a.transposed, full, b.shape))
    case .transpose: .whole(full.transposed)
    case .stack: .whole(stackPart(index))
    case .element: index == 0 ? .whole(elementPlace) : .nothing
    case .diagonal: .whole(Expression(.apply(.diagonal, [full]), shape: a.shape))
    case .fill: .whole(full.sum)
    case .rows: index == 0 ? .whole(padded) : .nothing
    case .rowSums: .whole(.product(full, Expression.number(1).filled(.row(a.shape.columns)), a.shape))
    case .circularConvolution: .whole(ring(index, .circularCorrelation, index == 0 ? (full, b) : (full, a)))
    case .circularCorrelation: .whole(ring(index, .circularConvolution, index == 0 ? (full, b) : (a, full)))
    case .shiftProducts: .whole(shifted(index))
    case .cosineSimilarity: .whole(cosine(index))
    case .eigenvalues: .whole(.turned(vectors, Expression(.apply(.diagonal, [full]), shape: a.shape)))
    case .eigenvectors: .whole(eigenvectors)
    case .whole: .whole(g.part(a.shape))
    case .oneHot, .leading: .nothing
    // by columns
    case .softmax, .maskedSoftmax: index == 0 ? .whole(y * (g - (y * g).columnSums)) : .nothing
    case .layerNorm: index < 3 ? .whole(layerNorm(index)) : .nothing
    case .sortDescending: .whole(Expression(.apply(.unsort, [full, a]), shape: a.shape))
    case .topK: index == 0 ? .whole(.choose(.each(.notEqual, y, zero), g, zero)) : .nothing
    case .sortBy: index == 0 ? .whole(Expression(.apply(.unsort, [full, b]), shape: a.shape)) : .nothing
    case .unsort: index == 0 ? .whole(Expression(.apply(.sortBy, [full, b]), shape: a.shape)) : .nothing
    // to a number
    case .sum: .whole(g)
    case .mean: .whole(g / a.shape.sizeOrOne)
    case .maximum, .minimum: .whole(shared)
    case .norm: .whole(.choose(.each(.equal, y, zero), zero, g * a / y))
    case .entropy: .whole(.choose(.each(.equal, a, zero), zero, -(g * (.each(.logarithm, a) + .number(1)))))
    case .argmax: .nothing
    }
  }

  // MARK: entry by entry

  /// b a^(b-1), which is 0 where b is.
  private var powerByBase: Expression {
    if case .number(let exponent) = b.kind {
      let lower = exponent == 2 ? a : .each(.power, a, .number(exponent - 1))
      return exponent == 0 ? zero : g * .number(exponent) * lower
    }
    return .choose(.each(.equal, b, zero), zero, g * b * .each(.power, a, b - .number(1)))
  }

  /// The operand where it lies between the bounds, and each bound where it is what holds the value.
  private func clip(_ index: Int) -> Expression {
    let (low, high) = (operands[1], operands[2])
    switch index {
    case 0: return .choose(.each(.and, .each(.greaterEqual, a, low), .each(.lessEqual, a, high)), g, zero)
    case 1: return .choose(.each(.and, .each(.less, a, low), .each(.lessEqual, low, high)), g, zero)
    default: return .choose(.each(.greater, .each(.larger, a, low), high), g, zero)
    }
  }

  // MARK: structure

  /// The ring itself goes round the other way; each shift gets the product of what it brings together.
  private func ring(
    _ index: Int, _ back: Primitive, _ pair: (Expression, Expression)
  ) -> Expression {
    Expression(.apply(index == 0 ? back : .shiftProducts, [pair.0, pair.1]), shape: operands[index].shape)
  }

  private func shifted(_ index: Int) -> Expression {
    let back: Primitive = index == 0 ? .circularConvolution : .circularCorrelation
    return Expression(.apply(back, [operands[1 - index], full]), shape: a.shape)
  }

  private func stackPart(_ index: Int) -> Expression {
    let first = operands.prefix(index).reduce(1) { $0 + $1.shape.rows.count }
    if g.shape.count == 1, y.shape.count > 1 { return g }
    return Expression(.apply(.rows, [g, .number(Double(first))]), shape: operands[index].shape)
  }

  /// The gradient at the place of the entry, 0 elsewhere.
  private var elementPlace: Expression {
    func one(_ place: Expression, _ size: Dimension) -> Expression {
      Expression(.apply(.oneHot, [place]), shape: .vector(size))
    }
    switch a.shape {
    case .scalar: return g
    case .vector(let n): return g * one(b, n)
    case .row(let n): return g * one(b, n).transposed
    case .matrix(let r, let c):
      guard operands.count > 2 else { return g * one(b, r) }
      return .product(g * one(b, r), one(operands[2], c).transposed, a.shape)
    }
  }

  /// Zeros above and below the rows that were taken.
  private var padded: Expression {
    guard case .number(let place) = b.kind else { return g }
    let (above, columns) = (Int(place) - 1, a.shape.columns)
    let below = a.shape.rows.count - above - y.shape.rows.count
    func zeros(_ count: Int) -> [Expression] {
      guard count > 0 else { return [] }
      let isMatrix = if case .matrix = a.shape { true } else { false }
      let rows = Dimension(count)
      return [Expression(.apply(.fill, [zero]), shape: isMatrix ? .matrix(rows, columns) : .vector(rows))]
    }
    return Expression(.apply(.stack, zeros(above) + [g.filled(y.shape)] + zeros(below)), shape: a.shape)
  }

  /// Of yᵢ = (M k)ᵢ / dᵢ with dᵢ = ‖Mᵢ‖ ‖k‖ + ε; where a norm is 0 it has no part in the gradient.
  private func cosine(_ index: Int) -> Expression {
    let (matrix, key) = (a, b)
    let rowNorms = Expression.each(.squareRoot, matrix.squared.rowSums)
    let keyNorm = Expression(.apply(.norm, [key]), shape: .scalar)
    let scale = rowNorms * keyNorm + .number(1e-8)
    let byProduct = g.filled(y.shape) / scale
    let byScale = -(byProduct * y)
    if index == 0 {
      let byNorm = Expression.choose(.each(.equal, rowNorms, zero), zero, byScale * keyNorm / rowNorms)
      return .product(byProduct, key.transposed, matrix.shape) + matrix * byNorm
    }
    let byNorm = Expression.choose(.each(.equal, keyNorm, zero), zero, (byScale * rowNorms).sum / keyNorm)
    return .product(matrix.transposed, byProduct, key.shape) + key * byNorm
  }

  private var vectors: Expression { Expression(.apply(.eigenvectors, [a]), shape: a.shape) }

  /// U (F ⊙ Uᵀ G) Uᵀ with Fᵢⱼ = 1 / (λⱼ - λᵢ), of which the symmetric half is the gradient.
  ///
  /// Giles 2008, An extended collection of matrix derivative results, 3.1. Equal eigenvalues mix as they like:
  /// nothing flows between them.
  private var eigenvectors: Expression {
    let values = Expression(.apply(.eigenvalues, [a]), shape: .vector(a.shape.rows))
    let gaps = zero.filled(a.shape) + values.transposed - values
    let largest = Expression(.apply(.maximum, [.each(.absolute, values)]), shape: .scalar)
    let areEqual = Expression.each(.lessEqual, .each(.absolute, gaps), largest * .number(Self.equalShare))
    let weights = Expression.choose(areEqual, zero, .number(1) / gaps)
    let turned = Expression.turned(y, weights * .product(y.transposed, full, a.shape))
    return (turned + turned.transposed) * .number(0.5)
  }

  /// Eigenvalues that differ by less than this share of the largest are equal but for rounding.
  private static let equalShare = 1e-6

  // MARK: by columns

  /// x̂ = (a - mean) / s, by columns.
  ///
  /// Ba et al. 2016, arXiv:1607.06450.
  private func layerNorm(_ index: Int) -> Expression {
    // A row is normalised as the vector that it is.
    func asColumn(_ scale: Expression) -> Expression {
      if case .row = a.shape, case .vector = scale.shape { return scale.transposed }
      return scale
    }
    func gathered(_ whole: Expression) -> Expression {
      let part = operands[index].shape
      if case .row = a.shape, part.count > 1 { return whole.transposed }
      return whole.gathered(part, from: y.shape)
    }
    let epsilon = operands.dropFirst(3)
    let normal = Expression(.apply(.layerNorm, [a, .number(1), .number(0)] + epsilon), shape: a.shape)
    guard index == 0 else { return gathered(index == 1 ? full * normal : full) }
    let count: Double = if case .row(let n) = a.shape { Double(n.count) } else { Double(a.shape.rows.count) }
    func means(_ whole: Expression) -> Expression { whole.columnSums / .number(count) }
    let deviation = Expression.each(.squareRoot, means((a - means(a)).squared) + .number(operands.layerNormEpsilon))
    let inner = full * asColumn(b)
    return (inner - means(inner) - normal * means(inner * normal)) / deviation
  }

  // MARK: to a number

  /// A tie shares: each of the largest entries gets an equal part.
  private var shared: Expression {
    let isExtreme = Expression.each(.equal, a, y)
    let count = a.shape.isOpen ? Expression.each(.larger, isExtreme.sum, .number(1)) : isExtreme.sum
    return .choose(isExtreme, g / count, zero)
  }
}

extension Expression {
  /// U M Uᵀ.
  fileprivate static func turned(_ vectors: Expression, _ inner: Expression) -> Expression {
    .product(.product(vectors, inner, inner.shape), vectors.transposed, inner.shape)
  }

  /// The gradient where the first of two was taken, or where it was not.
  fileprivate static func chosen(_ gradient: Expression, first: Expression, _ index: Int) -> Expression {
    index == 0 ? .choose(first, gradient, .number(0)) : .choose(first, .number(0), gradient)
  }
}
