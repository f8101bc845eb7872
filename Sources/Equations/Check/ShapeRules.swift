// The shape that each operation gives, or why its operands do not fit.

/// A value as an operation sees it: its shape, and how the sheet writes it, for telling what does not fit.
struct Operand {
  var shape: Shape
  var text = ""
  /// The same, in brackets where it is more than one name.
  var factor = ""

  var described: String { "\(text) is \(shape.described)" }
}

/// Why operands do not fit.
struct Misfit: Error {
  var reason: String

  init(_ operands: [Operand], _ rule: String) {
    reason = operands.map(\.described).joined(separator: ", ") + ": " + rule
  }
}

extension Shape {
  /// The shape of one operation on such operands, as many as it takes; for a length that is written stands a vector of
  /// that length.
  static func of(_ primitive: Primitive, _ operands: [Operand]) throws(Misfit) -> Shape {
    let first = operands.first?.shape ?? .scalar
    switch primitive {
    case .negate, .sigmoid, .tanh, .relu, .softplus, .exponential, .logarithm, .squareRoot, .sine, .cosineOf,
      .absolute, .sign, .floor, .not:
      return first
    case .add, .subtract, .multiply, .divide, .power, .leakyRelu, .shrink, .larger, .smaller, .less, .lessEqual,
      .greater, .greaterEqual, .equal, .notEqual, .and, .or, .clip, .choose:
      return try spread(operands)
    case .product: return try product(operands[0], operands[1])
    case .transpose: return transposed(first)
    case .stack: return try stacked(operands)
    case .diagonal: return try diagonal(operands[0])
    case .whole: return first.whole
    case .sum, .mean, .maximum, .minimum, .norm, .entropy: return .scalar
    case .sortDescending, .softmax: return first
    case .fill:
      guard first.isScalar else { throw Misfit([operands[0]], "fill takes one number") }
      return operands[1].shape
    case .rows: return try rows(operands)
    case .rowSums:
      guard case .matrix(let r, _) = first else { throw Misfit(operands, "rowsum takes a matrix") }
      return .vector(r)
    case .sortBy, .unsort:
      guard first == operands[1].shape else { throw Misfit(operands, "both must have the same shape") }
      return first
    case .element:
      for place in operands.dropFirst() where !place.shape.isScalar { throw Misfit([place], "a place is one number") }
      return .scalar
    case .oneHot, .leading:
      guard first.isScalar else {
        throw Misfit([operands[0]], primitive == .oneHot ? "a place is one number" : "how many is a number")
      }
      return operands[1].shape
    case .argmax:
      if case .matrix = first { throw Misfit(operands, "a place is counted in a vector") }
      return .scalar
    case .maskedSoftmax:
      guard first == operands[1].shape else { throw Misfit(operands, "a mask has the shape of what it masks") }
      return first
    case .layerNorm:
      try checkFilled(operands[0], "layernorm")
      for scale in operands.dropFirst().prefix(2) where scale.shape != .vector(first.rows) && !scale.shape.isScalar {
        throw Misfit([operands[0], scale], "a column has \(first.rows.described) entries")
      }
      return first
    case .topK:
      guard operands[1].shape.isScalar else { throw Misfit(operands, "how many is a number") }
      return first
    case .cosineSimilarity:
      guard case .matrix(let r, let c) = first, operands[1].shape == .vector(c) else {
        throw Misfit(operands, "cosine takes a matrix, and a vector as long as its rows")
      }
      return .vector(r)
    case .circularConvolution, .circularCorrelation:
      for operand in operands { try checkFilled(operand, "a ring") }
      guard case .vector(let n) = first, case .vector(let k) = operands[1].shape, k.count <= n.count else {
        let name = primitive == .circularConvolution ? "circconv" : "circcorr"
        throw Misfit(operands, "\(name) takes two vectors, the second not longer than the first")
      }
      return first
    case .eigenvalues, .eigenvectors:
      try checkFilled(operands[0], "eigenvalues")
      guard case .matrix(let n, let columns) = first, n == columns else {
        throw Misfit(operands, "only a square matrix has eigenvalues")
      }
      guard n.count <= Limits.eigenvalues else {
        throw Misfit(operands, "at most \(Limits.eigenvalues) eigenvalues are worked out")
      }
      return primitive == .eigenvalues ? .vector(n) : first
    case .shiftProducts:
      for operand in operands.prefix(2) { try checkFilled(operand, "a ring") }
      guard case .vector(let n) = first, operands[1].shape == first, operands[2].shape.count <= n.count else {
        throw Misfit(
          Array(operands.prefix(2)), "circdots takes two vectors as long as each other, and at most as many shifts")
      }
      return operands[2].shape
    }
  }

  /// A declared size of literally one spreads as a scalar does.
  var actsAsScalar: Bool {
    switch self {
    case .scalar: true
    case .vector(let n), .row(let n): n.isLiteralOne
    case .matrix(let r, let c): r.isLiteralOne && c.isLiteralOne
    }
  }

