// Sizes that follow from the tensors in the files at hand.

extension Bindings {
  /// The settings, with the dimensions that the shapes of weights and inputs give.
  ///
  /// A declared axis that is a single dimension, or a multiple of one, tells it; what was set by hand wins. Where
  /// shapes contradict one another the first tells, and the check of shapes against the file speaks up later.
  func inferred(for sheet: Sheet) -> [String: Double] {
    var inference = DimensionInference(sheet: sheet, bindings: self)
    inference.run()
    return inference.settings
  }
}

private struct DimensionInference {
  let sheet: Sheet
  let bindings: Bindings
  var settings: [String: Double]
  private var declared: [String: Syntax] = [:]

  init(sheet: Sheet, bindings: Bindings) {
    self.sheet = sheet
    self.bindings = bindings
    settings = bindings.settings
    for case .dims(let list) in sheet.items.map(\.kind) {
      for dimension in list where declared[dimension.name] == nil { declared[dimension.name] = dimension.value }
    }
  }

  mutating func run() {
    guard !bindings.weightShapes.isEmpty || !bindings.inputShapes.isEmpty else { return }
    readAlphabets()
    readItems(sheet.items)
    inferFamilies(sheet.items)
  }

  private mutating func readAlphabets() {
    for case .input(let targets, .token(let size)) in sheet.items.map(\.kind) {
      for target in targets {
        guard let alphabet = bindings.alphabets[target.name] else { continue }
        solve(size, equals: alphabet.symbols.count)
      }
    }
  }

  private mutating func readItems(_ items: [Item]) {
    for item in items {
      switch item.kind {
      case .parameter(let targets, let axes, let origin, _, _): readParameter(targets, axes, origin)
      case .constant(let target, let axes, let origin, _): readParameter([target], axes, origin)
      case .input(let targets, .tensor(let axes)):
        for target in targets { readInput(target.name, axes) }
      case .block(_, let body): readItems(body)
      default: break
      }
    }
  }

  private mutating func readParameter(_ targets: [Target], _ axes: [Syntax], _ origin: Origin?) {
    if let origin {
      guard var shape = bindings.weightShapes[origin.tensor] else { return }
      if origin.row != nil { shape.removeFirst(min(1, shape.count)) }
      if origin.isTransposed { shape.reverse() }
      guard shape.count == axes.count, let rows = shape.first, rows % targets.count == 0 else { return }
      shape[0] = rows / targets.count
      for (axis, count) in zip(axes, shape) { solve(axis, equals: count) }
      return
    }
    for target in targets {
      for (name, shape) in bindings.weightShapes where matches(name, target) && shape.count == axes.count {
        for (axis, count) in zip(axes, shape) { solve(axis, equals: count) }
      }
    }
  }

  /// Whether a file's `W[2]` is a member of the sheet's `W[l]`, or of the same number.
  private func matches(_ name: String, _ target: Target) -> Bool {
    guard !target.indices.isEmpty else { return name == target.name }
    guard name.hasPrefix(target.name + "["), name.hasSuffix("]") else { return false }
    let numbers = name.dropFirst(target.name.count + 1).dropLast().split(separator: ",")
    guard numbers.count == target.indices.count else { return false }
    return zip(numbers, target.indices).allSatisfy { number, index in
      guard case .number(_, let text) = index.kind else { return true }
      return number == text
    }
  }

  private mutating func readInput(_ name: String, _ axes: [Syntax]) {
    guard let shape = bindings.inputShapes[name] else { return }
    // A stream has one more axis, time, in front.
    guard shape.count == axes.count || shape.count == axes.count + 1 else { return }
    for (axis, count) in zip(axes, shape.suffix(axes.count)) { solve(axis, equals: count) }
  }

  /// `L` of `for l in 1..L` is as many members as the file has of a family that it runs over.
  private mutating func inferFamilies(_ items: [Item]) {
    for item in items {
      switch item.kind {
      case .block(.family(let family), let body):
        for case .parameter(let targets, _, nil, _, _) in body.map(\.kind) { count(targets, family) }
        inferFamilies(body)
      case .parameter(let targets, _, nil, _, let family?): count(targets, family)
      default: break
      }
    }
  }

  private mutating func count(_ targets: [Target], _ family: Family) {
    for target in targets {
      guard let axis = target.indices.firstIndex(where: { $0.mentions(family.variable) }) else { continue }
      let numbers = bindings.weightShapes.keys.compactMap { name -> Int? in
        guard matches(name, target) else { return nil }
        let parts = name.dropFirst(target.name.count + 1).dropLast().split(separator: ",")
        return Int(parts[axis])
      }
      if let largest = numbers.max() { solve(family.upper, equals: largest) }
    }
  }

  /// Settles the one unknown of `D`, `2H`, `D/M` or `H+1`, unless it is settled.
  private mutating func solve(_ axis: Syntax, equals count: Int) {
    switch axis.kind {
    case .name(let name):
      guard let value = declared[name], settings[name] == nil else { return }
      if case .number = value.kind {
        settings[name] = Double(count)
      } else if value.mentionsAny(of: declared.keys) {
        solve(value, equals: count)
      }
    case .product(let left, let right):
      if let factor = known(left), factor > 0, count % factor == 0 { return solve(right, equals: count / factor) }
      if let factor = known(right), factor > 0, count % factor == 0 { solve(left, equals: count / factor) }
    case .binary(.quotient, let left, let right):
      if let factor = known(right), factor > 0 { solve(left, equals: count * factor) }
    case .binary(.add, let left, let right):
      if let term = known(left), term < count { return solve(right, equals: count - term) }
      if let term = known(right), term < count { solve(left, equals: count - term) }
    default: break
    }
  }

  /// A number, or a dimension that was settled.
  private func known(_ axis: Syntax) -> Int? {
    switch axis.kind {
    case .number(let value, _): value < 1e9 ? Int(value) : nil
    case .name(let name): settings[name].flatMap { abs($0) < 1e9 ? Int($0) : nil }
    default: nil
    }
  }
}

extension Syntax {
  fileprivate func mentionsAny(of names: some Sequence<String>) -> Bool { names.contains { mentions($0) } }
}
