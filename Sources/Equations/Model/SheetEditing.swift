// A sheet with one line put in the place of another.

extension Sheet {
  /// The line that defines a name, by the name with its indices as the sheet writes them.
  package func path(toEquation target: Target) -> ItemPath? { Self.path(to: target, in: items, []) }

  private static func path(to target: Target, in items: [Item], _ above: [Int]) -> ItemPath? {
    for (index, item) in items.enumerated() {
      switch item.kind {
      case .equation(target, _, _): return ItemPath(above + [index])
      case .leaf(let own, _) where own.atLeaves == target: return ItemPath(above + [index])
      case .block(_, let body):
        if let found = path(to: target, in: body, above + [index]) { return found }
      default: break
      }
    }
    return nil
  }

  /// The sheet with another equation at a place; the old one's family stays unless the new one has its own.
  ///
  /// The caption goes: it spoke of the equation that was there.
  package func replacing(_ path: ItemPath, with item: Item) -> Sheet {
    var copy = self
    copy.items = Self.replacing(path.indices[...], in: items, with: item)
    return copy
  }

  private static func replacing(_ path: ArraySlice<Int>, in items: [Item], with item: Item) -> [Item] {
    guard let index = path.first, items.indices.contains(index) else { return items }
    var copy = items
    if case .block(let header, let body) = items[index].kind {
      copy[index].kind = .block(header, replacing(path.dropFirst(), in: body, with: item))
      return copy
    }
    copy[index].kind = merged(items[index].kind, item.kind)
    copy[index].caption = item.caption
    return copy
  }

  private static func merged(_ old: Item.Kind, _ new: Item.Kind) -> Item.Kind {
    guard case .equation(let target, let value, nil) = new else { return new }
    switch old {
    case .equation(_, _, let family): return .equation(target, value, family: family)
    case .leaf(let own, _): return .leaf(own, value)
    default: return new
    }
  }
}
