// Shapes, and the sizes they are made of.

/// The size of one axis: how many, and how the sheet calls it.
package struct Dimension: Sendable, Hashable {
  package var count: Int
  /// `H`, `2H`, or the number itself.
  package var label: String

  package init(_ count: Int, label: String? = nil) {
    self.count = count
    self.label = label ?? String(count)
  }

  /// Sizes are compared by their number; what they are called is for the reader.
  package static func == (one: Dimension, other: Dimension) -> Bool { one.count == other.count }
  package func hash(into hasher: inout Hasher) { hasher.combine(count) }

  static let one = Dimension(1)

  /// The label beside a `×`: a sum in brackets.
  fileprivate var factor: String { label.contains { "+-".contains($0) } ? "(\(label))" : label }
}

/// The shape of a value.
///
/// Vectors are columns; a row is a transposed vector and exists only inside an equation.
package enum Shape: Sendable, Hashable {
  case scalar
  case vector(Dimension)
  case row(Dimension)
  case matrix(Dimension, Dimension)

  package var rows: Dimension {
    switch self {
    case .scalar, .row: .one
    case .vector(let n), .matrix(let n, _): n
    }
  }

  package var columns: Dimension {
    switch self {
    case .scalar, .vector: .one
    case .row(let n), .matrix(_, let n): n
    }
  }

  package var count: Int { rows.count * columns.count }

  /// The axes as a file holds them: none, [n] or [rows, columns].
  package var axes: [Int] {
    switch self {
    case .scalar: []
    case .vector(let n), .row(let n): [n.count]
    case .matrix(let r, let c): [r.count, c.count]
    }
  }

  package var isScalar: Bool { self == .scalar }

  /// What a quantity of this value has: a named row is kept as a vector.
  package var stored: Shape {
    guard case .row(let n) = self else { return self }
    return .vector(n)
  }

  /// `16×8`, `12`, `1` for a scalar.
  package var numbers: String {
    switch self {
    case .scalar: "a scalar"
    case .vector(let n): "\(n.count)"
    case .row(let n): "1×\(n.count)"
    case .matrix(let r, let c): "\(r.count)×\(c.count)"
    }
  }

  /// `16×8 (H×D)`: the numbers, and the names if there are any.
  package var described: String {
    let names = self.names
    return names == numbers ? numbers : "\(numbers) (\(names))"
  }

  package var names: String {
    switch self {
    case .scalar: "a scalar"
    case .vector(let n): n.label
    case .row(let n): "1×\(n.factor)"
    case .matrix(let r, let c): "\(r.factor)×\(c.factor)"
    }
  }
}
