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
  /// What the lengths of quantities together, at the inner nodes of a tree and at its leaves, come to on each level on average.
  ///
  /// - Parameters:
  ///   - quantities: what is worked out at inner nodes, all of one stage.
  ///   - lengths: those of a quantity, step by step.
  /// - Returns: a mean for each level, from the root down; nil for what has no nodes.
  func levelMeans(of quantities: [Quantity], _ lengths: (Quantity) -> [Double]) -> [Double]? {
    guard let tree, let first = quantities.first, model.stages[first.stage].isTree else { return nil }
    var squares = Array(repeating: 0.0, count: tree.nodeCount)
    for quantity in quantities {
      for (place, length) in lengths(quantity).enumerated() { squares[tree.leafCount + place] += length * length }
      guard let leaf = quantity.leaf else { continue }
      for (place, length) in lengths(model.quantities[leaf]).enumerated() { squares[place] += length * length }
    }
    let hasLeaves = quantities.contains { $0.leaf != nil }
    return tree.levelMeans { node in node >= tree.leafCount || hasLeaves ? squares[node].squareRoot() : nil }
  }
}
