// The eigenvalues and eigenvectors of a symmetric matrix: Householder reduction to tridiagonal form, then the implicit
// QL iteration (Bowdler, Martin, Reinsch, Wilkinson 1968; EISPACK tred2 and tql2), in double precision throughout.
// Eigenvectors lie in rows while they are worked on, so that a rotation mixes two runs of memory.

extension Routines {
  /// The scratch doubles that `symmetricEigen` needs.
  package static func eigenScratchCount(n: Int) -> Int { n * n + 3 * n + EigenRotations.scratchCount(n) }

  /// A = V diag(λ) Vᵀ for a symmetric n×n matrix, of which the lower triangle is read.
  ///
  /// Each eigenvector has length 1 and its component of greatest magnitude (the first of equals) positive. O(n³).
  /// - `a`: Row-major.
  /// - `values`: n eigenvalues, ascending.
  /// - `vectors`: n×n, row-major; column j belongs to `values[j]`. Nil where values are enough, which are the same bits without
  ///   them and take a quarter of the time.
  /// - `scratch`: Room for `eigenScratchCount(n:)` doubles.
  /// - `isInterrupted`: Whether to stop; asked about 3n times.
  ///
  /// The answer is whether the iteration converged; it does not where the matrix holds NaN or infinities, or where it was
  /// stopped, and then values and vectors are NaN.
  package static func symmetricEigen(
    _ a: UnsafePointer<Real>, n: Int, values: UnsafeMutablePointer<Real>, vectors: UnsafeMutablePointer<Real>?,
    scratch: UnsafeMutablePointer<Double>, isInterrupted: () -> Bool = { false }
  ) -> Bool {
    let rows = scratch
    let diagonal = scratch + n * n
    let off = diagonal + n
    let work = off + n
    let waiting = work + n
    let turned = vectors == nil ? nil : rows
    EigenRotations.clear(waiting)
    // Scaled by the greatest magnitude, no square overflows or vanishes.
    var greatest = 0.0
    var isFinite = true
    for i in 0..<n {
      for j in 0...i {
        let value = Double(a[i * n + j])
        if !value.isFinite { isFinite = false }
        greatest = max(greatest, abs(value))
      }
    }
    let scale = greatest > 0 ? greatest : 1
    var converged = isFinite
    if isFinite {
      for i in 0..<n {
        for j in 0...i {
          let value = Double(a[i * n + j]) / scale
          rows[i * n + j] = value
          rows[j * n + i] = value
        }
      }
      converged =
        tridiagonalize(rows, n: n, diagonal: diagonal, off: off, work: work, isInterrupted)
        && (vectors == nil || unfoldReflectors(rows, n: n, work: work, isInterrupted))
        && iterateQL(turned, waiting, n: n, diagonal: diagonal, off: off, isInterrupted)
      if let turned { EigenRotations.apply(waiting, to: turned, n: n) }
    }
    guard converged else {
      fill(values, stride: 1, count: n, with: .nan)
      if let vectors { fill(vectors, stride: 1, count: n * n, with: .nan) }
      return false
    }
    sortAscending(vectors == nil ? nil : rows, n: n, diagonal: diagonal)
    for j in 0..<n { values[j] = Real(diagonal[j] * scale) }
    guard let vectors else { return true }
    for j in 0..<n {
      let row = rows + j * n
      var largest = 0
      for i in 0..<n where abs(row[i]) > abs(row[largest]) { largest = i }
      let sign = row[largest] < 0 ? -1.0 : 1.0
      for i in 0..<n { vectors[i * n + j] = Real(sign * row[i]) }
    }
    return true
  }
}

/// Finds T where A = Q T Qᵀ; `diagonal` and `off[1...]` become its own, and the reflectors that Q is made of stay in the rows of
/// the matrix.
///
/// The answer of this and of what follows is whether it came to an end.
private func tridiagonalize(
  _ rows: UnsafeMutablePointer<Double>, n: Int, diagonal: UnsafeMutablePointer<Double>,
  off: UnsafeMutablePointer<Double>,
  work: UnsafeMutablePointer<Double>, _ isInterrupted: () -> Bool
) -> Bool {
  guard n > 0 else { return true }
  var i = n - 1
  while i > 0 {
    if isInterrupted() { return false }
    // The reflector u annihilates row i left of its neighbour; it stays in that row. work[i] keeps uᵀu / 2.
    let u = rows + i * n
    var rest = 0.0
    for k in 0..<(i - 1) { rest += u[k] * u[k] }
    let last = u[i - 1]
    if rest == 0 {
      off[i] = last
      work[i] = 0
    } else {
      let length = (rest + last * last).squareRoot()
      let g = last >= 0 ? -length : length
      off[i] = g
      let h = length * length - last * g
      u[i - 1] = last - g
      work[i] = h
      // p = A u / h in off[0..<i], from the lower triangle; then A −= u qᵀ + q uᵀ with q = p − (uᵀp / 2h) u.
      for j in 0..<i { off[j] = 0 }
      for j in 0..<i {
        let row = rows + j * n
        off[j] += dotDouble(row, u, j) + row[j] * u[j]
        addScaled(u[j], row, off, j)
      }
      var product = 0.0
      for j in 0..<i {
        off[j] /= h
        product += off[j] * u[j]
      }
      let factor = product / (h + h)
      for j in 0..<i { off[j] -= factor * u[j] }
      for j in 0..<i {
        let row = rows + j * n
        addScaled(-u[j], off, row, j + 1)
        addScaled(-off[j], u, row, j + 1)
      }
      // off[i] is T's; off[0..<i] is free again.
    }
    diagonal[i] = rows[i * n + i]
    i -= 1
  }
  diagonal[0] = rows[0]
  off[0] = 0
  return true
}

