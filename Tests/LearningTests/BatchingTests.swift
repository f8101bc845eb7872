// Batches: that sequences side by side give what each gives alone, whatever their lengths.

import Catalogue
import Chance
import Equations
import Evaluation
import Formats
import TestSupport
import Testing

@testable import Learning

@Suite struct BatchingTests {
  private static let names = [
    "additive", "gru", "gru-reset-after", "leaky", "leaky-learned", "lstm", "lstm-coupled", "lstm-peephole", "rnn",
    "rnn-stacked", "skip",
  ]

  private func fitting(_ name: String, _ task: LearningTask) throws -> Fitting {
    try Fitting(task, on: try Catalogue(.at("\(Checkout.root)/Resources")).sheet(name), settings: ["H": 5])
  }

  /// The loss of each sequence by itself, and of each column of the batch.
  private func losses(_ model: Model, _ sequences: [[InputValue<Float>]], columns: Int) throws -> ([Double], [Double]) {
    let start = try ModelValues(model, seed: 4)
    let values = RunValues<Float>(
      parameters: start.parameters.map { $0.asFloats() }, constants: start.constants.map { $0.asFloats() },
      inputs: [])
    func run(_ model: Model, _ inputs: [InputValue<Float>]) throws -> [[Float]] {
      var values = values
      values.inputs = inputs
      let trace = try Trace(try Plan(model, missing: values.missing), values)
      let loss = try #require(model.loss.map { model.quantities[$0] })
      return (0..<trace.stepCount(of: loss)).map { trace.values(of: loss, at: $0) }
    }
    let alone = try sequences.map { try run(model, $0).reduce(0) { $0 + Double($1[0]) } }
    guard let batched = model.batched(columns) else {
      Issue.record("the model has no batch")
      return ([], [])
    }
    let rows = try run(batched, model.beside(sequences, columns: columns))
    return (alone, (0..<columns).map { column in rows.reduce(0) { $0 + Double($1[column]) } })
  }

  @Test(arguments: names, LearningTask.ofOneStream)
  func `Sequences of unequal length side by side lose what each loses alone`(name: String, task: LearningTask) throws {
    let fitting = try fitting(name, task)
    let model = fitting.model.pruned(to: fitting.loss.id)
    let samples = (0..<5).map { task.sample($0, seed: 3) }
    let (alone, columns) = try losses(model, samples.map { fitting.inputs(for: $0) }, columns: 7)
    for (one, other) in zip(alone, columns) { #expect(abs(one - other) < 1e-5 * max(1, one)) }
    // Columns without a sequence count nothing.
    #expect(columns.suffix(2).allSatisfy { $0 == 0 })
  }

  @Test func `Every operation that has a counterpart gives the same for each column`() throws {
    let sheet = """
      const k = 2
      input x: 3
      input s
      param W: 4×3
      param U: 4×4
      param v, γ, β: 4
      param a
      state h: 4 = v
      state c: 2
      q = σ(v) ⊙ 2
      e = [W x; s; a; x[2] + 1]
      h = tanh(W x + U h[t-1] + q) ⊙ s + min(h[t-2], 0.5) - v / 3
      p = softmax(h) + layernorm(h; γ, β) + topk(h, k) + sort(W x)
      r = hᵀ U p + vᵀ h + sᵀ + (hᵀ h) / 7 + mean(h) + sum(e) * a
      c = [r; s[t-1]] + c[t-1] s
      m = softmax(h, where: v > 0) + choose(s > 0, p, v) + t / 9
      loss = r + sum(c) + sum(m) + exp(-r ^ 2) + vᵀ m + q[2] * x[1] + a
      """
    let model = try Model(try SheetParser.parse(sheet, name: "test"))
    let sequences = (0..<3).map { index in
      var numbers = SeededNumbers(seed: UInt64(index), name: "x")
      func list(_ count: Int) -> [Float] { (0..<count).map { _ in Float(numbers.normal()) } }
      return [InputValue<Float>.stream(list(15), steps: 5), .stream(list(5), steps: 5)]
    }
    let (alone, columns) = try losses(model, sequences, columns: 3)
    for (one, other) in zip(alone, columns) {
      #expect(abs(one - other) < 1e-5 * max(1, abs(one)), "\(alone) \(columns)")
    }
  }

  @Test(arguments: ["h = tanh(x + h[t+1])", "h = norm(x) * x", "h = (x xᵀ) x"])
  func `What has no counterpart, or looks behind, runs one at a time`(line: String) throws {
    let model = try Model(try SheetParser.parse("input x: 3\nstate h: 3\n\(line)\nloss = sum(h)", name: "test"))
    #expect(model.batched(4) == nil)
  }
}
