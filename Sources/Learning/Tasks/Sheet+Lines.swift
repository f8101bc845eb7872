// A sheet without some of its lines, or with more of them: a loss of another kind comes with all that it needs.

internal import Equations

extension Sheet {
  /// The sheet without the equations at these places, and without the declarations of these names.
  func removing(_ paths: Set<ItemPath>, names: Set<String>) -> Sheet {
    var copy = self
    copy.items = Self.removing(paths, names, from: items, below: [])
    return copy
  }

  private static func removing(
    _ paths: Set<ItemPath>, _ names: Set<String>, from items: [Item], below: [Int]
  ) -> [Item] {
    items.enumerated().compactMap { index, item in
      let path = ItemPath(below + [index])
      if paths.contains(path) { return nil }
      var copy = item
      func kept(_ targets: [Target]) -> [Target] { targets.filter { !names.contains($0.name) } }
      switch item.kind {
      case .input(let targets, let type):
        guard !kept(targets).isEmpty else { return nil }
        copy.kind = .input(kept(targets), type)
      case .state(let targets, let axes, let initial, let family):
        guard !kept(targets).isEmpty else { return nil }
        copy.kind = .state(kept(targets), axes, initial: initial, family: family)
      case .alphabet(let targets, let alphabet):
        guard !kept(targets).isEmpty else { return nil }
        copy.kind = .alphabet(kept(targets), alphabet)
      case .example(let target, _): if names.contains(target.name) { return nil }
      case .block(let header, let body):
        let left = removing(paths, names, from: body, below: path.indices)
        guard !left.isEmpty else { return nil }
        copy.kind = .block(header, left)
      default: break
      }
      return copy
    }
  }

  /// The sheet with these items behind the one at a place, in the same block.
  func inserting(_ items: [Item], after path: ItemPath) -> Sheet {
    var copy = self
    copy.items = Self.inserting(items, after: path.indices[...], into: self.items)
    return copy
  }

  private static func inserting(_ new: [Item], after path: ArraySlice<Int>, into items: [Item]) -> [Item] {
    guard let index = path.first, items.indices.contains(index) else { return items + new }
    var copy = items
    if path.count > 1, case .block(let header, let body) = items[index].kind {
      copy[index].kind = .block(header, inserting(new, after: path.dropFirst(), into: body))
    } else {
      copy.insert(contentsOf: new, at: index + 1)
    }
    return copy
  }
}
