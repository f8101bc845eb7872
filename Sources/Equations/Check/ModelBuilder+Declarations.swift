// Each kind of declaration, entered into the table of names. What holds a mistake is entered all the same, as broken, so
// that its uses are not told as mistakes too.

extension ModelBuilder {
  func declare(_ line: Line) {
    switch line.item.kind {
    case .title: _ = isFirst("the title", line.item.range)
    case .source: _ = isFirst("the source", line.item.range)
    case .remark, .dims, .view, .beside, .block, .alphabet, .example: break
    case .input(let targets, let type): for target in targets { declareInput(target, type, line) }
    case .parameter(let targets, let axes, let origin, let initial, _):
      declareParameters(targets, axes, origin, initial, line)
    case .constant(let constants): for constant in constants { declareConstant(constant, line) }
    case .state(let targets, let axes, let initial, _):
      for target in targets { declareState(target, axes, initial, line) }
    case .equation(let target, let syntax, _):
      guard let name = enter(target, line, as: .quantity(drafts.count)) else {
        strays.append((syntax, line))
        return
      }
      drafts.append(Draft(name: name, syntax: syntax, line: line, range: target.range))
    case .leaf(let target, let syntax):
      guard let name = enter(target.atLeaves, line, as: .quantity(drafts.count)) else {
        strays.append((syntax, line))
        return
      }
      names.enterAtLeaves(target.name, target.atLeaves.name)
      drafts.append(Draft(name: name, syntax: syntax, line: line, range: target.range))
    }
  }

  /// The indices of a member, worked out; nil if that holds a mistake.
  func indices(of target: Target, _ line: Line) -> [Int]? {
    var result: [Int] = []
    for index in target.indices {
      guard let number = known(in: line, { () throws(Unknowable) in try line.scope.wholeNumber(index) }) else {
        return nil
      }
      result.append(number)
    }
    return result
  }

  /// Enters a name and returns it in full; nil if it cannot be had, which is told.
  private func enter(_ target: Target, _ line: Line, as entity: Entity) -> String? {
    let isEquation = if case .quantity = entity { true } else { false }
    if isEquation, let index = target.indices.first(where: line.scope.step.mentioned) {
      brokenNames.insert(target.name)
      report(.stepOnTheLeft(target.name, step: index.spelledInIndex), target.range, in: line)
      return nil
    }
    guard let indices = indices(of: target, line) else {
      brokenNames.insert(target.name)
      return nil
    }
    if let dimension = numbers.lines[target.name] {
      report(
        isEquation ? .assignedTo(target.name, what: "a dimension") : .declaredTwice(target.name, firstLine: dimension),
        target.range, in: line)
      return nil
    }
    do {
      try names.declare(target.name, indices, as: entity, at: target.range)
    } catch {
      switch error.kind {
      case .definedTwice(let name, target.range.line), .declaredTwice(let name, target.range.line):
        let variable = line.scope.loops.keys.min()
        report(
          Diagnostic(variable.map { .sameForEachMember(name, variable: $0) } ?? error.kind, at: target.range), in: line)
      default: report(error, in: line)
      }
      return nil
    }
    return Names.member(target.name, indices)
  }

  private func shape(_ axes: [Syntax], _ line: Line) -> Shape? {
    known(in: line) { () throws(Unknowable) in try line.scope.shape(axes) }
  }

  private func declareInput(_ target: Target, _ type: InputType, _ line: Line) {
    let (kind, shape): (Input.Kind, Shape?) =
      switch type.kind {
      case .tensor(let axes), .once(let axes): (.tensor, self.shape(axes, line))
      case .token(let size): (.token(bindings.alphabets[target.name]), self.shape([size], line))
      }
    let entity = Entity.input(inputs.count)
    guard let name = enter(target, line, as: entity) else { return }
    if shape == nil { broken.insert(entity) }
    switch type.kind {
    case .token: mayBeStream.insert(inputs.count)
    case .tensor(let axes): if axes.count < 2 { mayBeStream.insert(inputs.count) }
    case .once: break
    }
    if case .token(let alphabet?) = kind, let shape, alphabet.symbols.count != shape.count {
      report(
        .alphabetSize(name, declared: shape.rows.described, found: alphabet.symbols.count), target.range, in: line)
    }
    if let shape, type.terms.contains(.symmetric), shape.axes.count != 2 || shape.rows != shape.columns {
      report(.symmetricNeedsSquare(name, shape: shape.described), target.range, in: line)
    }
    inputs.append(
      Input(
        id: inputs.count, name: name, kind: kind, shape: shape ?? .scalar, terms: type.terms, stage: nil,
        isStream: type.isStream(hasStages: unrolling.hasStages), example: nil, exampleNumbers: [],
        caption: line.item.caption, range: target.range))
  }

