// A model with one more equation than its sheet has: what is differentiated need not have a line of its own.

extension Model {
  /// The model with another quantity behind the others, at the steps of what it reads.
  ///
  /// - Throws: if the expression reads steps that do not go together.
  package func adding(
    _ name: String, _ expression: Expression
  ) throws(SheetErrors) -> (model: Model, quantity: Int) {
    var copy = self
    let id = quantities.count
    copy.quantities.append(
      Quantity(
        id: id, name: name, shape: expression.shape.stored, stage: 0, walk: walk(of: expression), isState: false,
        initial: nil, expression: expression, caption: nil, text: "\(name) = \(expression.spelled(in: self))",
        item: ItemPath([]), range: .nowhere))
    return (try copy.replacing([:]), id)
  }

  /// What an expression walks over; nil if all that it reads is the same at each step.
  private func walk(of expression: Expression) -> Int? {
    for read in expression.reads where read.at.isMoving {
      let stage: Int? =
        switch read.source {
        case .quantity(let id): quantities[id].stage
        case .input(let id): inputs[id].stage
        case .parameter, .series, .constant, .step, .length: nil
        }
      guard let stage, stages[stage].steps != .once, hasStages else { continue }
      return walks.firstIndex { $0.steps == stages[stage].steps && $0.variable == stages[stage].variable }
    }
    return nil
  }
}
