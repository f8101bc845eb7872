// The product of a matrix with one vector, where nothing is packed because nothing would be used twice.
// A matrix whose columns lie side by side sums in the order of the columns; any other sums each row in lanes.

/// y = Σₛ Aₛ xₛ over so many terms, or y + Σₛ Aₛ xₛ if `accumulate`.
///
/// Element (i, k) of Aₛ is at `matrix[s * matrixTerm + i * rowStride + k * columnStride]`, that of xₛ at
/// `x[s * xTerm + k * xStride]`, yᵢ at `y[i * yStride]`.
func multiplyVector(
  rows: Int, columns: Int, terms: Int, _ matrix: UnsafePointer<Real>, rowStride: Int, columnStride: Int,
  matrixTerm: Int, _ x: UnsafePointer<Real>, xStride: Int, xTerm: Int, into y: UnsafeMutablePointer<Real>,
  yStride: Int, accumulate: Bool
) {
  var row = 0
  if rowStride == 1 {
    for term in 1..<max(1, terms) {
      multiplyVector(
        rows: rows, columns: columns, terms: 1, matrix + (term - 1) * matrixTerm, rowStride: rowStride,
        columnStride: columnStride, matrixTerm: 0, x + (term - 1) * xTerm, xStride: xStride, xTerm: 0, into: y,
        yStride: yStride, accumulate: accumulate || term > 1)
    }
    let (matrix, x) = (matrix + (terms - 1) * matrixTerm, x + (terms - 1) * xTerm)
    let accumulate = accumulate || terms > 1
    while row + 4 * laneCount <= rows {
      let sums = sumColumns(matrix + row, columns: columns, columnStride: columnStride, x, xStride: xStride)
      addBlock(sums.0, y + row * yStride, laneCount, yStride, accumulate)
      addBlock(sums.1, y + (row + laneCount) * yStride, laneCount, yStride, accumulate)
      addBlock(sums.2, y + (row + 2 * laneCount) * yStride, laneCount, yStride, accumulate)
      addBlock(sums.3, y + (row + 3 * laneCount) * yStride, laneCount, yStride, accumulate)
      row += 4 * laneCount
    }
    while row < rows {
      let width = min(laneCount, rows - row)
      var sum = Lane.zero
      for column in 0..<columns {
        sum = Lane.multiplyAdd(
          block(matrix + (row + column * columnStride), 0, width, 1), Lanes(repeating: x[column * xStride]), sum)
      }
      addBlock(sum, y + row * yStride, width, yStride, accumulate)
      row += width
    }
    return
  }
  while row + 4 <= rows {
    let start = matrix + row * rowStride
    let sums = sumRows(
      start, rowStride: rowStride, columns: columns, columnStride: columnStride, terms: terms, matrixTerm: matrixTerm,
      x,
      xStride: xStride, xTerm: xTerm)
    add(sums.0, y + row * yStride, accumulate)
    add(sums.1, y + (row + 1) * yStride, accumulate)
    add(sums.2, y + (row + 2) * yStride, accumulate)
    add(sums.3, y + (row + 3) * yStride, accumulate)
    row += 4
  }
  while row < rows {
    // Four times the same row, so that its bits are those that it would have among others.
    let start = matrix + row * rowStride
    let sums = sumRows(
      start, rowStride: 0, columns: columns, columnStride: columnStride, terms: terms, matrixTerm: matrixTerm, x,
      xStride: xStride, xTerm: xTerm)
    add(sums.0, y + row * yStride, accumulate)
    row += 1
  }
}

/// The sums of four blocks of rows.
@inline(always)
private func sumColumns(
  _ matrix: UnsafePointer<Real>, columns: Int, columnStride: Int, _ x: UnsafePointer<Real>, xStride: Int
) -> (Lanes, Lanes, Lanes, Lanes) {
  var (sum0, sum1, sum2, sum3) = (Lane.zero, Lane.zero, Lane.zero, Lane.zero)
  var source = matrix
  var values = x
  for _ in 0..<columns {
    let value = Lanes(repeating: values[0])
    sum0 = Lane.multiplyAdd(Lane.load(source), value, sum0)
    sum1 = Lane.multiplyAdd(Lane.load(source + laneCount), value, sum1)
    sum2 = Lane.multiplyAdd(Lane.load(source + 2 * laneCount), value, sum2)
    sum3 = Lane.multiplyAdd(Lane.load(source + 3 * laneCount), value, sum3)
    source += columnStride
    values += xStride
  }
  return (sum0, sum1, sum2, sum3)
}

/// The sums of four rows.
@inline(always)
private func sumRows(
  _ matrix: UnsafePointer<Real>, rowStride: Int, columns: Int, columnStride: Int, terms: Int, matrixTerm: Int,
  _ x: UnsafePointer<Real>, xStride: Int, xTerm: Int
) -> (Real, Real, Real, Real) {
  var (sum0, sum1, sum2, sum3) = (Lane.zero, Lane.zero, Lane.zero, Lane.zero)
  var (rows, vector) = (matrix, x)
  for _ in 0..<terms {
    forEachBlock(count: columns) { index, width in
      let values = block(vector, index, width, xStride)
      sum0 = Lane.multiplyAdd(block(rows, index, width, columnStride), values, sum0)
      sum1 = Lane.multiplyAdd(block(rows + rowStride, index, width, columnStride), values, sum1)
      sum2 = Lane.multiplyAdd(block(rows + 2 * rowStride, index, width, columnStride), values, sum2)
      sum3 = Lane.multiplyAdd(block(rows + 3 * rowStride, index, width, columnStride), values, sum3)
    }
    rows += matrixTerm
    vector += xTerm
  }
  return (Lane.sum(sum0), Lane.sum(sum1), Lane.sum(sum2), Lane.sum(sum3))
}

@inline(always)
private func add(_ sum: Real, _ y: UnsafeMutablePointer<Real>, _ accumulate: Bool) {
  y.pointee = accumulate ? y.pointee + sum : sum
}

@inline(always)
private func addBlock(_ sum: Lanes, _ y: UnsafeMutablePointer<Real>, _ width: Int, _ stride: Int, _ accumulate: Bool) {
  writeBlock(accumulate ? block(y, 0, width, stride) + sum : sum, y, 0, width, stride)
}
