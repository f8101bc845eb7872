// A quantity at all nodes of a tree: what it is at the inner nodes, and at the leaves.

internal import Catalogue
package import Equations
package import Evaluation

/// A tree, and a quantity that each of its nodes has.
package struct TreeQuantity: Sendable {
  package let tree: Tree
  /// At the inner nodes.
  package let nodes: Quantity
  /// At the leaves; nil where only inner nodes have it.
  package let leaves: Quantity?

  /// What a node, by its number, has: the quantity and the step, from 0.
  package func place(of node: Int) -> (quantity: Quantity, step: Int)? {
    if node >= tree.leafCount { return (nodes, node - tree.leafCount) }
    return leaves.map { ($0, node) }
  }

  /// The node that a step, from 0, of one of the two quantities is.
  package func node(of quantity: Int, at step: Int) -> Int {
    let node = quantity == nodes.id ? tree.leafCount + step : step
    return min(max(node, 0), max(tree.nodeCount - 1, 0))
  }
}

extension Session {
  /// The quantity with what it is at the other nodes; nil for what no tree walks over.
  package func treeQuantity(of quantity: Quantity) -> TreeQuantity? {
    guard let tree = trace.tree, let stages = model.treeStages else { return nil }
    let nodes = quantity.stage == stages.nodes.id ? quantity : model.quantities.first { leaf(of: $0) == quantity.id }
    guard let nodes else { return nil }
    return TreeQuantity(tree: tree, nodes: nodes, leaves: leaf(of: nodes).map { model.quantities[$0] })
  }

  /// What a quantity is at the leaves; for a gradient that by the leaves of what it is by.
  private func leaf(of quantity: Quantity) -> Int? {
    if let leaf = quantity.leaf { return leaf }
    guard let adjoints = backward?.gradient.adjoints,
      let forward = model.quantities.first(where: { adjoints[$0.id] == quantity.id })
    else { return nil }
    return forward.leaf.flatMap { adjoints[$0] }
  }

  /// What a number says that describes the tree: which node is whose child; nil for any other.
  func childWords(_ named: NamedEntry) -> String? {
    guard case .input(let id) = named.source, let tree = trace.tree, let inputs = model.treeInputs,
      tree.left.indices.contains(named.step)
    else { return nil }
    let side: StepReference.Side? = id == inputs.left ? .left : id == inputs.right ? .right : nil
    return side.map { side in
      let child = tree.children(side)[named.step]
      let name = child < tree.leafCount ? "leaf \(child + 1)" : "node \(child - tree.leafCount + 1)"
      return "the \(side.rawValue) child of node \(named.step + 1) is \(name)"
    }
  }

  /// The inner nodes on the way from one down to another node, by their steps from 0, the lower one left out; nil where it
  /// is not below.
  func nodes(above node: Int, from top: Int, in tree: Tree) -> [Int]? {
    var way: [Int] = []
    var node = node
    while node != tree.leafCount + top {
      guard let parent = tree.parent(of: node, as: .left) ?? tree.parent(of: node, as: .right) else { return nil }
      way.append(parent)
      node = tree.leafCount + parent
    }
    return way.reversed()
  }

  /// The token of a leaf, from 0, or its number.
  package func leafName(_ leaf: Int) -> String {
    model.treeStages.flatMap { symbol(of: $0.leaves.id, at: leaf) } ?? String(leaf + 1)
  }
}
