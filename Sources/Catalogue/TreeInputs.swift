// Trees as two inputs have them: for each inner node the numbers of its children, which stand before it, leaves first.

package import Equations
import Formats

/// The children of each inner node of a binary tree.
package struct TreeInputs: Sendable, Equatable {
  package private(set) var left: [Int] = []
  package private(set) var right: [Int] = []
  private let leafCount: Int

  private init(leafCount: Int) { self.leafCount = leafCount }

  /// Joins two nodes under a new one, whose number is returned.
  private mutating func join(_ one: Int, _ other: Int) -> Int {
    left.append(one)
    right.append(other)
    return leafCount + left.count - 1
  }

  /// Nodes joined as brackets join them, whose leaves are numbered as they stand.
  init(leafCount: Int, joining: [(BracketedText.Node, BracketedText.Node)]) {
    self.init(leafCount: leafCount)
    func number(_ node: BracketedText.Node) -> Int {
      switch node {
      case .leaf(let place): place
      case .inner(let place): leafCount + place
      }
    }
    for (one, other) in joining { _ = join(number(one), number(other)) }
  }

  /// Neighbours in pairs, level by level; at the end of a level with an odd number one goes up as it is.
  package static func balanced(leafCount: Int) -> TreeInputs {
    var tree = TreeInputs(leafCount: leafCount)
    var level = Array(0..<leafCount)
    while level.count > 1 {
      level = stride(from: 0, to: level.count, by: 2).map { place in
        place + 1 < level.count ? tree.join(level[place], level[place + 1]) : level[place]
      }
    }
    return tree
  }

  /// The first two leaves, and then each with all before it: as deep as there are leaves, but one.
  package static func chain(leafCount: Int) -> TreeInputs {
    var tree = TreeInputs(leafCount: leafCount)
    var last = 0
    for leaf in 0..<leafCount where leaf > 0 { last = tree.join(last, leaf) }
    return tree
  }

  /// Groups of leaves that join, each called by its first leaf.
  static func joined(leafCount: Int, _ pairs: [(Int, Int)]) -> TreeInputs {
    var tree = TreeInputs(leafCount: leafCount)
    var nodes = Array(0..<leafCount)
    for (one, other) in pairs { nodes[one] = tree.join(nodes[one], nodes[other]) }
    return tree
  }
}

extension Model {
  /// The inputs that number the children of a tree's nodes, and those that have a value for each leaf.
  package var treeInputs: (left: Int, right: Int, leaves: [Int])? {
    guard case .tree(let left, let right, let leaves)? = treeStages?.nodes.steps else { return nil }
    return (left, right, leaves)
  }

  /// What is fed, with a balanced tree over the leaves where no tree is given.
  func withTree(_ values: [LoadedInput?]) -> [LoadedInput?] {
    guard let (left, right, leaves) = treeInputs, values[left] == nil, values[right] == nil,
      let count = leaves.lazy.compactMap({ values[$0]?.steps }).first
    else { return values }
    return values.giving(TreeInputs.balanced(leafCount: count), left, right)
  }
}

extension [LoadedInput?] {
  /// The same with a tree.
  func giving(_ tree: TreeInputs, _ left: Int, _ right: Int) -> [LoadedInput?] {
    var copy = self
    for (input, numbers) in [(left, tree.left), (right, tree.right)] {
      copy[input] = LoadedInput(content: .numbers(Tensor(shape: [numbers.count], float64: numbers.map(Double.init))))
    }
    return copy
  }
}
