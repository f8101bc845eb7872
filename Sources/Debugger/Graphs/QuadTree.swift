// Places in a plane, by squares that are parted in four as long as they hold several: what lies far away can be taken together
// (Barnes and Hut 1986).

/// Squares with the number and the middle of the places in each.
struct QuadTree {
  private struct Square {
    /// The first of four that it is parted in; 0 for one that is whole.
    var parts = 0
    var mass: Float = 0
    /// Sums over its places.
    var x: Float = 0
    var y: Float = 0
    let size: Float
  }

  private var squares: [Square]
  private let (lowX, lowY): (Float, Float)

  /// Places that coincide would part squares for ever.
  private static let deepest = 20
  /// Squares that look smaller than this, by their side over their distance, count as one place.
  private static let opening: Float = 0.9

  init(_ x: [Float], _ y: [Float]) {
    (lowX, lowY) = (x.min() ?? 0, y.min() ?? 0)
    let size = max((x.max() ?? 0) - lowX, (y.max() ?? 0) - lowY, 1e-3) * 1.001
    squares = [Square(size: size)]
    squares.reserveCapacity(x.count * 4)
    for place in x.indices { add(x[place], y[place]) }
  }

  private mutating func add(_ x: Float, _ y: Float) {
    var (square, left, top) = (0, lowX, lowY)
    for depth in 0...Self.deepest {
      let (mass, half) = (squares[square].mass, squares[square].size / 2)
      if squares[square].parts == 0, mass > 0, depth < Self.deepest {
        // The one that was here alone goes a square further down.
        let (oldX, oldY) = (squares[square].x, squares[square].y)
        let parts = squares.count
        for _ in 0..<4 { squares.append(Square(size: half)) }
        squares[square].parts = parts
        let part = parts + (oldX >= left + half ? 1 : 0) + (oldY >= top + half ? 2 : 0)
        (squares[part].mass, squares[part].x, squares[part].y) = (mass, oldX, oldY)
      }
      squares[square].mass += 1
      squares[square].x += x
      squares[square].y += y
      guard squares[square].parts > 0 else { return }
      let (isRight, isLow) = (x >= left + half, y >= top + half)
      square = squares[square].parts + (isRight ? 1 : 0) + (isLow ? 2 : 0)
      if isRight { left += half }
      if isLow { top += half }
    }
  }

  /// Calls `body` with how far away, and how many, those are that count as one; a place itself counts with no distance.
  func visit(_ x: Float, _ y: Float, _ body: (_ dx: Float, _ dy: Float, _ mass: Float) -> Void) {
    var open = [0]
    while let next = open.popLast() {
      let square = squares[next]
      guard square.mass > 0 else { continue }
      let (dx, dy) = (x - square.x / square.mass, y - square.y / square.mass)
      let distance = dx * dx + dy * dy
      if square.parts == 0 || square.size * square.size < Self.opening * Self.opening * distance {
        body(dx, dy, square.mass)
      } else {
        open.append(contentsOf: square.parts..<square.parts + 4)
      }
    }
  }
}
