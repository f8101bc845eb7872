// Children by their names, as equations have them: `p[left][2]` is entry 2 of p at the left child of the node where one is.

internal import Equations
internal import Evaluation

extension Session {
  /// An address with the children in it followed down: `p[left][2]@5` as `p[2]@3`, or as `p_leaf[2]@4` where the child is a
  /// leaf; any other as it is.
  ///
  /// - Throws: where one is at no node, and none is named; a child of a leaf.
  func followingChildren(_ text: String) throws(CommandError) -> String {
    let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map { String($0).trimmed }
    let bare = String(parts[0].prefix { $0 != "[" })
    var rest = parts[0].dropFirst(bare.count)
    var sides: [StepReference.Side] = []
    while let side = StepReference.Side.allCases.first(where: { rest.hasPrefix("[\($0.rawValue)]") }) {
      sides.append(side)
      rest = rest.dropFirst(side.rawValue.count + 2)
    }
    guard !sides.isEmpty, let tree = trace.tree, let pair = model.treeStages,
      let quantity = model.quantity(named: Symbols.typedName(bare)), quantity.stage == pair.nodes.id,
      // What flows back through a child has that in its own name.
      !quantity.isGradient
    else { return text }
    var node = tree.leafCount + (try step(parts, of: quantity, in: pair.nodes))
    for side in sides {
      guard node >= tree.leafCount else { throw .message("a leaf has no children: \(text.clipped)") }
      node = tree.children(side)[node - tree.leafCount]
    }
    guard node < tree.leafCount else { return "\(quantity.name)\(rest)@\(node - tree.leafCount + 1)" }
    guard let leaf = quantity.leaf else {
      throw .message("\(text.clipped) is of leaf \(node + 1), where \(quantity.name) is what it starts from")
    }
    return "\(model.quantities[leaf].name)\(rest)@\(node + 1)"
  }

  /// The node that is named, or where one is, by its step from 0.
  private func step(_ parts: [String], of quantity: Quantity, in nodes: Stage) throws(CommandError) -> Int {
    let count = trace.stepCount(of: quantity)
    if parts.count > 1 { return try StepReader.step(parts[1], of: count) }
    guard let moment, moment.stage == nodes.id else {
      throw .message("this is no node: say which one's child is meant, as in \(parts[0].clipped)@\(count)")
    }
    return moment.step
  }
}
