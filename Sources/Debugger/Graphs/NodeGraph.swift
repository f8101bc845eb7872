// A graph that a model is fed: the square matrix among its inputs, as nodes and the ties between them.

package import Equations
internal import Evaluation

/// Nodes, ties, and where each node is drawn.
package struct NodeGraph: Sendable {
  package struct Edge: Sendable, Equatable {
    package var first: Int
    package var second: Int
    /// As a share of the largest, from 0 to 1.
    package var weight: Float

    package init(_ first: Int, _ second: Int, weight: Float = 1) {
      (self.first, self.second, self.weight) = (first, second, weight)
    }
  }

  /// What the sheet calls the matrix.
  package let name: String
  package let nodes: Dimension
  package let edges: [Edge]
  package let layout: GraphLayout
  /// How many ties each node has.
  package let degrees: [Int]

  /// - `layout`: where nodes are drawn; nil for where the ties pull them.
  init(_ name: String, _ nodes: Dimension, matrix: [Float], layout: GraphLayout? = nil) {
    self.name = name
    self.nodes = nodes
    edges = Self.edges(matrix, nodes.count)
    self.layout = layout ?? GraphLayout(count: nodes.count, edges: edges)
    var degrees = [Int](repeating: 0, count: nodes.count)
    for edge in edges {
      degrees[edge.first] += 1
      degrees[edge.second] += 1
    }
    self.degrees = degrees
  }

  /// Each two nodes between which something other than zero stands, in either direction; of a Laplacian the signs are left out.
  private static func edges(_ matrix: [Float], _ count: Int) -> [Edge] {
    guard matrix.count == count * count else { return [] }
    var edges: [Edge] = []
    var largest: Float = 0
    for first in 0..<count {
      for second in first + 1..<count {
        let weight = max(abs(matrix[first * count + second]), abs(matrix[second * count + first]))
        guard weight > 0, weight.isFinite else { continue }
        largest = max(largest, weight)
        edges.append(Edge(first, second, weight: weight))
      }
    }
    for index in edges.indices { edges[index].weight /= largest }
    return edges
  }
}

/// Which axis of a quantity has an entry for each node.
package enum NodeAxis: Sendable, Hashable {
  case rows, columns
}

extension Session {
  /// The graph that the model is fed; nil for a model without one.
  package var graph: NodeGraph? { graph(through: .now) }

  /// The graph of the run that a lens shows.
  ///
  /// Nodes stay where the untouched run has them, whatever ties are cut: what is missing is seen.
  package func graph(through lens: Lens) -> NodeGraph? {
    guard let (name, nodes, numbers) = graphMatrix else { return nil }
    guard ghost != nil, let untouched = untouchedMatrix(name), untouched.count == numbers.count else {
      return drawings.graph(name, nodes, numbers)
    }
    let before = drawings.graph(name, nodes, untouched)
    return lens == .before ? before : drawings.graph(name, nodes, numbers, layout: before.layout)
  }

  private func untouchedMatrix(_ name: String) -> [Float]? {
    guard let input = baseline.model.input(named: name), case .given(let numbers) = baseline.values.inputs[input.id]
    else { return nil }
    return numbers
  }

  /// Whether there is a graph, without drawing it.
  package var hasGraph: Bool { graphMatrix != nil }

  /// The nodes of a quantity: its columns as on the slides, or its rows; waves on a graph, which are as many, are none, nor are
  /// nodes that have been sorted.
  package func nodeAxis(of quantity: Quantity) -> NodeAxis? {
    guard let nodes = graphMatrix?.nodes else { return nil }
    let others = waveSides(of: quantity).union(sortedSides(of: quantity))
    func isNodes(_ axis: Dimension, _ side: WaveSides) -> Bool {
      axis.label == nodes.label && axis.count == nodes.count && !others.contains(side)
    }
    switch quantity.shape.stored {
    case .matrix(_, let columns) where isNodes(columns, .columns): return .columns
    case .matrix(let rows, _) where isNodes(rows, .rows): return .rows
    case .vector(let entries) where isNodes(entries, .rows): return .rows
    // What is listed node by node, `[… for n in 1..N]`, has no name for its size.
    case .vector(let entries)
    where entries.count == nodes.count && entries.label == String(nodes.count) && !others.contains(.rows):
      return .rows
    case .matrix, .vector, .row, .scalar: return nil
    }
  }

  /// The first input or constant that has a row and a column for each of the same things.
  private var graphMatrix: (name: String, nodes: Dimension, numbers: [Float])? {
    for input in model.inputs where !input.isStream {
      guard let nodes = Self.nodes(input.shape), case .given(let numbers) = values.inputs[input.id] else { continue }
      return (input.name, nodes, numbers)
    }
    for constant in model.constants {
      if let nodes = Self.nodes(constant.shape) { return (constant.name, nodes, values.constants[constant.id]) }
    }
    return nil
  }

  private static func nodes(_ shape: Shape) -> Dimension? {
    guard case .matrix(let rows, let columns) = shape, rows.count > 1, rows.count == columns.count,
      rows.label == columns.label
    else { return nil }
    return rows
  }
}
