// Matrix products, packed and general, against the plain sum of products in double precision.

import Testing

@Suite struct ProductTests {
  static let sizes = [
    (0, 0), (0, 5), (5, 0), (1, 1), (1, 7), (7, 1), (3, 5), (16, 16), (17, 13), (31, 2), (64, 9), (65, 66), (127, 40),
    (192, 3), (200, 31),
  ]

  @Test(arguments: Variant.available, sizes)
  func `a packed product is the product`(variant: Variant, size: (Int, Int)) {
    checkPacked(variant.kernels, rows: size.0, columns: size.1)
  }

  private func checkPacked<K: KernelSet>(_ kernels: K.Type, rows: Int, columns: Int) {
    var generator = SeededGenerator(seed: UInt64(rows * 1000 + columns))
    let count = 15
    let matrix = generator.numbers(rows * columns, as: K.Real.self)
    let vectors = generator.numbers(count * (columns + 3), as: K.Real.self)
    let initial = generator.numbers(rows, as: K.Real.self)
    var packed = [K.Real](repeating: .nan, count: kernels.packedCount(rows: rows, columns: columns) + 1)
    kernels.pack(matrix, rows: rows, columns: columns, rowStride: columns, columnStride: 1, into: &packed)
    #expect(packed.last?.isNaN == true, "nothing is written beyond the packed form")

    // The transpose of the transpose packs to the same.
    var turned = [K.Real](repeating: 0, count: rows * columns)
    kernels.transpose(matrix, rows: rows, columns: columns, into: &turned)
    var again = packed
    kernels.pack(turned, rows: rows, columns: columns, rowStride: 1, columnStride: rows, into: &again)
    #expect(sameBits(packed, again))

    for number in [0, 1, 5, 6, 7, count] {
      for start in [nil, initial] {
        var together = [K.Real](repeating: 5, count: number * (rows + 2) + 1)
        withOptional(start) {
          kernels.multiplyPacked(
            packed, rows: rows, columns: columns, vectors: vectors, vectorStride: columns + 3, count: number,
            initial: $0, into: &together, resultStride: rows + 2)
        }
        for k in 0..<number {
          let x = Array(vectors[(k * (columns + 3))...].prefix(columns))
          let right = product(matrix, x, rows: rows, columns: columns, from: start)
          var single = [K.Real](repeating: 5, count: rows + 1)
          withOptional(start) {
            kernels.multiplyPacked(packed, rows: rows, columns: columns, vector: x, initial: $0, into: &single)
          }
          #expect(single[rows] == 5 && together[k * (rows + 2) + rows] == 5, "nothing is written beyond the rows")
          #expect(worstError(Array(single[..<rows]), right, scale: Double(columns + 1)) <= 2)
          #expect(sameBits(Array(single[..<rows]), Array(together[(k * (rows + 2))...].prefix(rows))))
        }
      }
    }

    // The sum may start where it is written.
    var aliased = initial
    let x = Array(vectors.prefix(columns))
    var apart = initial
    kernels.multiplyPacked(packed, rows: rows, columns: columns, vector: x, initial: initial, into: &apart)
    aliased.withUnsafeMutableBufferPointer { y in
      guard let start = y.baseAddress else { return }
      kernels.multiplyPacked(
        packed, rows: rows, columns: columns, vector: x, initial: UnsafePointer(start), into: start)
    }
    #expect(sameBits(aliased, apart))
  }

  /// start + A x in double precision.
  private func product<R: BinaryFloatingPoint>(
    _ matrix: [R], _ x: [R], rows: Int, columns: Int, from start: [R]?
  )
    -> [Double]
  {
    var result = (start ?? [R](repeating: 0, count: rows)).map { Double($0) }
    for i in 0..<rows {
      for j in 0..<columns { result[i] += Double(matrix[i * columns + j]) * Double(x[j]) }
    }
    return result
  }

  private func withOptional<R>(_ array: [R]?, _ body: (UnsafePointer<R>?) -> Void) {
    if let array { array.withUnsafeBufferPointer { body($0.baseAddress) } } else { body(nil) }
  }

  /// m, n and k; the last go over the borders of the panels.
  static let products = [
    [0, 0, 0], [0, 3, 2], [3, 0, 2], [3, 2, 0], [1, 1, 1], [1, 17, 5], [17, 1, 5], [1, 1, 40], [150, 1, 19],
    [1, 83, 33], [6, 16, 8], [5, 15, 7],
    [7, 33, 11], [13, 19, 23], [2, 5, 530], [101, 17, 31], [4, 519, 3], [23, 40, 32],
  ]

