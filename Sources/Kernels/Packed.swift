// Products of a matrix that is used again and again with one vector or with many: the matrix is laid out once so that
// its rows lie in lanes and every product reads it from front to back.
// Each row sums its products in the order of the columns, so its bits depend on nothing but its operands.

/// Blocks of rows whose sums stay in registers during one pass over the vector; they lie side by side in the packed form.
private let groupBlocks = 4

/// Vectors that share one pass over a block of rows.
private let tileVectors = 6

extension Routines {
  /// The number of scalars in the packed form of a matrix: its rows, filled up with zeros to whole blocks.
  package static func packedCount(rows: Int, columns: Int) -> Int {
    (rows + laneCount - 1) / laneCount * laneCount * columns
  }

  /// Packs a matrix, whose element (i, j) is at `source[i * rowStride + j * columnStride]`.
  ///
  /// The form is [groups][columns][blocks of the group][lanes]: four blocks a group, fewer in the last.
  /// - `packed`: Room for `packedCount(rows:columns:)` scalars.
  package static func pack(
    _ source: UnsafePointer<Real>, rows: Int, columns: Int, rowStride: Int, columnStride: Int,
    into packed: UnsafeMutablePointer<Real>
  ) {
    let blocks = (rows + laneCount - 1) / laneCount
    var group = 0
    while group < blocks {
      let width = min(groupBlocks, blocks - group) * laneCount
      let panel = packed + group * laneCount * columns
      let firstRow = group * laneCount
      for column in 0..<columns {
        for lane in 0..<width {
          let row = firstRow + lane
          panel[column * width + lane] = row < rows ? source[row * rowStride + column * columnStride] : 0
        }
      }
      group += groupBlocks
    }
  }

  /// y = initial + A x, where A is `packed`; exactly `rows` values are written.
  /// - `x`: `columns` values.
  /// - `initial`: `rows` values, which may be `y` itself; zeros if `nil`.
  package static func multiplyPacked(
    _ packed: UnsafePointer<Real>, rows: Int, columns: Int, vector x: UnsafePointer<Real>,
    initial: UnsafePointer<Real>?, into y: UnsafeMutablePointer<Real>
  ) {
    var row = 0
    var panel = packed
    while row + groupBlocks * laneCount <= rows {
      multiplyGroup(panel, columns: columns, vector: x, initial: initial.map { $0 + row }, into: y + row)
      row += groupBlocks * laneCount
      panel += groupBlocks * laneCount * columns
    }
    let width = (rows - row + laneCount - 1) / laneCount * laneCount
    while row < rows {
      multiplyTile(
        panel, panelStride: width, columns: columns, vectors: x, vectorStride: 0, count: 1,
        initial: initial.map { $0 + row }, into: y + row, resultStride: 0, rows: rows - row)
      row += laneCount
      panel += laneCount
    }
  }

  /// yₖ = initial + A xₖ for `count` vectors, the same bits as one by one.
  ///
  /// xₖ is at `vectors + k * vectorStride`, yₖ at `result + k * resultStride`; `initial` is one vector, shared by all.
  package static func multiplyPacked(
    _ packed: UnsafePointer<Real>, rows: Int, columns: Int, vectors: UnsafePointer<Real>, vectorStride: Int, count: Int,
    initial: UnsafePointer<Real>?, into result: UnsafeMutablePointer<Real>, resultStride: Int
  ) {
    var row = 0
    while row < rows {
      let group = row / (groupBlocks * laneCount) * groupBlocks * laneCount
      let width = min(groupBlocks * laneCount, (rows - group + laneCount - 1) / laneCount * laneCount)
      let panel = packed + group * columns + (row - group)
      var vector = 0
      while vector < count {
        let tile = min(tileVectors, count - vector)
        multiplyTile(
          panel, panelStride: width, columns: columns, vectors: vectors + vector * vectorStride,
          vectorStride: vectorStride, count: tile, initial: initial.map { $0 + row },
          into: result + vector * resultStride + row, resultStride: resultStride, rows: rows - row)
        vector += tile
      }
      row += laneCount
    }
  }
}

/// One whole group of rows with one vector.
@inline(always)
private func multiplyGroup(
  _ panel: UnsafePointer<Real>, columns: Int, vector x: UnsafePointer<Real>, initial: UnsafePointer<Real>?,
  into y: UnsafeMutablePointer<Real>
) {
  var sum0 = Lane.zero
  var sum1 = Lane.zero
  var sum2 = Lane.zero
  var sum3 = Lane.zero
  if let initial {
    sum0 = Lane.load(initial)
    sum1 = Lane.load(initial + laneCount)
    sum2 = Lane.load(initial + 2 * laneCount)
    sum3 = Lane.load(initial + 3 * laneCount)
  }
  var weights = panel
  for column in 0..<columns {
    let value = Lanes(repeating: x[column])
    sum0 = Lane.multiplyAdd(Lane.load(weights), value, sum0)
    sum1 = Lane.multiplyAdd(Lane.load(weights + laneCount), value, sum1)
    sum2 = Lane.multiplyAdd(Lane.load(weights + 2 * laneCount), value, sum2)
    sum3 = Lane.multiplyAdd(Lane.load(weights + 3 * laneCount), value, sum3)
    weights += groupBlocks * laneCount
  }
  Lane.store(sum0, y)
  Lane.store(sum1, y + laneCount)
  Lane.store(sum2, y + 2 * laneCount)
  Lane.store(sum3, y + 3 * laneCount)
}

/// One block of rows with up to six vectors; the last block of a matrix may have fewer than `laneCount` rows.
@inline(never)
private func multiplyTile(
  _ panel: UnsafePointer<Real>, panelStride: Int, columns: Int, vectors: UnsafePointer<Real>, vectorStride: Int,
  count: Int, initial: UnsafePointer<Real>?, into result: UnsafeMutablePointer<Real>, resultStride: Int, rows: Int
) {
  var start = Lane.zero
  if let initial { start = rows >= laneCount ? Lane.load(initial) : Lane.loadPart(initial, count: rows) }
  var vector = 0
  if count == tileVectors {
    let sums = MicroKernel.multiply6(
      left: vectors, leftRow: vectorStride, leftColumn: 1, right: panel, rightStride: panelStride, depth: columns,
      initial: (start, start, start, start, start, start))
    write(sums.0, result, rows: rows)
    write(sums.1, result + resultStride, rows: rows)
    write(sums.2, result + 2 * resultStride, rows: rows)
    write(sums.3, result + 3 * resultStride, rows: rows)
    write(sums.4, result + 4 * resultStride, rows: rows)
    write(sums.5, result + 5 * resultStride, rows: rows)
    vector = tileVectors
  }
  while vector < count {
    let sum = MicroKernel.multiply1(
      left: vectors + vector * vectorStride, leftColumn: 1, right: panel, rightStride: panelStride, depth: columns,
      initial: start)
    write(sum, result + vector * resultStride, rows: rows)
    vector += 1
  }
}

/// Writes as many lanes as there are rows.
@inline(always)
private func write(_ value: Lanes, _ destination: UnsafeMutablePointer<Real>, rows: Int) {
  if rows >= laneCount {
    Lane.store(value, destination)
  } else {
    Lane.storePart(value, destination, count: rows)
  }
}
