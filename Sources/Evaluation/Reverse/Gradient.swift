// Gradients as one asks for them: compiled once, run as often as parameters and inputs change.

package import Equations

/// The gradient of a quantity, summed over its steps and entries, by all that it depends on.
package struct Gradient: Sendable {
  package let model: GradientModel
  package let plan: Plan

  /// - Parameters:
  ///   - model: the checked model, with its pins in it.
  ///   - target: what is differentiated.
  ///   - step: the only step, from 0, that counts; nil for all of them.
  ///   - isWeighted: whether what counts, which entries at which step, is said at each run.
  ///   - isLocal: whether nothing flows from one step to another.
  ///   - split: a quantity whose gradient is wanted in parts, by the ways on which they came.
  ///   - missing: the inputs that are not given.
  /// - Throws: `RunError.missingInput` if the gradient needs one of them.
  package init(
    _ model: Model, of target: Int, only step: Int? = nil, isWeighted: Bool = false, isLocal: Bool = false,
    splitting split: Int? = nil, missing: Set<Int> = []
  ) throws(RunError) {
    self.model = GradientModel(
      model, of: target, only: step.map { $0 + 1 }, isWeighted: isWeighted, isLocal: isLocal,
      splitting: split)
    plan = try Plan(self.model.model, missing: missing, runsInPart: true)
    let needed = [target] + self.model.adjoints.values + self.model.parameterAdjoints.values
    for id in needed.sorted() {
      if let input = plan.omitted[id] { throw .missingInput(model.inputs[input].name) }
    }
  }

  /// What counts in one run of a weighted gradient.
  package struct Weights: Sendable, Equatable {
    /// As many as the target has entries.
    package var entries: [Double]
    /// From 0; nil for all steps.
    package var step: Int?

    package init(entries: [Double], step: Int? = nil) {
      self.entries = entries
      self.step = step
    }
  }

  /// Runs forward and back.
  ///
  /// - Parameters:
  ///   - values: the numbers of the forward model.
  ///   - weights: what counts, if the gradient is weighted; without them all does.
  ///   - options: of the run.
  /// - Returns: the trace of the forward quantities and of their gradients.
  /// - Throws: `RunError` for numbers that do not fit, a trace larger than memory, or an interruption.
  package func trace<Number: Scalar>(
    _ values: RunValues<Number>, weights: Weights? = nil, options: RunOptions<Number> = RunOptions()
  ) throws(RunError) -> GradientTrace<Number> {
    GradientTrace(model, try Trace(plan, self.values(values, weights), options: options))
  }

  /// The numbers with those of the weights behind them.
  func values<Number: Scalar>(_ values: RunValues<Number>, _ weights: Weights?) -> RunValues<Number> {
    guard model.seed != nil else { return values }
    var copy = values
    let count = model.model.quantities[model.target].shape.count
    copy.constants.append(weights?.entries.map { Number($0) } ?? Array(repeating: 1, count: count))
    copy.constants.append([Number((weights?.step ?? -1) + 1)])
    return copy
  }
}

/// A run with its gradients.
package struct GradientTrace<Number: Scalar>: Sendable {
  package let model: GradientModel
  package let trace: Trace<Number>

  init(_ model: GradientModel, _ trace: Trace<Number>) {
    self.model = model
    self.trace = trace
  }

  /// The gradient by a parameter; zeros where nothing depends on it.
  package func gradient(by parameter: Parameter) -> [Number] {
    guard let id = model.parameterAdjoints[parameter.id] else {
      return Array(repeating: 0, count: parameter.shape.count)
    }
    return trace.values(of: model.model.quantities[id], at: 0)
  }

  /// The gradient by a quantity at a step, from 0.
  package func gradient(by quantity: Quantity, at step: Int) -> [Number] {
    guard let id = model.adjoints[quantity.id] else { return Array(repeating: 0, count: quantity.shape.count) }
    return trace.values(of: model.model.quantities[id], at: step)
  }

  /// What is differentiated: the sum over all steps and entries.
  package var total: Double {
    let target = model.model.quantities[model.target]
    return (0..<trace.stepCount(of: target)).reduce(0) { sum, step in
      trace.values(of: target, at: step).reduce(sum) { $0 + Double($1) }
    }
  }
}
