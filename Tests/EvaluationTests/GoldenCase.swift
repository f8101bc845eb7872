// A sheet of the catalogue with the golden file of its name: what both evaluators are held against.

import Catalogue
import Equations
import Formats
import Reference
import TestSupport

/// The sheets that have golden values, and how they are read.
struct GoldenCase {
  static let names = [
    "additive", "attention-slide", "fista", "gat", "gcn", "gru", "gru-reset-after", "ista", "leaky", "leaky-learned",
    "lstm",
    "lstm-coupled", "lstm-peephole", "memory-network", "ntm", "rnn", "rnn-bidirectional", "rnn-stacked",
    "self-attention",
    "laplacian-slide", "seq2seq-attention", "skip", "slstm", "spectral", "transformer-encoder", "tree",
  ]

  var model: Model
  var values: ModelValues
  var inputs: LoadedInputs
  /// Parameters, inputs, traces and gradients in float64, from PyTorch.
  var file: TensorFile

  /// Reads sheet, sizes, parameters and inputs as `unroll trace --weights FILE --input FILE` does.
  init(_ name: String) throws {
    let sheet = try Catalogue(.at("\(Checkout.root)/Resources")).sheet(name)
    file = try TensorFile(path: Checkout.fixture("golden/\(name).safetensors", of: "EvaluationTests"))
    model = try Model(sheet, try Bindings(for: sheet, weights: file, inputs: [file]))
    values = try ModelValues(model, weights: file)
    inputs = try LoadedInputs(model, .file(file), seed: 1)
  }

  /// The loss, summed over its steps; nil for a sheet without one.
  var totalLoss: Double? {
    get throws {
      guard file.entry(named: "trace/loss_total") != nil else { return nil }
      return try file.tensor(named: "trace/loss_total").asDoubles().first
    }
  }

  var reference: ReferenceModel { ReferenceModel(model, values, inputs) }

  /// The quantities that the file has a trace of, with their numbers at all steps.
  var traces: [(quantity: Quantity, numbers: [Double])] {
    get throws {
      try model.quantities.compactMap { quantity in
        let name = "trace/\(quantity.name)"
        guard file.entry(named: name) != nil else { return nil }
        return (quantity, try file.tensor(named: name).asDoubles())
      }
    }
  }
}

extension ReferenceModel {
  init(_ model: Model, _ values: ModelValues, _ inputs: LoadedInputs) {
    self.init(
      model, parameters: values.parameters.map { $0.asDoubles() }, constants: values.constants.map { $0.asDoubles() },
      inputs: zip(model.inputs, inputs.values).map { input, value in
        guard let value else { return .missing }
        if let tokens = value.tokens { return .tokens(tokens.map { Int($0) }) }
        let numbers = value.doubles
        guard input.stage != nil else { return .given(numbers) }
        let width = input.shape.count
        return .steps(stride(from: 0, to: numbers.count, by: width).map { Array(numbers[$0..<$0 + width]) })
      })
  }
}

/// The largest difference, in parts of the largest magnitude that was expected; infinite where counts differ or NaN stands.
func relativeError(_ found: [Double], _ expected: [Double]) -> Double {
  guard found.count == expected.count else { return .infinity }
  let magnitude = expected.reduce(0) { max($0, abs($1)) }
  let differences = zip(found, expected).map { abs($0 - $1) }
  guard differences.allSatisfy(\.isFinite) else { return .infinity }
  return (differences.max() ?? 0) / max(magnitude, .leastNormalMagnitude)
}
