// Each kind of declaration, entered into the table of names.

extension ModelBuilder {
  func declare(_ line: Line) {
    switch line.item.kind {
    case .title, .source, .remark, .dims, .view, .block: break
    case .input(let targets, let type): for target in targets { declareInput(target, type, line) }
    case .parameter(let targets, let axes, let origin, let initial, _):
      declareParameters(targets, axes, origin, initial, line)
    case .constant(let target, let axes, let origin, let value): declareConstant(target, axes, origin, value, line)
    case .state(let targets, let axes, let initial, _):
      for target in targets { declareState(target, axes, initial, line) }
    case .alphabet(let targets, let alphabet): for target in targets { declareAlphabet(target, alphabet, line) }
    case .example(let target, let example): declareExample(target, example, line)
    case .equation(let target, let syntax, _): declareEquation(target, syntax, line)
    }
  }

  private func fullName(_ target: Target, _ line: Line) -> (String, [Int])? {
    attempt { () throws(Diagnostic) in
      var indices: [Int] = []
      for index in target.indices { indices.append(try line.scope.wholeNumber(index)) }
      return (Names.member(target.name, indices), indices)
    }
  }

  private func enter(_ target: Target, _ line: Line, as entity: Entity) -> String? {
    guard let (name, indices) = fullName(target, line) else { return nil }
    if declarations.scope.dims[target.name] != nil {
      report(.assignedTo(target.name, what: "a dimension"), target.range)
      return nil
    }
    guard attempt({ () throws(Diagnostic) in try names.declare(target.name, indices, as: entity, at: target.range) }) != nil
    else { return nil }
    return name
  }

  private func declareInput(_ target: Target, _ type: InputType, _ line: Line) {
    let checked = attempt { () throws(Diagnostic) -> (Input.Kind, Shape) in
      switch type {
      case .tensor(let axes): (.tensor, try line.scope.shape(axes))
      case .token(let size): (.token(bindings.alphabets[target.name]), .vector(try line.scope.dimension(size)))
      }
    }
    guard let name = enter(target, line, as: .input(inputs.count)) else { return }
    let (kind, shape) = checked ?? (.tensor, .scalar)
    inputs.append(
      Input(
        id: inputs.count, name: name, kind: kind, shape: shape, stage: nil, example: nil, exampleNumbers: [],
        caption: line.item.caption, range: target.range))
  }

  private func declareParameters(
    _ targets: [Target], _ axes: [Syntax], _ origin: Origin?, _ initial: Syntax?, _ line: Line
  ) {
    guard let shape = attempt({ () throws(Diagnostic) in try line.scope.shape(axes) }) else {
      // Declared all the same, so that its uses are not reported as unknown too.
      for target in targets { _ = enterParameter(target, .scalar, nil, nil, line) }
      return
    }
    let start = initial.flatMap { value in attempt { () throws(Diagnostic) in try line.scope.number(value) } }
    for (position, target) in targets.enumerated() {
      let place = origin.map { slice(of: $0, member: position, among: targets.count, shape) }
      _ = enterParameter(target, shape, place, start, line)
    }
  }

  private func enterParameter(
    _ target: Target, _ shape: Shape, _ origin: ParameterOrigin?, _ initial: Double?, _ line: Line
  ) -> String? {
    guard let name = enter(target, line, as: .parameter(parameters.count)) else { return nil }
    parameters.append(
      Parameter(
        id: parameters.count, name: name, shape: shape, origin: origin, initial: initial,
        caption: line.item.caption, range: target.range))
    return name
  }

  /// Parameters that are listed together share a stored tensor, one after another in the listed order.
  private func slice(of origin: Origin, member: Int, among count: Int, _ shape: Shape) -> ParameterOrigin {
    ParameterOrigin(
      tensor: origin.tensor, row: origin.row, isTransposed: origin.isTransposed,
      firstRow: member * shape.rows.count, totalRows: count * shape.rows.count)
  }

  private func declareConstant(
    _ target: Target, _ axes: [Syntax], _ origin: Origin?, _ value: Syntax?, _ line: Line
  ) {
    let shape = attempt { () throws(Diagnostic) in try line.scope.shape(axes) }
    let number: Double? =
      if let set = bindings.settings[target.name] { set } else {
        value.flatMap { syntax in attempt { () throws(Diagnostic) in try line.scope.number(syntax) } }
      }
    guard let name = enter(target, line, as: .constant(constants.count)) else { return }
    let place = origin.map { slice(of: $0, member: 0, among: 1, shape ?? .scalar) }
    constants.append(
      Constant(
        id: constants.count, name: name, shape: shape ?? .scalar, value: number, origin: place,
        caption: line.item.caption, range: target.range))
  }

