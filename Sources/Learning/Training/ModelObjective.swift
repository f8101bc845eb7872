// The loss of a sheet with its gradient, by a plan that is made once: the model itself, the way back, and as many
// sequences side by side as its equations allow.

package import Equations
package import Evaluation

/// A sheet that a task was laid on, as something to be made small.
package struct ModelObjective: Objective {
  package let fitting: Fitting
  package let sequencesAtOnce: Int
  package let parameterCount: Int
  /// The parameters in the order in which they lie in a list.
  package let parameters: [Parameter]
  private let constants: [[Float]]
  /// The forward model without what the loss does not need, for one sequence.
  private let single: Model
  private let plan: Plan
  private let loss: Quantity
  /// The quantity that holds the gradient by a parameter; nil for one that the loss does not depend on.
  private let gradients: [Quantity?]
  private let measuring: Plan
  private let missing: Set<Int>

  /// - Parameters:
  ///   - fitting: the sheet and its task.
  ///   - constants: by the number of the constant.
  ///   - columns: how many sequences to run side by side where that can be.
  /// - Throws: where the sheet cannot be planned, as for parameters larger than memory.
  package init(_ fitting: Fitting, constants: [[Float]], columns: Int = 16) throws(RunError) {
    self.fitting = fitting
    self.constants = constants
    let model = fitting.model
    parameters = model.parameters
    parameterCount = model.parameters.reduce(0) { $0 + $1.shape.count }
    single = model.pruned(to: fitting.loss.id)
    let batched = columns > 1 ? single.batched(columns) : nil
    sequencesAtOnce = batched == nil ? 1 : columns
    let forward = batched ?? single
    missing = fitting.unfed
    guard let target = forward.loss else { throw .missingInput("loss") }
    let gradient = GradientModel(forward, of: target)
    plan = try Plan(gradient.model, missing: missing)
    loss = gradient.model.quantities[target]
    gradients = model.parameters.map { parameter in
      gradient.parameterAdjoints[parameter.id].map { gradient.model.quantities[$0] }
    }
    measuring = try Plan(model.pruned(to: fitting.measure.id), missing: missing)
  }

  /// Parameters as lists by their numbers, out of one list.
  package func lists(_ parameters: [Float]) -> [[Float]] {
    var start = 0
    return self.parameters.map { parameter in
      defer { start += parameter.shape.count }
      return Array(parameters[start..<start + parameter.shape.count])
    }
  }

  // MARK: Objective

  package struct Bound: Sendable {
    var learning: BoundPlan<Float>
    var measuring: BoundPlan<Float>
    var values: RunValues<Float>
  }

  package struct Workspace: Sendable {}

  package func makeWorkspace() -> Workspace { Workspace() }

  package func bind(_ parameters: [Float]) throws(RunError) -> Bound {
    let values = RunValues<Float>(parameters: lists(parameters), constants: constants, inputs: [])
    return Bound(
      learning: BoundPlan(plan, values), measuring: BoundPlan(measuring, values), values: values)
  }

  package func loss(
    of samples: ArraySlice<Sample>, _ bound: Bound, _ workspace: inout Workspace, gradient: inout [Float]
  ) throws(RunError) -> Double {
    var values = bound.values
    let sequences = samples.map { fitting.inputs(for: $0) as [InputValue<Float>] }
    values.inputs = sequencesAtOnce == 1 ? sequences[0] : single.beside(sequences, columns: sequencesAtOnce)
    let trace = try Trace(bound.learning, values)
    var start = 0
    for (parameter, quantity) in zip(parameters, gradients) {
      if let quantity {
        for (index, slope) in trace.values(of: quantity, at: 0).enumerated() { gradient[start + index] += slope }
      }
      start += parameter.shape.count
    }
    return trace.total(of: loss)
  }

  package func measure(
    of samples: ArraySlice<Sample>, _ bound: Bound, _ workspace: inout Workspace
  ) throws(RunError) -> Double {
    var sum = 0.0
    for sample in samples {
      var values = bound.values
      values.inputs = fitting.inputs(for: sample)
      let trace = try Trace(bound.measuring, values)
      if let measure = trace.model.quantities.last(where: { $0.name == fitting.measure.name }) {
        sum += trace.total(of: measure)
      }
    }
    return sum
  }

  package func metric(sum: Double, over answers: Int) -> Double { fitting.metric(sum: sum, over: answers) }
}

extension Trace<Float> {
  /// The sum of a quantity's entries over all its steps.
  fileprivate func total(of quantity: Quantity) -> Double {
    var sum = 0.0
    stages[quantity.stage].forEach(quantity, in: 0..<stepCount(of: quantity)) { _, numbers in
      for number in numbers { sum += Double(number) }
    }
    return sum
  }
}
