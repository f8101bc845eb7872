// Layer normalisation (Ba et al. 2016, arXiv:1607.06450): mean and deviation in two passes, then scale and shift.

extension Routines {
  /// The mean and 1/√(variance + ε) of a vector; the variance divides by `n`.
  package static func normalizationStatistics(
    _ x: UnsafePointer<Real>, count n: Int, stride: Int, epsilon: Real
  ) -> (mean: Real, inverseDeviation: Real) {
    let center = mean(x, count: n, stride: stride)
    let squares = fold(count: n, from: Lane.zero, merge: { $0 + $1 }) { total, index, width in
      let difference = block(x, index, width, stride, padding: center) - center
      return Lane.multiplyAdd(difference, difference, total)
    }.total
    return (center, 1 / (squares / Real(n) + epsilon).squareRoot())
  }

  /// (x − mean) / √(variance + ε) · γ + β; `result` may be `x` itself; γ is 1 and β is 0 where `nil`.
  package static func layerNorm(
    _ x: UnsafePointer<Real>, count n: Int, stride: Int, gamma: UnsafePointer<Real>?, beta: UnsafePointer<Real>?,
    epsilon: Real, into result: UnsafeMutablePointer<Real>, resultStride: Int
  ) {
    let (center, inverse) = normalizationStatistics(x, count: n, stride: stride, epsilon: epsilon)
    forEachBlock(count: n) { index, width in
      var value = (block(x, index, width, stride) - center) * inverse
      if let gamma { value *= block(gamma, index, width, 1) }
      if let beta { value += block(beta, index, width, 1) }
      writeBlock(value, result, index, width, resultStride)
    }
  }
}
