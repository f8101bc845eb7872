// A model in which one number can be given from outside, step by step: what would follow if it were another.

extension Model {
  /// The model with one more input, given once, that has an entry for each of `steps` steps: where it is not 0 the quantity, a
  /// number, is that at this step.
  ///
  /// - Throws: if the equations go round in a circle.
  package func forcing(_ quantity: Int, steps: Int) throws(SheetErrors) -> (model: Model, input: Int) {
    var copy = self
    let input = inputs.count
    copy.inputs.append(
      Input(
        id: input, name: "given \(quantities[quantity].name)", kind: .tensor, shape: .vector(Dimension(steps)),
        stage: nil,
        isStream: false, example: nil, exampleNumbers: [], caption: nil, range: .nowhere))
    let expression = forced(quantities[quantity].expression, by: input, steps: Dimension(steps))
    return (try copy.replacing([quantity: expression]), input)
  }

  /// `choose(g ≠ 0, g, equation)`, where g is the step's own entry of what is given.
  private func forced(_ equation: Expression, by input: Int, steps: Dimension) -> Expression {
    let row = Expression(
      .apply(.transpose, [Expression(.read(Read(.input(input))), shape: .vector(steps))]), shape: .row(steps))
    let here = Expression(.apply(.oneHot, [Expression(.read(Read(.step)), shape: .scalar)]), shape: .vector(steps))
    let given = Expression(.apply(.product, [row, here]), shape: .scalar)
    let zero = Expression(.number(0), shape: .scalar)
    let isGiven = Expression(.apply(.notEqual, [given, zero]), shape: .scalar)
    return Expression(.apply(.choose, [isGiven, given, equation]), shape: equation.shape, range: equation.range)
  }
}
