// The innermost loops of a matrix product: one block of columns of the right operand with one, six or sixteen rows of the
// left. Each sum takes its products in order of depth, whichever of the loops computes it.

enum MicroKernel {
  typealias Six = (Lanes, Lanes, Lanes, Lanes, Lanes, Lanes)

  #if MANY_REGISTERS
    /// The rows that `multiplyTile` takes: so many sums that loads, not sums, are what a product waits for.
    static var tileRows: Int { 16 }
  #else
    /// The rows that `multiplyTile` takes: as many sums as there are registers for.
    static var tileRows: Int { 6 }
  #endif

  /// Σₛ Σₖ leftₛ[i, k] · rightₛ[k] for `tileRows` rows i, which are written one after another.
  ///
  /// - `left`: Element (i, k) of term s is at `left[s * leftTerm + i * leftRow + k * leftColumn]`.
  /// - `right`: The blocks for all depths of all terms, one after another.
  @inline(always)
  static func multiplyTile(
    left: UnsafePointer<Real>, leftRow: Int, leftColumn: Int, leftTerm: Int, right: UnsafePointer<Real>, terms: Int,
    depth: Int, into tile: UnsafeMutablePointer<Real>
  ) {
    #if MANY_REGISTERS
      var (upper, lower) = (eightZeros, eightZeros)
      for term in 0..<terms {
        multiply16(
          left: left + term * leftTerm, leftRow: leftRow, leftColumn: leftColumn,
          right: right + term * depth * laneCount, depth: depth, &upper, &lower)
      }
      store(upper, tile)
      store(lower, tile + 8 * laneCount)
    #else
      var sums = (Lane.zero, Lane.zero, Lane.zero, Lane.zero, Lane.zero, Lane.zero)
      for term in 0..<terms {
        sums = multiply6(
          left: left + term * leftTerm, leftRow: leftRow, leftColumn: leftColumn,
          right: right + term * depth * laneCount, rightStride: laneCount, depth: depth, initial: sums)
      }
      Lane.store(sums.0, tile)
      Lane.store(sums.1, tile + laneCount)
      Lane.store(sums.2, tile + 2 * laneCount)
      Lane.store(sums.3, tile + 3 * laneCount)
      Lane.store(sums.4, tile + 4 * laneCount)
      Lane.store(sums.5, tile + 5 * laneCount)
    #endif
  }

  #if MANY_REGISTERS
    typealias Eight = (Lanes, Lanes, Lanes, Lanes, Lanes, Lanes, Lanes, Lanes)

    @inline(always)
    private static var eightZeros: Eight {
      (Lane.zero, Lane.zero, Lane.zero, Lane.zero, Lane.zero, Lane.zero, Lane.zero, Lane.zero)
    }

    @inline(always)
    private static func store(_ sums: Eight, _ tile: UnsafeMutablePointer<Real>) {
      Lane.store(sums.0, tile)
      Lane.store(sums.1, tile + laneCount)
      Lane.store(sums.2, tile + 2 * laneCount)
      Lane.store(sums.3, tile + 3 * laneCount)
      Lane.store(sums.4, tile + 4 * laneCount)
      Lane.store(sums.5, tile + 5 * laneCount)
      Lane.store(sums.6, tile + 6 * laneCount)
      Lane.store(sums.7, tile + 7 * laneCount)
    }

    /// Adds the products of sixteen rows with blocks that lie one after another.
    @inline(always)
    private static func multiply16(
      left: UnsafePointer<Real>, leftRow: Int, leftColumn: Int, right: UnsafePointer<Real>, depth: Int,
      _ upper: inout Eight, _ lower: inout Eight
    ) {
      var (sum0, sum1, sum2, sum3, sum4, sum5, sum6, sum7) = upper
      var (sum8, sum9, sum10, sum11, sum12, sum13, sum14, sum15) = lower
      var rows = (left, left + 4 * leftRow, left + 8 * leftRow, left + 12 * leftRow)
      var block = right
      for _ in 0..<depth {
        let value = Lane.load(block)
        sum0 = Lane.multiplyAdd(Lanes(repeating: rows.0[0]), value, sum0)
        sum1 = Lane.multiplyAdd(Lanes(repeating: rows.0[leftRow]), value, sum1)
        sum2 = Lane.multiplyAdd(Lanes(repeating: rows.0[2 &* leftRow]), value, sum2)
        sum3 = Lane.multiplyAdd(Lanes(repeating: rows.0[3 &* leftRow]), value, sum3)
        sum4 = Lane.multiplyAdd(Lanes(repeating: rows.1[0]), value, sum4)
        sum5 = Lane.multiplyAdd(Lanes(repeating: rows.1[leftRow]), value, sum5)
        sum6 = Lane.multiplyAdd(Lanes(repeating: rows.1[2 &* leftRow]), value, sum6)
        sum7 = Lane.multiplyAdd(Lanes(repeating: rows.1[3 &* leftRow]), value, sum7)
        sum8 = Lane.multiplyAdd(Lanes(repeating: rows.2[0]), value, sum8)
        sum9 = Lane.multiplyAdd(Lanes(repeating: rows.2[leftRow]), value, sum9)
        sum10 = Lane.multiplyAdd(Lanes(repeating: rows.2[2 &* leftRow]), value, sum10)
        sum11 = Lane.multiplyAdd(Lanes(repeating: rows.2[3 &* leftRow]), value, sum11)
        sum12 = Lane.multiplyAdd(Lanes(repeating: rows.3[0]), value, sum12)
        sum13 = Lane.multiplyAdd(Lanes(repeating: rows.3[leftRow]), value, sum13)
        sum14 = Lane.multiplyAdd(Lanes(repeating: rows.3[2 &* leftRow]), value, sum14)
        sum15 = Lane.multiplyAdd(Lanes(repeating: rows.3[3 &* leftRow]), value, sum15)
        rows.0 += leftColumn
        rows.1 += leftColumn
        rows.2 += leftColumn
        rows.3 += leftColumn
        block += laneCount
      }
      upper = (sum0, sum1, sum2, sum3, sum4, sum5, sum6, sum7)
      lower = (sum8, sum9, sum10, sum11, sum12, sum13, sum14, sum15)
    }
  #endif

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
