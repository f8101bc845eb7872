// How far the nodes of a tree are below its root: what steps back are in a sequence.

internal import Equations
internal import Evaluation

extension Tree {
  /// The mean of the numbers of a level's nodes, from the root down; nodes without a number count for nothing.
  func levelMeans(_ number: (Int) -> Double?) -> [Double] {
    let depths = depths
    let count = (depths.max() ?? 0) + 1
    var sums = Array(repeating: 0.0, count: count)
    var counts = Array(repeating: 0, count: count)
    for node in 0..<nodeCount {
      guard let number = number(node) else { continue }
      sums[depths[node]] += number
      counts[depths[node]] += 1
    }
    return zip(sums, counts).map { $1 > 0 ? $0 / Double($1) : 0 }
  }
}

extension Trace<Float> {
  /// What lengths at the inner nodes of a tree, and at its leaves, come to on each level on average.
  ///
  /// - Parameters:
  ///   - quantity: what is worked out at inner nodes.
  ///   - lengths: those of a quantity, step by step.
  /// - Returns: a mean for each level, from the root down; nil for what has no nodes.
  func levelMeans(of quantity: Quantity, _ lengths: (Quantity) -> [Double]) -> [Double]? {
    guard let tree, model.stages[quantity.stage].isTree else { return nil }
    let nodes = lengths(quantity)
    let leaves = quantity.leaf.map { lengths(model.quantities[$0]) }
    return tree.levelMeans { node in
      node < tree.leafCount ? leaves?[node] : nodes[node - tree.leafCount]
    }
  }
}
