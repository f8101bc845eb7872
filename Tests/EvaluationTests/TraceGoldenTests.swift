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

  /// The quantities of the sheet g2p by the names that its golden file has for them.
  static let spelledQuantities = [
    "r": "r", "z": "z", "n": "n", "h": "h", "dr": "r_d", "dz": "z_d", "dn": "n_d", "dh": "s", "logits": "y",
  ]

  @Test(arguments: ["through", "gate", "memory", "transformer", "unroll"])
  func `the published model spells a word out in sounds, and stops where its authors' code stops`(
    word: String
  ) throws {
    let catalogue = try Catalogue(.at("\(Checkout.root)/Resources"))
    let sheet = try catalogue.sheet("g2p")
    let weights = try #require(try catalogue.weights(for: sheet))
    let model = try Model(sheet, try Bindings(for: sheet, weights: weights))
    let golden = try TensorFile(path: Checkout.fixture("g2p-golden.safetensors", of: "EvaluationTests"))
    let reference = ReferenceModel(
      model, try ModelValues(model, weights: weights), try LoadedInputs(model, .text(word), seed: 1))
    let slow = reference.run()
    let trace = try Trace<Float>(reference)
    for (name, quantityName) in Self.spelledQuantities {
      let quantity = try #require(model.quantity(named: quantityName))
      let expected = try golden.tensor(named: "\(word)/\(name)").asDoubles()
      #expect(relativeError(trace.doubles(of: quantity), expected) < 1e-5, "\(name)")
      #expect(relativeError(slow[quantity.id]?.flatMap { $0 } ?? [], expected) < 1e-6, "\(name)")
    }
    let sounds = try #require(try golden.tensor(named: "\(word)/phonemes").asIntegers())
    let written = trace.doubles(of: try #require(model.quantity(named: "k"))).map { Int($0) - 1 }
    #expect(written == sounds + [3])
  }

  @Test(arguments: ["through", "gate", "memory", "transformer", "unroll"])
  func `the published encoder reads a word as its authors' code does`(word: String) throws {
    let catalogue = try Catalogue(.at("\(Checkout.root)/Resources"))
    let sheet = try catalogue.sheet("g2p-encoder")
    let weights = try #require(try catalogue.weights(for: sheet))
    let model = try Model(sheet, try Bindings(for: sheet, weights: weights))
    let golden = try TensorFile(path: Checkout.fixture("g2p-golden.safetensors", of: "EvaluationTests"))
    let values = try ModelValues(model, weights: weights)
    let reference = ReferenceModel(model, values, try LoadedInputs(model, .text(word), seed: 1))
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
