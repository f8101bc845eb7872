// The shape that each operation gives, or why its operands do not fit.

/// Why operands do not fit.
struct Misfit: Error {
  var reason: String
}

extension Shape {
  /// The shape of one operation on operands of these shapes.
  static func of(_ primitive: Primitive, _ shapes: [Shape]) throws(Misfit) -> Shape {
    switch primitive.group {
    case .reduction: return .scalar
    case .elementwise: return try spread(shapes)
    case .columnwise: return try columnwise(primitive, shapes)
    case .structural: return try structural(primitive, shapes)
    }
  }

  /// A declared size of literally one spreads as a scalar does.
  var actsAsScalar: Bool {
    switch self {
    case .scalar: true
    case .vector(let n), .row(let n): n.count == 1 && n.label == "1"
    case .matrix(let r, let c): r.count == 1 && c.count == 1 && r.label == "1" && c.label == "1"
    }
  }

  /// Scalars go with anything, a vector beside a matrix acts on each column, a row on each row.
  private static func spread(_ shapes: [Shape]) throws(Misfit) -> Shape {
    var result = Shape.scalar
    for shape in shapes { result = try spread(result, shape) }
    return result
  }

  private static func spread(_ a: Shape, _ b: Shape) throws(Misfit) -> Shape {
    if a == b { return a }
    if b.isScalar { return a }
    if a.isScalar { return b }
    switch (a, b) {
    case (.matrix(let r, _), .vector(let n)) where r == n: return a
    case (.vector(let n), .matrix(let r, _)) where r == n: return b
    case (.matrix(_, let c), .row(let n)) where c == n: return a
    case (.row(let n), .matrix(_, let c)) where c == n: return b
    default: break
    }
    if b.actsAsScalar { return a }
    if a.actsAsScalar { return b }
    throw Misfit(reason: "\(a.described) beside \(b.described): elementwise needs the same shape")
  }

  private static func columnwise(_ primitive: Primitive, _ shapes: [Shape]) throws(Misfit) -> Shape {
    switch primitive {
    case .maskedSoftmax:
      guard shapes[0].axes == shapes[1].axes else {
        throw Misfit(reason: "the mask is \(shapes[1].described), what it masks is \(shapes[0].described)")
      }
    case .layerNorm:
      for (shape, name) in zip(shapes.dropFirst(), ["γ", "β"])
      where shape != .vector(shapes[0].rows) && shape != .scalar {
        throw Misfit(reason: "\(name) is \(shape.described), a column of the first argument has \(shapes[0].rows.count)")
      }
    case .topK:
      guard shapes[1].isScalar else { throw Misfit(reason: "k is \(shapes[1].described), not a number") }
    default: break
    }
    return shapes[0]
  }

  private static func structural(_ primitive: Primitive, _ shapes: [Shape]) throws(Misfit) -> Shape {
    switch primitive {
    case .product: return try product(shapes[0], shapes[1])
    case .transpose: return transposed(shapes[0])
    case .stack: return try stacked(shapes)
    case .element:
      guard shapes.dropFirst().allSatisfy(\.isScalar) else { throw Misfit(reason: "an index is a number") }
      return .scalar
    case .diagonal: return try diagonal(shapes[0])
    case .oneHot: return shapes[0]
    case .cosineSimilarity:
      guard case .matrix(let r, let c) = shapes[0], shapes[1] == .vector(c) else {
        throw Misfit(reason: "cosine needs a matrix and a vector as long as its rows, not \(list(shapes))")
      }
      return .vector(r)
    case .circularConvolution:
      guard case .vector(let n) = shapes[0], case .vector(let k) = shapes[1], k.count <= n.count else {
        throw Misfit(reason: "circconv needs two vectors, the second not longer than the first, not \(list(shapes))")
      }
      return shapes[0]
    default: return shapes[0]
    }
  }

  private static func list(_ shapes: [Shape]) -> String { shapes.map(\.described).joined(separator: " and ") }

  private static func product(_ a: Shape, _ b: Shape) throws(Misfit) -> Shape {
    guard a.columns == b.rows, !isTwoVectors(a, b) else {
      if isTwoVectors(a, b) {
        throw Misfit(
          reason: "\(a.described) beside \(b.described): two vectors have no product; "
            + "write aᵀ b for a number, a bᵀ for a matrix, a ⊙ b elementwise")
      }
      throw Misfit(reason: "\(a.described) times \(b.described): the product needs \(a.columns.described) rows on the right")
    }
    switch (a, b) {
    case (.row, .vector): return .scalar
    case (.row, _): return .row(b.columns)
    case (_, .vector): return .vector(a.rows)
    default: return .matrix(a.rows, b.columns)
    }
  }

  private static func isTwoVectors(_ a: Shape, _ b: Shape) -> Bool {
    if case .vector = a, case .vector = b { return true }
    return false
  }

  private static func transposed(_ shape: Shape) -> Shape {
    switch shape {
    case .scalar: .scalar
    case .vector(let n): .row(n)
    case .row(let n): .vector(n)
    case .matrix(let r, let c): .matrix(c, r)
    }
  }

  private static func stacked(_ shapes: [Shape]) throws(Misfit) -> Shape {
    guard let first = shapes.first else { throw Misfit(reason: "nothing to stack") }
    let columns = first.columns
    for shape in shapes where shape.columns != columns {
      throw Misfit(reason: "\(first.described) over \(shape.described): stacked parts need as many columns")
    }
    let rows = Dimension(shapes.reduce(0) { $0 + $1.rows.count }, label: label(ofStacked: shapes.map(\.rows)))
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
    if let first = labels.first, labels.allSatisfy({ $0 == first }), first.first?.isLetter ?? false, labels.count > 1 {
      return "\(labels.count)\(first)"
    }
    if labels.allSatisfy({ Int($0) != nil }) { return String(sizes.reduce(0) { $0 + $1.count }) }
    return labels.joined(separator: "+")
  }

  private static func diagonal(_ shape: Shape) throws(Misfit) -> Shape {
    switch shape {
    case .vector(let n): return .matrix(n, n)
    case .matrix(let r, let c) where r == c: return .vector(r)
    default: throw Misfit(reason: "diag needs a vector or a square matrix, not \(shape.described)")
    }
  }
}

extension Dimension {
  /// `16 (H)`, or the number alone.
  var described: String { label == String(count) ? label : "\(count) (\(label))" }
}
