// The rotations that diagonalise a matrix, on their way through its eigenvectors, which take most of the time.

/// Rotations of neighbouring rows that wait until there are many: then a few columns at a time go through all of them, which
/// the cache can hold.
///
/// They wait in scratch alone, whose first number is how many there are: a value of a type of its own would bring copies of
/// shared functions into this module.
enum EigenRotations {
  /// Columns at a time.
  private static let width = 128

  private static func most(_ n: Int) -> Int { 16 * n }

  /// How many doubles they wait in: the upper row, the cosine and the sine of each.
  static func scratchCount(_ n: Int) -> Int { 1 + 3 * most(n) }

  /// None wait.
  static func clear(_ waiting: UnsafeMutablePointer<Double>) { waiting[0] = 0 }

  /// One more of n rows of n numbers.
  static func add(
    _ row: Int, cosine: Double, sine: Double, to waiting: UnsafeMutablePointer<Double>,
    of rows: UnsafeMutablePointer<Double>, n: Int
  ) {
    if Int(waiting[0]) == most(n) { apply(waiting, to: rows, n: n) }
    let place = waiting + 1 + 3 * Int(waiting[0])
    (place[0], place[1], place[2]) = (Double(row), cosine, sine)
    waiting[0] += 1
  }

  /// All that wait.
  static func apply(_ waiting: UnsafeMutablePointer<Double>, to rows: UnsafeMutablePointer<Double>, n: Int) {
    var column = 0
    while column < n {
      let width = min(Self.width, n - column)
      for index in 0..<Int(waiting[0]) {
        let place = waiting + 1 + 3 * index
        let row = rows + Int(place[0]) * n + column
        rotate(row, row + n, width, cosine: place[1], sine: place[2])
      }
      column += width
    }
    clear(waiting)
  }
}

/// (x, y) ← (c x − s y, s x + c y).
private func rotate(
  _ x: UnsafeMutablePointer<Double>, _ y: UnsafeMutablePointer<Double>, _ n: Int, cosine c: Double, sine s: Double
) {
  let (cosines, sines) = (Doubles(repeating: c), Doubles(repeating: s))
  var i = 0
  while i + 8 <= n {
    let (first, second) = (loadDoubles(x + i), loadDoubles(y + i))
    storeDoubles(cosines * first - sines * second, x + i)
    storeDoubles(sines * first + cosines * second, y + i)
    i += 8
  }
  while i < n {
    let (first, second) = (x[i], y[i])
    x[i] = c * first - s * second
    y[i] = s * first + c * second
    i += 1
  }
}
