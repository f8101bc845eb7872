// A tensor in memory: a shape and its values, row by row (the last axis runs fastest). Knows nothing of files and of models.

/// Numbers in a box of any rank; a scalar has the shape [].
package struct Tensor: Equatable, Sendable {
  package let shape: [Int]
  package let values: Values

  /// What a file held, in the narrowest of three kinds that keeps each number exactly.
  package enum Values: Equatable, Sendable {
    case float32([Float])
    case float64([Double])
    case int64([Int64])
  }

  /// - Precondition: the product of `shape` is the number of values.
  package init(shape: [Int], float32 values: [Float]) {
    self.init(shape: shape, values: .float32(values))
  }

  /// - Precondition: the product of `shape` is the number of values.
  package init(shape: [Int], float64 values: [Double]) {
    self.init(shape: shape, values: .float64(values))
  }

  /// - Precondition: the product of `shape` is the number of values.
  package init(shape: [Int], int64 values: [Int64]) {
    self.init(shape: shape, values: .int64(values))
  }

  /// - Precondition: the product of `shape` is the number of values.
  package init(shape: [Int], values: Values) {
    precondition(Tensor.count(of: shape) == values.count, "a tensor has as many values as its shape says")
    self.shape = shape
    self.values = values
  }

  package var count: Int { values.count }

  /// The number of elements of a shape; nil where an extent is negative or the product does not fit.
  package static func count(of shape: [Int]) -> Int? {
    // An extent of 0 makes the product 0 only after the others were found to fit: 0 × 2⁶³ × 2⁶³ is refused.
    var product = 1
    for extent in shape {
      if extent < 0 { return nil }
      let (next, overflow) = product.multipliedReportingOverflow(by: max(extent, 1))
      if overflow { return nil }
      product = next
    }
    return shape.contains(0) ? 0 : product
  }

  /// The values in single precision, rounded to the nearest where they are wider.
  ///
  /// Costs nothing where they are `Float` already.
  package func asFloats() -> [Float] {
    switch values {
    case .float32(let values): values
    case .float64(let values): values.map { Float($0) }
    case .int64(let values): values.map { Float($0) }
    }
  }

  /// The values in double precision.
  ///
  /// Integers beyond 2⁵³ are rounded to the nearest.
  package func asDoubles() -> [Double] {
    switch values {
    case .float32(let values): values.map { Double($0) }
    case .float64(let values): values
    case .int64(let values): values.map { Double($0) }
    }
  }

  /// The values as integers; nil where one of them is no whole number (NaN, ∞ and 2⁶³ are none).
  package func asIntegers() -> [Int]? {
    switch values {
    case .float32(let values): whole(values)
    case .float64(let values): whole(values)
    case .int64(let values): values.map { Int($0) }
    }
  }

  private func whole(_ values: [some BinaryFloatingPoint]) -> [Int]? {
    var result: [Int] = []
    result.reserveCapacity(values.count)
    for value in values {
      guard let integer = Int(exactly: value) else { return nil }
      result.append(integer)
    }
    return result
  }
}

extension Tensor.Values {
  package var count: Int {
    switch self {
    case .float32(let values): values.count
    case .float64(let values): values.count
    case .int64(let values): values.count
    }
  }
}
