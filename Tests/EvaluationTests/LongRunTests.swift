// Sequences that fill many blocks.

import Catalogue
import Equations
import Evaluation
import Reference
import TestSupport
import Testing

@Suite struct LongRunTests {
  private func model(_ name: String, _ units: Double) throws -> Model {
    try Model(try Catalogue(.at("\(Checkout.root)/Resources")).sheet(name), Bindings(settings: ["D": 2, "H": units]))
  }

  @Test(arguments: [("rnn", 1e-9), ("rnn-bidirectional", 1e-9)])
  func `twenty thousand steps are as right as one`(name: String, tolerance: Double) throws {
    let reference = ReferenceModel(try model(name, 3), steps: 20_000, seed: 5, scale: 0.6)
    let expected = reference.run()
    var options = RunOptions<Double>()
    options.framesPerBlock = 1777
    let trace = try Trace<Double>(reference, options: options)
    let tolerances = Array(repeating: tolerance, count: expected.count)
    #expect(trace.deviations(from: expected, tolerances: tolerances).isEmpty)
  }

  @Test(arguments: ["lstm", "skip", "rnn-bidirectional"])
  func `a trace takes little more memory than its frames, however long`(name: String) throws {
    let model = try model(name, 32)
    let steps = 20_000
    let trace = try Trace<Float>(ReferenceModel(model, steps: steps, seed: 1, scale: 0.3))
    let numbers = model.quantities.reduce(0) { $0 + $1.shape.count }
    #expect(trace.byteCount >= numbers * steps * 4)
    #expect(Double(trace.byteCount) < 1.01 * Double(numbers * steps * 4))
    var options = RunOptions<Float>()
    options.framesPerBlock = 999
    let other = try Trace<Float>(ReferenceModel(model, steps: steps, seed: 1, scale: 0.3), options: options)
    let h = try #require(model.quantity(named: "h"))
    for step in [0, 998, 999, 1000, 8000, 16_000, 19_999] {
      #expect(trace.values(of: h, at: step) == other.values(of: h, at: step))
    }
  }

  @Test func `a step that is farther away than the sequence is long is its start`() throws {
    let text = "input x\nstate h = 3\nh = h[t-1000000000] + x[t-1000000000] + x\nb = h[t+1000000000]"
    let model = try Model(SheetParser.parse(text, name: "far"))
    let values = RunValues<Float>(parameters: [], constants: [], inputs: [.stream([1, 2, 3], steps: 3)])
    let trace = try Trace(Plan(model), values)
    #expect(trace.numbers(of: model.quantities[0]) == [4, 5, 6])
    #expect(trace.numbers(of: model.quantities[1]) == [3, 3, 3])
    // Three frames, and the one outside.
    #expect(trace.byteCount == (3 + 1) * 2 * 4)
  }
}
