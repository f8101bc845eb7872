// Gradients that are too long, made shorter: by their common norm, which keeps their direction, or entry by entry.

/// What keeps one update from leaping.
///
/// Pascanu, Mikolov and Bengio 2013, "On the difficulty of training recurrent neural networks".
package enum Clipping: Sendable, Equatable {
  /// Scaled down where the norm over all parameters is larger.
  case norm(Double)
  /// Each entry by itself, kept within ± this.
  case value(Double)

  /// Clips a gradient in place.
  package func clip(_ gradient: inout [Float]) {
    switch self {
    case .norm(let largest):
      let norm = euclideanNorm(gradient)
      guard norm > largest else { return }
      let factor = Float(largest / norm)
      for index in gradient.indices { gradient[index] *= factor }
    case .value(let largest):
      let bound = Float(largest)
      for index in gradient.indices { gradient[index] = min(max(gradient[index], -bound), bound) }
    }
  }
}

/// √Σg², summed in double precision in a fixed order: eight sums side by side.
package func euclideanNorm(_ numbers: [Float]) -> Double {
  numbers.withUnsafeBufferPointer { numbers in
    var sums = SIMD8<Double>()
    let whole = numbers.count / 8 * 8
    for start in stride(from: 0, to: whole, by: 8) {
      var lane = SIMD8<Double>()
      for index in 0..<8 { lane[index] = Double(numbers[start + index]) }
      sums += lane * lane
    }
    var sum = sums.sum()
    for number in numbers[whole...] { sum += Double(number) * Double(number) }
    return sum.squareRoot()
  }
}