  private func declareState(_ target: Target, _ axes: [Syntax], _ initial: Syntax?, _ line: Line) {
    guard let (name, _) = fullName(target, line),
      let shape = attempt({ () throws(Diagnostic) in try line.scope.shape(axes) })
    else { return }
    if let first = states.first(where: { $0.name == name }) {
      return report(.declaredTwice(name, firstLine: first.range.line), target.range)
    }
    states.append(
      StateDeclaration(
        name: name, shape: shape, initial: initial, scope: line.scope, range: target.range,
        text: text(ofLine: target.range.line)))
  }

  private func declareEquation(_ target: Target, _ syntax: Syntax, _ line: Line) {
    guard let name = enter(target, line, as: .quantity(drafts.count)) else { return }
    drafts.append(Draft(name: name, syntax: syntax, line: line, caption: line.item.caption, range: target.range))
  }

  // MARK: alphabets and examples

  private func inputIndex(_ target: Target) -> Int? {
    let known = sheet.items.flatMap { item -> [String] in
      guard case .input(let targets, _) = item.kind else { return [] }
      return targets.map(\.name)
    }
    guard known.contains(target.name) else {
      report(.exampleOfNonInput(target.name), target.range)
      return nil
    }
    guard let index = inputs.firstIndex(where: { $0.name == target.name }) else {
      report(.expected("the input \(target.name) to be declared above", found: "its declaration below"), target.range)
      return nil
    }
    return index
  }

  private func declareAlphabet(_ target: Target, _ declared: AlphabetDeclaration, _ line: Line) {
    guard let index = inputIndex(target) else { return }
    guard case .token(let given) = inputs[index].kind else {
      return report(.alphabetOfNonToken(target.name), target.range)
    }
    guard given == nil, let symbols = symbols(of: declared, target.range) else { return }
    let size = inputs[index].shape.rows
    guard symbols.count == size.count else {
      return report(
        .alphabetSize(target.name, declared: size.count, found: symbols.count, dimension: size.label), target.range)
    }
    func place(_ symbol: String?) -> Int? {
      guard let symbol else { return nil }
      if let found = symbols.firstIndex(of: symbol) { return found }
      report(.symbolNotInAlphabet(symbol, alphabet: target.name), target.range)
      return nil
    }
    inputs[index].kind = .token(
      Alphabet(
        symbols: symbols, unknown: place(declared.unknown), start: place(declared.start), end: place(declared.end)))
  }

  private func symbols(of declared: AlphabetDeclaration, _ range: SourceRange) -> [String]? {
    var result: [String] = []
    for run in declared.runs {
      switch run {
      case .symbol(let symbol): result.append(symbol)
      case .through(let first, let last):
        let (a, b) = (first.unicodeScalars.first?.value ?? 0, last.unicodeScalars.first?.value ?? 0)
        guard first.unicodeScalars.count == 1, last.unicodeScalars.count == 1, a <= b, b - a < 65_536 else {
          report(.expected("a run of single letters such as \"a\"..\"z\"", found: "\"\(first)\"..\"\(last)\""), range)
          return nil
        }
        for value in a...b { if let scalar = Unicode.Scalar(value) { result.append(String(Character(scalar))) } }
      }
    }
    var seen: Set<String> = []
    for symbol in result where !seen.insert(symbol).inserted {
      report(.symbolTwice(symbol), range)
      return nil
    }
    return result
  }

  private func declareExample(_ target: Target, _ example: ExampleInput, _ line: Line) {
    guard let index = inputIndex(target) else { return }
    inputs[index].example = example
    switch example {
    case .text:
      if case .tensor = inputs[index].kind { report(.exampleDoesNotFit(target.name, "a text feeds a token input"), target.range) }
    case .rows(let rows):
      let width = inputs[index].shape.count
      if case .token = inputs[index].kind {
        report(.exampleDoesNotFit(target.name, "a token input is fed with a text"), target.range)
      } else if rows.contains(where: { $0.count != width }) {
        report(.exampleDoesNotFit(target.name, "each row needs \(width) numbers"), target.range)
      }
    case .signal(_, let numbers):
      for number in numbers {
        guard let value = attempt({ () throws(Diagnostic) in try line.scope.number(number) }) else { return }
        inputs[index].exampleNumbers.append(value)
      }
      guard let steps = inputs[index].exampleNumbers.first, steps >= 1, steps <= 1_000_000, steps == steps.rounded() else {
        return report(.exampleDoesNotFit(target.name, "its first number is how many steps"), target.range)
      }
    }
  }
}
