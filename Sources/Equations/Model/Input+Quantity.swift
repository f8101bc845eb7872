// An input read as if an equation defined it: for whoever draws quantities.

extension Model {
  /// The quantity that an equation `x = x` would define.
  ///
  /// - Parameters:
  ///   - input: one of the model's.
  ///   - id: a number that no quantity of the model has.
  /// - Returns: it, in the stage of the input; of what is given once in the one that is worked out once, if there is one.
  package func quantity(of input: Input, id: Int) -> Quantity {
    let once = stages.first { $0.steps == .once }?.id ?? 0
    return Quantity(
      id: id, name: input.name, shape: input.shape, stage: input.stage ?? once, isState: false,
      expression: Expression(.read(Read(.input(input.id))), shape: input.shape), caption: input.caption,
      text: input.name, item: ItemPath([]), range: input.range)
  }
}
