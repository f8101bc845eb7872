// Shapes, and the sizes they are made of.

/// The size of one axis: how many, and how the sheet calls it.
package struct Dimension: Sendable, Hashable {
  /// How many of its places are filled.
  package enum Extent: Sendable, Hashable {
    case all
    /// As many as there are steps up to the one at hand, and so many more: `K[:t]`, `K[:t-1]`.
    case steps(variable: String, shift: Int)
    /// As many as the steps that a walk has run, which a condition may end before its bound.
    case ran(walk: Int)
  }

  /// How many places there are; of an open axis the most that can be filled.
  package var count: Int
  /// `H`, `2H`, or the number itself.
  package var label: String
  package var extent = Extent.all

  package init(_ count: Int, label: String? = nil, extent: Extent = .all) {
    self.count = count
    self.label = label ?? String(count)
    self.extent = extent
  }

  /// Sizes are compared by their number, and by what fills them; what they are called is for the reader.
  package static func == (one: Dimension, other: Dimension) -> Bool {
    one.count == other.count && one.extent == other.extent
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(count)
    hasher.combine(extent)
  }

  static let one = Dimension(1)

  /// Whether fewer places may be filled than there are, which only the run tells.
  package var isOpen: Bool { extent != .all }

  /// What a message calls it: `H`, or `t` for an axis that grows with the steps.
  package var name: String {
    switch extent {
    case .all: label
    case .steps(let variable, let shift): shift == 0 ? variable : "\(variable)-\(-shift)"
    case .ran: "up to \(label)"
    }
  }

  /// `16`, or the name of what only the run tells.
  fileprivate var number: String { isOpen ? name : String(count) }

  /// The name beside a `×`: a sum in brackets.
  fileprivate var factor: String { name.contains { "+- ".contains($0) } ? "(\(name))" : name }
}

/// The shape of a value, and where its axes are open the room that it takes: what is not filled holds zeros.
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

  /// The names of the axes, as many as `axes`.
  package var labels: [String] {
    switch self {
    case .scalar: []
    case .vector(let n), .row(let n): [n.label]
    case .matrix(let r, let c): [r.label, c.label]
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
    case .vector(let n): n.number
    case .row(let n): "1×\(n.number)"
    case .matrix(let r, let c): "\(r.number)×\(c.number)"
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
    case .vector(let n): n.name
    case .row(let n): "1×\(n.factor)"
    case .matrix(let r, let c): "\(r.factor)×\(c.factor)"
    }
  }
}
