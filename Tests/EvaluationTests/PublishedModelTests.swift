// Published networks against the numbers of their authors' code: spelled out as sheets, read from the files as published.

import Catalogue
import Equations
import Evaluation
import Formats
import Reference
import TestSupport
import Testing

@Suite struct PublishedModelTests {
  private struct Published {
    var reference: ReferenceModel
    var golden: TensorFile

    init(_ name: String, feeding text: String) throws {
      let catalogue = try Catalogue(.at("\(Checkout.root)/Resources"))
      let sheet = try catalogue.sheet(name)
      let weights = try #require(try catalogue.weights(for: sheet))
      let model = try Model(sheet, try Bindings(for: sheet, weights: weights))
      reference = ReferenceModel(
        model, try ModelValues(model, weights: weights), try LoadedInputs(model, .text(text), seed: 1))
      golden = try TensorFile(path: Checkout.fixture("\(name)-golden.safetensors", of: "EvaluationTests"))
    }

    func expected(_ name: String) throws -> [Double] { try golden.tensor(named: name).asDoubles() }

    func quantity(_ name: String) throws -> Quantity { try #require(reference.model.quantity(named: name)) }
  }

  /// The quantities of the sheet netra by the names that its golden file has for them.
  private static let aligned = [
    "enc.fw.h": "f", "enc.bw.h": "g", "enc.bw.n": "n_b", "enc.proj": "p", "dec.z": "z", "dec.h": "s", "dec.attn": "α",
    "dec.context": "c", "dec.probs": "y",
  ]

  @Test(arguments: [(0, "srolanh"), (1, "phnompenh"), (2, "kampuchea")])
  func `netra writes a word in Khmer script, looking where its authors' code looks`(number: Int, word: String) throws {
    let published = try Published("netra", feeding: word)
    let trace = try Trace<Float>(published.reference)
    let slow = published.reference.run()
    for (name, own) in Self.aligned {
      let quantity = try published.quantity(own)
      let expected = try published.expected("case\(number).\(name)")
      #expect(relativeError(trace.doubles(of: quantity), expected) < 2e-5, "\(name)")
      #expect(relativeError(slow[quantity.id]?.flatMap { $0 } ?? [], expected) < 2e-5, "\(name)")
    }
    let written = trace.doubles(of: try published.quantity("k")).map { $0 - 1 }
    #expect(written == (try published.expected("case\(number).output_ids")))
  }

  @Test(arguments: [(0, "merdeka"), (3, "mental")])
  func `the encoder g2p-id fills the gaps of a word as its authors' code does`(number: Int, word: String) throws {
    let published = try Published("g2p-id", feeding: word)
    let trace = try Trace<Float>(published.reference)
    let answer = trace.doubles(of: try published.quantity("Y"))
    let expected = try published.expected("case\(number).probs")
    // Its rows are positions, ours columns.
    let turned = (0..<32).flatMap { position in (0..<32).map { answer[$0 * 32 + position] } }
    #expect(relativeError(turned, expected) < 1e-5)
    for layer in 0...1 {
      let attention = try published.expected("case\(number).layer\(layer).attn")
      for head in 1...8 {
        let own = trace.values(of: try published.quantity("A[\(head)]"), at: layer).map { Double($0) }
        let queries = (0..<32).flatMap { query in (0..<32).map { own[$0 * 32 + query] } }
        let start = (head - 1) * 1024
        #expect(relativeError(queries, Array(attention[start..<start + 1024])) < 2e-5, "head \(head)")
      }
    }
  }

  /// A gated recurrent unit of the lecture's kind, with the gates of Keras 1 and 2, read as published.
  private static let reaction = """
    dims   V = 401, D = 100, H = 256, O = 5
    input  x: token(V)
    param  E: D×V from embeddingᵀ
    param  W_z, W_r, W_n: H×D from gru.kernelᵀ
    param  U_z, U_r, U_n: H×H from gru.recurrent_kernelᵀ
    param  b_z, b_r, b_n: H from gru.bias
    param  W_y: O×H from output.wᵀ
    param  b_y: O from output.b
    state  h: H

    over t in x:
      e = E x
      z = clip(0.2 (W_z e + U_z h[t-1] + b_z) + 0.5, 0, 1)
      r = clip(0.2 (W_r e + U_r h[t-1] + b_r) + 0.5, 0, 1)
      n = tanh(W_n e + U_n (r ⊙ h[t-1]) + b_n)
      h = z ⊙ h[t-1] + (1 - z) ⊙ n

    a = relu(W_y h[end] + b_y)
    p = a / sum(a)
    """

  @Test(arguments: [0, 1])
  func `a published unit that resets before the product feels what its authors' code feels`(number: Int) throws {
    let weights = try TensorFile(path: Checkout.fixture("reaction-weights.safetensors", of: "EvaluationTests"))
    let golden = try TensorFile(path: Checkout.fixture("reaction-golden.safetensors", of: "EvaluationTests"))
    let sheet = try SheetParser.parse(Self.reaction, name: "reaction")
    let model = try Model(sheet, try Bindings(for: sheet, weights: weights))
    let symbols = try #require(try golden.tensor(named: "case\(number).input_ids").asIntegers())
    let reference = ReferenceModel(
      model, parameters: try ModelValues(model, weights: weights).parameters.map { $0.asDoubles() }, constants: [],
      inputs: [.tokens(symbols)])
    let trace = try Trace<Float>(reference)
    for (name, own) in [("gru.h", "h"), ("pred", "p")] {
      let quantity = try #require(model.quantity(named: own))
      let expected = try golden.tensor(named: "case\(number).\(name)").asDoubles()
      #expect(relativeError(trace.doubles(of: quantity), expected) < 1e-5, "\(name)")
    }
  }

  @Test func `a text longer than a model of fixed length reads is refused`() throws {
    let sheet = try Catalogue(.at("\(Checkout.root)/Resources")).sheet("netra")
    let model = try Model(sheet)
    #expect(throws: CatalogueError.textTooLong("x", symbols: 26, limit: 25)) {
      try LoadedInputs(model, .text(String(repeating: "a", count: 26)), seed: 1)
    }
  }
}
