// The general matrix product, and sums of such, over operands at any strides: transposes and histories need no copy of
// their own. The right operand is packed in panels of one block of columns, so that the innermost loop reads it from front
// to back.

/// The depth that one packed panel covers; a deeper product is the sum of several, in order.
private let panelDepth = 256

/// The columns of the right operand that are packed at a time.
private let panelColumns = 512

/// The rows of the left operand that go through all packed panels before the next ones; a multiple of all tiles' rows.
private let panelRows = 96

extension Routines {
  /// The scratch scalars that `multiply` needs.
  package static func multiplyScratchCount(m: Int, n: Int, k: Int, terms: Int) -> Int {
    guard m > 1, n > 1 else { return 0 }
    let depths = k < panelDepth ? k * termsAtOnce(k, terms) : panelDepth
    return MicroKernel.tileRows * laneCount + depths * ((min(n, panelColumns) + laneCount - 1) / laneCount * laneCount)
  }

  /// C = S + Σₛ Aₛ Bₛ over as many pairs as there are terms, with Aₛ of m×k and Bₛ of k×n.
  ///
  /// S is C itself if `accumulate`, else `initial` in every column, else zero.
  ///
  /// Bits depend on the operands and the sizes, and where one side is a single vector on which of the matrix's strides
  /// is 1: never on addresses.
  /// - `terms`: How many pairs are summed; at least one.
  /// - `a`: Element (i, j) of Aₛ is at `a[s * aTerm + i * aRow + j * aColumn]`.
  /// - `b`: Element (i, j) of Bₛ is at `b[s * bTerm + i * bRow + j * bColumn]`.
  /// - `initial`: `m` numbers, or nil; of no account if `accumulate`.
  /// - `c`: Element (i, j) is at `c[i * cRow + j]`; it must not overlap A or B.
  /// - `scratch`: Room for `multiplyScratchCount(m:n:k:terms:)` scalars.
  package static func multiply(
    m: Int, n: Int, k: Int, terms: Int, a: UnsafePointer<Real>, aRow: Int, aColumn: Int, aTerm: Int,
    b: UnsafePointer<Real>, bRow: Int, bColumn: Int, bTerm: Int, initial: UnsafePointer<Real>?,
    into c: UnsafeMutablePointer<Real>, cRow: Int, accumulate: Bool, scratch: UnsafeMutablePointer<Real>
  ) {
    if m <= 1 || n <= 1 {
      if let initial, !accumulate { for i in 0..<m { fill(c + i * cRow, stride: 1, count: n, with: initial[i]) } }
      let adds = accumulate || initial != nil
      if n == 1 {
        multiplyVector(
          rows: m, columns: k, terms: terms, a, rowStride: aRow, columnStride: aColumn, matrixTerm: aTerm, b,
          xStride: bRow, xTerm: bTerm, into: c, yStride: cRow, accumulate: adds)
      } else if m == 1 {
        multiplyVector(
          rows: n, columns: k, terms: terms, b, rowStride: bColumn, columnStride: bRow, matrixTerm: bTerm, a,
          xStride: aColumn, xTerm: aTerm, into: c, yStride: 1, accumulate: adds)
      }
      return
    }
    let (tile, panels) = (scratch, scratch + MicroKernel.tileRows * laneCount)
    var column = 0
    while column < n {
      let columns = min(panelColumns, n - column)
      var term = 0
      while term < terms {
        let taken = min(termsAtOnce(k, terms), terms - term)
        var depth = 0
        repeat {
          let depths = min(panelDepth, k - depth)
          for index in 0..<taken {
            packPanels(
              b + (term + index) * bTerm + depth * bRow + column * bColumn, bRow: bRow, bColumn: bColumn,
              depths: depths, columns: columns, panels + index * depths * laneCount, panelDepths: taken * depths)
          }
          let isFirst = term == 0 && depth == 0
          var row = 0
          while row < m {
            multiplyPanels(
              a + (row * aRow + depth * aColumn + term * aTerm), aRow: aRow, aColumn: aColumn, aTerm: aTerm,
              rows: min(panelRows, m - row), terms: taken, depths: depths, columns: columns, panels,
              start: isFirst && !accumulate ? .rows(initial.map { $0 + row }) : .result,
              into: c + row * cRow + column, cRow: cRow, tile: tile)
            row += panelRows
          }
          depth += depths
        } while depth < k
        term += taken
      }
      column += columns
    }
  }

  /// How many terms one packed panel covers: several, if they are not deep.
  private static func termsAtOnce(_ k: Int, _ terms: Int) -> Int { max(1, min(terms, panelDepth / max(1, k))) }
}

/// What a product is added to.
private enum Start {
  /// What lies in the result.
  case result
  /// A number for each row; nil for zeros.
  case rows(UnsafePointer<Real>?)
}

