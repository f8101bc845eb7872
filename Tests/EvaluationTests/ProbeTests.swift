// Expressions asked of a finished trace.

import Catalogue
import Equations
import Evaluation
import Reference
import Testing

@Suite struct ProbeTests {
  private func model(_ text: String) throws -> Model { try Model(SheetParser.parse(text, name: "probe")) }

  /// A sheet whose values are known: x is 1, 2, 3 …, h sums it from 10, k is a symbol.
  private func trace(steps: Int = 5) throws -> Trace<Double> {
    let model = try model(
      """
      dims H = 2
      input x
      input k: token(3)
      input G: H×H
      param w: H
      const a = 4
      state h = 10
      o = 2 a
      h = h[t-1] + x
      v = x w
      M = v vᵀ
      """)
    let values = RunValues<Double>(
      parameters: [[1, -1]], constants: [[4]],
      inputs: [
        .stream((1...steps).map { Double($0) }, steps: steps), .tokens((0..<Int32(steps)).map { $0 % 3 }),
        .given([1, 2, 3, 4]),
      ])
    return try Trace(Plan(model), values)
  }

  private func probe(_ text: String, in trace: Trace<Double>) throws -> Probe<Double> {
    try Probe(try trace.model.expression(SheetParser.expression(text), text: text), in: trace)
  }

  @Test(
    arguments: [
      ("h", 0, [11]), ("h", 4, [25]), ("h[t-1]", 0, [10]), ("h[t-7]", 4, [10]), ("h[t+1]", 3, [25]),
      ("h[t+1]", 4, [10]),
      ("v[t-1]", 0, [0, 0]), ("v[t-1]", 1, [1, -1]), ("v[t+9]", 0, [0, 0]), ("x[t-1]", 0, [0]), ("x[t+1]", 4, [0]),
      ("x[t+1]", 3, [5]), ("h@3", 0, [16]), ("v[2]@5", 1, [-5]), ("M[1, 2]@2", 4, [-4]), ("h@2 + h", 1, [26]),
      ("k", 0, [1, 0, 0]),
      ("k", 2, [0, 0, 1]), ("k[t-1]", 0, [0, 0, 0]), ("k[t-1]", 3, [0, 0, 1]), ("t", 4, [5]), ("o", 3, [8]),
      ("G", 2, [1, 2, 3, 4]),
      ("G w", 0, [-1, -1]), ("w", 9, [1, -1]), ("vᵀ G", 1, [-4, -4]), ("M", 1, [4, -4, -4, 4]), ("H", 0, [2]),
      ("a", 0, [4]),
      ("norm(h - h[t-1])", 2, [3]), ("argmax(v)", 0, [1]), ("onehot(argmax(k), 3)", 1, [0, 1, 0]),
      ("max(v) > 3", 3, [1]),
      ("softmax([x; x])", 2, [0.5, 0.5]), ("3", 0, [3]), ("[h; o]", 0, [11, 8]), ("vᵀ", 2, [3, -3]),
    ] as [(String, Int, [Double])])
  func `an expression has its value at a step`(text: String, step: Int, expected: [Double]) throws {
    #expect(try probe(text, in: trace()).value(at: step) == expected)
  }

  @Test(
    arguments: [("h", 5), ("w", 1), ("3", 1), ("o", 1), ("o + h", 5), ("x[t-1]", 5), ("k", 5), ("G", 1), ("t + o", 1)])
  func `it can be asked at the steps of what it reads`(text: String, count: Int) throws {
    #expect(try probe(text, in: trace()).stepCount == count)
  }

  @Test func `a search goes through the steps as it is told, and stops`() throws {
    let probe = try probe("h", in: trace())
    var seen: [Double] = []
    probe.search(in: stride(from: 4, to: -1, by: -1)) { _, numbers in
      seen.append(numbers[0])
      return numbers[0] > 16
    }
    #expect(seen == [25, 20, 16])
    var steps: [Int] = []
    probe.forEach(in: 1..<4) { step, _ in steps.append(step) }
    #expect(steps == [1, 2, 3])
  }

  @Test func `what was left out cannot be asked for`() throws {
    let model = try model("input x\ninput y\nh = x + 1\nloss = (h - y)^2")
    let values = RunValues<Double>(parameters: [], constants: [], inputs: [.stream([1, 2], steps: 2), .missing])
    let trace = try Trace(Plan(model, missing: [1]), values)
    #expect(try probe("h", in: trace).value(at: 1) == [3])
    #expect(throws: RunError.leftOut("loss", input: "y")) { try probe("loss + 1", in: trace) }
    #expect(throws: RunError.missingInput("y")) { try probe("y", in: trace) }
  }

  @Test(arguments: GeneratedSheetTests.seeds)
  func `the right side of an equation has its value at every step`(seed: UInt64) throws {
    let text = GeneratedSheet(seed: seed).text
    let trace = try Trace<Double>(ReferenceModel(try model(text), steps: 4, seed: seed))
    for quantity in trace.model.quantities {
      let probe = try Probe(quantity.expression, in: trace)
      for step in 0..<trace.stepCount(of: quantity) {
        let error = deviation(probe.value(at: step), trace.values(of: quantity, at: step))
        #expect(error < 1e-9, "\(quantity.text), step \(step), seed \(seed)\n\(text)")
      }
    }
  }
}
