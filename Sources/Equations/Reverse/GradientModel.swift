// A model with its derivatives: beside what the sheet computes a quantity `d/h` for each h, at each step, and one for each
// parameter. They are equations like any others: whatever runs, explains or steps through a model does so with them.

/// A model that works out gradients too.
package struct GradientModel: Sendable {
  /// The forward quantities first, under the numbers that they have in the forward model.
  package internal(set) var model: Model
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

  /// Constants of a gradient whose target is weighted, to be set before a run.
  package struct Seed: Sendable {
    /// As many numbers as the target has: what each entry counts.
    package var weights: Int
    /// The step that counts, from 1; 0 for all steps.
    package var step: Int
  }

  /// The model with the gradient of one of its quantities, summed over its steps.
  ///
  /// - `isWeighted`: whether weights for the target's entries, and the step that counts, are set before each run; without
  ///   them each entry at each step counts once.
  /// - `isLocal`: whether nothing flows from one step to another: then `flows` hold what a step's own equations pass on.
  package init(_ model: Model, of target: Int, isWeighted: Bool = false, isLocal: Bool = false) {
    self.model = model
    self.target = target
    var builder = GradientBuilder(model, target: target, isLocal: isLocal)
    if isWeighted { seed = builder.addSeed() }
    builder.build()
    self.model = builder.model
    adjoints = builder.adjoints
    parameterAdjoints = builder.parameterAdjoints
    flows = builder.flows
    sums = builder.sums
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