  /// Scalars go with anything, a vector beside a matrix acts on each column, a row on each row.
  static func spread(_ operands: [Operand]) throws(Misfit) -> Shape {
    var result = Shape.scalar
    for operand in operands {
      guard let next = spread(result, operand.shape) else {
        throw Misfit(operands, "entry by entry they must have the same shape")
      }
      result = next
    }
    return result
  }

  static func spread(_ a: Shape, _ b: Shape) -> Shape? {
    if a == b || b.isScalar { return a }
    if a.isScalar { return b }
    switch (a, b) {
    case (.matrix(let r, _), .vector(let n)) where r == n: return a
    case (.vector(let n), .matrix(let r, _)) where r == n: return b
    case (.matrix(_, let c), .row(let n)) where c == n: return a
    case (.row(let n), .matrix(_, let c)) where c == n: return b
    default: break
    }
    if b.actsAsScalar { return a }
    return a.actsAsScalar ? b : nil
  }

  private static func product(_ a: Operand, _ b: Operand) throws(Misfit) -> Shape {
    if case .vector = a.shape, case .vector = b.shape {
      let (x, y) = (a.factor, b.factor)
      throw Misfit(
        [a, b],
        "two vectors have no product; \(x)ᵀ \(y) is a number, \(x) \(y)ᵀ a matrix, \(x) ⊙ \(y) entry by entry")
    }
    guard a.shape.columns == b.shape.rows else {
      throw Misfit([a, b], "a product needs \(a.shape.columns.described) rows on the right")
    }
    switch (a.shape, b.shape) {
    case (.row, .vector): return .scalar
    case (.row, _): return .row(b.shape.columns)
    case (_, .vector): return .vector(a.shape.rows)
    default: return .matrix(a.shape.rows, b.shape.columns)
    }
  }

  /// Some operations want a column whose every place is filled.
  private static func checkFilled(_ operand: Operand, _ what: String) throws(Misfit) {
    let axis = if case .row(let n) = operand.shape { n } else { operand.shape.rows }
    guard axis.isOpen else { return }
    throw Misfit(
      [operand],
      "\(what) needs a length that is known before the run; whole(\(operand.text)) has zeros behind \(axis.name)")
  }

  private static func rows(_ operands: [Operand]) throws(Misfit) -> Shape {
    try checkFilled(operands[0], "rows")
    switch operands[0].shape {
    case .vector: return operands[1].shape
    case .matrix(_, let columns): return .matrix(operands[1].shape.rows, columns)
    case .scalar, .row: throw Misfit([operands[0]], "rows takes a vector or a matrix")
    }
  }

  private static func transposed(_ shape: Shape) -> Shape {
    switch shape {
    case .scalar: .scalar
    case .vector(let n): .row(n)
    case .row(let n): .vector(n)
    case .matrix(let r, let c): .matrix(c, r)
    }
  }

  private static func stacked(_ operands: [Operand]) throws(Misfit) -> Shape {
    let shapes = operands.map(\.shape)
    let columns = shapes[0].columns
    for operand in operands where operand.shape.columns != columns {
      throw Misfit([operands[0], operand], "stacked parts need as many columns")
    }
    for operand in operands where shapes.count > 1 && operand.shape.rows.isOpen { try checkFilled(operand, "a stack") }
    let rows =
      shapes.count == 1
      ? shapes[0].rows
      : Dimension(shapes.reduce(0) { $0 + $1.rows.count }, label: label(ofStacked: shapes.map(\.rows)))
    let isVector = shapes.allSatisfy { shape in
      switch shape {
      case .scalar, .vector: true
      case .row, .matrix: false
      }
    }
    return isVector ? .vector(rows) : .matrix(rows, columns)
  }

  /// `2H` for two of H, `H+D` for one of each.
  private static func label(ofStacked sizes: [Dimension]) -> String {
    let labels = sizes.map(\.label)
    if labels.count == 1 { return labels[0] }
    if labels.allSatisfy({ $0 == labels[0] }), labels[0].allSatisfy(\.continuesName),
      labels[0].first?.startsName ?? false
    {
      return "\(labels.count)\(labels[0])"
    }
    let total = String(sizes.reduce(0) { $0 + $1.count })
    return labels.count > 4 || labels.allSatisfy { Int($0) != nil } ? total : labels.joined(separator: "+")
  }

  private static func diagonal(_ operand: Operand) throws(Misfit) -> Shape {
    switch operand.shape {
    case .vector(let n): return .matrix(n, n)
    case .matrix(let r, let c) where r == c: return .vector(r)
    case .scalar, .row, .matrix: throw Misfit([operand], "diag takes a vector or a square matrix")
    }
  }
}

extension Dimension {
  /// `16 (H)`, or the number alone.
  var described: String { isOpen || label == String(count) ? name : "\(count) (\(label))" }

  fileprivate var isLiteralOne: Bool { count == 1 && label == "1" }
}
