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
  private let plans: ObjectivePlans
  private let missing: Set<Int>
  private let window: Int?
  /// What no task feeds, the same for all sequences, by the number of the input.
  private let given: [Int: [Float]]

  /// - Parameters:
  ///   - fitting: the sheet and its task.
  ///   - constants: by the number of the constant.
  ///   - given: numbers for inputs that are given once and that the task does not feed, by the number of the input.
  ///   - columns: how many sequences to run side by side where that can be.
  ///   - truncation: after how many steps the gradient is cut; nil for never.
  /// - Throws: where the sheet cannot be planned, as for parameters larger than memory.
  package init(
    _ fitting: Fitting, constants: [[Float]], given: [Int: [Float]] = [:], columns: Int = 16, truncation: Int? = nil
  ) throws(RunError) {
    self.fitting = fitting
    self.constants = constants
    self.given = given.filter { fitting.unfed.contains($0.key) }
    parameters = fitting.model.parameters
    parameterCount = parameters.reduce(0) { $0 + $1.shape.count }
    missing = fitting.unfed.subtracting(given.keys)
    // A window that holds the longest sequence has no border in it.
    window = truncation.flatMap { $0 < fitting.longestSequence ? $0 : nil }
    plans = try ObjectivePlans(
      fitting.model, loss: fitting.loss.id, measure: fitting.measure.id, missing: missing,
      columns: fitting.runsAlone ? 1 : columns, window: window)
    sequencesAtOnce = plans.sequencesAtOnce
  }

  /// Parameters as lists by their numbers, out of one list.
  package func lists(_ parameters: [Float]) -> [[Float]] {
    var start = 0
    return self.parameters.map { parameter in
      defer { start += parameter.shape.count }
      return Array(parameters[start..<start + parameter.shape.count])
    }
  }

  private func inputs(for sample: Sample) -> [InputValue<Float>] {
    var values: [InputValue<Float>] = fitting.inputs(for: sample)
    for (input, numbers) in given { values[input] = .given(numbers) }
    return values
  }

  // MARK: Objective

  package struct Bound: Sendable {
    /// The plan of the loss with its gradient, or that of the measure.
    var plan: BoundPlan<Float>
    var values: RunValues<Float>
  }

  package struct Workspace: Sendable {
    /// Plans for sequences of other lengths, where the sizes of the model are those of whole sequences.
    fileprivate var plans: [[Int]: ObjectivePlans] = [:]
    /// What the frames of the last group lie in.
    fileprivate(set) var memory = TraceMemory<Float>()
  }

  package func makeWorkspace() -> Workspace { Workspace() }

  package func bind(_ parameters: [Float], for use: ObjectiveUse) throws(RunError) -> Bound {
    let values = RunValues<Float>(parameters: lists(parameters), constants: constants, inputs: [])
    let plan =
      switch use {
      case .loss: plans.learning
      case .measure: plans.measuring
      }
    return Bound(plan: BoundPlan(plan, values), values: values)
  }

  package func loss(
    of samples: ArraySlice<Sample>, _ bound: Bound, _ workspace: inout Workspace, gradient: inout [Float]
  ) throws(RunError) -> Double {
    var values = bound.values
    let sequences = samples.map(inputs)
    values.inputs = sequencesAtOnce == 1 ? sequences[0] : plans.single.beside(sequences, columns: sequencesAtOnce)
    let own = try samples.first.flatMap { sample throws(RunError) in try plans(for: sample, &workspace) }
    var options = RunOptions<Float>()
    // One block: none of its frames is there twice.
    options.framesPerBlock = .max
    let trace = try Trace(
      own.map { BoundPlan($0.learning, values) } ?? bound.plan, values, options: options, memory: &workspace.memory)
    defer { workspace.memory.take(trace) }
    var start = 0
    for (parameter, quantity) in zip(parameters, (own ?? plans).gradients) {
      if let quantity {
        trace.stages[quantity.stage].forEach(quantity, in: 0..<1) { _, slopes in
          for index in slopes.indices { gradient[start + index] += slopes[index] }
        }
      }
      start += parameter.shape.count
    }
    return trace.total(of: (own ?? plans).loss)
  }

  package func measure(
    of samples: ArraySlice<Sample>, _ bound: Bound, _ workspace: inout Workspace
  ) throws(RunError) -> Double {
    var sum = 0.0
    for sample in samples {
      var values = bound.values
      values.inputs = inputs(for: sample)
      let own = try plans(for: sample, &workspace)
      let trace = try Trace(own.map { BoundPlan($0.measuring, values) } ?? bound.plan, values)
      if let measure = trace.model.quantities.last(where: { $0.name == fitting.measure.name }) {
        sum += trace.total(of: measure)
      }
    }
    return sum
  }

  package func metric(sum: Double, over answers: Int) -> Double { fitting.metric(sum: sum, over: answers) }

  /// The plans for sequences as long as a sample; nil where those of the objective run it.
  private func plans(for sample: Sample, _ workspace: inout Workspace) throws(RunError) -> ObjectivePlans? {
    guard let lengths = fitting.otherLengths(sample) else { return nil }
    if let made = workspace.plans[lengths] { return made }
    guard let model = fitting.model(for: sample) else { return nil }
    let made = try ObjectivePlans(
      model, loss: fitting.loss.id, measure: fitting.measure.id, missing: missing, columns: 1, window: window)
    if workspace.plans.count >= Self.mostPlans { workspace.plans = [:] }
    workspace.plans[lengths] = made
    return made
  }

  /// Plans that a thread keeps; those of a model are some hundred kilobytes.
  private static let mostPlans = 64
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