/// Lays a part of the right operand out as [blocks of columns][depths][lanes], filled up with zeros.
///
/// - `panelDepths`: of a whole panel, which may have more of them than are laid out here.
private func packPanels(
  _ b: UnsafePointer<Real>, bRow: Int, bColumn: Int, depths: Int, columns: Int, _ packed: UnsafeMutablePointer<Real>,
  panelDepths: Int
) {
  var column = 0
  var target = packed
  while column < columns {
    let width = min(laneCount, columns - column)
    let source = b + column * bColumn
    if bColumn == 1 && width == laneCount {
      for depth in 0..<depths { Lane.store(Lane.load(source + depth * bRow), target + depth * laneCount) }
    } else if bRow == 1 && width == laneCount && depths % laneCount == 0 {
      for depth in stride(from: 0, to: depths, by: laneCount) {
        Lane.transposeSquare(
          source + depth, stride: bColumn, into: target + depth * laneCount, targetStride: laneCount)
      }
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
    target += panelDepths * laneCount
    column += laneCount
  }
}

/// Adds the product of some rows of the left operand with all packed panels to what it starts from.
private func multiplyPanels(
  _ a: UnsafePointer<Real>, aRow: Int, aColumn: Int, aTerm: Int, rows: Int, terms: Int, depths: Int, columns: Int,
  _ packed: UnsafePointer<Real>, start: Start, into c: UnsafeMutablePointer<Real>, cRow: Int,
  tile: UnsafeMutablePointer<Real>
) {
  var column = 0
  while column < columns {
    let width = min(laneCount, columns - column)
    let panel = packed + column * terms * depths
    var row = 0
    while row < rows {
      let taken = tileRows(of: rows)
      // The last rows go with some before them, which are done already, so that a tile is whole.
      let first = min(row, rows - taken)
      let left = a + first * aRow
      if taken == MicroKernel.tileRows {
        MicroKernel.multiplyTile(
          left: left, leftRow: aRow, leftColumn: aColumn, leftTerm: aTerm, right: panel, terms: terms, depth: depths,
          into: tile)
      } else {
        multiplySmallTile(
          left, rows: taken, aRow: aRow, aColumn: aColumn, aTerm: aTerm, panel, terms: terms, depths: depths, into: tile
        )
      }
      addTile(
        tile + (row - first) * laneCount, rows: first + taken - row, width: width, start: start, row: row,
        into: c + row * cRow + column, cRow: cRow)
      row = first + taken
    }
    column += laneCount
  }
}

/// The rows that are worked out together, of so many.
@inline(always)
private func tileRows(of rows: Int) -> Int {
  rows >= MicroKernel.tileRows ? MicroKernel.tileRows : rows >= 6 ? 6 : 1
}

/// The products of six rows, or of one, as `MicroKernel.multiplyTile` gives those of more.
private func multiplySmallTile(
  _ left: UnsafePointer<Real>, rows: Int, aRow: Int, aColumn: Int, aTerm: Int, _ panel: UnsafePointer<Real>, terms: Int,
  depths: Int, into tile: UnsafeMutablePointer<Real>
) {
  var sums = (Lane.zero, Lane.zero, Lane.zero, Lane.zero, Lane.zero, Lane.zero)
  for term in 0..<terms {
    let (values, blocks) = (left + term * aTerm, panel + term * depths * laneCount)
    if rows == 6 {
      sums = MicroKernel.multiply6(
        left: values, leftRow: aRow, leftColumn: aColumn, right: blocks, rightStride: laneCount, depth: depths,
        initial: sums)
    } else {
      sums.0 = MicroKernel.multiply1(
        left: values, leftColumn: aColumn, right: blocks, rightStride: laneCount, depth: depths, initial: sums.0)
    }
  }
  Lane.store(sums.0, tile)
  guard rows == 6 else { return }
  Lane.store(sums.1, tile + laneCount)
  Lane.store(sums.2, tile + 2 * laneCount)
  Lane.store(sums.3, tile + 3 * laneCount)
  Lane.store(sums.4, tile + 4 * laneCount)
  Lane.store(sums.5, tile + 5 * laneCount)
}

/// Adds rows of sums, of which `width` lanes count, to what they start from.
@inline(always)
private func addTile(
  _ tile: UnsafePointer<Real>, rows: Int, width: Int, start: Start, row: Int, into c: UnsafeMutablePointer<Real>,
  cRow: Int
) {
  for index in 0..<rows {
    let (sum, target) = (Lane.load(tile + index * laneCount), c + index * cRow)
    switch start {
    case .result where width == laneCount: Lane.store(Lane.load(target) + sum, target)
    case .result: Lane.storePart(Lane.loadPart(target, count: width) + sum, target, count: width)
    case .rows(let numbers):
      let whole = Lanes(repeating: numbers?[row + index] ?? 0) + sum
      if width == laneCount { Lane.store(whole, target) } else { Lane.storePart(whole, target, count: width) }
    }
  }
}
