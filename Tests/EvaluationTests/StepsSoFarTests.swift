// What is read of the steps so far, `K[:t]`: as many columns as there are, on both evaluators and on the way back.

import Equations
import Evaluation
import Reference
import Testing

@Suite struct StepsSoFarTests {
  /// What a step can do with the steps so far; `s` is a number, `e` and `k` are vectors at each step.
  static let equations = [
    "k[:t] softmax(k[:t]ᵀ q)", "k[:t-1] softmax(k[:t-1]ᵀ q)", "k[:t-2] softmax(k[:t-2]ᵀ q - 9)", "mean(exp(k[:t]))",
    "max(k[:t] - 3)", "min(k[:t] + 3)", "max(k[:t-1] - 3)", "norm(σ(k[:t]))", "sum(cos(k[:t]ᵀ q))", "sum(k[:t-1] + 1)",
    "entropy(softmax(k[:t]ᵀ q))", "rowsum(layernorm(k[:t]; 2, 1))", "rowsum(layernorm(k[:t]; 2, 1, 0.3))",
    "sum(s[:t]) / t[end]", "sum(sort(k[:t]ᵀ q - 3) ⊙ s[:t]ᵀ)",
    "sum(topk(k[:t]ᵀ q - 3, 2))", "sum(sortby(s[:t]ᵀ, k[:t]ᵀ q - 3) ⊙ cos(s[:t])ᵀ)",
    "sum(unsort(s[:t]ᵀ, k[:t]ᵀ q - 3) ⊙ cos(s[:t])ᵀ)", "e[1] + e[t]", "sum(whole(e) + 1)", "sum(diag(k[:t]ᵀ k[:t]))",
    "sum(softmax(k[:t]ᵀ k[:t-1]) ⊙ (k[:t]ᵀ k[:t-1]))", "sum(cosine(k[:t]ᵀ, q))", "sum(choose(k[:t] > 0, k[:t]^2, 2))",
    "sum(1 / (2 + k[:t]^2))", "mean(s[:t] / 3 + 1)", "sum(softmax(s[:t]) ⊙ s[:t])", "sum(log(2 + k[:t]) / (1 + q ⊙ q))",
    "k[:t] softmax(k[:t]ᵀ q, where: s[:t]ᵀ > 0)", "sum([k[:t]; s[:t]] ⊙ 3)", "norm(k[:t] k[:t]ᵀ)", "norm(e eᵀ)",
    "sum(tanh(q + k[:t])) / t", "mean(x[:t] + 1)", "sum(leading(t, 4) ⊙ fill(s, 4))", "sum((fill(1, 3) eᵀ)^2)",
  ]

  private func reference(_ equation: String, steps: Int) throws -> ReferenceModel {
    let text = """
      dims D = 3
      input x: D
      param W, U: D×D
      state h: D
      k = tanh(W x + h[t-1] / 2)
      q = U x
      s = sum(q ⊙ k)
      e = k[:t]ᵀ q
      a = \(equation)
      h = k[:t-1] (k[:t-1]ᵀ x) / 9 + k
      loss = sum(a ⊙ cos(a))
      """
    let model = try Model(SheetParser.parse(text, name: "so far"), Bindings(lengths: ["x": steps]))
    return ReferenceModel(model, steps: steps, seed: UInt64(steps), scale: 0.8)
  }

  @Test(arguments: equations, [1, 2, 7])
  func `an operation counts the steps so far and no others`(equation: String, steps: Int) throws {
    let reference = try reference(equation, steps: steps)
    #expect(try Plan(reference.model).verify().isEmpty)
    let expected = reference.run()
    let tolerances = Array(repeating: 1e-9, count: expected.count)
    for (framesPerBlock, stepsAtOnce) in [(nil, nil), (1, 1), (3, 2)] as [(Int?, Int?)] {
      var options = RunOptions<Double>()
      (options.framesPerBlock, options.stepsAtOnce) = (framesPerBlock, stepsAtOnce)
      let trace = try Trace<Double>(reference, options: options)
      #expect(trace.deviations(from: expected, tolerances: tolerances).isEmpty)
    }
    let target = try #require(reference.model.loss)
    let loss = try #require(expected[target])
    #expect(loss.joined().allSatisfy { $0.isFinite })
  }

  @Test(arguments: equations, [1, 2, 5])
  func `gradients reach each earlier step from all later ones`(equation: String, steps: Int) throws {
    let reference = try reference(equation, steps: steps)
    let model = reference.model
    let target = try #require(model.loss)
    let gradient = GradientModel(model, of: target)
    let values = reference.with(gradient).run()
    var check = SlopeCheck(reference, target: target, seed: UInt64(steps))
    check.compare(gradient, values, times: 4)
    #expect(check.compared > check.skipped)
    #expect(check.problems.isEmpty)
    let tolerances = Array(repeating: 1e-9, count: values.count)
    let trace = try Trace<Double>(reference.with(gradient))
    #expect(trace.deviations(from: values, tolerances: tolerances).isEmpty)
  }

