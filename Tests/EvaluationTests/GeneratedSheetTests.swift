// Random sheets on random numbers: the evaluator against the slow one.

import Catalogue
import Chance
import Equations
import Evaluation
import Glibc
import Reference
import Testing

@Suite struct GeneratedSheetTests {
  /// How many sheets; more are tried by hand.
  static let seeds: Range<UInt64> = {
    let count = getenv("UNROLL_TEST_SHEETS").flatMap { UInt64(String(cString: $0)) } ?? 100
    let first = getenv("UNROLL_TEST_FIRST").flatMap { UInt64(String(cString: $0)) } ?? 1
    return first..<(first + count)
  }()

  private func model(_ seed: UInt64) throws -> Model {
    try Model(SheetParser.parse(GeneratedSheet(seed: seed).text, name: "generated"))
  }

  private func reference(_ seed: UInt64) throws -> ReferenceModel {
    var numbers = SeededNumbers(seed: seed, name: "run")
    let steps = [1, 2, 3, 5, 7, 11, 13][numbers.index(below: 7)]
    return ReferenceModel(try model(seed), steps: steps, seed: seed)
  }

  @Test(arguments: seeds)
  func `any sheet gives what the slow evaluator gives`(seed: UInt64) throws {
    let reference = try reference(seed)
    let expected = reference.run()
    let doubles = reference.sensitivity(to: 1e-13, expected: expected, count: 2).map { max(1e-9, $0 * 32) }
    let inDouble = try Trace<Double>(reference).deviations(from: expected, tolerances: doubles)
    #expect(inDouble.isEmpty, "seed \(seed)\n\(GeneratedSheet(seed: seed).text)")
    let floats = reference.sensitivity(to: 4e-7, expected: expected).map { 2e-6 + $0 * 32 }
    for arithmetic in Arithmetic<Float>.runnable {
      let trace = try Trace<Float>(reference, options: RunOptions(arithmetic: arithmetic))
      let inFloat = trace.deviations(from: expected, tolerances: floats)
      #expect(inFloat.isEmpty, "\(arithmetic.name), seed \(seed)\n\(GeneratedSheet(seed: seed).text)")
    }
  }

  @Test(arguments: seeds)
  func `no bit depends on how frames lie in blocks, nor on the day`(seed: UInt64) throws {
    let reference = try reference(seed)
    let whole = try Trace<Float>(reference)
    #expect(try Trace<Float>(reference).hasSameBits(as: whole))
    for (framesPerBlock, stepsAtOnce) in [(1, 1), (2, 2), (3, 2), (5, 3), (13, 4)] {
      var options = RunOptions<Float>()
      (options.framesPerBlock, options.stepsAtOnce) = (framesPerBlock, stepsAtOnce)
      let trace = try Trace<Float>(reference, options: options)
      #expect(
        trace.hasSameBits(as: whole), "\(framesPerBlock) frames, seed \(seed)\n\(GeneratedSheet(seed: seed).text)")
    }
  }
}
