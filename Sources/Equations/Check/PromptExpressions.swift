// Expressions that are asked of a finished model, and models with some equations replaced.

extension Model {
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
    let schedule = Schedule(copy.quantities.map { Schedule.Equation($0) }, inputs: inputs)
    let mistakes = (schedule.circles + schedule.misplacedSteps).inOrder
    guard mistakes.isEmpty else { throw SheetErrors(mistakes, name: sheet.name, text: sheet.text) }
    for index in copy.quantities.indices { copy.quantities[index].stage = schedule.stageOfQuantity[index] }
    for index in copy.inputs.indices { copy.inputs[index].stage = schedule.stageOfInput[index] }
    copy.stages = schedule.stages
    return copy
  }

  private var promptContext: ExpressionContext {
    var names = Names()
    for input in inputs { names.enter(input.name, as: .input(input.id)) }
    for parameter in parameters { names.enter(parameter.name, as: .parameter(parameter.id)) }
    for constant in constants { names.enter(constant.name, as: .constant(constant.id)) }
    for quantity in quantities { names.enter(quantity.name, as: .quantity(quantity.id)) }
    var scope = Scope()
    for dimension in dims { scope.dims[dimension.name] = dimension.count }
    for constant in constants where constant.shape.isScalar { scope.constants[constant.name] = constant.value }
    return ExpressionContext(
      scope: scope, names: names, allowsAddresses: true,
      shape: { read, _ in self.shape(of: read.source) },
      whyWithoutSteps: { self.whyWithoutSteps($0) },
      note: { _ in nil })
  }

  private func shape(of source: Read.Source) -> Shape {
    switch source {
    case .input(let id): inputs[id].shape
    case .parameter(let id): parameters[id].shape
    case .constant(let id): constants[id].shape
    case .quantity(let id): quantities[id].shape
    case .step: .scalar
    }
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