  @Test func `attention to the steps so far is attention to all of them under a causal mask`() throws {
    let text = """
      dims D = 5, N = 6
      input x: D
      param W_q, W_k, W_v: D×D

      over t in x:
        q = W_q x
        k = W_k x
        v = W_v x
        α = softmax(k[:t]ᵀ q / √D)
        o = v[:t] α

      over n in 1..N:
        causal = leading(n, N)

      X = x[:]
      A = softmax((W_k X)ᵀ (W_q X) / √D, where: causal[:])
      O = (W_v X) A
      same = O - o[:]
      weights = A - α[:]
      """
    let model = try Model(SheetParser.parse(text, name: "causal"), Bindings(lengths: ["x": 6]))
    let trace = try Trace<Double>(ReferenceModel(model, steps: 6, seed: 1))
    for name in ["same", "weights"] {
      let difference = trace.doubles(of: try #require(model.quantity(named: name)))
      #expect(difference.allSatisfy { abs($0) < 1e-12 })
    }
    let weights = try #require(model.quantity(named: "α"))
    for step in 0..<6 {
      let row = trace.values(of: weights, at: step)
      #expect(row[(step + 1)...].allSatisfy { $0 == 0 }, "what a step does not fill is recorded as zero")
      #expect(abs(row.reduce(0, +) - 1) < 1e-12)
    }
  }

  @Test func `of no steps at all the weights are none, and sums, means and extremes are 0`() throws {
    let text = """
      input x
      w = sum(softmax(x[:t-1]ᵀ))
      m = mean(x[:t-1] + 1)
      a = max(x[:t-1] + 1) + min(x[:t-1] + 1)
      i = argmax(x[:t-1])
      """
    let model = try Model(SheetParser.parse(text, name: "nothing"), Bindings(lengths: ["x": 3]))
    let reference = ReferenceModel(
      model, parameters: [], constants: [], inputs: [.steps([[5], [7], [6]])])
    let trace = try Trace<Double>(reference)
    let found = model.quantities.map { trace.doubles(of: $0) }
    #expect(deviation(found.flatMap { $0 }, [0, 1, 1, 0, 6, 7, 0, 12, 14, 0, 1, 2]) < 1e-12)
    #expect(deviation(found.flatMap { $0 }, reference.run().flatMap { $0 ?? [] }.flatMap { $0 }) < 1e-12)
  }

  @Test func `a pin on what is not filled changes nothing, and what follows from a pin is worked out from its step on`()
    throws
  {
    let text = "dims D = 2\ninput x: D\nα = softmax(x[:t]ᵀ x)\no = x[:t] α\n"
    let model = try Model(SheetParser.parse(text, name: "pinned"), Bindings(lengths: ["x": 6]))
    let reference = ReferenceModel(model, steps: 6, seed: 2)
    let before = try Trace<Double>(reference)
    let pin = Pin(
      quantity: 0, place: [4...4], value: Expression(.number(1), shape: .scalar), steps: nil, text: "α[4] = 1")
    var pinned = reference
    pinned.model = try model.pinned([pin])
    let fresh = try Trace<Double>(pinned)
    let onward = try Trace(Plan(pinned.model), before.values, previous: before, changes: [0: 0...5])
    #expect(onward.hasSameBits(as: fresh))
    #expect(
      (0..<3).allSatisfy {
        fresh.values(of: model.quantities[0], at: $0) == before.values(of: model.quantities[0], at: $0)
      })
    #expect(fresh.value(of: model.quantities[0], 3, at: 3) == 1)
  }

  @Test func `a number is explained by the steps that there are`() throws {
    let text = "dims D = 2\ninput x: D\nα = softmax(x[:t]ᵀ x)\no = x[:t] α\n"
    let model = try Model(SheetParser.parse(text, name: "explained"), Bindings(lengths: ["x": 6]))
    let trace = try Trace<Double>(ReferenceModel(model, steps: 6, seed: 3))
    let explainer = Explainer(trace)
    let third = explainer.explain(model.quantities[1], Entry(0), at: 2)
    #expect(third.parts.count == 3)
    #expect(third.parts.map(\.label).sorted() == ["x[1]@1·α[1]", "x[1]@2·α[2]", "x[1]@3·α[3]"])
    #expect(abs(third.parts.reduce(0) { $0 + $1.value } - third.value) < 1e-12)
    let behind = explainer.explain(model.quantities[0], Entry(4), at: 2)
    #expect(behind.value == 0 && behind.parts.isEmpty)
  }

  @Test(arguments: ["h > 2.5", "n == 5", "h < 0", "1"])
  func `what a stage that ends itself has written can be read whole`(condition: String) throws {
    let text = """
      dims D = 2
      input a: D
      param W: D×D
      state h
      over n in 1..9 until \(condition):
        h = h[n-1] + sum(a)
        g = tanh(W a h) / n
        r = g[:n] softmax(g[:n]ᵀ a)
      α = softmax(g[:]ᵀ a)
      loss = sum(g[:] α) + mean(h[:]) + max(h[:] - 20) + norm(r[:])
      """
    let model = try Model(SheetParser.parse(text, name: "whole"))
    let reference = ReferenceModel(
      model, parameters: [[0.3, -0.2, 0.9, 0.4]], constants: [], inputs: [.given([0.5, 0.5])])
    let target = try #require(model.loss)
    let gradient = GradientModel(model, of: target)
    let expected = reference.with(gradient).run()
    let tolerances = Array(repeating: 1e-9, count: expected.count)
    let trace = try Trace<Double>(reference.with(gradient))
    #expect(trace.deviations(from: expected, tolerances: tolerances).isEmpty)
    let adjoint = try #require(gradient.parameterAdjoints[0])
    var check = SlopeCheck(reference, target: target, seed: 4)
    check.compare(try #require(expected[adjoint]?.first), model.parameters[0])
    #expect(check.compared == 1 && check.problems.isEmpty)
  }
}
