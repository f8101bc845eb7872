// Stages that end themselves, beside inputs that may end before them; and what cannot run is told.

import Equations
import Evaluation
import Reference
import Testing

@Suite struct OpenEndTests {
  private static let decoder = """
    dims V = 3, H = 2
    input a: H
    input y: token(V)
    param W: H×H
    param U: V×H
    state s: H = a
    over t in 1..6, y until k == 2:
      s = tanh(W s[t-1])
      p = softmax(U s)
      k = choose(t == 4, 2, argmax(p) * 0)
      loss = -log(max(yᵀ p + (1 - sum(y)), 1e-30))
    """

  private func reference(_ target: ReferenceModel.Feed) throws -> ReferenceModel {
    let model = try Model(SheetParser.parse(Self.decoder, name: "decoder"))
    return ReferenceModel(
      model, parameters: [[0.9, -0.4, 0.3, 0.8], [0.5, 0.2, -0.7, 0.1, 0.4, -0.9]], constants: [],
      inputs: [.given([0.6, -0.8]), target])
  }

  @Test(arguments: [[0], [2, 0, 1], [0, 1, 2, 0], [0, 1, 2, 2, 1, 0]])
  func `a target beside a range may be shorter than what is written, or longer`(target: [Int]) throws {
    let reference = try reference(.tokens(target))
    let loss = try #require(reference.model.loss)
    let gradient = GradientModel(reference.model, of: loss)
    let expected = reference.with(gradient).run()
    let trace = try Trace<Double>(reference.with(gradient))
    #expect(trace.deviations(from: expected, tolerances: Array(repeating: 1e-9, count: expected.count)).isEmpty)
    let losses = trace.doubles(of: reference.model.quantities[loss])
    #expect(losses.count == 4)
    #expect(losses.enumerated().allSatisfy { ($0.element > 0) == ($0.offset < target.count) })
    var check = SlopeCheck(reference, target: loss, seed: 1)
    for parameter in reference.model.parameters {
      let adjoint = try #require(gradient.parameterAdjoints[parameter.id])
      check.compare(try #require(expected[adjoint]?.first), parameter)
    }
    #expect(check.compared == 2 && check.problems.isEmpty)
  }

  @Test func `how many steps a stage has run is known behind its end`() throws {
    let text = "n = k[end]\nover k in 3..60 until z > 3:\n  z = z[k-1] + 1\n"
    let reference = ReferenceModel(
      try Model(SheetParser.parse(text, name: "counted")), parameters: [], constants: [], inputs: [])
    let count = try #require(reference.model.quantity(named: "n"))
    #expect(reference.run()[count.id] == [[6]])
    #expect(try Trace<Double>(reference).doubles(of: count) == [6])
  }

  @Test func `without a target all but the loss runs`() throws {
    let trace = try Trace<Double>(reference(.missing))
    #expect(try trace.has(#require(trace.model.quantity(named: "k"))))
    #expect(try !trace.has(#require(trace.model.quantity(named: "loss"))))
  }

  @Test func `numbers beside a range are zero behind their end`() throws {
    let text = "input x\nover n in 1..4, x:\n  h = 2 x + 1\nall = h[:]\nm = sum(x[:]) / 4\n"
    let model = try Model(SheetParser.parse(text, name: "short"))
    let reference = ReferenceModel(model, parameters: [], constants: [], inputs: [.steps([[3], [5]])])
    let trace = try Trace<Double>(reference)
    #expect(trace.doubles(of: model.quantities[0]) == [7, 11, 1, 1])
    #expect(trace.doubles(of: model.quantities[2]) == [2])
  }

  @Test(arguments: [
    (
      [0, 1, 2, 0, 1, 2, 0],
      "y has 7 steps, more than it goes along with, t in 1..6: shorten y, or let that range end later"
    ),
    ([], "the input y has no steps: it needs at least one"),
  ])
  func `a target that does not fit is told`(target: [Int], words: String) throws {
    let reference = try reference(.tokens(target))
    let error = #expect(throws: RunError.self) { try Trace<Double>(reference) }
    #expect(error?.description == words)
  }

  @Test func `a decoder that never stops ends with its range`() throws {
    let text = "state h\nover t in 1..20 until h < 0:\n  h = h[t-1] + 1\nn = h[end]\n"
    let model = try Model(SheetParser.parse(text, name: "endless"))
    let trace = try Trace<Double>(Plan(model), RunValues(parameters: [], constants: [], inputs: []))
    #expect(trace.stepCount(of: model.quantities[0]) == 20)
  }

  @Test func `attention over one token looks at that one`() throws {
    let text = "dims D = 2\ninput x: D\nα = softmax(x[:]ᵀ x)\nβ = softmax(x[:t]ᵀ x)\nh = x[:] α\n"
    let model = try Model(SheetParser.parse(text, name: "one"), Bindings(lengths: ["x": 1]))
    let values = RunValues<Double>(parameters: [], constants: [], inputs: [.stream([3, -4], steps: 1)])
    let trace = try Trace<Double>(Plan(model), values)
    #expect(model.quantities.map { trace.doubles(of: $0) } == [[1], [1], [3, -4]])
  }
}
