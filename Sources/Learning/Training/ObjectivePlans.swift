// What a loss and its gradient are run by: the model with its way back, and the same without, for what is measured.

internal import Equations
internal import Evaluation

/// The plans of a model whose sizes are settled.
struct ObjectivePlans: Sendable {
  /// The forward model without what the loss does not need, for one sequence.
  let single: Model
  let sequencesAtOnce: Int
  let learning: Plan
  let loss: Quantity
  /// The quantity that holds the gradient by a parameter; nil for one that the loss does not depend on.
  let gradients: [Quantity?]
  let measuring: Plan

  /// - Parameters:
  ///   - model: a sheet with its loss and its measure.
  ///   - loss: the number of the loss.
  ///   - measure: the number of what is measured.
  ///   - missing: inputs that nothing is fed to.
  ///   - columns: how many sequences to run side by side where that can be.
  ///   - window: after how many steps the gradient is cut; nil for never.
  /// - Throws: where the sheet cannot be planned, as for parameters larger than memory.
  init(_ model: Model, loss: Int, measure: Int, missing: Set<Int>, columns: Int, window: Int? = nil) throws(RunError) {
    single = model.pruned(to: loss)
    let batched = columns > 1 ? single.batched(columns) : nil
    sequencesAtOnce = batched == nil ? 1 : columns
    let forward = batched ?? single
    guard let target = forward.loss else { throw .missingInput("loss") }
    let gradient = GradientModel(forward, of: target, window: window)
    let wanted = [target] + gradient.parameterAdjoints.values.sorted()
    let (lean, numbers) = gradient.model.inlined(keeping: Set(wanted)).pruned(to: wanted)
    learning = try Plan(lean, missing: missing)
    self.loss = lean.quantities[numbers[target] ?? target]
    gradients = model.parameters.map { parameter in
      gradient.parameterAdjoints[parameter.id].flatMap { numbers[$0] }.map { lean.quantities[$0] }
    }
    measuring = try Plan(model.pruned(to: measure), missing: missing)
  }
}
