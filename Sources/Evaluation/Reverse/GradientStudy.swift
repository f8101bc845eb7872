// What a gradient is asked beside its numbers: how large it is at each step, and from which step's loss it came.

package import Equations

extension GradientTrace {
  /// ‖∂L/∂q_k‖ for each step k of a quantity.
  package func norms(of quantity: Quantity) -> [Double] {
    (0..<trace.stepCount(of: quantity)).map { length(of: gradient(by: quantity, at: $0)) }
  }
}

extension Gradient {
  /// ‖∂L_t/∂q_k‖, by t and then by k, where L_t is what the target has at step t alone.
  ///
  /// The gradient must be weighted; it runs once for each step of the target, or for those that are wanted, from 0.
  package func triangle<Number: Scalar>(
    by quantity: Quantity, _ values: RunValues<Number>, from wanted: [Int]? = nil,
    options: RunOptions<Number> = RunOptions()
  ) throws(RunError) -> [[Double]] {
    var rows: [[Double]] = []
    var bound = BoundGradient(self, values, options: options)
    let steps = try targetSteps(values)
    for step in wanted ?? Array(0..<steps) where step < steps {
      rows.append(try bound.trace(all(from: step)).norms(of: quantity))
    }
    return rows
  }

  /// ∂target_t/∂q_k: a row for each entry of the target, a column for each of the quantity.
  package func jacobian<Number: Scalar>(
    of step: Int, by quantity: Quantity, at other: Int, _ values: RunValues<Number>,
    options: RunOptions<Number> = RunOptions()
  ) throws(RunError) -> MeasuredMatrix {
    var numbers: [Double] = []
    let count = model.model.quantities[model.target].shape.count
    var bound = BoundGradient(self, values, options: options)
    for entry in 0..<count {
      let run = try bound.trace(Weights(entries: (0..<count).map { $0 == entry ? 1 : 0 }, step: step))
      for number in run.gradient(by: quantity, at: other) { numbers.append(Double(number)) }
    }
    return MeasuredMatrix(rows: count, columns: quantity.shape.count, numbers: numbers)
  }

  func targetSteps<Number: Scalar>(_ values: RunValues<Number>) throws(RunError) -> Int {
    try self.values(values, nil).stepCounts(model.model)[model.model.quantities[model.target].stage]
  }

  /// All that the target has at one step.
  func all(from step: Int) -> Weights {
    Weights(entries: Array(repeating: 1, count: model.model.quantities[model.target].shape.count), step: step)
  }
}

/// The Euclidean norm.
func length<Number: Scalar>(of numbers: [Number]) -> Double {
  numbers.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
}
