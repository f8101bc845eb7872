// Expressions that are asked of a finished model, and models with some equations replaced.

extension Model {
  /// Parses an expression as one types it at the prompt of this model, whose gradients have names of their own.
  package func syntax(_ text: String) throws(SheetErrors) -> Syntax {
    try SheetParser.expression(text, gradients: gradientNames)
  }

  /// The gradient whose name an address begins with, and what stands behind the name.
  package func gradient(leading text: String) -> (name: String, rest: Substring)? {
    let lexer = Lexer(lazily: text, gradients: gradientNames)
    return lexer.gradientHere().map { ($0.name, text.dropFirst($0.length)) }
  }

  /// Whether a text names a gradient by something of this model, which has none itself.
  ///
  /// Where the model has a name d, `d/h` is a quotient, and ∂h alone the gradient.
  package func mentionsGradient(_ text: String) -> Bool {
    guard text.contains("∂") || text.contains("d/"), gradientNames.isEmpty else { return false }
    guard text.contains("∂") || (!dims.contains { $0.name == "d" } && !isNamed("d")) else { return false }
    let names = (quantities.map(\.name) + parameters.map(\.name)).flatMap { name in
      ["d/\(name)", "d/\(name.prefix { $0 != "[" })"]
    }
    let lexer = Lexer(text, hasDeclarations: false, gradients: names)
    return lexer.tokens.contains { if case .name(let name) = $0.kind { name.hasPrefix("d/") } else { false } }
  }

  private func isNamed(_ name: String) -> Bool {
    quantity(named: name) != nil || parameter(named: name) != nil || input(named: name) != nil
      || constant(named: name) != nil
  }

  /// A quantity with its equation whole: parts of it that are kept under no name stand in it.
  package func whole(_ quantity: Quantity) -> Quantity {
    var copy = quantity
    copy.expression = whole(quantity.expression)
    return copy
  }

  private func whole(_ expression: Expression) -> Expression {
    expression.mapped { part in
      guard case .read(let read) = part.kind, read.at == .now, case .quantity(let id) = read.source,
        quantities[id].isUnnamed
      else { return nil }
      let inner = whole(quantities[id].expression)
      if case .row = inner.shape, case .vector = part.shape { return inner.transposed }
      return inner
    }
  }

  private var gradientNames: [String] {
    quantities.filter { !$0.isUnnamed && $0.isGradient }.map(\.name)
  }

  /// Checks an expression against this model's names, as one types it at the prompt.
  ///
  /// - Parameters:
  ///   - syntax: the expression; `h@7` and `z[12]@4`, which read a step by its number, may stand in it.
  ///   - text: what was typed, for showing mistakes.
  /// - Returns: the typed expression.
  /// - Throws: all mistakes in it.
  package func expression(_ syntax: Syntax, text: String) throws(SheetErrors) -> Expression {
    var checker = ExpressionChecker(promptContext)
    let expression = checker.check(syntax)
    let errors = checker.diagnostics.inOrder.filter { $0.severity == .error }
    guard let expression, errors.isEmpty else { throw SheetErrors(errors, name: "prompt", text: text) }
    return expression
  }

  /// The model with other right sides for some quantities, its equations ordered anew.
  ///
  /// - Throws: if the new equations go round in a circle within a step, or in time both ways.
  package func replacing(_ expressions: [Int: Expression]) throws(SheetErrors) -> Model {
    var copy = self
    for (id, expression) in expressions { copy.quantities[id].expression = expression }
    let schedule = Schedule(
      copy.quantities.map { Schedule.Equation($0) }, inputs: inputs, walks: walks, isImplicit: !hasStages)
    let mistakes = (schedule.circles + schedule.misplacedSteps).inOrder
    guard mistakes.isEmpty else { throw SheetErrors(mistakes, name: sheet.name, text: sheet.text) }
    for index in copy.quantities.indices { copy.quantities[index].stage = schedule.stageOfQuantity[index] }
    for index in copy.inputs.indices { copy.inputs[index].stage = schedule.stageOfInput[index] }
    (copy.stages, copy.passes) = (schedule.stages, schedule.passes)
    return copy
  }

  /// Whether the sheet says what its equations walk over; else they walk over all its sequences together.
  package var hasStages: Bool { sheet.hasStages }

  private var promptContext: ExpressionContext {
    var names = Names()
    for input in inputs { names.enter(input.name, as: .input(input.id)) }
    for parameter in parameters { names.enter(parameter.name, as: .parameter(parameter.id)) }
    for constant in constants { names.enter(constant.name, as: .constant(constant.id)) }
    for quantity in quantities { names.enter(quantity.name, as: .quantity(quantity.id)) }
    var scope = Scope()
    for dimension in dims { scope.dims[dimension.name] = dimension.count }
    for constant in constants where constant.shape.isScalar { scope.constants[constant.name] = constant.value }
    scope.walks = Set(stages.map(\.variable).filter { !$0.isEmpty })
    scope.hasTree = stages.contains { if case .tree = $0.steps { true } else { false } }
    scope.step.variable = stages.last { $0.steps != .once }?.variable ?? Names.step
    return ExpressionContext(
      scope: scope, names: names, walks: walks, allowsAddresses: true,
      shape: { read, _ in self.shape(of: read) },
      variable: { self.variable(of: $0) },
      series: { wanted in self.series.firstIndex(of: wanted) },
      whyWithoutSteps: { self.whyWithoutSteps($0) },
      note: { _ in nil })
  }

  private func shape(of read: Read) -> Shape? {
    let shape: Shape =
      switch read.source {
      case .input(let id): inputs[id].shape
      case .parameter(let id): parameters[id].shape
      case .series(let number): parameters[series[number].members[0]].shape
      case .constant(let id): constants[id].shape
      case .quantity(let id): quantities[id].shape
      case .step, .length: .scalar
      }
    guard let stage = stage(of: read.source).map({ stages[$0] }), stage.steps != .once else { return shape }
    return shape.read(at: read.at, of: stage.length, variable: stage.variable)
  }

  private func stage(of source: Read.Source) -> Int? {
    switch source {
    case .input(let id): inputs[id].stage
    case .quantity(let id): quantities[id].stage
    case .parameter, .series, .constant, .step, .length: nil
    }
  }

  /// What the steps are called of the thing with this name.
  private func variable(of name: String) -> String? {
    let isMember = { (full: String) in full == name || full.hasPrefix(name + "[") }
    let stage =
      quantities.first { isMember($0.name) }?.stage ?? inputs.first { isMember($0.name) }.flatMap(\.stage)
    return stage.map { stages[$0].variable }.flatMap { $0.isEmpty ? nil : $0 } ?? Names.step
  }

  private func whyWithoutSteps(_ entity: Entity) -> String? {
    switch entity {
    case .parameter, .constant: return entity.what
    case .input(let id): return inputs[id].isStream ? nil : "an input that is given once"
    case .quantity(let id):
      guard case .once = stages[quantities[id].stage].steps else { return nil }
      return "worked out once"
    }
  }
}
