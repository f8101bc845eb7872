// A trace as a file: a tensor a quantity, written step by step without a second copy.

import Equations
import Evaluation
import Formats

/// A file for the quantities of a trace, opened before there is one: where it cannot be written nothing is run in vain.
///
/// Dropped before it is written, it leaves nothing behind.
struct TraceFile<Number: Scalar>: ~Copyable {
  private var writer: TensorFileWriter
  private let quantities: [Quantity]
  private let loss: Quantity?

  /// - Parameters:
  ///   - path: where it is to be.
  ///   - plan: what will run.
  ///   - steps: of each stage.
  ///   - precision: of what is written.
  /// - Throws: a place that cannot be written.
  init(
    path: String, _ plan: Plan, steps: [Int], _ precision: TensorFileWriter.Precision
  ) throws(FormatError) {
    let model = plan.model
    let quantities = model.quantities.filter { plan.omitted[$0.id] == nil }
    var tensors = quantities.map { quantity in
      let time = model.stages[quantity.stage].steps == .once ? [] : [steps[quantity.stage]]
      return TensorFileWriter.Declaration(name: quantity.name, shape: time + quantity.shape.axes, precision: precision)
    }
    loss = quantities.first { $0.id == model.loss }
    if loss != nil { tensors.append(.init(name: "loss_total", shape: [1], precision: precision)) }
    self.quantities = quantities
    writer = try TensorFileWriter(path: path, tensors: tensors)
  }

  /// Numbers that lie in memory a second time while they are written, but for those of a single step.
  private static var numbersAtOnce: Int { 1 << 18 }

  /// Writes all or nothing; an interruption leaves nothing behind.
  consuming func write(_ trace: Trace<Number>, isInterrupted: () -> Bool) throws(FormatError) {
    for quantity in quantities {
      let steps = trace.stepCount(of: quantity)
      let atOnce = max(Self.numbersAtOnce / max(quantity.shape.count, 1), 1)
      var step = 0
      while step < steps {
        if isInterrupted() { return }
        let end = min(steps, step + atOnce)
        try append(quantity, step..<end, of: trace)
        step = end
      }
    }
    if let loss {
      var total = 0.0
      trace.stages[loss.stage].forEach(loss, in: 0..<trace.stepCount(of: loss)) { _, numbers in
        total += Double(numbers.first ?? 0)
      }
      try writer.append([total])
    }
    try writer.finish()
  }

  private mutating func append(
    _ quantity: Quantity, _ steps: Range<Int>, of trace: Trace<Number>
  ) throws(FormatError) {
    var chunk: [Number] = []
    chunk.reserveCapacity(steps.count * quantity.shape.count)
    trace.stages[quantity.stage].forEach(quantity, in: steps) { _, numbers in chunk.append(contentsOf: numbers) }
    if let floats = chunk as? [Float] { return try writer.append(floats) }
    if let doubles = chunk as? [Double] { try writer.append(doubles) }
  }
}