  @Test(arguments: Variant.available, products)
  func `a general product is the product, at any strides, and several are their sum`(variant: Variant, size: [Int]) {
    for terms in [1, 2, 35] { checkGeneral(variant.kernels, m: size[0], n: size[1], k: size[2], terms: terms) }
  }

  private func checkGeneral<K: KernelSet>(_ kernels: K.Type, m: Int, n: Int, k: Int, terms: Int) {
    var generator = SeededGenerator(seed: UInt64(m * 10_000 + n * 100 + k))
    let a = (0..<terms).map { _ in generator.numbers(m * k, as: K.Real.self) }
    let b = (0..<terms).map { _ in generator.numbers(k * n, as: K.Real.self) }
    let before = generator.numbers(m * (n + 1), as: K.Real.self)
    let rows = generator.numbers(m, as: K.Real.self)
    let products = product(a.map(doubles), b.map(doubles), m: m, n: n, k: k)
    for (accumulate, initial) in [(false, nil), (false, rows), (true, nil)] {
      // In rows of n + 1 numbers, of which the last stays as it was.
      var exact = doubles(before)
      for i in 0..<m {
        for j in 0..<n {
          let start = accumulate ? exact[i * (n + 1) + j] : Double(initial?[i] ?? 0)
          exact[i * (n + 1) + j] = start + products[i * n + j]
        }
      }
      for (aTurned, bTurned) in [(false, false), (true, false), (false, true), (true, true)] {
        let left = a.flatMap { aTurned ? turned($0, rows: m, columns: k, kernels) : $0 }
        let right = b.flatMap { bTurned ? turned($0, rows: k, columns: n, kernels) : $0 }
        var c = before
        let room = kernels.multiplyScratchCount(m: m, n: n, k: k, terms: terms)
        var scratch = [K.Real](repeating: .nan, count: room + 1)
        withOptional(initial) {
          kernels.multiply(
            m: m, n: n, k: k, terms: terms, a: left, aRow: aTurned ? 1 : k, aColumn: aTurned ? m : 1, aTerm: m * k,
            b: right, bRow: bTurned ? 1 : n, bColumn: bTurned ? k : 1, bTerm: k * n, initial: $0, into: &c,
            cRow: n + 1, accumulate: accumulate, scratch: &scratch)
        }
        #expect(scratch.last?.isNaN == true, "nothing is written beyond the scratch memory")
        let worst = worstError(c, exact, scale: Double(k * terms + 1))
        #expect(worst <= 2, "\(m)×\(n)×\(k), \(terms) \(aTurned) \(bTurned)")
      }
    }
  }

  private func turned<K: KernelSet>(_ matrix: [K.Real], rows: Int, columns: Int, _: K.Type) -> [K.Real] {
    var result = matrix
    K.transpose(matrix, rows: rows, columns: columns, into: &result)
    return result
  }

  private func doubles<R: BinaryFloatingPoint>(_ numbers: [R]) -> [Double] { numbers.map { Double($0) } }

  /// The sum of products, m×n.
  private func product(_ a: [[Double]], _ b: [[Double]], m: Int, n: Int, k: Int) -> [Double] {
    var sum = Array(repeating: 0.0, count: m * n)
    for (a, b) in zip(a, b) {
      for i in 0..<m {
        for depth in 0..<k {
          let left = a[i * k + depth]
          for j in 0..<n { sum[i * n + j] += left * b[depth * n + j] }
        }
      }
    }
    return sum
  }

  @Test(arguments: Variant.available)
  func `NaN and infinities go through products`(variant: Variant) {
    func check<K: KernelSet>(_ kernels: K.Type) {
      let matrix: [K.Real] = [1, 0, 0, 1, 1, 1]
      var packed = [K.Real](repeating: 0, count: kernels.packedCount(rows: 3, columns: 2))
      kernels.pack(matrix, rows: 3, columns: 2, rowStride: 2, columnStride: 1, into: &packed)
      var y = [K.Real](repeating: 0, count: 3)
      kernels.multiplyPacked(packed, rows: 3, columns: 2, vector: [.infinity, 1], initial: nil, into: &y)
      #expect(y[0] == .infinity && y[1].isNaN && y[2] == .infinity)
    }
    check(variant.kernels)
  }
}
