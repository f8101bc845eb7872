// Expressions that are asked of a finished model, and models with some equations replaced.

extension Model {
  /// Checks an expression against this model's names, as one types it at the prompt.
  ///
  /// - Parameters:
  ///   - syntax: the expression; `z[12]@4` may stand in it.
  ///   - text: what was typed, for showing mistakes.
  /// - Throws: all mistakes in it.
  package func expression(_ syntax: Syntax, text: String) throws(SheetErrors) -> Expression {
    var checker = ExpressionChecker(try context(text))
    let expression = checker.check(syntax)
    guard let expression, checker.diagnostics.isEmpty else {
      throw SheetErrors(checker.diagnostics, name: "prompt", text: text)
    }
    return expression
  }

  /// The model with other right sides for some quantities, its equations ordered anew.
  ///
  /// - Throws: if the new equations go round in a circle within a step, or in time both ways.
  package func replacing(_ expressions: [Int: Expression]) throws(SheetErrors) -> Model {
    var copy = self
    for (id, expression) in expressions { copy.quantities[id].expression = expression }
    let variable = stages.first { $0.steps != .once }?.variable ?? "t"
    let schedule = Schedule(quantities: copy.quantities, inputs: inputs, variable: variable)
    guard schedule.diagnostics.isEmpty else {
      throw SheetErrors(schedule.diagnostics, name: sheet.name, text: sheet.text)
    }
    for index in copy.quantities.indices { copy.quantities[index].stage = schedule.stageOfQuantity[index] }
    copy.stages = schedule.stages
    return copy
  }

  private func context(_ text: String) throws(SheetErrors) -> ExpressionContext {
    var scope = Scope()
    for dimension in dims { scope.dims[dimension.name] = dimension.count }
    var names = Names()
    do throws(Diagnostic) {
      for input in inputs { try declare(input.name, .input(input.id), &names) }
      for parameter in parameters { try declare(parameter.name, .parameter(parameter.id), &names) }
      for constant in constants { try declare(constant.name, .constant(constant.id), &names) }
      for quantity in quantities { try declare(quantity.name, .quantity(quantity.id), &names) }
    } catch {
      throw SheetErrors([error], name: "prompt", text: text)
    }
    return ExpressionContext(
      scope: scope, names: names, stepVariable: stages.first { $0.steps != .once }?.variable, allowsAddresses: true,
      shape: { entity, _ in
        switch entity {
        case .input(let id): self.inputs[id].shape
        case .parameter(let id): self.parameters[id].shape
        case .constant(let id): self.constants[id].shape
        case .quantity(let id): self.quantities[id].shape
        }
      },
      declaration: { _ in nil })
  }

  /// Enters a full name, `W_q[2,1]`, as the member that it is.
  private func declare(_ name: String, _ entity: Entity, _ names: inout Names) throws(Diagnostic) {
    let parts = name.split(separator: "[", maxSplits: 1)
    let indices = parts.count > 1 ? parts[1].dropLast().split(separator: ",").compactMap { Int($0) } : []
    try names.declare(String(parts[0]), indices, as: entity, at: .nowhere)
  }
}
