// The slow evaluator against PyTorch's numbers: every sheet that has a golden file, and the published encoder.

import Catalogue
import Equations
import Formats
import Reference
import TestSupport
import Testing

@Suite struct ReferenceGoldenTests {
  @Test(arguments: GoldenCase.names)
  func `each quantity at each step is the golden one`(name: String) throws {
    let golden = try GoldenCase(name)
    let values = golden.reference.run()
    let traces = try golden.traces
    #expect(!traces.isEmpty)
    for (quantity, expected) in traces {
      let found = try #require(values[quantity.id]).flatMap { $0 }
      #expect(relativeError(found, expected) < 1e-12, "\(quantity.name)")
    }
    guard let total = try golden.totalLoss else { return }
    let loss = try #require(golden.reference.totalLoss())
    #expect(relativeError([loss], [total]) < 1e-12)
  }

  @Test(arguments: GoldenCase.names)
  func `no trace of a golden file is without its quantity`(name: String) throws {
    let golden = try GoldenCase(name)
    let names = golden.file.names.filter { $0.hasPrefix("trace/") && $0 != "trace/loss_total" }
    #expect(try golden.traces.count == names.count)
  }

  @Test(arguments: ["rnn", "leaky-learned"])
  func `central differences meet the golden gradients`(name: String) throws {
    let golden = try GoldenCase(name)
    let differences = try #require(golden.reference.parameterDifferences())
    for parameter in golden.model.parameters {
      let expected = try golden.file.tensor(named: "grad/\(parameter.name)").asDoubles()
      #expect(relativeError(differences[parameter.id], expected) < 1e-8, "\(parameter.name)")
    }
    let state = try #require(golden.model.quantity(named: "h"))
    let found = try #require(golden.reference.differences(by: state)).flatMap { $0 }
    #expect(relativeError(found, try golden.file.tensor(named: "grad/d/h").asDoubles()) < 1e-8)
  }

  @Test func `without its target a model runs all but the loss`() throws {
    let golden = try GoldenCase("rnn")
    var reference = golden.reference
    let whole = reference.run()
    reference.inputs[1] = .missing
    let values = reference.run()
    let loss = try #require(golden.model.loss)
    #expect(values[loss] == nil)
    #expect(reference.totalLoss() == nil)
    let state = try #require(golden.model.quantity(named: "h")).id
    #expect(values[state] == whole[state])
  }

  @Test(arguments: ["through", "gate", "memory", "transformer", "unroll"])
  func `the published encoder reads a word as its authors' code does`(word: String) throws {
    let catalogue = try Catalogue(.at("\(Checkout.root)/Resources"))
    let sheet = try catalogue.sheet("g2p-encoder")
    let weights = try #require(try catalogue.weights(for: sheet))
    let model = try Model(sheet, try Bindings(for: sheet, weights: weights))
    let golden = try TensorFile(path: Checkout.fixture("g2p-golden.safetensors", of: "EvaluationTests"))

    let inputs = try LoadedInputs(model, .text(word), seed: 1)
    #expect(inputs.values[0]?.tokens?.map { Int($0) } == (try golden.tensor(named: "\(word)/ids").asIntegers()))
    let values = ReferenceModel(model, try ModelValues(model, weights: weights), inputs).run()
    for name in ["r", "z", "n", "h"] {
      let quantity = try #require(model.quantity(named: name))
      let found = try #require(values[quantity.id]).flatMap { $0 }
      #expect(relativeError(found, try golden.tensor(named: "\(word)/\(name)").asDoubles()) < 1e-6, "\(name)")
    }
  }
}
