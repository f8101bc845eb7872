// Gradients as they run: against PyTorch's numbers, against the slow evaluator, and the same bits however frames lie.

import Catalogue
import Chance
import Equations
import Evaluation
import Formats
import Reference
import TestSupport
import Testing

@Suite struct GradientTests {
  private func check<Number: Scalar>(
    _ golden: GoldenCase, _ arithmetic: Arithmetic<Number>, within tolerance: Double
  ) throws {
    let gradient = try Gradient(golden.model, of: try #require(golden.model.loss))
    let run = try gradient.trace(
      RunValues<Number>(golden.reference), options: RunOptions(arithmetic: arithmetic))
    // What rounding on the way makes of it: small differences of large numbers keep few digits.
    let shaken = golden.reference.with(gradient.model).perturbed(by: Number.self == Float.self ? 4e-7 : 0, seed: 1)
      .run()
    for (name, id) in gradient.model.adjointNames {
      guard golden.file.entry(named: "grad/\(name)") != nil else { continue }
      let expected = try golden.file.tensor(named: "grad/\(name)").asDoubles()
      let error = relativeError(run.trace.doubles(of: gradient.model.model.quantities[id]), expected)
      let rounding = relativeError((shaken[id] ?? []).flatMap { $0 }, expected)
      #expect(error < max(tolerance, 32 * rounding), "\(name) by \(error), \(arithmetic.name)")
    }
  }

  @Test(arguments: GoldenCase.differentiated)
  func `each gradient is the golden one`(name: String) throws {
    let golden = try GoldenCase(name)
    for arithmetic in Arithmetic<Float>.runnable { try check(golden, arithmetic, within: 1e-4) }
    try check(golden, Arithmetic<Double>.double, within: 1e-9)
  }

  private func generated(_ seed: UInt64) throws -> (reference: ReferenceModel, text: String) {
    let text = GeneratedSheet(seed: seed).text
    let model = try Model(SheetParser.parse(text, name: "generated"))
    let target = try #require(model.passes.flatMap { model.stages[$0.stage].scans[$0.scan].quantities }.last)
    let steps = seed % 20 == 0 ? 67 : [1, 2, 3, 5, 7][Int(seed % 5)]
    let reference = ReferenceModel(model, steps: steps, seed: seed)
    return (reference.with(GradientModel(model, of: target)), text)
  }

  @Test(arguments: GeneratedSheetTests.seeds.prefix(40))
  func `the way back of any sheet gives what the slow evaluator gives`(seed: UInt64) throws {
    let (reference, text) = try generated(seed)
    let expected = reference.run()
    // Where the slope is steep, rounding is too.
    let tolerances = reference.sensitivity(to: 1e-13, expected: expected, count: 1).map { max(1e-9, $0 * 64) }
    let deviations = try Trace<Double>(reference).deviations(from: expected, tolerances: tolerances)
    #expect(deviations.isEmpty, "seed \(seed)\n\(text)")
  }

  @Test(arguments: GeneratedSheetTests.seeds.prefix(40))
  func `no bit of a gradient depends on how frames lie in blocks`(seed: UInt64) throws {
    let (reference, text) = try generated(seed)
    let whole = try Trace<Float>(reference)
    for (framesPerBlock, stepsAtOnce) in [(1, 1), (3, 2), (13, 4)] {
      var options = RunOptions<Float>()
      (options.framesPerBlock, options.stepsAtOnce) = (framesPerBlock, stepsAtOnce)
      let trace = try Trace<Float>(reference, options: options)
      #expect(trace.hasSameBits(as: whole), "\(framesPerBlock) frames, seed \(seed)\n\(text)")
    }
  }
}
