// The innermost loops of a matrix product: one block of columns of the right operand with one or six rows of the left.
// Each sum takes its products in order of depth, whichever of the two loops computes it.

enum MicroKernel {
  typealias Six = (Lanes, Lanes, Lanes, Lanes, Lanes, Lanes)

  /// initialᵢ + Σₖ left[i, k] · right[k], for six rows i.
  ///
  /// - `left`: Element (i, k) is at `left[i * leftRow + k * leftColumn]`.
  /// - `right`: The block for k is at `right + k * rightStride`.
  @inline(always)
  static func multiply6(
    left: UnsafePointer<Real>, leftRow: Int, leftColumn: Int, right: UnsafePointer<Real>, rightStride: Int, depth: Int,
    initial: Six
  ) -> Six {
    var (sum0, sum1, sum2, sum3, sum4, sum5) = initial
    var low = left
    var high = left + 3 * leftRow
    var block = right
    for _ in 0..<depth {
      let value = Lane.load(block)
      sum0 = Lane.multiplyAdd(Lanes(repeating: low[0]), value, sum0)
      sum1 = Lane.multiplyAdd(Lanes(repeating: low[leftRow]), value, sum1)
      sum2 = Lane.multiplyAdd(Lanes(repeating: low[2 &* leftRow]), value, sum2)
      sum3 = Lane.multiplyAdd(Lanes(repeating: high[0]), value, sum3)
      sum4 = Lane.multiplyAdd(Lanes(repeating: high[leftRow]), value, sum4)
      sum5 = Lane.multiplyAdd(Lanes(repeating: high[2 &* leftRow]), value, sum5)
      low += leftColumn
      high += leftColumn
      block += rightStride
    }
    return (sum0, sum1, sum2, sum3, sum4, sum5)
  }

  /// initial + Σₖ left[k] · right[k] for one row; the same bits as in `multiply6`.
  @inline(always)
  static func multiply1(
    left: UnsafePointer<Real>, leftColumn: Int, right: UnsafePointer<Real>, rightStride: Int, depth: Int, initial: Lanes
  ) -> Lanes {
    var sum = initial
    var values = left
    var block = right
    for _ in 0..<depth {
      sum = Lane.multiplyAdd(Lanes(repeating: values[0]), Lane.load(block), sum)
      values += leftColumn
      block += rightStride
    }
    return sum
  }
}
