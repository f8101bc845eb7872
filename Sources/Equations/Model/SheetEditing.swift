// A sheet with one line put in the place of another, or with an input of another kind.

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

extension Sheet {
  /// The inputs that are one vector, at each step or once, by their names: a symbol's one-hot vector could stand for each.
  package var vectorInputs: Set<String> {
    var names: Set<String> = []
    for case .input(let targets, let type) in items.map(\.kind) {
      guard case .tensor(let axes) = type.kind, axes.count == 1 else { continue }
      names.formUnion(targets.map(\.name))
    }
    return names
  }

  /// The sheet with some of its vector inputs taken for the one-hot vectors of symbols: `x: D` as `x: token(D)`.
  package func readingSymbols(in names: Set<String>) -> Sheet {
    var copy = self
    copy.items = items.flatMap { item -> [Item] in
      guard case .input(let targets, let type) = item.kind, case .tensor(let axes) = type.kind, axes.count == 1 else {
        return [item]
      }
      var (vectors, symbols) = (item, item)
      vectors.kind = .input(targets.filter { !names.contains($0.name) }, type)
      symbols.kind = .input(targets.filter { names.contains($0.name) }, InputType(.token(axes[0])))
      return [symbols, vectors].filter { part in
        if case .input(let targets, _) = part.kind { !targets.isEmpty } else { false }
      }
    }
    return copy
  }

  /// What the sizes of its parameters are made of: dimensions and constants by name.
  package var namesInParameterSizes: Set<String> { Self.namesInParameterSizes(items) }

  private static func namesInParameterSizes(_ items: [Item]) -> Set<String> {
    items.reduce(into: []) { names, item in
      switch item.kind {
      case .parameter(_, let axes, _, _, _): names.formUnion(axes.flatMap(\.names))
      case .block(_, let body): names.formUnion(namesInParameterSizes(body))
      default: break
      }
    }
  }

  /// The sheet without the example of an input.
  package func withoutExample(of input: String) -> Sheet {
    var copy = self
    copy.items.removeAll { item in
      if case .example(let target, _) = item.kind { target.name == input } else { false }
    }
    return copy
  }

  /// The sheet with more lines: an equation among them takes the place of the one of its name, and an input that only that
  /// one read goes with it.
  ///
  /// A sheet that has what they declare stays as it is.
  ///
  /// - Throws: lines that cannot be read.
  package func adding(_ lines: String) throws(SheetErrors) -> Sheet {
    let more = try SheetParser.parse(lines, name: name).items
    let declared = Set(more.flatMap(\.declaredNames))
    guard declared.isDisjoint(with: items.flatMap(\.declaredNames)) else { return self }
    let defined = Set(more.compactMap(\.definedName))
    let replaced = items.filter { $0.definedName.map(defined.contains) ?? false }
    let left = items.filter { !($0.definedName.map(defined.contains) ?? false) }
    let hasBlocks = left.contains { if case .block = $0.kind { true } else { false } }
    let read = Set((left + more).flatMap(\.readNames))
    let orphans = hasBlocks ? [] : Set(replaced.flatMap(\.readNames)).subtracting(read)
    var copy = self
    copy.items = left.compactMap { $0.without(inputs: orphans) } + more
    // Printed and read again, so that places are those of the new text.
    return try SheetParser.parse(copy.printed, name: name)
  }
}

extension Item {
  /// The inputs and parameters that it declares.
  fileprivate var declaredNames: [String] {
    switch kind {
    case .input(let targets, _), .parameter(let targets, _, _, _, _): targets.map(\.name)
    default: []
    }
  }

  fileprivate var definedName: String? {
    if case .equation(let target, _, _) = kind { target.name } else { nil }
  }

  fileprivate var readNames: [String] {
    switch kind {
    case .equation(_, let value, _): value.names
    case .state(_, _, let initial, _): initial?.names ?? []
    default: []
    }
  }

  /// Without the declarations of some inputs; nil where nothing is left.
  fileprivate func without(inputs names: Set<String>) -> Item? {
    if case .example(let target, _) = kind { return names.contains(target.name) ? nil : self }
    guard case .input(let targets, let type) = kind else { return self }
    let left = targets.filter { !names.contains($0.name) }
    guard !left.isEmpty else { return nil }
    var copy = self
    copy.kind = .input(left, type)
    return copy
  }
}
