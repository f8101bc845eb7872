// Random sheets with stages on random numbers: the evaluator against the slow one.

import Chance
import Equations
import Evaluation
import Reference
import Testing

@Suite struct GeneratedStagesTests {
  static let seeds: Range<UInt64> = 1..<61

  static func model(_ seed: UInt64, steps: Int) throws -> Model {
    let lengths = ["x": steps, "w": steps, "u": steps]
    return try Model(SheetParser.parse(GeneratedStages(seed: seed).text, name: "stages"), Bindings(lengths: lengths))
  }

  @Test(arguments: seeds)
  func `any sheet with stages gives what the slow evaluator gives`(seed: UInt64) throws {
    let steps = [1, 2, 3, 7, 13][Int(seed % 5)]
    let model = try Self.model(seed, steps: steps)
    #expect(try Plan(model).verify().isEmpty)
    let reference = ReferenceModel(model, steps: steps, seed: seed)
    let expected = reference.run()
    let tolerances = Array(repeating: 1e-9, count: expected.count)
    for (framesPerBlock, stepsAtOnce) in [(nil, nil), (1, 1), (3, 2), (5, 3)] as [(Int?, Int?)] {
      var options = RunOptions<Double>()
      (options.framesPerBlock, options.stepsAtOnce) = (framesPerBlock, stepsAtOnce)
      let deviations = try Trace<Double>(reference, options: options)
        .deviations(from: expected, tolerances: tolerances)
      #expect(deviations.isEmpty, "seed \(seed)\n\(GeneratedStages(seed: seed).text)")
    }
  }

  @Test(arguments: seeds.prefix(30))
  func `the way back of any sheet with stages agrees with finite differences`(seed: UInt64) throws {
    let model = try Self.model(seed, steps: [1, 2, 4][Int(seed % 3)])
    let reference = ReferenceModel(model, steps: [1, 2, 4][Int(seed % 3)], seed: seed, scale: 0.8)
    let target = try #require(model.loss)
    let gradient = GradientModel(model, of: target)
    let values = reference.with(gradient).run()
    var check = SlopeCheck(reference, target: target, seed: seed)
    check.compare(gradient, values)
    #expect(check.compared >= check.skipped)
    #expect(check.problems.isEmpty, "seed \(seed)\n\(GeneratedStages(seed: seed).text)")
    let tolerances = Array(repeating: 1e-9, count: values.count)
    let trace = try Trace<Double>(reference.with(gradient))
    #expect(trace.deviations(from: values, tolerances: tolerances).isEmpty)
  }

  @Test func `the random sheets have stages that wait for one another, come again and end themselves`() throws {
    let models = try Self.seeds.map { try Self.model($0, steps: 5) }
    #expect(models.allSatisfy { $0.stages.count >= 4 })
    #expect(models.contains { $0.passes.count > $0.stages.count })
    #expect(models.contains { $0.stages.contains { $0.steps.until != nil } })
    #expect(models.contains { !$0.series.isEmpty })
    let reads = models.flatMap(\.quantities).flatMap(\.expression.shapedReads)
    #expect(reads.contains { $0.read.at == .through(0) } && reads.contains { $0.read.at == .through(-2) })
    #expect(reads.contains { if case .ran = $0.shape.columns.extent { true } else { false } })
    #expect(models.contains { $0.stages.contains { $0.scans.contains { $0.direction == .backward } } })
  }

  @Test func `heads of attention use the same memory on their way, one after another`() throws {
    let text = """
      dims D = 8, N = 200, M = 4
      input X: D×N
      param W[m]: D×D for m in 1..M
      A[m] = softmax(Xᵀ (W[m] X) / √D) for m in 1..M
      H[m] = tanh(X) A[m] for m in 1..M
      """
    let model = try Model(SheetParser.parse(text, name: "heads"))
    let plan = try Plan(model)
    #expect(plan.scratchCount < 3 * 200 * 200)
    let reference = ReferenceModel(model, steps: 1, seed: 1)
    let expected = reference.run()
    let deviations = try Trace<Double>(reference)
      .deviations(from: expected, tolerances: Array(repeating: 1e-9, count: expected.count))
    #expect(deviations.isEmpty)
  }

  @Test func `a condition ends a stage at the step where it holds, and the range where it never does`() throws {
    for (condition, count) in [("h > 2.5", 3), ("n == 5", 5), ("h < 0", 9), ("1", 1)] {
      let text = """
        input a: 2
        state h
        over n in 1..9 until \(condition):
          h = h[n-1] + sum(a)
        last = h[end]
        """
      let model = try Model(SheetParser.parse(text, name: "stop"))
      let reference = ReferenceModel(model, parameters: [], constants: [], inputs: [.given([0.5, 0.5])])
      let trace = try Trace<Double>(reference)
      let steps = try #require(model.quantity(named: "h"))
      #expect(trace.stepCount(of: steps) == count)
      #expect(trace.doubles(of: steps) == (1...count).map(Double.init))
      #expect(trace.doubles(of: try #require(model.quantity(named: "last"))) == [Double(count)])
      #expect(reference.run()[steps.id]?.count == count)
    }
  }
}
