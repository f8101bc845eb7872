// How much a matrix can stretch, once and again and again: what makes gradients vanish or explode.

internal import Glibc

/// A matrix of numbers, row by row, that is measured.
package struct MeasuredMatrix: Sendable, Equatable {
  package var rows: Int
  package var columns: Int
  package var numbers: [Double]

  package init(rows: Int, columns: Int, numbers: [Double]) {
    self.rows = rows
    self.columns = columns
    self.numbers = numbers
  }

  /// The spectral norm: by how much a vector grows at most.
  ///
  /// By power iteration on MᵀM from a vector without a direction of its own.
  package var norm: Double {
    var vector = MeasuredMatrix(rows: columns, columns: 1, numbers: (0..<columns).map { 1 + 0.1 * sin(Double($0)) })
    let turned = transposed
    var result = 0.0
    for _ in 0..<300 {
      let size = vector.length
      guard size > 0, size.isFinite else { return size > 0 ? .infinity : 0 }
      let image = self * vector.scaled(by: 1 / size)
      let next = image.length
      if abs(next - result) <= 1e-12 * next { return next }
      (result, vector) = (next, turned * image)
    }
    return result
  }

  /// The spectral radius: the growth per step of the longest run, lim ‖Mᵏ‖^(1/k) (Gelfand 1941); of a square matrix.
  ///
  /// The matrix is squared again and again, brought to length 1 each time.
  package var radius: Double {
    var power = self
    var logarithm = 0.0
    var exponent = 1.0
    for _ in 0..<30 {
      let size = power.length
      guard size > 0, size.isFinite else { return size > 0 ? .infinity : 0 }
      logarithm += log(size) / exponent
      power = power.scaled(by: 1 / size)
      power = power * power
      exponent *= 2
    }
    return exp(logarithm)
  }

  /// The root of the sum of all squares.
  package var length: Double { numbers.reduce(0) { $0 + $1 * $1 }.squareRoot() }

  package static func * (one: MeasuredMatrix, other: MeasuredMatrix) -> MeasuredMatrix {
    let (m, n, k) = (one.rows, other.columns, one.columns)
    var result = [Double](repeating: 0, count: m * n)
    let scratch = Workspace<Double>(count: Double.arithmetic.productScratch(m, n, k, 1) + 16)
    result.withUnsafeMutableBufferPointer { result in
      one.numbers.withUnsafeBufferPointer { a in
        other.numbers.withUnsafeBufferPointer { b in
          guard let a = a.baseAddress, let b = b.baseAddress, let c = result.baseAddress else { return }
          Double.arithmetic.multiply(
            ProductCall(
              m: m, n: n, k: k, a: .init(start: a, row: k, column: 1), b: .init(start: b, row: n, column: 1), result: c,
              scratch: scratch.memory))
        }
      }
    }
    return MeasuredMatrix(rows: m, columns: n, numbers: result)
  }

  private var transposed: MeasuredMatrix {
    var result = self
    (result.rows, result.columns) = (columns, rows)
    for row in 0..<rows {
      for column in 0..<columns { result.numbers[column * rows + row] = numbers[row * columns + column] }
    }
    return result
  }

  private func scaled(by factor: Double) -> MeasuredMatrix {
    MeasuredMatrix(rows: rows, columns: columns, numbers: numbers.map { $0 * factor })
  }
}
