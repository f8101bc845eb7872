// Graphs that were laid out, kept as long as their matrices stay what they are.

internal import Equations
internal import Synchronization

/// The last graphs that were drawn: that of the run, and that of the untouched one.
///
/// A session shares it with its copies.
package final class GraphDrawings: Sendable {
  private struct Known {
    var numbers: [Float]
    /// Where it was asked for; nil for where its own ties pull it.
    var layout: GraphLayout?
    var graph: NodeGraph
  }

  /// The last one first.
  private let known = Mutex<[Known]>([])
  private static let most = 2

  init() {}

  /// - `layout`: where nodes are drawn; nil for where the ties pull them.
  func graph(
    _ name: String, _ nodes: Dimension, _ numbers: [Float], layout: GraphLayout? = nil
  ) -> NodeGraph {
    // Numbers that are shared with those of a drawing are compared at once.
    let found = known.withLock { known in
      known.first { $0.graph.name == name && $0.numbers == numbers && $0.layout == layout }
    }
    if let found { return found.graph }
    let graph = NodeGraph(name, nodes, matrix: numbers, layout: layout)
    known.withLock { $0 = [Known(numbers: numbers, layout: layout, graph: graph)] + $0.prefix(Self.most - 1) }
    return graph
  }
}
