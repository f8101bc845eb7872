// Sums of matrix products, as `W x + U h[t-1] + b`: each is worked out in one accumulation, starting from the bias. The
// order of its terms follows from the sum alone, so that its bits depend on nothing else of the sheet.

internal import Equations

/// Products with parameters that are added up, with biases.
struct ProductChain: Hashable {
  /// One product: a parameter times a vector.
  struct Factor: Hashable {
    var part: PackedMatrix.Part
    var vector: Expression
  }

  /// In the order in which they are accumulated; at least one.
  var factors: [Factor]
  /// Where vectors lie among the values that the first product starts from.
  var biases: [Int]

  var rows: Int { factors.first?.part.resultRows ?? 0 }
}

/// The chains of a segment as a tree: those that begin with the same vectors share their products.
struct ProductTree {
  /// One product of many parameters with one vector.
  struct Node {
    var vector: Expression
    var depth: Int
    /// The node whose result this one starts from, and the first row of it.
    var parent: (node: Int, row: Int)?
    /// Their rows follow one another; what continues them lies in the same order.
    var chains: [Int] = []
    var children: [Int] = []
    var result: Place?
  }

  private(set) var chains: [ProductChain] = []
  private var numbers: [ProductChain: Int] = [:]
  var nodes: [Node] = []
  /// For each chain the node that finishes it, and its first row there.
  private(set) var ends: [(node: Int, row: Int)] = []

  mutating func add(_ chain: ProductChain) {
    guard numbers[chain] == nil else { return }
    numbers[chain] = chains.count
    chains.append(chain)
  }

  func number(of chain: ProductChain) -> Int? { numbers[chain] }

  /// Orders the chains so that every node's rows are contiguous in its parent's.
  mutating func grow() {
    ends = Array(repeating: (0, 0), count: chains.count)
    for group in grouped(Array(chains.indices), depth: 0) { _ = grow(group, depth: 0) }
    for index in nodes.indices {
      var row = 0
      var starts: [Int: Int] = [:]
      for chain in nodes[index].chains {
        starts[chain] = row
        if chains[chain].factors.count == nodes[index].depth + 1 { ends[chain] = (index, row) }
        row += chains[chain].rows
      }
      for child in nodes[index].children {
        let first = nodes[child].chains.first
        nodes[child].parent?.row = first.flatMap { starts[$0] } ?? 0
      }
    }
  }

  /// The members by the vector of their factor at a depth, in order of first appearance.
  private func grouped(_ members: [Int], depth: Int) -> [[Int]] {
    var groups: [[Int]] = []
    var known: [Expression: Int] = [:]
    for member in members {
      let vector = chains[member].factors[depth].vector
      if let group = known[vector] {
        groups[group].append(member)
      } else {
        known[vector] = groups.count
        groups.append([member])
      }
    }
    return groups
  }

  /// Adds the node of a group and those that continue it.
  private mutating func grow(_ group: [Int], depth: Int) -> Int {
    let index = nodes.count
    let vector = chains[group[0]].factors[depth].vector
    nodes.append(Node(vector: vector, depth: depth))
    var order = group.filter { chains[$0].factors.count == depth + 1 }
    let longer = group.filter { chains[$0].factors.count > depth + 1 }
    for part in grouped(longer, depth: depth + 1) {
      let child = grow(part, depth: depth + 1)
      nodes[child].parent = (index, 0)
      nodes[index].children.append(child)
      order += nodes[child].chains
    }
    nodes[index].chains = order
    return index
  }
}
