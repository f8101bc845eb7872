// Movement of numbers and the products that are not matrix products: copies, transposes, circular convolution, similarity of
// rows.

extension Routines {
  /// Sets `n` elements to one value.
  package static func fill(_ x: UnsafeMutablePointer<Real>, stride: Int, count n: Int, with value: Real) {
    forEachBlock(count: n) { index, width in writeBlock(Lanes(repeating: value), x, index, width, stride) }
  }

  /// Copies `n` elements; source and destination do not overlap unless they are the same.
  package static func copy(
    _ source: UnsafePointer<Real>, stride: Int, into destination: UnsafeMutablePointer<Real>, destinationStride: Int,
    count n: Int
  ) {
    forEachBlock(count: n) { index, width in
      writeBlock(block(source, index, width, stride), destination, index, width, destinationStride)
    }
  }

  /// The transpose of a row-major rows×columns matrix, as a row-major columns×rows one; the two do not overlap.
  package static func transpose(
    _ source: UnsafePointer<Real>, rows: Int, columns: Int, into destination: UnsafeMutablePointer<Real>
  ) {
    // Square tiles keep both sides in the nearest cache.
    let tile = laneCount
    var row = 0
    while row < rows {
      let rowEnd = min(row + tile, rows)
      var column = 0
      while column < columns {
        let columnEnd = min(column + tile, columns)
        if rowEnd - row == tile && columnEnd - column == tile {
          Lane.transposeSquare(
            source + (row * columns + column), stride: columns, into: destination + (column * rows + row),
            targetStride: rows)
        } else {
          for i in row..<rowEnd {
            for j in column..<columnEnd { destination[j &* rows &+ i] = source[i &* columns &+ j] }
          }
        }
        column = columnEnd
      }
      row = rowEnd
    }
  }

  /// y += a x.
  package static func axpy(
    _ a: Real, _ x: UnsafePointer<Real>, stride: Int, into y: UnsafeMutablePointer<Real>, resultStride: Int,
    count n: Int
  ) {
    let factor = Lanes(repeating: a)
    forEachBlock(count: n) { index, width in
      let value = Lane.multiplyAdd(factor, block(x, index, width, stride), block(y, index, width, resultStride))
      writeBlock(value, y, index, width, resultStride)
    }
  }

  /// w̃ᵢ = Σⱼ w[(i − (j − ⌊(k − 1)/2⌋)) mod n] sⱼ: the weights `w` moved round by the shifts `s`, whose middle moves nothing.
  ///
  /// (Graves et al. 2014, eq. 8, arXiv:1410.5401.) O(n k); `result` overlaps neither `w` nor `s`.
  /// - `w`: n values.
  /// - `s`: k values; the first is the shift by −⌊(k − 1)/2⌋.
  package static func circularConvolution(
    _ w: UnsafePointer<Real>, count n: Int, shifts s: UnsafePointer<Real>, shiftCount k: Int,
    into result: UnsafeMutablePointer<Real>
  ) {
    fill(result, stride: 1, count: n, with: 0)
    guard n > 0 else { return }
    for j in 0..<k {
      // result[i] += s[j] · w[(i − shift) mod n], in the two runs between which the index wraps.
      let shift = ((j - (k - 1) / 2) % n + n) % n
      axpy(s[j], w + (n - shift), stride: 1, into: result, resultStride: 1, count: shift)
      axpy(s[j], w, stride: 1, into: result + shift, resultStride: 1, count: n - shift)
    }
  }

  /// (M k)ᵢ / (‖Mᵢ‖ ‖k‖ + ε) for each row i of a matrix.
  ///
  /// - `matrix`: Element (i, j) is at `matrix[i * rowStride + j * columnStride]`.
  /// - `key`: `columns` values.
  package static func cosineSimilarity(
    _ matrix: UnsafePointer<Real>, rows: Int, columns: Int, rowStride: Int, columnStride: Int, key: UnsafePointer<Real>,
    epsilon: Real, into result: UnsafeMutablePointer<Real>
  ) {
    let keyNorm = norm(key, count: columns, stride: 1)
    for i in 0..<rows {
      let row = matrix + i * rowStride
      let product = dot(row, stride: columnStride, key, stride: 1, count: columns)
      result[i] = product / (norm(row, count: columns, stride: columnStride) * keyNorm + epsilon)
    }
  }
}