  private func declareParameters(
    _ targets: [Target], _ axes: [Syntax], _ origin: Origin?, _ initial: Syntax?, _ line: Line
  ) {
    let shape = shape(axes, line)
    let start = initial.flatMap { number($0, line) }
    for (position, target) in targets.enumerated() {
      let entity = Entity.parameter(parameters.count)
      guard let name = enter(target, line, as: entity) else { continue }
      if shape == nil { broken.insert(entity) }
      parameters.append(
        Parameter(
          id: parameters.count, name: name, shape: shape ?? .scalar,
          origin: origin.flatMap { slice(of: $0, member: position, among: targets.count, shape ?? .scalar, line) },
          initial: start, caption: line.item.caption, range: target.range))
    }
  }

  private func number(_ syntax: Syntax, _ line: Line) -> Double? {
    known(in: line) { () throws(Unknowable) in try line.scope.number(syntax) }
  }

  /// Parameters that are listed together share a stored tensor, one after another in the listed order.
  private func slice(
    of origin: Origin, member: Int, among count: Int, _ shape: Shape, _ line: Line
  ) -> ParameterOrigin? {
    guard let tensor = tensorName(origin, line) else { return nil }
    return ParameterOrigin(
      tensor: tensor, row: origin.row, isTransposed: origin.isTransposed,
      firstRow: member * shape.rows.count, totalRows: count * shape.rows.count)
  }

  /// The name with the numbers of its braces: `layer{l-1}.w` is `layer0.w` for the member 1; nil if they cannot be known.
  private func tensorName(_ origin: Origin, _ line: Line) -> String? {
    guard !line.scope.loops.isEmpty, origin.tensor.contains("{") else { return origin.tensor }
    var name = ""
    var rest = origin.tensor[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      let text = String(rest[rest.index(after: open)..<close])
      name += rest[..<open]
      rest = rest[rest.index(after: close)...]
      guard let syntax = try? SheetParser.expression(text) else {
        report(.expected("a number in braces", found: "{\(text)}", hint: "as in {l-1}"), origin.range, in: line)
        return nil
      }
      let number = known(in: line) { () throws(Unknowable) in
        do throws(Unknowable) {
          return try line.scope.wholeNumber(syntax)
        } catch {
          // Its place is one within the text.
          guard let reason = error.reason else { throw error }
          throw Unknowable(reason.kind, at: origin.range)
        }
      }
      guard let number else { return nil }
      name += String(number)
    }
    return name + rest
  }

  private func declareConstant(_ declared: ConstantDeclaration, _ line: Line) {
    let (target, origin, value) = (declared.target, declared.origin, declared.value)
    let shape = shape(declared.axes, line)
    let entity = Entity.constant(constants.count)
    guard let name = enter(target, line, as: entity) else { return }
    if shape == nil { broken.insert(entity) }
    let set = bindings.settings[name] ?? bindings.settings[target.name]
    constants.append(
      Constant(
        id: constants.count, name: name, shape: shape ?? .scalar, value: set ?? value.flatMap { number($0, line) },
        origin: origin.flatMap { slice(of: $0, member: 0, among: 1, shape ?? .scalar, line) },
        caption: line.item.caption, range: target.range))
  }

  private func declareState(_ target: Target, _ axes: [Syntax], _ initial: Syntax?, _ line: Line) {
    let shape = shape(axes, line)
    guard let indices = indices(of: target, line) else { return }
    let name = Names.member(target.name, indices)
    if let first = states[name] {
      return report(.declaredTwice(name, firstLine: first.range.line), target.range, in: line)
    }
    states[name] = StateDeclaration(shape: shape, initial: initial, line: line, range: target.range)
  }
}

extension InputType {
  /// Whether it is a sequence, as far as its declaration tells: under an `over` it becomes one.
  fileprivate func isStream(hasStages: Bool) -> Bool {
    switch kind {
    case .token: true
    case .tensor(let axes): !hasStages && axes.count < 2
    case .once: false
    }
  }
}
