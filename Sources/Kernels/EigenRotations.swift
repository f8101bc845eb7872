// The rotations that diagonalise a matrix, on their way through its eigenvectors, which take most of the time.

/// Rotations of neighbouring rows that wait until there are many: then a few columns at a time go through all of them, which
/// the cache can hold.
struct EigenRotations {
  private let rows: UnsafeMutablePointer<Double>
  private let n: Int
  /// The upper row, the cosine and the sine of each.
  private let waiting: UnsafeMutablePointer<Double>
  private var count = 0

  /// Columns at a time.
  private static let width = 128

  private static func most(_ n: Int) -> Int { 16 * n }

  static func scratchCount(_ n: Int) -> Int { 3 * most(n) }

  init(of rows: UnsafeMutablePointer<Double>, n: Int, scratch: UnsafeMutablePointer<Double>) {
    (self.rows, self.n, waiting) = (rows, n, scratch)
  }

  mutating func add(_ row: Int, cosine: Double, sine: Double) {
    if count == Self.most(n) { apply() }
    let place = waiting + 3 * count
    (place[0], place[1], place[2]) = (Double(row), cosine, sine)
    count += 1
  }

  mutating func apply() {
    var column = 0
    while column < n {
      let width = min(Self.width, n - column)
      for index in 0..<count {
        let place = waiting + 3 * index
        let row = rows + Int(place[0]) * n + column
        rotate(row, row + n, width, cosine: place[1], sine: place[2])
      }
      column += width
    }
    count = 0
  }
}

private typealias Doubles = SIMD8<Double>

@inline(always)
private func load(_ x: UnsafePointer<Double>) -> Doubles { UnsafeRawPointer(x).loadUnaligned(as: Doubles.self) }

@inline(always)
private func store(_ value: Doubles, _ x: UnsafeMutablePointer<Double>) {
  UnsafeMutableRawPointer(x).storeBytes(of: value, as: Doubles.self)
}

/// (x, y) ← (c x − s y, s x + c y).
private func rotate(
  _ x: UnsafeMutablePointer<Double>, _ y: UnsafeMutablePointer<Double>, _ n: Int, cosine c: Double, sine s: Double
) {
  let (cosines, sines) = (Doubles(repeating: c), Doubles(repeating: s))
  var i = 0
  while i + 8 <= n {
    let (first, second) = (load(x + i), load(y + i))
    store(cosines * first - sines * second, x + i)
    store(sines * first + cosines * second, y + i)
    i += 8
  }
  while i < n {
    let (first, second) = (x[i], y[i])
    x[i] = c * first - s * second
    y[i] = s * first + c * second
    i += 1
  }
}
