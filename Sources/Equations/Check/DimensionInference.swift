// Sizes that follow from the tensors in the files at hand.

extension Bindings {
  /// The settings, with the dimensions that alphabets and the shapes of weights and inputs give.
  ///
  /// A declared axis with one unknown, `D`, `2H`, `D/M` or `H+1`, tells it; what was set by hand wins. Where shapes
  /// contradict one another the first on the sheet tells, and the check of shapes against the file speaks up later.
  func inferred(for sheet: Sheet) -> [String: Double] {
    guard !weightShapes.isEmpty || !inputShapes.isEmpty || !alphabets.isEmpty else { return settings }
    var inference = DimensionInference(sheet: sheet, bindings: self)
    inference.run()
    // The weights tell first: of an input that is wider than they are, the input is to blame.
    inference.inputShapes = inputShapes
    inference.run()
    // `D/M` tells D where M is known only from the sheet.
    inference.trustsSheet = true
    inference.run()
    return inference.settings
  }
}

private struct DimensionInference {
  private let sheet: Sheet
  private let bindings: Bindings
  private(set) var settings: [String: Double]
  var inputShapes: [String: [Int]] = [:]
  /// Whether a number on the sheet may stand for a dimension that no file tells.
  var trustsSheet = false
  private var declared: [String: Syntax] = [:]
  /// The inputs that some `over` names.
  private let walked: Set<String>
  /// The names that equations of leaves read.
  private let atLeaves: Set<String>
  /// The file's members by bare name, in a fixed order.
  private var members: [String: [(indices: [Int], shape: [Int])]] = [:]

  init(sheet: Sheet, bindings: Bindings) {
    self.sheet = sheet
    self.bindings = bindings
    settings = bindings.settings
    for case .dims(let list) in sheet.items.map(\.kind) {
      for dimension in list where declared[dimension.name] == nil { declared[dimension.name] = dimension.value }
    }
    walked = Set(sheet.items.flatMap(\.walkedInputs))
    atLeaves = Set(sheet.items.flatMap(\.namesAtLeaves))
    for name in bindings.weightShapes.keys.sorted() {
      guard let (bare, indices) = Self.parts(of: name), let shape = bindings.weightShapes[name] else { continue }
      members[bare, default: []].append((indices, shape))
    }
  }

  /// `W_q` and [2, 1] of a file's `W_q[2,1]`.
  private static func parts(of name: String) -> (bare: String, indices: [Int])? {
    guard name.last == "]", let bracket = name.firstIndex(of: "[") else { return (name, []) }
    let numbers = name[name.index(after: bracket)...].dropLast().split(separator: ",").map { Int($0) }
    return numbers.contains(nil) ? nil : (String(name[..<bracket]), numbers.compactMap(\.self))
  }

  /// Goes through the sheet until nothing new follows: what one shape tells may be what another lacks.
  mutating func run() {
    var known = -1
    while settings.count > known {
      known = settings.count
      read(sheet.items, families: [])
    }
  }

  private mutating func read(_ items: [Item], families: [Family]) {
    for item in items {
      switch item.kind {
      case .input(let targets, let type): for target in targets { readInput(target.spelled, type) }
      case .parameter(let targets, let axes, let origin, _, let family):
        readParameters(targets, axes, origin, families + (family.map { [$0] } ?? []))
      case .constant(let constants):
        for constant in constants { readParameters([constant.target], constant.axes, constant.origin, families) }
      case .block(.family(let family), let body): read(body, families: families + [family])
      case .block(.stage(let stage), let body): read(body, families: families + (stage.asFamily.map { [$0] } ?? []))
      case .title, .source, .view, .beside, .remark, .dims, .state, .alphabet, .example, .equation, .leaf: break
      }
    }
  }

  private mutating func readInput(_ name: String, _ type: InputType) {
    switch type.kind {
    case .token(let size):
      if let alphabet = bindings.alphabets[name] { solve(size, equals: alphabet.symbols.count) }
    case .tensor(let axes), .once(let axes):
      // A stream has one more axis, time, in front; what is given once has not.
      guard let shape = inputShapes[name], shape.count == axes.count + (isStream(name, type) ? 1 : 0) else {
        return
      }
      solve(axes, equal: shape.suffix(axes.count))
    }
  }

  private func isStream(_ name: String, _ type: InputType) -> Bool {
    guard case .tensor(let axes) = type.kind else { return false }
    return sheet.hasStages ? walked.contains(name) || (axes.count < 2 && atLeaves.contains(name)) : axes.count < 2
  }

