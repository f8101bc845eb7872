// A model with its derivatives: beside what the sheet computes a quantity `d/h` for each h, at each step, and one for each
// parameter. They are equations like any others: whatever runs, explains or steps through a model does so with them.

/// A model that works out gradients too.
package struct GradientModel: Sendable {
  /// The forward quantities first, under the numbers that they have in the forward model.
  package internal(set) var model: Model
  /// How many quantities the model had: what stands behind them belongs to the way back.
  package let forwardCount: Int
  /// The quantity whose sum over its steps is differentiated.
  package internal(set) var target: Int
  /// The quantity that holds the gradient by a quantity; those that the target does not depend on have none.
  package internal(set) var adjoints: [Int: Int] = [:]
  /// The same for parameters.
  package internal(set) var parameterAdjoints: [Int: Int] = [:]
  /// What flows back through a value read at another step, `h[t-1]`: at each step that of this step alone.
  package internal(set) var flows: [Read: Int] = [:]
  /// The sums over steps that the gradient by a parameter is made of.
  package internal(set) var sums: [Int: [Int]] = [:]
  package internal(set) var seed: Seed?

  /// The gradient by the quantity that was to be split, in parts that sum to it; each came to its step in another way.
  package internal(set) var paths: [Path] = []

  /// A way on which a gradient comes to a step.
  package struct Path: Sendable, Equatable {
    /// The equation of another step, or of another stage, that it comes from; nil for what is differentiated itself.
    package var reader: Int?
    /// What that equation reads here.
    package var read: Read?
    /// The quantity that holds this part.
    package var quantity: Int
  }

  /// Constants of a gradient whose target is weighted, to be set before a run.
  package struct Seed: Sendable {
    /// As many numbers as the target has: what each entry counts.
    package var weights: Int
    /// The step that counts, from 1; 0 for all steps.
    package var step: Int
  }

  /// The model with the gradient of one of its quantities, summed over its steps.
  ///
  /// - `step`: the only step, from 1, that counts; nil for all of them.
  /// - `isWeighted`: whether weights for the target's entries, and the step that counts, are set before each run; without
  ///   them each entry at each step counts once.
  /// - `isLocal`: whether nothing flows from one step to another: then `flows` hold what a step's own equations pass on.
  /// - `window`: how many steps a window has at whose borders nothing flows back, from the first step on; nil where all does.
  /// - `split`: a quantity whose gradient is wanted in parts, as `paths`.
  package init(
    _ model: Model, of target: Int, only step: Int? = nil, isWeighted: Bool = false, isLocal: Bool = false,
    splitting split: Int? = nil, window: Int? = nil
  ) {
    self.model = model
    self.target = target
    forwardCount = model.quantities.count
    var builder = GradientBuilder(model, target: target, step: step, isLocal: isLocal, split: split, window: window)
    if isWeighted { seed = builder.addSeed() }
    builder.build()
    self.model = builder.model
    adjoints = builder.adjoints
    parameterAdjoints = builder.parameterAdjoints
    flows = builder.flows
    (sums, paths) = (builder.sums, builder.paths)
  }
}

extension Expression: Hashable {
  package func hash(into hasher: inout Hasher) {
    visit { part in
      switch part.kind {
      case .number(let number): hasher.combine(number)
      case .read(let read): hasher.combine(read)
      case .apply(let primitive, let operands):
        hasher.combine(primitive)
        hasher.combine(operands.count)
      }
    }
  }
}
