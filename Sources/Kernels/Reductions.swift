// A vector to one number. The order of additions is fixed by the length alone: four rows of lanes, then a balanced
// tree, so that a strided vector gives the same bits as its copy side by side.

extension Routines {
  /// The sum; 0 for no elements.
  package static func sum(_ x: UnsafePointer<Real>, count n: Int, stride: Int) -> Real {
    fold(count: n, from: Lane.zero, merge: { $0 + $1 }) { total, index, width in
      total + block(x, index, width, stride)
    }.total
  }

  /// The scalar product Σ xᵢ yᵢ.
  package static func dot(
    _ x: UnsafePointer<Real>, stride xStride: Int, _ y: UnsafePointer<Real>, stride yStride: Int, count n: Int
  ) -> Real {
    fold(count: n, from: Lane.zero, merge: { $0 + $1 }) { total, index, width in
      Lane.multiplyAdd(block(x, index, width, xStride), block(y, index, width, yStride), total)
    }.total
  }

  /// The mean; NaN for no elements.
  package static func mean(_ x: UnsafePointer<Real>, count n: Int, stride: Int) -> Real {
    sum(x, count: n, stride: stride) / Real(n)
  }

  /// The greatest element; NaN if one is NaN, −∞ for no elements.
  package static func maximum(_ x: UnsafePointer<Real>, count n: Int, stride: Int) -> Real {
    let lanes = fold(count: n, from: Lanes(repeating: -.infinity), merge: { Lane.maximum($0, $1) }) {
      top, index, width in
      Lane.maximum(top, block(x, index, width, stride, padding: -.infinity))
    }
    var result = lanes[0]
    for lane in 1..<laneCount where lanes[lane] > result || lanes[lane] != lanes[lane] { result = lanes[lane] }
    return result
  }

  /// The least element; NaN if one is NaN, ∞ for no elements.
  package static func minimum(_ x: UnsafePointer<Real>, count n: Int, stride: Int) -> Real {
    let lanes = fold(count: n, from: Lanes(repeating: .infinity), merge: { Lane.minimum($0, $1) }) {
      low, index, width in
      Lane.minimum(low, block(x, index, width, stride, padding: .infinity))
    }
    var result = lanes[0]
    for lane in 1..<laneCount where lanes[lane] < result || lanes[lane] != lanes[lane] { result = lanes[lane] }
    return result
  }

  /// The index of the greatest element, the first of equals; of the first NaN if there is one; −1 for no elements.
  package static func argmaximum(_ x: UnsafePointer<Real>, count n: Int, stride: Int) -> Int {
    let greatest = maximum(x, count: n, stride: stride)
    let isNaN = greatest != greatest
    var index = 0
    while index < n {
      let value = x[index &* stride]
      if isNaN ? value != value : value == greatest { return index }
      index += 1
    }
    return -1
  }

  /// The Euclidean norm; squares that would overflow or vanish are taken of scaled elements.
  package static func norm(_ x: UnsafePointer<Real>, count n: Int, stride: Int) -> Real {
    let squares = dot(x, stride: stride, x, stride: stride, count: n)
    // Between these bounds no square that matters has left the range of normal numbers.
    if squares > Real.leastNormalMagnitude * 0x1p30 && squares < .infinity { return squares.squareRoot() }
    let magnitude = fold(count: n, from: Lane.zero, merge: { Lane.maximum($0, $1) }) { top, index, width in
      Lane.maximum(top, Lane.absolute(block(x, index, width, stride)))
    }
    var scale = magnitude[0]
    for lane in 1..<laneCount where magnitude[lane] > scale || magnitude[lane] != magnitude[lane] {
      scale = magnitude[lane]
    }
    if !(scale > 0 && scale < .infinity) { return scale }
    let scaled = fold(count: n, from: Lane.zero, merge: { $0 + $1 }) { total, index, width in
      let value = block(x, index, width, stride) / scale
      return Lane.multiplyAdd(value, value, total)
    }
    return scaled.total.squareRoot() * scale
  }
}

/// The elements from `index` on, at most one block of them, and `padding` behind them.
@inline(always)
func block(_ x: UnsafePointer<Real>, _ index: Int, _ width: Int, _ stride: Int, padding: Real = 0) -> Lanes {
  width == laneCount
    ? Lane.load(x + index &* stride, stride: stride)
    : Lane.gather(x + index &* stride, stride: stride, count: width, padding: padding)
}

/// Folds blocks into four rows of lanes and merges these; `step` gets the sum so far, the first index and the width.
@inline(always)
func fold(
  count n: Int, from start: Lanes, merge: (Lanes, Lanes) -> Lanes, step: (Lanes, Int, Int) -> Lanes
) -> Lanes {
  var (row0, row1, row2, row3) = (start, start, start, start)
  var index = 0
  while index + 4 * laneCount <= n {
    row0 = step(row0, index, laneCount)
    row1 = step(row1, index + laneCount, laneCount)
    row2 = step(row2, index + 2 * laneCount, laneCount)
    row3 = step(row3, index + 3 * laneCount, laneCount)
    index += 4 * laneCount
  }
  while index + laneCount <= n {
    row0 = step(row0, index, laneCount)
    index += laneCount
  }
  if index < n { row1 = step(row1, index, n - index) }
  return merge(merge(row0, row1), merge(row2, row3))
}

extension Lanes {
  /// The lanes' sum, in the order of a balanced tree.
  @inline(always)
  var total: Real { Lane.sum(self) }
}
