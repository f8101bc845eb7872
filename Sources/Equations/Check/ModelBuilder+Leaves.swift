// What quantities are at the leaves of a tree, where it has no children: the lines that begin with `leaf`.

extension ModelBuilder {
  /// Brings each equation of the nodes together with the one for its leaves.
  func joinLeaves() {
    for (id, draft) in drafts.enumerated() {
      guard let name = draft.leafOf, case .leaf(let target, _) = draft.line.item.kind else { continue }
      guard case .quantity(let node)? = names.entities[name], drafts[node].line.scope.step.kin == .node else {
        if !brokenNames.contains(target.name) { report(.leafOfNoNode(name), draft.range, in: draft.line) }
        continue
      }
      drafts[node].leaf = id
      if let state = states[name], state.initial != nil {
        report(.leafAndStart(name), draft.range, notes: [note(on: name, state.range)], in: draft.line)
      }
    }
  }

  /// A leaf has the shape that the inner nodes have.
  func checkLeaves() {
    for (id, draft) in drafts.enumerated() {
      guard let leaf = draft.leaf, let shape = shape(of: .quantity(id)),
        let found = drafts[leaf].expression?.shape.stored,
        shape != found
      else { continue }
      let line = drafts[leaf].line
      report(
        .leafShape(draft.name, nodes: shape.described, found: found.described), drafts[leaf].syntax.range,
        notes: [note(on: draft.name, draft.range)], in: line)
    }
  }
}

extension ModelBuilder.Draft {
  /// The quantity whose values at the leaves it gives.
  var leafOf: String? {
    guard case .leaf(let target, _) = line.item.kind, name.hasPrefix(target.atLeaves.name) else { return nil }
    return target.name + name.dropFirst(target.atLeaves.name.count)
  }
}
