// A square of numbers, as many blocks as a block has lanes, laid out the other way round in registers.

extension Lane {
  /// Writes block j of the result from lane j of all blocks of the source; the two do not overlap.
  ///
  /// Each round deals the blocks of the first half alternately with those of the second, as cards are shuffled: after
  /// as many rounds as lanes can be halved, rows have become columns.
  /// - `stride`: how far the blocks of the source are apart.
  /// - `targetStride`: how far those of the result are apart.
  @inline(never)
  static func transposeSquare(
    _ source: UnsafePointer<Real>, stride: Int, into target: UnsafeMutablePointer<Real>, targetStride: Int
  ) {
    #if DOUBLE_PRECISION
      var (rows, next) = (InlineArray<8, Lanes>(repeating: zero), InlineArray<8, Lanes>(repeating: zero))
      let rounds = 3
    #else
      var (rows, next) = (InlineArray<16, Lanes>(repeating: zero), InlineArray<16, Lanes>(repeating: zero))
      let rounds = 4
    #endif
    for row in 0..<laneCount { rows[row] = load(source + row &* stride) }
    for _ in 0..<rounds {
      for row in 0..<laneCount / 2 {
        (next[2 &* row], next[2 &* row &+ 1]) = dealt(rows[row], rows[row &+ laneCount / 2])
      }
      swap(&rows, &next)
    }
    for row in 0..<laneCount { store(rows[row], target + row &* targetStride) }
  }

  /// a₀ b₀ a₁ b₁ … of two blocks, in two blocks.
  @inline(always)
  private static func dealt(_ a: Lanes, _ b: Lanes) -> (Lanes, Lanes) {
    let (a, b) = (halves(a), halves(b))
    var (low, high) = (zero, zero)
    low.evenHalf = a.low
    low.oddHalf = b.low
    high.evenHalf = a.high
    high.oddHalf = b.high
    return (low, high)
  }
}
