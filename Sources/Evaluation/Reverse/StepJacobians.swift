// How one step hands on a small change of what is carried to it: of a state, together with all that carries it on.

package import Equations

/// ∂s_t/∂s_{t-1} of one step's equations alone, for each step.
package struct StepJacobians: Sendable {
  /// The quantities that s is stacked of, the one that was asked for first.
  package var states: [Int]
  /// Empty where they are larger than was wanted.
  package var matrices: [MeasuredMatrix]
}

extension Gradient {
  /// The Jacobians of a state's steps, and of those states' whose past its equations read, and so on: of an LSTM's h the
  /// joint ones of h and c, since c is not held while h is handed on.
  ///
  /// - Parameters:
  ///   - state: a quantity of the model.
  ///   - model: the checked model, with its pins in it.
  ///   - values: its numbers.
  ///   - missing: the inputs that are not given.
  ///   - most: entries that all of them may have together.
  ///   - options: of the runs.
  /// - Returns: nil if nothing reads the last value of any of them.
  /// - Throws: `RunError` for an input that it needs, a run that does not fit, or an interruption.
  package static func stepJacobians<Number: Scalar>(
    of state: Int, in model: Model, _ values: RunValues<Number>, missing: Set<Int> = [], most: Int = .max,
    options: RunOptions<Number> = RunOptions()
  ) throws(RunError) -> StepJacobians? {
    var states = [state]
    var gradients: [Gradient] = []
    while gradients.count < states.count {
      let gradient = try Gradient(
        model, of: states[gradients.count], isWeighted: true, isLocal: true, missing: missing)
      gradients.append(gradient)
      // What steps through another sequence is no part of this one's step.
      let stage = model.quantities[state].stage
      for id in gradient.carried where !states.contains(id) && model.quantities[id].stage == stage {
        states.append(id)
      }
    }
    guard gradients.contains(where: { !$0.carried.isEmpty }) else { return nil }
    let sizes = states.map { model.quantities[$0].shape.count }
    let size = sizes.reduce(0, +)
    guard size <= most else { return StepJacobians(states: states, matrices: []) }
    var matrices: [MeasuredMatrix] = []
    for gradient in gradients {
      var bound = BoundGradient(gradient, values, options: options)
      for entry in 0..<gradient.targetCount {
        let rows = try bound.lastStep(of: entry, by: states, sizes)
        if matrices.isEmpty {
          matrices = rows.map { _ in MeasuredMatrix(rows: size, columns: size, numbers: []) }
        }
        for (step, row) in rows.enumerated() { matrices[step].numbers += row }
      }
    }
    return StepJacobians(states: states, matrices: matrices)
  }

  /// What it reads of the step before, or behind where it runs backwards; by number.
  private var carried: [Int] {
    let ids = model.flows.keys.compactMap { read -> Int? in
      guard case .quantity(let id) = read.source, abs(read.at.offset) == 1, !read.at.isGathered else { return nil }
      return id
    }
    return Set(ids).sorted()
  }

  fileprivate var targetCount: Int { model.model.quantities[model.target].shape.count }
}

extension BoundGradient {
  /// For each step the row of its Jacobian that one entry of the target has.
  fileprivate mutating func lastStep(
    of entry: Int, by states: [Int], _ sizes: [Int]
  ) throws(RunError) -> [[Double]] {
    let model = gradient.model
    let run = try trace(Gradient.Weights(entries: (0..<gradient.targetCount).map { $0 == entry ? 1 : 0 }))
    let steps = run.trace.stepCount(of: model.model.quantities[model.target])
    return (0..<steps).map { step in
      zip(states, sizes).flatMap { id, size -> [Double] in
        let flow = model.flows.first {
          $0.key.source == .quantity(id) && abs($0.key.at.offset) == 1 && !$0.key.at.isGathered
        }?.value
        guard let flow else { return Array(repeating: 0, count: size) }
        return run.trace.values(of: model.model.quantities[flow], at: step).map { Double($0) }
      }
    }
  }
}