/// Replaces the reflectors by the rows of Qᵀ.
private func unfoldReflectors(
  _ rows: UnsafeMutablePointer<Double>, n: Int, work: UnsafeMutablePointer<Double>, _ isInterrupted: () -> Bool
) -> Bool {
  guard n > 0 else { return true }
  // Q = H(n−1) … H(1): built from the small end, where rows and columns 0..<i of Q are already right.
  rows[0] = 1
  for i in 1..<n {
    if isInterrupted() { return false }
    let u = rows + i * n
    let h = work[i]
    if h != 0 {
      // Rows hold Qᵀ's rows: row r −= (row r · u / h) u.
      for r in 0..<i {
        let row = rows + r * n
        addScaled(-dotDouble(row, u, i) / h, u, row, i)
      }
    }
    for k in 0..<i {
      u[k] = 0
      rows[k * n + i] = 0
    }
    u[i] = 1
  }
  return true
}

/// Diagonalises the tridiagonal matrix by implicit QL steps, whose rotations the rows, if there are any, are to go through as well.
private func iterateQL(
  _ rows: UnsafeMutablePointer<Double>?, _ waiting: UnsafeMutablePointer<Double>, n: Int,
  diagonal: UnsafeMutablePointer<Double>, off: UnsafeMutablePointer<Double>, _ isInterrupted: () -> Bool
) -> Bool {
  guard n > 1 else { return true }
  for i in 1..<n { off[i - 1] = off[i] }
  off[n - 1] = 0
  for l in 0..<n {
    if isInterrupted() { return false }
    var iterations = 0
    while true {
      var m = l
      while m < n - 1 {
        let size = abs(diagonal[m]) + abs(diagonal[m + 1])
        if abs(off[m]) <= .ulpOfOne * size || abs(off[m]) < .leastNormalMagnitude { break }
        m += 1
      }
      if m == l { break }
      iterations += 1
      if iterations > 60 { return false }
      var g = (diagonal[l + 1] - diagonal[l]) / (2 * off[l])
      var r = (g * g + 1).squareRoot()
      g = diagonal[m] - diagonal[l] + off[l] / (g + (g >= 0 ? r : -r))
      var (s, c, p) = (1.0, 1.0, 0.0)
      var i = m - 1
      var isSplit = false
      while i >= l {
        let f = s * off[i]
        let b = c * off[i]
        r = (f * f + g * g).squareRoot()
        off[i + 1] = r
        if r == 0 {
          diagonal[i + 1] -= p
          off[m] = 0
          isSplit = true
          break
        }
        s = f / r
        c = g / r
        g = diagonal[i + 1] - p
        r = (diagonal[i] - g) * s + 2 * c * b
        p = s * r
        diagonal[i + 1] = g + p
        g = c * r - b
        if let rows { EigenRotations.add(i, cosine: c, sine: s, to: waiting, of: rows, n: n) }
        i -= 1
      }
      if isSplit { continue }
      diagonal[l] -= p
      off[l] = g
      off[m] = 0
    }
  }
  return true
}

/// Orders eigenvalues upwards, each with its row.
private func sortAscending(_ rows: UnsafeMutablePointer<Double>?, n: Int, diagonal: UnsafeMutablePointer<Double>) {
  for i in 0..<n {
    var least = i
    for j in i..<n where diagonal[j] < diagonal[least] { least = j }
    if least == i { continue }
    (diagonal[i], diagonal[least]) = (diagonal[least], diagonal[i])
    guard let rows else { continue }
    for k in 0..<n {
      (rows[i * n + k], rows[least * n + k]) = (rows[least * n + k], rows[i * n + k])
    }
  }
}

/// Σ xᵢ yᵢ.
private func dotDouble(_ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, _ n: Int) -> Double {
  var lanes = Doubles(repeating: 0)
  var i = 0
  while i + 8 <= n {
    lanes += loadDoubles(x + i) * loadDoubles(y + i)
    i += 8
  }
  var total = ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]))
  while i < n {
    total += x[i] * y[i]
    i += 1
  }
  return total
}

/// y += a x.
private func addScaled(_ a: Double, _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, _ n: Int) {
  let factor = Doubles(repeating: a)
  var i = 0
  while i + 8 <= n {
    storeDoubles(loadDoubles(y + i) + factor * loadDoubles(x + i), y + i)
    i += 8
  }
  while i < n {
    y[i] += a * x[i]
    i += 1
  }
}
