// Softmax, shifted by the maximum so that nothing overflows.
// An infinity among the elements, or a row of −∞, gives the NaN that IEEE 754 arithmetic gives.

extension Routines {
  /// softmax(x)ᵢ = exp(xᵢ − max x) / Σⱼ exp(xⱼ − max x); `result` may be `x` itself.
  package static func softmax(
    _ x: UnsafePointer<Real>, count n: Int, stride: Int, into result: UnsafeMutablePointer<Real>, resultStride: Int
  ) {
    let top = maximum(x, count: n, stride: stride)
    let total = fold(count: n, from: Lane.zero, merge: { $0 + $1 }) { total, index, width in
      let value = Lane.exp(block(x, index, width, stride, padding: -.infinity) - top)
      writeBlock(value, result, index, width, resultStride)
      return total + kept(value, width)
    }.total
    forEachBlock(count: n) { index, width in
      writeBlock(block(result, index, width, resultStride) / total, result, index, width, resultStride)
    }
  }

  /// Softmax of each column of a row-major matrix; `result` may be the matrix itself.
  ///
  /// A whole block of columns is worked out side by side, summed from the first row to the last.
  package static func softmaxColumns(
    _ x: UnsafePointer<Real>, rows: Int, columns: Int, into result: UnsafeMutablePointer<Real>
  ) {
    var column = 0
    while column + laneCount <= columns {
      let (source, target) = (x + column, result + column)
      var top = Lanes(repeating: -.infinity)
      for row in 0..<rows { top = Lane.maximum(top, Lane.load(source + row &* columns)) }
      var total = Lane.zero
      for row in 0..<rows {
        let value = Lane.exp(Lane.load(source + row &* columns) - top)
        Lane.store(value, target + row &* columns)
        total += value
      }
      for row in 0..<rows {
        Lane.store(Lane.load(target + row &* columns) / total, target + row &* columns)
      }
      column += laneCount
    }
    while column < columns {
      softmax(x + column, count: rows, stride: columns, into: result + column, resultStride: columns)
      column += 1
    }
  }

  /// Softmax over the elements whose mask is not zero; the others, whatever they hold, become 0, and so does a row
  /// that is masked whole.
  package static func softmaxMasked(
    _ x: UnsafePointer<Real>, count n: Int, stride: Int, mask: UnsafePointer<Real>, maskStride: Int,
    into result: UnsafeMutablePointer<Real>, resultStride: Int
  ) {
    let tops = fold(count: n, from: Lanes(repeating: -.infinity), merge: { Lane.maximum($0, $1) }) {
      top, index, width in
      let keep = block(mask, index, width, maskStride) .!= 0
      return Lane.maximum(
        top, Lanes(repeating: -.infinity).replacing(with: block(x, index, width, stride), where: keep))
    }
    var top = tops[0]
    for lane in 1..<laneCount where tops[lane] > top || tops[lane] != tops[lane] { top = tops[lane] }
    var hasKept = false
    let total = fold(count: n, from: Lane.zero, merge: { $0 + $1 }) { total, index, width in
      let keep = block(mask, index, width, maskStride) .!= 0
      if any(keep) { hasKept = true }
      let value = Lane.zero.replacing(with: Lane.exp(block(x, index, width, stride) - top), where: keep)
      writeBlock(value, result, index, width, resultStride)
      return total + value
    }.total
    guard hasKept else { return }
    // A masked element stays 0 even where the kept ones are NaN.
    forEachBlock(count: n) { index, width in
      let keep = block(mask, index, width, maskStride) .!= 0
      let value = block(result, index, width, resultStride) / total
      writeBlock(Lane.zero.replacing(with: value, where: keep), result, index, width, resultStride)
    }
  }
}

/// The first `width` lanes, zero in the others.
@inline(always)
private func kept(_ value: Lanes, _ width: Int) -> Lanes {
  if width == laneCount { return value }
  var result = value
  for lane in width..<laneCount { result[lane] = 0 }
  return result
}

/// Writes at most one block of elements from `index` on.
@inline(always)
func writeBlock(_ value: Lanes, _ x: UnsafeMutablePointer<Real>, _ index: Int, _ width: Int, _ stride: Int) {
  if width == laneCount {
    Lane.store(value, x + index &* stride, stride: stride)
  } else {
    Lane.scatter(value, x + index &* stride, stride: stride, count: width)
  }
}

/// Calls `body` with the first index and the width of each block of `n` elements.
@inline(always)
func forEachBlock(count n: Int, _ body: (Int, Int) -> Void) {
  var index = 0
  while index + laneCount <= n {
    body(index, laneCount)
    index += laneCount
  }
  if index < n { body(index, n - index) }
}
