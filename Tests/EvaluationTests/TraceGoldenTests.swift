// The evaluator against PyTorch's numbers: every sheet that has a golden file, and the published encoder, on every build
// of the kernels that this processor runs.

import Catalogue
import Equations
import Evaluation
import Formats
import Reference
import TestSupport
import Testing

@Suite struct TraceGoldenTests {
  private func check<Number: Scalar>(
    _ golden: GoldenCase, _ arithmetic: Arithmetic<Number>, within tolerance: Double
  ) throws {
    let trace = try Trace<Number>(golden.reference, options: RunOptions(arithmetic: arithmetic))
    for (quantity, expected) in try golden.traces {
      let error = relativeError(trace.doubles(of: quantity), expected)
      #expect(error < tolerance, "\(quantity.name), \(arithmetic.name)")
    }
    guard let expected = try golden.totalLoss else { return }
    let loss = try #require(golden.model.loss)
    let total = trace.doubles(of: golden.model.quantities[loss]).reduce(0, +)
    #expect(relativeError([total], [expected]) < tolerance, "loss, \(arithmetic.name)")
  }

  @Test(arguments: GoldenCase.names)
  func `each quantity at each step is the golden one`(name: String) throws {
    let golden = try GoldenCase(name)
    for arithmetic in Arithmetic<Float>.runnable { try check(golden, arithmetic, within: 1e-5) }
    try check(golden, Arithmetic<Double>.double, within: 1e-12)
  }

  @Test(arguments: ["through", "gate", "memory", "transformer", "unroll"])
  func `the published encoder reads a word as its authors' code does`(word: String) throws {
    let catalogue = try Catalogue(.at("\(Checkout.root)/Resources"))
    let sheet = try catalogue.sheet("g2p-encoder")
    let weights = try #require(try catalogue.weights(for: sheet))
    let model = try Model(sheet, try Bindings(for: sheet, weights: weights))
    let golden = try TensorFile(path: Checkout.fixture("g2p-golden.safetensors", of: "EvaluationTests"))
    let values = try ModelValues(model, weights: weights)
    let reference = ReferenceModel(model, values, try LoadedInputs(model, feeding: word))
    for arithmetic in Arithmetic<Float>.runnable {
      let trace = try Trace<Float>(reference, options: RunOptions(arithmetic: arithmetic))
      for name in ["r", "z", "n", "h"] {
        let quantity = try #require(model.quantity(named: name))
        let expected = try golden.tensor(named: "\(word)/\(name)").asDoubles()
        #expect(relativeError(trace.doubles(of: quantity), expected) < 1e-5, "\(name), \(arithmetic.name)")
      }
    }
  }
}
