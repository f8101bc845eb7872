// Where nodes are drawn: ties pull, all nodes push, and what is left of both moves them less and less (Fruchterman and Reingold
// 1991). Distant nodes push together (Barnes and Hut 1986). It starts from a spiral, so that it is always the same.

/// A place for each node, both coordinates from 0 to 1; the longer direction of the drawing lies across.
package struct GraphLayout: Sendable, Equatable {
  package private(set) var x: [Float]
  package private(set) var y: [Float]

  package init(count: Int, edges: [NodeGraph.Edge]) {
    var forces = Forces(count: count, edges: edges)
    let rounds = count <= 200 ? 300 : count <= 800 ? 150 : 80
    let start = Float(count).squareRoot() * 0.3
    for round in 0..<rounds where count > 1 {
      let left = 1 - Float(round) / Float(rounds)
      forces.move(atMost: start * left * left + 0.01)
    }
    (x, y) = (forces.x, forces.y)
    turn()
    fill()
  }

  /// Turns the drawing so that it is wider than high, and its first node at the left and above the middle.
  private mutating func turn() {
    guard let first = x.indices.first else { return }
    let count = Float(x.count)
    let (meanX, meanY) = (x.reduce(0, +) / count, y.reduce(0, +) / count)
    var (xx, xy, yy): (Float, Float, Float) = (0, 0, 0)
    for node in x.indices {
      x[node] -= meanX
      y[node] -= meanY
      xx += x[node] * x[node]
      xy += x[node] * y[node]
      yy += y[node] * y[node]
    }
    // The main axis of the scatter: its angle's double has the tangent 2xy / (xx − yy).
    let (double, half) = (2 * xy, xx - yy)
    let length = (double * double + half * half).squareRoot()
    guard length > 0 else { return }
    let cosine = ((1 + half / length) / 2).squareRoot()
    let sine = ((1 - half / length) / 2).squareRoot() * (double < 0 ? -1 : 1)
    for node in x.indices {
      (x[node], y[node]) = (x[node] * cosine + y[node] * sine, y[node] * cosine - x[node] * sine)
    }
    if x[first] > 0 { for node in x.indices { x[node] = -x[node] } }
    if y[first] > 0 { for node in y.indices { y[node] = -y[node] } }
  }

  /// Stretches the drawing to the unit square.
  private mutating func fill() {
    func filled(_ numbers: [Float]) -> [Float] {
      let (low, high) = (numbers.min() ?? 0, numbers.max() ?? 0)
      return numbers.map { high > low ? ($0 - low) / (high - low) : 0.5 }
    }
    (x, y) = (filled(x), filled(y))
  }
}

/// What moves the nodes; ties of full weight want to be about 1 long.
private struct Forces {
  var x: [Float]
  var y: [Float]
  private let edges: [NodeGraph.Edge]
  private var pushX: [Float]
  private var pushY: [Float]

  private static let mostExact = 200
  private static let gravity: Float = 0.03

  init(count: Int, edges: [NodeGraph.Edge]) {
    self.edges = edges
    x = Array(repeating: 0, count: count)
    y = x
    (pushX, pushY) = (x, x)
    // Neighbours begin near each other: nodes go outwards in a spiral in the order in which one meets them. The golden angle, by
    // its sine and cosine.
    let (cosine, sine): (Float, Float) = (-0.737_368_9, 0.675_490_3)
    var direction: (x: Float, y: Float) = (1, 0)
    for (place, node) in Self.order(count, edges).enumerated() {
      let radius = (Float(place) + 0.5).squareRoot()
      (x[node], y[node]) = (direction.x * radius, direction.y * radius)
      direction = (direction.x * cosine - direction.y * sine, direction.x * sine + direction.y * cosine)
    }
  }

  /// Nodes as one meets them, breadth first from the one with most ties in each part of the graph.
  private static func order(_ count: Int, _ edges: [NodeGraph.Edge]) -> [Int] {
    var neighbours = [[Int]](repeating: [], count: count)
    for edge in edges {
      neighbours[edge.first].append(edge.second)
      neighbours[edge.second].append(edge.first)
    }
    let starts = (0..<count).sorted { (neighbours[$1].count, $0) < (neighbours[$0].count, $1) }
    var isMet = [Bool](repeating: false, count: count)
    var order: [Int] = []
    for start in starts where !isMet[start] {
      isMet[start] = true
      var next = order.count
      order.append(start)
      while next < order.count {
        for other in neighbours[order[next]] where !isMet[other] {
          isMet[other] = true
          order.append(other)
        }
        next += 1
      }
    }
    return order
  }

  mutating func move(atMost step: Float) {
    for node in x.indices {
      (pushX[node], pushY[node]) = (-x[node] * Self.gravity, -y[node] * Self.gravity)
    }
    if x.count <= Self.mostExact { pushEach() } else { pushByCells() }
    pull()
    for node in x.indices {
      let length = (pushX[node] * pushX[node] + pushY[node] * pushY[node]).squareRoot()
      guard length > 0 else { continue }
      let part = min(length, step) / length
      x[node] += pushX[node] * part
      y[node] += pushY[node] * part
    }
  }

  /// A tie pulls by the square of its length.
  private mutating func pull() {
    for edge in edges {
      let (dx, dy) = (x[edge.second] - x[edge.first], y[edge.second] - y[edge.first])
      let pull = (dx * dx + dy * dy).squareRoot() * (0.2 + 0.8 * edge.weight)
      pushX[edge.first] += dx * pull
      pushY[edge.first] += dy * pull
      pushX[edge.second] -= dx * pull
      pushY[edge.second] -= dy * pull
    }
  }

  /// Nodes push each other by one over their distance.
  private mutating func pushEach() {
    for one in x.indices {
      for other in 0..<one { push(one, other) }
    }
  }

  private mutating func push(_ one: Int, _ other: Int) {
    let (dx, dy) = (x[one] - x[other], y[one] - y[other])
    let push = 1 / (dx * dx + dy * dy + 1e-4)
    pushX[one] += dx * push
    pushY[one] += dy * push
    pushX[other] -= dx * push
    pushY[other] -= dy * push
  }

  // MARK: - Many nodes

  /// Those that lie close together push from afar as many at their middle.
  private mutating func pushByCells() {
    let cells = QuadTree(x, y)
    for node in x.indices {
      cells.visit(x[node], y[node]) { dx, dy, mass in
        let push = mass / (dx * dx + dy * dy + 1e-4)
        pushX[node] += dx * push
        pushY[node] += dy * push
      }
    }
  }
}
