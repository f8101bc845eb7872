// The tree that two inputs describe by the children of each inner node, and whether it is one.

package import Equations

/// A binary tree: the leaves have the numbers from 0, the inner nodes those behind them, children before parents.
package struct Tree: Sendable, Equatable {
  package let leafCount: Int
  /// The children of each inner node.
  package let left: [Int]
  package let right: [Int]
  /// By node; nil for the root.
  private let parents: [Int?]

  package var nodeCount: Int { leafCount + left.count }
  package var root: Int { nodeCount - 1 }

  /// - Parameters:
  ///   - left: by inner node the number of its left child.
  ///   - right: the same on the right, as many.
  ///   - leafCount: how many leaves there are.
  /// - Throws: `RunError.noTree` for a child that does not exist, a circle, a second parent, a second root.
  package init(left: [Int], right: [Int], leafCount: Int) throws(RunError) {
    self.leafCount = leafCount
    self.left = left
    self.right = right
    let count = leafCount + left.count
    var parents: [Int?] = Array(repeating: nil, count: count)
    for place in left.indices {
      let node = leafCount + place
      for (name, child) in [("left", left[place]), ("right", right[place])] {
        let address = "\(name)@\(place + 1) says that node \(node) has the child \(child)"
        guard child >= 0, child < count else {
          throw .noTree("\(address), and nodes go from 0 to \(count - 1)")
        }
        guard child < node else {
          throw .noTree(
            Self.isBelow(node, from: child, left, right, leafCount)
              ? "\(address), which is above it: nodes must not go round in a circle"
              : "\(address), which comes later: children are numbered before their parents")
        }
        if let first = parents[child] {
          throw .noTree("\(address), which node \(leafCount + first) has already: a node has one parent")
        }
        parents[child] = place
      }
    }
    if let stray = parents.dropLast().firstIndex(of: nil) {
      let kind = stray < leafCount ? "leaf" : "node"
      throw .noTree("\(kind) \(stray) has no parent: only the last one, \(count - 1), is the root")
    }
    self.parents = parents
  }

  /// Whether a node is reached by going down from another.
  private static func isBelow(_ node: Int, from start: Int, _ left: [Int], _ right: [Int], _ leafCount: Int) -> Bool {
    var seen: Set<Int> = []
    var open = [start]
    while let next = open.popLast() {
      if next == node { return true }
      let place = next - leafCount
      guard left.indices.contains(place), seen.insert(next).inserted else { continue }
      open += [left[place], right[place]]
    }
    return false
  }

  package func children(_ side: StepReference.Side) -> [Int] { side == .left ? left : right }

  /// The place, from 0, of the inner node above a node; nil for the root, and where it is the child on the other side.
  package func parent(of node: Int, as side: StepReference.Side) -> Int? {
    guard let place = parents[node], children(side)[place] == node else { return nil }
    return place
  }

  /// How far each node is from the root.
  package var depths: [Int] {
    var result = Array(repeating: 0, count: nodeCount)
    for place in left.indices.reversed() {
      for child in [left[place], right[place]] { result[child] = result[leafCount + place] + 1 }
    }
    return result
  }
}

extension Tree {
  /// The tree that a model's inputs describe; nil for a model without one.
  ///
  /// - Throws: `RunError` for inputs that are missing or are no tree.
  init?<Number: Scalar>(_ model: Model, _ values: RunValues<Number>) throws(RunError) {
    guard let stages = model.treeStages, case .tree(let left, let right, let leaves) = stages.nodes.steps else {
      return nil
    }
    var children: [[Int]] = []
    for id in [left, right] { children.append(try Self.numbers(values.inputs[id], model.inputs[id].name)) }
    guard children[0].count == children[1].count else {
      throw .unequalLengths([model.inputs[left].name: children[0].count, model.inputs[right].name: children[1].count])
    }
    let lengths = leaves.compactMap { values.inputs[$0].stepCount }
    guard let count = lengths.first else { throw .missingInput(leaves.first.map { model.inputs[$0].name } ?? "") }
    try self.init(left: children[0], right: children[1], leafCount: count)
  }

  private static func numbers<Number: Scalar>(_ value: InputValue<Number>, _ name: String) throws(RunError) -> [Int] {
    guard case .stream(let numbers, _) = value else { throw .missingInput(name) }
    var result: [Int] = []
    result.reserveCapacity(numbers.count)
    for (place, number) in numbers.enumerated() {
      guard let whole = Int(exactly: Double(number)) else {
        throw .noTree("\(name)@\(place + 1) is \(number): a node is called by its number, from 0")
      }
      result.append(whole)
    }
    return result
  }
}

extension Trace {
  /// How far the node of each step is from the root, of the stages over a tree's nodes and over its leaves; nil for others.
  package func levels(ofStage stage: Int) -> [Int]? {
    guard let tree, let pair = model.treeStages else { return nil }
    if stage == pair.leaves.id { return Array(tree.depths.prefix(tree.leafCount)) }
    return stage == pair.nodes.id ? Array(tree.depths.dropFirst(tree.leafCount)) : nil
  }

  /// The quantity and the step, from 0, that a read of another node comes to; nil where there is no such node.
  func resolved(_ read: Read, _ quantity: Int, at step: Int) -> (quantity: Int, step: Int)? {
    guard let tree else { return nil }
    switch read.at {
    case .now, .offset, .fixed, .all, .last, .through: return nil
    case .child(let side):
      guard tree.left.indices.contains(step) else { return nil }
      let child = tree.children(side)[step]
      if child >= tree.leafCount { return (quantity, child - tree.leafCount) }
      return model.quantities[quantity].leaf.map { ($0, child) }
    case .parent(let side, let isLeaf):
      let node = isLeaf ? step : step + tree.leafCount
      guard node >= 0, node < tree.nodeCount else { return nil }
      return tree.parent(of: node, as: side).map { (quantity, $0) }
    }
  }
}
