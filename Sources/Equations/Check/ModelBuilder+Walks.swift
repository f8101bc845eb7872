// What equations walk over: sequences of inputs, and ranges that a condition may end.

extension ModelBuilder {
  /// Finds the inputs that are walked over, and makes an equation of each condition that ends a stage.
  func declareWalks() {
    guard unrolling.hasStages else {
      let streams = inputs.filter(\.isStream).map(\.id)
      return walks = [Walk(steps: .sequence(streams), variable: Names.step, length: Dimension(1))]
    }
    for draft in unrolling.walks {
      let steps: IndexSet =
        switch draft.steps {
        case .inputs(let targets): .sequence(targets.compactMap { input($0, walkedOverIn: draft) })
        case .range(let range, let targets, let condition):
          .range(
            lower: range.lowerBound, upper: range.upperBound,
            inputs: targets.compactMap { input($0, walkedOverIn: draft) },
            until: condition.map { self.condition($0, draft.line) })
        case .leaves: .sequence(leafInputs(draft))
        case .nodes: nodes(draft)
        }
      walks.append(Walk(steps: steps, variable: draft.header.variable, length: Dimension(1)))
    }
  }

  private func input(_ target: Target, walkedOverIn walk: WalkDraft) -> Int? {
    guard let index = input(target, walk.line) else { return nil }
    if let line = firstLines["a walk over \(inputs[index].name)"] {
      report(.walkedTwice(inputs[index].name, firstLine: line), target.range)
      return nil
    }
    firstLines["a walk over \(inputs[index].name)"] = walk.header.range.line
    inputs[index].isStream = true
    return index
  }

  /// The inputs that have a value for each leaf: those that equations of leaves read and that are not given once.
  private func leafInputs(_ walk: WalkDraft) -> [Int] {
    let names = Set(sheet.items.flatMap(\.namesAtLeaves))
    let found = inputs.filter {
      mayBeStream.contains($0.id) && names.contains($0.name) && firstLines["a walk over \($0.name)"] == nil
    }
    if found.isEmpty, brokenNames.isDisjoint(with: names) { report(.treeWithoutLeaves, walk.header.range) }
    for input in found {
      inputs[input.id].isStream = true
      firstLines["a walk over \(input.name)"] = walk.header.range.line
    }
    return found.map(\.id)
  }

  /// The inputs that number the children.
  private func nodes(_ walk: WalkDraft) -> IndexSet {
    var leaves: [Int] = []
    if case .sequence(let streams)? = walks.last?.steps { leaves = streams }
    let children = StepReference.Side.allCases.map { side -> Int? in
      guard case .input(let id)? = names.entities[side.rawValue], inputs[id].shape.isScalar, mayBeStream.contains(id)
      else {
        if !brokenNames.contains(side.rawValue) { report(.treeWithoutChildren, walk.header.range) }
        return nil
      }
      inputs[id].isStream = true
      firstLines["a walk over \(side.rawValue)"] = walk.header.range.line
      return id
    }
    guard let left = children[0], let right = children[1] else { return .sequence([]) }
    return .tree(left: left, right: right, leaves: leaves)
  }

  private func condition(_ syntax: Syntax, _ line: Line) -> Int {
    // A word of the language: nothing else can be called so.
    let others = drafts.count { $0.line.isCondition }
    let name = Names.member("until", others == 0 ? [] : [others + 1])
    drafts.append(Draft(name: name, syntax: syntax, line: line, range: syntax.range))
    return drafts.count - 1
  }

  /// How long each walk is, as far as the inputs at hand and the examples tell.
  func measureWalks() {
    let sequences = walks.count { if case .sequence = $0.steps { true } else { false } }
    for (number, walk) in walks.enumerated() {
      switch walk.steps {
      case .once: break
      case .range(let lower, let upper, _, let until):
        walks[number].length = Dimension(upper - lower + 1, extent: until == nil ? .all : .ran(walk: number))
      case .sequence(let ids):
        let count = ids.lazy.compactMap { self.length(of: self.inputs[$0]) }.first ?? Limits.silentSteps
        let label = sequences == 1 ? "T" : "T_\(ids.first.map { inputs[$0].name } ?? walk.variable)"
        walks[number].length = Dimension(count, label: label)
      case .tree(_, _, let leaves):
        // A tree whose inner nodes have two children each has one leaf more than these are.
        let count = leaves.lazy.compactMap { self.length(of: self.inputs[$0]) }.first ?? Limits.silentSteps
        walks[number].length = Dimension(max(1, count - 1), label: "T-1")
      }
    }
    for input in inputs where input.isStream && unrolling.hasStages {
      let isWalked = walks.contains { $0.steps.streams.contains(input.id) }
      if !isWalked, !broken.contains(.input(input.id)) { report(.noWalkOver(input.name), input.range) }
    }
  }

  private func length(of input: Input) -> Int? {
    if let length = bindings.lengths[input.name] { return length }
    let isToken = if case .token = input.kind { true } else { false }
    if let axes = bindings.inputShapes[input.name], axes.count == (isToken ? 1 : input.shape.axes.count + 1) {
      return axes.first.flatMap { $0 >= 1 && $0 <= Limits.dimension ? $0 : nil }
    }
    if case .token(let alphabet?) = input.kind, let fill = alphabet.fill { return fill.length }
    switch input.example {
    case nil, .edges: return nil
    case .rows(let rows): return rows.count
    case .signal: return input.exampleNumbers.first.flatMap { Int(exactly: $0) }.flatMap { $0 >= 1 ? $0 : nil }
    // As if each character were a symbol; whoever reads symbols knows better.
    case .text(let text): return max(1, text.count)
    }
  }
}

extension Line {
  /// Whether it is an `over` that a condition ends, rather than a line below one.
  fileprivate var isCondition: Bool {
    if case .block = item.kind { true } else { false }
  }
}
