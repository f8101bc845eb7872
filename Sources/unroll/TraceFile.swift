// A trace as a file: a tensor a quantity, written step by step without a second copy.

import Equations
import Evaluation
import Formats

/// Writes the quantities of a trace.
struct TraceFile<Number: Scalar> {
  private let trace: Trace<Number>
  private let precision: TensorFileWriter.Precision
  private let quantities: [Quantity]

  init(_ trace: Trace<Number>, _ precision: TensorFileWriter.Precision) {
    self.trace = trace
    self.precision = precision
    quantities = trace.model.quantities.filter { trace.has($0) }
  }

  /// Writes all or nothing; an interruption leaves nothing behind.
  func write(to path: String, isInterrupted: () -> Bool) throws(FormatError) {
    var declarations = quantities.map { quantity in
      let time = trace.model.stages[quantity.stage].steps == .once ? [] : [trace.stepCount(of: quantity)]
      return TensorFileWriter.Declaration(name: quantity.name, shape: time + quantity.shape.axes, precision: precision)
    }
    let loss = trace.model.loss.map { trace.model.quantities[$0] }.flatMap { trace.has($0) ? $0 : nil }
    if loss != nil { declarations.append(.init(name: "loss_total", shape: [1], precision: precision)) }
    var writer = try TensorFileWriter(path: path, tensors: declarations)
    for quantity in quantities {
      let steps = trace.stepCount(of: quantity)
      var step = 0
      while step < steps {
        if isInterrupted() { return }
        let end = min(steps, step + 256)
        try append(quantity, step..<end, to: &writer)
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

  private func append(_ quantity: Quantity, _ steps: Range<Int>, to writer: inout TensorFileWriter) throws(FormatError) {
    var chunk: [Number] = []
    chunk.reserveCapacity(steps.count * quantity.shape.count)
    trace.stages[quantity.stage].forEach(quantity, in: steps) { _, numbers in chunk.append(contentsOf: numbers) }
    if let floats = chunk as? [Float] { return try writer.append(floats) }
    if let doubles = chunk as? [Double] { try writer.append(doubles) }
  }
}
