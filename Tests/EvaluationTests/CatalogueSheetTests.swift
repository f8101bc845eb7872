// Every sheet of the catalogue in sizes that it was not written for, on random numbers: the evaluator against the slow one.

import Catalogue
import Chance
import Equations
import Evaluation
import Reference
import TestSupport
import Testing

@Suite struct CatalogueSheetTests {
  static let names: [String] = (try? Catalogue(.at("\(Checkout.root)/Resources")).names) ?? []

  /// The sheet with each of its dimensions set at random, but for those that an alphabet fixes.
  private func model(_ name: String, _ numbers: inout SeededNumbers) throws -> Model {
    let sheet = try Catalogue(.at("\(Checkout.root)/Resources")).sheet(name)
    var settings: [String: Double] = [:]
    for dimension in try Model(sheet).dims where !["V", "L"].contains(dimension.name) {
      settings[dimension.name] = Double([1, 2, 3, 5, 8, 15, 16, 17, 21, 33][numbers.index(below: 10)])
    }
    if settings["D"] == settings["H"] { settings["H"] = 6 }
    return try Model(sheet, Bindings(settings: settings))
  }

  @Test func `there are sheets`() { #expect(Self.names.count >= 13) }

  @Test(arguments: names, [1, 2, 13, 31])
  func `a sheet in any size gives what the slow evaluator gives`(name: String, steps: Int) throws {
    var numbers = SeededNumbers(seed: UInt64(steps), name: name)
    let model = try model(name, &numbers)
    let reference = ReferenceModel(model, steps: steps, seed: UInt64(steps), scale: 0.7)
    let expected = reference.run()
    let tolerances = Array(repeating: 1e-9, count: expected.count)
    var doubles = RunOptions<Double>()
    doubles.framesPerBlock = steps == 31 ? 7 : nil
    let trace = try Trace<Double>(reference, options: doubles)
    #expect(trace.deviations(from: expected, tolerances: tolerances).isEmpty, "\(model.dims)")
    let wide = reference.sensitivity(to: 4e-7, expected: expected, count: 2).map { 2e-6 + $0 * 32 }
    for arithmetic in Arithmetic<Float>.runnable {
      var options = RunOptions<Float>(arithmetic: arithmetic)
      options.framesPerBlock = doubles.framesPerBlock
      let deviations = try Trace<Float>(reference, options: options).deviations(from: expected, tolerances: wide)
      #expect(deviations.isEmpty, "\(arithmetic.name), \(model.dims)")
    }
  }
}