  private mutating func readParameters(
    _ targets: [Target], _ axes: [Syntax], _ origin: Origin?, _ families: [Family]
  ) {
    guard let origin else {
      for target in targets { readMembers(target, axes, families) }
      return
    }
    guard var shape = bindings.weightShapes[origin.tensor] else { return }
    if origin.row != nil, !shape.isEmpty { shape.removeFirst() }
    if origin.isTransposed { shape.reverse() }
    guard let rows = shape.first, rows % targets.count == 0 else { return }
    shape[0] = rows / targets.count
    solve(axes, equal: shape[...])
  }

  private mutating func readMembers(_ target: Target, _ axes: [Syntax], _ families: [Family]) {
    let fitting = members[target.name]?.filter { target.mayHave($0.indices, families) } ?? []
    for member in fitting { solve(axes, equal: member.shape[...]) }
    // `L` of `for l in 1..L` is as many members as the file has.
    for (place, index) in target.indices.enumerated() {
      guard let family = families.family(of: index), let last = fitting.map({ $0.indices[place] }).max() else {
        continue
      }
      solve(family.upper, equals: last)
    }
  }

  private mutating func solve(_ axes: [Syntax], equal counts: ArraySlice<Int>) {
    guard axes.count == counts.count else { return }
    for (axis, count) in zip(axes, counts) { solve(axis, equals: count) }
  }

  /// Settles the one unknown of an axis, unless it is settled.
  private mutating func solve(_ axis: Syntax, equals count: Int) {
    guard count >= 1, count <= Limits.dimension else { return }
    switch axis.kind {
    case .name(let name):
      guard let value = declared[name], settings[name] == nil else { return }
      if case .number = value.kind {
        settings[name] = Double(count)
      } else {
        // Declared by others, `dims V = 2H`: they are told, and it follows from them.
        solve(value, equals: count)
      }
    case .product(let left, let right), .binary(.hadamard, let left, let right):
      if let factor = known(left), factor > 0, count % factor == 0 { return solve(right, equals: count / factor) }
      if let factor = known(right), factor > 0, count % factor == 0 { solve(left, equals: count / factor) }
    case .binary(.quotient, let left, let right):
      if let factor = known(right), factor > 0, factor <= Limits.dimension { solve(left, equals: count * factor) }
    case .binary(.add, let left, let right):
      if let term = known(left) { return solve(right, equals: count - term) }
      if let term = known(right) { solve(left, equals: count - term) }
    case .binary(.subtract, let left, let right):
      if let term = known(right) { solve(left, equals: count + term) }
    default: break
    }
  }

  /// A number, or a dimension that was settled.
  private func known(_ axis: Syntax) -> Int? {
    let value: Double? =
      switch axis.kind {
      case .number(let number, _): number
      case .name(let name): settings[name] ?? (trustsSheet ? declared[name]?.plainNumber : nil)
      default: nil
      }
    return value.flatMap { Int(exactly: $0) }.flatMap { abs($0) <= Limits.dimension ? $0 : nil }
  }
}

extension Item {
  fileprivate var walkedInputs: [String] {
    guard case .block(let header, let body) = kind else { return [] }
    if case .stage(let stage) = header {
      switch stage.steps {
      case .inputs(let targets): return targets.map(\.spelled)
      case .tree: return StepReference.Side.allCases.map(\.rawValue)
      case .range(_, _, let targets, _): return targets.map(\.spelled) + body.flatMap(\.walkedInputs)
      }
    }
    return body.flatMap(\.walkedInputs)
  }
}

extension StageHeader {
  /// The steps of a range, of which parameters may have a member each.
  fileprivate var asFamily: Family? {
    guard case .range(let lower, let upper, _, _) = steps else { return nil }
    return Family(variable, from: lower, to: upper, range: range)
  }
}

extension Target {
  /// Whether a member with these indices may be one of this line's.
  fileprivate func mayHave(_ numbers: [Int], _ families: [Family]) -> Bool {
    guard numbers.count == indices.count else { return false }
    return zip(numbers, indices).allSatisfy { number, index in
      if let exact = index.plainNumber { return Double(number) == exact }
      guard let lowest = families.family(of: index)?.lower.plainNumber else { return true }
      return Double(number) >= lowest
    }
  }
}

extension [Family] {
  /// The family whose variable an index is.
  fileprivate func family(of index: Syntax) -> Family? {
    guard case .name(let variable) = index.kind else { return nil }
    return last { $0.variable == variable }
  }
}

extension Syntax {
  fileprivate var plainNumber: Double? {
    if case .number(let value, _) = kind { value } else { nil }
  }
}
