// The eigendecomposition of symmetric matrices, by what defines it: A V = V Λ, Vᵀ V = 1, Λ ascending.

import Testing

@Suite struct EigenTests {
  @Test(arguments: Variant.available, [0, 1, 2, 3, 4, 9, 16, 33, 60])
  func `a random symmetric matrix is taken apart and put together again`(variant: Variant, n: Int) {
    func check<K: KernelSet>(_ kernels: K.Type) {
      var generator = SeededGenerator(seed: UInt64(n))
      let half = generator.numbers(n * n, as: K.Real.self)
      verify(kernels, n) { half[$0 * n + $1] + half[$1 * n + $0] }
    }
    check(variant.kernels)
  }

  @Test(arguments: Variant.available, [0, 9, 25])
  func `work that is stopped leaves no numbers`(variant: Variant, after: Int) {
    func check<K: KernelSet>(_ kernels: K.Type) {
      let n = 10
      var values = [K.Real](repeating: 0, count: n)
      var vectors = [K.Real](repeating: 0, count: n * n)
      var scratch = [Double](repeating: 0, count: kernels.eigenScratchCount(n: n))
      let matrix = (0..<n * n).map { K.Real(1 + $0 / n + $0 % n) }
      var asked = 0
      let isDone = kernels.symmetricEigen(
        matrix, n: n, values: &values, vectors: &vectors, scratch: &scratch
      ) {
        asked += 1
        return asked > after
      }
      #expect(!isDone && values.allSatisfy { $0.isNaN } && vectors.allSatisfy { $0.isNaN })
    }
    check(variant.kernels)
  }

  @Test(arguments: Variant.available)
  func `special matrices are taken apart`(variant: Variant) {
    func check<K: KernelSet>(_ kernels: K.Type) {
      #expect(verify(kernels, 5) { _, _ in 0 } == [0, 0, 0, 0, 0])
      #expect(verify(kernels, 6) { $0 == $1 ? 3 : 0 } == [3, 3, 3, 3, 3, 3])
      #expect(verify(kernels, 4) { $0 == $1 ? [4, -1, 2, -1][$0] : 0 } == [-1, -1, 2, 4])
      // All ones: n once, 0 else.
      verify(kernels, 20) { _, _ in 1 }
      // Two blocks that do not meet, with the same eigenvalues.
      verify(kernels, 8) { $0 / 4 != $1 / 4 ? 0 : $0 == $1 ? 2 : 1 }
      // The Laplacian of a ring: pairs of eigenvalues.
      let ring = verify(kernels, 24) { i, j in
        i == j ? 2 : (i + 1) % 24 == j || (j + 1) % 24 == i ? -1 : 0
      }
      #expect(abs(ring[0]) < 1e-5 && abs(ring[23] - 4) < 1e-5 && abs(ring[1] - ring[2]) < 1e-5)
      // Sizes near the ends of the range.
      verify(kernels, 7) { K.Real($0 * $1 + 1) * (K.Real.greatestFiniteMagnitude / 4096) }
      verify(kernels, 7) { K.Real($0 * $1 + 1) * (K.Real.leastNormalMagnitude * 4096) }
      // Widely graded.
      verify(kernels, 12) { K.Real(1) / K.Real(1 << ($0 + $1)) }
    }
    check(variant.kernels)
  }

  @Test(arguments: Variant.available)
  func `a matrix with NaN or infinity is refused with NaN for an answer`(variant: Variant) {
    func check<K: KernelSet>(_ kernels: K.Type) {
      for bad in [K.Real.nan, .infinity] {
        var values = [K.Real](repeating: 0, count: 3)
        var vectors = [K.Real](repeating: 0, count: 9)
        var scratch = [Double](repeating: 0, count: kernels.eigenScratchCount(n: 3))
        let matrix: [K.Real] = [1, 0, 0, 0, bad, 0, 0, 0, 1]
        #expect(
          !kernels.symmetricEigen(
            matrix, n: 3, values: &values, vectors: &vectors, scratch: &scratch, isInterrupted: { false }))
        #expect(values.allSatisfy { $0.isNaN } && vectors.allSatisfy { $0.isNaN })
      }
    }
    check(variant.kernels)
  }

  @Test func `builds for single precision find the same vectors, signs included`() {
    let n = 40
    var generator = SeededGenerator(seed: 1)
    let half = generator.numbers(n * n, as: Float.self)
    let matrix = (0..<(n * n)).map { half[$0] + half[$0 % n * n + $0 / n] }
    var results: [[Float]] = []
    func decompose<K: KernelSet>(_ kernels: K.Type) -> [Float] {
      var values = [K.Real](repeating: 0, count: n)
      var vectors = [K.Real](repeating: 0, count: n * n)
      var scratch = [Double](repeating: 0, count: kernels.eigenScratchCount(n: n))
      _ = kernels.symmetricEigen(
        matrix.map { K.Real($0) }, n: n, values: &values, vectors: &vectors, scratch: &scratch,
        isInterrupted: { false })
      return (values + vectors).map { Float($0) }
    }
    for variant in Variant.available { results.append(decompose(variant.kernels)) }
    for result in results { #expect(worstError(result, results[0].map { Double($0) }, scale: 1) <= 128) }
  }

  /// Decomposes the matrix with these elements and checks what defines the result; returns the eigenvalues.
  @discardableResult
  private func verify<K: KernelSet>(_ kernels: K.Type, _ n: Int, _ element: (Int, Int) -> K.Real) -> [K.Real] {
    let matrix = (0..<(n * n)).map { element($0 / n, $0 % n) }
    var values = [K.Real](repeating: .nan, count: n + 1)
    var vectors = [K.Real](repeating: .nan, count: n * n + 1)
    var scratch = [Double](repeating: .nan, count: kernels.eigenScratchCount(n: n) + 1)
    #expect(
      kernels.symmetricEigen(
        matrix, n: n, values: &values, vectors: &vectors, scratch: &scratch, isInterrupted: { false }))
    var alone = [K.Real](repeating: .nan, count: n)
    #expect(
      kernels.symmetricEigen(matrix, n: n, values: &alone, vectors: nil, scratch: &scratch, isInterrupted: { false }))
    #expect(alone == Array(values.prefix(n)), "values are the same bits without vectors")
    #expect(values[n].isNaN && vectors[n * n].isNaN && scratch[scratch.count - 1].isNaN, "nothing is written beyond")
    values.removeLast()
    #expect(zip(values, values.dropFirst()).allSatisfy { $0 <= $1 })
    let size = matrix.reduce(1e-300) { max($0, abs(Double($1))) }
    let unit = Double(max(K.Real.ulpOfOne, 1e-15)) * Double(n + 1) * 4
    var residual = 0.0
    var skew = 0.0
    for j in 0..<n {
      for i in 0..<n {
        var product = -Double(values[j]) / size * Double(vectors[i * n + j])
        var inner: Double = i == j ? -1 : 0
        for k in 0..<n {
          product += Double(matrix[i * n + k]) / size * Double(vectors[k * n + j])
          inner += Double(vectors[k * n + i]) * Double(vectors[k * n + j])
        }
        residual = max(residual, abs(product))
        skew = max(skew, abs(inner))
      }
      let column = (0..<n).map { vectors[$0 * n + j] }
      let largest = column.reduce(0) { max($0, abs($1)) }
      #expect(column.contains { $0 >= largest - 4 * .ulpOfOne }, "the sign is settled")
    }
    #expect(residual <= unit && skew <= unit, "\(n): A v − λ v \(residual), Vᵀ V − 1 \(skew), allowed \(unit)")
    return values
  }
}
