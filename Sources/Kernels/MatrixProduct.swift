// The general matrix product, over operands at any strides: transposes and histories need no copy of their own.
// The right operand is packed in panels of one block of columns, so that the innermost loop reads it from front to back.

/// The depth that one packed panel covers; a deeper product is the sum of several, in order.
private let panelDepth = 256

/// The columns of the right operand that are packed at a time.
private let panelColumns = 512

/// The rows of the left operand that go through all packed panels before the next ones; a multiple of six.
private let panelRows = 96

extension Routines {
  /// The scratch scalars that `multiply` needs.
  package static func multiplyScratchCount(m: Int, n: Int, k: Int) -> Int {
    m == 1 || n == 1 ? 0 : min(k, panelDepth) * ((min(n, panelColumns) + laneCount - 1) / laneCount * laneCount)
  }

  /// C = A B, or C + A B if `accumulate`, with A of m×k and B of k×n.
  ///
  /// Bits depend on the operands and the sizes, and where one side is a single vector on which of the matrix's strides
  /// is 1: never on addresses.
  /// - `a`: Element (i, j) is at `a[i * aRow + j * aColumn]`.
  /// - `b`: Element (i, j) is at `b[i * bRow + j * bColumn]`.
  /// - `c`: Element (i, j) is at `c[i * cRow + j]`; it must not overlap A or B.
  /// - `scratch`: Room for `multiplyScratchCount(m:n:k:)` scalars.
  package static func multiply(
    m: Int, n: Int, k: Int, a: UnsafePointer<Real>, aRow: Int, aColumn: Int, b: UnsafePointer<Real>, bRow: Int,
    bColumn: Int, into c: UnsafeMutablePointer<Real>, cRow: Int, accumulate: Bool, scratch: UnsafeMutablePointer<Real>
  ) {
    if n == 1 {
      multiplyVector(
        rows: m, columns: k, a, rowStride: aRow, columnStride: aColumn, b, xStride: bRow, into: c, yStride: cRow,
        accumulate: accumulate)
      return
    }
    if m == 1 {
      multiplyVector(
        rows: n, columns: k, b, rowStride: bColumn, columnStride: bRow, a, xStride: aColumn, into: c, yStride: 1,
        accumulate: accumulate)
      return
    }
    if !accumulate {
      for i in 0..<m { fill(c + i * cRow, stride: 1, count: n, with: 0) }
    }
    var column = 0
    while column < n {
      let columns = min(panelColumns, n - column)
      var depth = 0
      while depth < k {
        let depths = min(panelDepth, k - depth)
        packPanels(
          b + depth * bRow + column * bColumn, bRow: bRow, bColumn: bColumn, depths: depths, columns: columns, scratch)
        var row = 0
        while row < m {
          let rows = min(panelRows, m - row)
          multiplyPanels(
            a + row * aRow + depth * aColumn, aRow: aRow, aColumn: aColumn, rows: rows, depths: depths,
            columns: columns, scratch, into: c + row * cRow + column, cRow: cRow)
          row += rows
        }
        depth += depths
      }
      column += columns
    }
  }
}

/// Lays a part of the right operand out as [blocks of columns][depths][lanes], filled up with zeros.
private func packPanels(
  _ b: UnsafePointer<Real>, bRow: Int, bColumn: Int, depths: Int, columns: Int, _ packed: UnsafeMutablePointer<Real>
) {
  var column = 0
  var target = packed
  while column < columns {
    let width = min(laneCount, columns - column)
    let source = b + column * bColumn
    if bColumn == 1 && width == laneCount {
      for depth in 0..<depths { Lane.store(Lane.load(source + depth * bRow), target + depth * laneCount) }
    } else {
      for lane in 0..<laneCount {
        if lane < width {
          let line = source + lane * bColumn
          for depth in 0..<depths { target[depth &* laneCount &+ lane] = line[depth &* bRow] }
        } else {
          for depth in 0..<depths { target[depth &* laneCount &+ lane] = 0 }
        }
      }
    }
    target += depths * laneCount
    column += laneCount
  }
}

/// Adds the product of some rows of the left operand with all packed panels to C.
private func multiplyPanels(
  _ a: UnsafePointer<Real>, aRow: Int, aColumn: Int, rows: Int, depths: Int, columns: Int,
  _ packed: UnsafePointer<Real>,
  into c: UnsafeMutablePointer<Real>, cRow: Int
) {
  var column = 0
  while column < columns {
    let width = min(laneCount, columns - column)
    let panel = packed + column * depths
    let isWhole = width == laneCount
    var row = 0
    while row + 6 <= rows {
      let left = a + row * aRow
      let target = c + row * cRow + column
      let sums = MicroKernel.multiply6(
        left: left, leftRow: aRow, leftColumn: aColumn, right: panel, rightStride: laneCount, depth: depths,
        initial: (Lane.zero, Lane.zero, Lane.zero, Lane.zero, Lane.zero, Lane.zero))
      if isWhole {
        Lane.store(Lane.load(target) + sums.0, target)
        Lane.store(Lane.load(target + cRow) + sums.1, target + cRow)
        Lane.store(Lane.load(target + 2 * cRow) + sums.2, target + 2 * cRow)
        Lane.store(Lane.load(target + 3 * cRow) + sums.3, target + 3 * cRow)
        Lane.store(Lane.load(target + 4 * cRow) + sums.4, target + 4 * cRow)
        Lane.store(Lane.load(target + 5 * cRow) + sums.5, target + 5 * cRow)
      } else {
        addPart(sums.0, target, width)
        addPart(sums.1, target + cRow, width)
        addPart(sums.2, target + 2 * cRow, width)
        addPart(sums.3, target + 3 * cRow, width)
        addPart(sums.4, target + 4 * cRow, width)
        addPart(sums.5, target + 5 * cRow, width)
      }
      row += 6
    }
    while row < rows {
      let sum = MicroKernel.multiply1(
        left: a + row * aRow, leftColumn: aColumn, right: panel, rightStride: laneCount, depth: depths,
        initial: Lane.zero)
      addPart(sum, c + row * cRow + column, width)
      row += 1
    }
    column += laneCount
  }
}

/// Adds the first `width` lanes to a row of C.
private func addPart(_ sum: Lanes, _ target: UnsafeMutablePointer<Real>, _ width: Int) {
  if width == laneCount {
    Lane.store(Lane.load(target) + sum, target)
  } else {
    Lane.storePart(Lane.loadPart(target, count: width) + sum, target, count: width)
  }
}
