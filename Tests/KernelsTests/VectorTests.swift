// Reductions, softmax, layer normalisation, structure and order, each against its definition in double precision.

import Glibc
import Testing

@Suite struct VectorTests {
  static let counts = [0, 1, 2, 7, 15, 16, 17, 33, 64, 65, 100, 257]

  @Test(arguments: Variant.available, counts)
  func `reductions agree with their definitions, with the same bits at every stride`(variant: Variant, count: Int) {
    func check<K: KernelSet>(_ kernels: K.Type) {
      var generator = SeededGenerator(seed: UInt64(count))
      let x = generator.numbers(count, as: K.Real.self)
      let y = generator.numbers(count, as: K.Real.self)
      let wide = spread(x, stride: 3)
      let exact = x.map { Double($0) }
      let products = zip(exact, y).map { $0 * Double($1) }
      let total = exact.reduce(0, +)
      let got = [
        kernels.sum(x, count: count, stride: 1), kernels.dot(x, stride: 1, y, stride: 1, count: count),
        kernels.norm(x, count: count, stride: 1), kernels.maximum(x, count: count, stride: 1),
        kernels.minimum(x, count: count, stride: 1),
      ]
      let right = [
        total, products.reduce(0, +), exact.reduce(0) { $0 + $1 * $1 }.squareRoot(), exact.max() ?? -.infinity,
        exact.min() ?? .infinity,
      ]
      #expect(worstError(Array(got[..<3]), Array(right[..<3]), scale: Double(count + 1)) <= 2)
      #expect(Double(got[3]) == right[3] && Double(got[4]) == right[4])
      let strided = [
        kernels.sum(wide, count: count, stride: 3), kernels.dot(wide, stride: 3, y, stride: 1, count: count),
        kernels.norm(wide, count: count, stride: 3), kernels.maximum(wide, count: count, stride: 3),
        kernels.minimum(wide, count: count, stride: 3),
      ]
      #expect(sameBits(got, strided))
      #expect(
        kernels.argmaximum(wide, count: count, stride: 3) == (exact.max().flatMap { exact.firstIndex(of: $0) } ?? -1))
      let mean = kernels.mean(x, count: count, stride: 1)
      #expect(count == 0 ? mean.isNaN : abs(Double(mean) - total / Double(count)) <= 2 * Double(K.Real.ulpOfOne))
    }
    check(variant.kernels)
  }

  @Test(arguments: Variant.available, [1, 16, 40])
  func `a NaN decides extremes and argmax wherever it stands, and sums`(variant: Variant, count: Int) {
    func check<K: KernelSet>(_ kernels: K.Type) {
      for place in 0..<count {
        var x = (0..<count).map { K.Real($0) }
        x[place] = .nan
        #expect(kernels.maximum(x, count: count, stride: 1).isNaN)
        #expect(kernels.minimum(x, count: count, stride: 1).isNaN)
        #expect(kernels.argmaximum(x, count: count, stride: 1) == place)
        #expect(kernels.norm(x, count: count, stride: 1).isNaN)
        #expect(kernels.sum(x, count: count, stride: 1).isNaN)
      }
      #expect(kernels.argmaximum([3, 7, 7, 7], count: 4, stride: 1) == 1)
    }
    check(variant.kernels)
  }

  @Test(arguments: Variant.available)
  func `the norm of huge and of tiny vectors neither overflows nor vanishes`(variant: Variant) {
    func check<K: KernelSet>(_ kernels: K.Type) {
      for size in [K.Real.greatestFiniteMagnitude / 8, K.Real.leastNormalMagnitude * 8] {
        let x = [3 * size, 4 * size]
        let norm = kernels.norm(x, count: 2, stride: 1)
        #expect(abs(norm / (5 * size) - 1) <= 4 * .ulpOfOne)
      }
      #expect(kernels.norm([0, -0.0], count: 2, stride: 1) == 0)
      #expect(kernels.norm([1, -.infinity], count: 2, stride: 1) == .infinity)
    }
    check(variant.kernels)
  }

  @Test(arguments: Variant.available, counts.dropFirst())
  func `softmax sums to one, is right, and works in place and at strides`(variant: Variant, count: Int) {
    func check<K: KernelSet>(_ kernels: K.Type) {
      var generator = SeededGenerator(seed: UInt64(count))
      let offset: K.Real = 30_000
      for base in [0, offset, -offset] {
        let x = generator.numbers(count, as: K.Real.self).map { ($0 * 8).rounded() + base }
        let top = x.max() ?? 0
        let powers = x.map { Glibc.exp(Double($0 - top)) }
        let total = powers.reduce(0, +)
        var result = [K.Real](repeating: 5, count: 2 * count)
        kernels.softmax(spread(x, stride: 3), count: count, stride: 3, into: &result, resultStride: 2)
        let values = stride(from: 0, to: 2 * count, by: 2).map { result[$0] }
        #expect(worstError(values, powers.map { $0 / total }) <= 12)
        #expect(stride(from: 1, to: 2 * count, by: 2).allSatisfy { result[$0] == 5 })
        var place = x
        inPlace(&place) { kernels.softmax($0, count: count, stride: 1, into: $1, resultStride: 1) }
        #expect(sameBits(place, values))
      }
    }
    check(variant.kernels)
  }

  @Test(arguments: Variant.available, [(1, 40), (7, 16), (33, 19), (5, 3), (0, 16)])
  func `softmax of a matrix is that of each column`(variant: Variant, size: (rows: Int, columns: Int)) {
    func check<K: KernelSet>(_ kernels: K.Type) {
      let (rows, columns) = size
      var generator = SeededGenerator(seed: UInt64(rows * 100 + columns))
      let x = generator.numbers(rows * columns, as: K.Real.self)
      var result = [K.Real](repeating: .nan, count: rows * columns + 1)
      kernels.softmaxColumns(x, rows: rows, columns: columns, into: &result)
      #expect(result[rows * columns].isNaN, "nothing is written beyond the matrix")
      for column in 0..<columns {
        let values = (0..<rows).map { Double(x[$0 * columns + column]) }
        let total = values.reduce(0) { $0 + exp($1) }
        let found = (0..<rows).map { result[$0 * columns + column] }
        #expect(worstError(found, values.map { exp($0) / total }, scale: 8) <= 1)
      }
    }
    check(variant.kernels)
  }

  @Test(arguments: Variant.available)
  func `softmax takes −∞ as absent, and infinities and NaN as IEEE 754 does`(variant: Variant) {
    func check<K: KernelSet>(_ kernels: K.Type) {
      func softmax(_ x: [K.Real]) -> [K.Real] {
        var result = x
        kernels.softmax(x, count: x.count, stride: 1, into: &result, resultStride: 1)
        return result
      }
      func masked(_ x: [K.Real], _ mask: [K.Real]) -> [K.Real] {
        var result = x
        kernels.softmaxMasked(
          x, count: x.count, stride: 1, mask: mask, maskStride: 1, into: &result, resultStride: 1)
        return result
      }
      #expect(softmax([-.infinity, 2, 2, -.infinity]) == [0, 0.5, 0.5, 0])
      #expect(softmax([.greatestFiniteMagnitude, -.greatestFiniteMagnitude]) == [1, 0])
      #expect(softmax([-.infinity, -.infinity]).allSatisfy { $0.isNaN })
      #expect(softmax([.infinity, 1]).contains { $0.isNaN })
      #expect(softmax([.nan, 1]).allSatisfy { $0.isNaN })
      #expect(masked([3, 3, .nan, 9], [1, -1, 0, 0]) == [0.5, 0.5, 0, 0])
      #expect(masked([.nan, .infinity], [0, 0]) == [0, 0])
      #expect(masked([.nan, 4], [0, 1]) == [0, 1])
      let mixed = masked([.nan, 4], [1, 0])
      #expect(mixed[0].isNaN && mixed[1] == 0)
    }
    check(variant.kernels)
  }

  @Test(arguments: Variant.available, counts.dropFirst())
  func `a mask that keeps a part gives the softmax of that part`(variant: Variant, count: Int) {
    func check<K: KernelSet>(_ kernels: K.Type) {
      var generator = SeededGenerator(seed: UInt64(count) + 9)
      var x = generator.numbers(count, as: K.Real.self)
      let mask = (0..<count).map { K.Real($0 % 3 == 1 ? 0 : 1) }
      let powers = zip(x, mask).map { $1 == 0 ? 0 : Glibc.exp(Double($0)) }
      let total = powers.reduce(0, +)
      inPlace(&x) {
        kernels.softmaxMasked(
          $0, count: count, stride: 1, mask: spread(mask, stride: 2), maskStride: 2, into: $1, resultStride: 1)
      }
      #expect(worstError(x, powers.map { $0 / total }) <= 4)
      #expect(zip(x, mask).allSatisfy { $1 != 0 || $0 == 0 })
    }
    check(variant.kernels)
  }

  @Test(arguments: Variant.available, counts.dropFirst())
  func `layer normalisation agrees with its definition`(variant: Variant, count: Int) {
    func check<K: KernelSet>(_ kernels: K.Type) {
      var generator = SeededGenerator(seed: UInt64(count) + 3)
      let x = generator.numbers(count, as: K.Real.self)
      let gamma = generator.numbers(count, as: K.Real.self)
      let beta = generator.numbers(count, as: K.Real.self)
      let mean = x.reduce(0) { $0 + Double($1) } / Double(count)
      let variance = x.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(count)
      let inverse = 1 / (variance + 0.015625).squareRoot()
      let plain = x.map { (Double($0) - mean) * inverse }
      var result = x
      kernels.layerNorm(
        spread(x, stride: 2), count: count, stride: 2, gamma: nil, beta: nil, epsilon: 0.015625, into: &result,
        resultStride: 1)
      #expect(worstError(result, plain, scale: 8) <= 8)
      kernels.layerNorm(
        x, count: count, stride: 1, gamma: gamma, beta: beta, epsilon: 0.015625, into: &result, resultStride: 1)
      #expect(worstError(result, plain.indices.map { plain[$0] * Double(gamma[$0]) + Double(beta[$0]) }, scale: 8) <= 8)
      let statistics = kernels.normalizationStatistics(x, count: count, stride: 1, epsilon: 0.015625)
      #expect(worstError([statistics.mean, statistics.inverseDeviation], [mean, inverse], scale: 8) <= 8)
    }
    check(variant.kernels)
  }

  @Test(arguments: Variant.available, [[0, 0], [1, 1], [3, 0], [5, 7], [17, 33], [40, 16]])
  func `a transpose and a copy put each number in its place`(variant: Variant, size: [Int]) {
    let (rows, columns) = (size[0], size[1])
    func check<K: KernelSet>(_ kernels: K.Type) {
      let matrix = (0..<(rows * columns)).map { K.Real($0) }
      var turned = matrix
      kernels.transpose(matrix, rows: rows, columns: columns, into: &turned)
      for i in 0..<rows {
        for j in 0..<columns { #expect(turned[j * rows + i] == matrix[i * columns + j]) }
      }
      var far = [K.Real](repeating: -1, count: 3 * matrix.count)
      kernels.copy(spread(matrix, stride: 2), stride: 2, into: &far, destinationStride: 3, count: matrix.count)
      #expect(far.enumerated().allSatisfy { $1 == ($0 % 3 == 0 ? matrix[$0 / 3] : -1) })
    }
    check(variant.kernels)
  }

  @Test(arguments: Variant.available, counts)
  func `axpy and fill reach their elements and no others`(variant: Variant, count: Int) {
    func check<K: KernelSet>(_ kernels: K.Type) {
      let x = (0..<count).map { K.Real($0) }
      var y = [K.Real](repeating: 1, count: 2 * count + 1)
      kernels.axpy(3, x, stride: 1, into: &y, resultStride: 2, count: count)
      #expect(y.enumerated().allSatisfy { $1 == ($0 % 2 == 0 && $0 < 2 * count ? 3 * K.Real($0 / 2) + 1 : 1) })
      kernels.fill(&y, stride: 2, count: count, with: 4)
      #expect(y.enumerated().allSatisfy { $1 == ($0 % 2 == 0 && $0 < 2 * count ? 4 : 1) })
    }
    check(variant.kernels)
  }

  @Test(arguments: Variant.available, [[1, 1], [5, 3], [8, 3], [20, 5], [33, 4], [3, 7], [4, 0], [0, 3]])
  func `circular convolution moves the weights round`(variant: Variant, size: [Int]) {
    let (count, shifts) = (size[0], size[1])
    func check<K: KernelSet>(_ kernels: K.Type) {
      var generator = SeededGenerator(seed: 5)
      let w = generator.numbers(count, as: K.Real.self)
      let s = generator.numbers(shifts, as: K.Real.self)
      var result = [K.Real](repeating: 9, count: count + 1)
      kernels.circularConvolution(w, count: count, shifts: s, shiftCount: shifts, into: &result)
      let right = (0..<count).map { i in
        (0..<shifts).reduce(0.0) { total, j in
          let from = (((i - (j - (shifts - 1) / 2)) % count) + count) % count
          return total + Double(w[from]) * Double(s[j])
        }
      }
      #expect(result[count] == 9)
      #expect(worstError(Array(result[..<count]), right, scale: Double(shifts + 1)) <= 1)
    }
    check(variant.kernels)
  }

  @Test(arguments: Variant.available, [[0, 4], [4, 0], [3, 5], [6, 40]])
  func `cosine similarity is that of each row, in a matrix and in its transpose`(variant: Variant, size: [Int]) {
    let (rows, columns) = (size[0], size[1])
    func check<K: KernelSet>(_ kernels: K.Type) {
      var generator = SeededGenerator(seed: 6)
      let matrix = generator.numbers(rows * columns, as: K.Real.self)
      let key = generator.numbers(columns, as: K.Real.self)
      let epsilon = 0.0009765625
      let right = (0..<rows).map { i in
        let row = (0..<columns).map { Double(matrix[i * columns + $0]) }
        let product = zip(row, key).reduce(0) { $0 + $1.0 * Double($1.1) }
        let lengths = [row, key.map { Double($0) }].map { $0.reduce(0) { $0 + $1 * $1 }.squareRoot() }
        return product / (lengths[0] * lengths[1] + epsilon)
      }
      var turned = matrix
      kernels.transpose(matrix, rows: rows, columns: columns, into: &turned)
      var result = [K.Real](repeating: 9, count: rows)
      for (source, rowStride, columnStride) in [(matrix, columns, 1), (turned, 1, rows)] {
        kernels.cosineSimilarity(
          source, rows: rows, columns: columns, rowStride: rowStride, columnStride: columnStride, key: key,
          epsilon: K.Real(epsilon), into: &result)
        #expect(worstError(result, right, scale: 1) <= 16)
      }
    }
    check(variant.kernels)
  }

  @Test(arguments: Variant.available, [0, 1, 2, 3, 17, 100])
  func `sorting is stable, and NaN counts as the greatest`(variant: Variant, count: Int) {
    func check<K: KernelSet>(_ kernels: K.Type) {
      var generator = SeededGenerator(seed: UInt64(count))
      let x = (0..<count).map { _ in
        let digit = Int.random(in: 0..<10, using: &generator)
        return digit == 9 ? K.Real.nan : digit == 8 ? -.infinity : K.Real(digit)
      }
      for descending in [false, true] {
        let right = x.indices.sorted { i, j in
          let (a, b) = descending ? (x[j], x[i]) : (x[i], x[j])
          if a < b || (b.isNaN && !a.isNaN) { return true }
          if b < a || (a.isNaN && !b.isNaN) { return false }
          return i < j
        }
        for k in [0, 1, count / 2, count, count + 4] {
          let found = min(k, count)
          var values = [K.Real](repeating: 77, count: found + 1)
          var indices = [Int](repeating: -7, count: found + 1)
          var scratch = [Int](repeating: 0, count: kernels.sortScratchCount(count: count))
          kernels.topK(
            spread(x, stride: 2), count: count, stride: 2, k: k, descending: descending, values: &values,
            indices: &indices, scratch: &scratch)
          #expect(indices == Array(right.prefix(k)) + [-7])
          #expect(sameBits(values, right.prefix(k).map { x[$0] } + [77]))
        }
        var indices = [Int](repeating: 0, count: count)
        var scratch = [Int](repeating: 0, count: kernels.sortScratchCount(count: count))
        kernels.sort(
          x, count: count, stride: 1, descending: descending, values: nil, indices: &indices, scratch: &scratch)
        #expect(indices == right)
      }
    }
    check(variant.kernels)
  }

  /// The elements with NaN between them.
  private func spread<R: BinaryFloatingPoint>(_ x: [R], stride: Int) -> [R] {
    x.flatMap { [$0] + [R](repeating: .nan, count: stride - 1) }
  }

  private func inPlace<R>(_ x: inout [R], _ body: (UnsafePointer<R>, UnsafeMutablePointer<R>) -> Void) {
    x.withUnsafeMutableBufferPointer { if let start = $0.baseAddress { body(UnsafePointer(start), start) } }
  }
}
