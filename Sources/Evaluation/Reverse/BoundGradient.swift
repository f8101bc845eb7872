// A gradient on one model's numbers, run again and again with other weights: what was laid out stays.

internal import Equations

/// A weighted gradient with its parameters and inputs at hand.
package struct BoundGradient<Number: Scalar>: Sendable {
  package let gradient: Gradient
  private let forward: RunValues<Number>
  private let options: RunOptions<Number>
  private var bound: BoundPlan<Number>

  package init(_ gradient: Gradient, _ values: RunValues<Number>, options: RunOptions<Number> = RunOptions()) {
    self.gradient = gradient
    self.options = options
    forward = values
    bound = BoundPlan(gradient.plan, gradient.values(values, nil), options.arithmetic)
  }

  /// Runs forward and back with what counts this time.
  ///
  /// - Throws: `RunError` for numbers that do not fit, a trace larger than memory, or an interruption.
  package mutating func trace(_ weights: Gradient.Weights?) throws(RunError) -> GradientTrace<Number> {
    let values = gradient.values(forward, weights)
    if let seed = gradient.model.seed {
      for id in [seed.weights, seed.step] { bound.set(constant: id, values.constants[id]) }
    }
    return GradientTrace(gradient.model, try Trace(bound, values, options: options))
  }
}

extension BoundPlan {
  /// Gives a constant other numbers; it must be none that was packed or added to others.
  fileprivate mutating func set(constant id: Int, _ list: [Number]) {
    let start = plan.values.constants[id]
    values.replaceSubrange(start..<start + list.count, with: list)
  }
}
