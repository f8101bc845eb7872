// Weights that sum to 1, for vectors that a sheet leaves as they are.

import Glibc

extension [Float] {
  /// exp(a) / Σ exp(a), by way of the largest entry so that nothing overflows.
  var softmax: [Float] {
    let most = self.max() ?? 0
    let powers = map { expf($0 - most) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }
}
