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

  /// The sheet with each of its dimensions set at random, but for those that an alphabet fixes or that follow from others,
  /// for inputs of so many steps.
  static func model(
    _ name: String, steps: Int, of counts: [Int] = [1, 2, 3, 5, 8, 15, 16, 17, 21, 33], _ numbers: inout SeededNumbers
  ) throws -> Model {
    let sheet = try Catalogue(.at("\(Checkout.root)/Resources")).sheet(name)
    let lengths = try sheet.lengths(steps)
    // Some sizes are parts of others, and not all numbers can be divided.
    for _ in 0..<100 {
      var settings: [String: Double] = [:]
      for name in sheet.sizes where !["V", "L"].contains(name) {
        settings[name] = Double(counts[numbers.index(below: counts.count)])
      }
      if settings["D"] == settings["H"], settings["D"] != nil { settings["H"] = 6 }
      if let model = try? Model(sheet, Bindings(settings: settings, lengths: lengths)) { return model }
    }
    return try Model(sheet, Bindings(lengths: lengths))
  }

  @Test func `there are sheets`() { #expect(Self.names.count >= 13) }

  @Test(arguments: names, [1, 2, 13, 31])
  func `a sheet in any size gives what the slow evaluator gives`(name: String, steps: Int) throws {
    var numbers = SeededNumbers(seed: UInt64(steps), name: name)
    let model = try Self.model(name, steps: steps, &numbers)
    let reference = ReferenceModel(model, steps: steps, seed: UInt64(steps), scale: 0.7)
    let expected = reference.run()
    let loose = model.loose
    let tolerances = expected.indices.map { loose.contains($0) ? .infinity : 1e-9 }
    var doubles = RunOptions<Double>()
    doubles.framesPerBlock = steps == 31 ? 7 : nil
    let trace = try Trace<Double>(reference, options: doubles)
    #expect(trace.deviations(from: expected, tolerances: tolerances).isEmpty, "\(model.dims)")
    let wide = zip(tolerances, reference.sensitivity(to: 4e-7, expected: expected, count: 2)).map {
      max($0, 2e-6 + $1 * 32)
    }
    for arithmetic in Arithmetic<Float>.runnable {
      var options = RunOptions<Float>(arithmetic: arithmetic)
      options.framesPerBlock = doubles.framesPerBlock
      let deviations = try Trace<Float>(reference, options: options).deviations(from: expected, tolerances: wide)
      #expect(deviations.isEmpty, "\(arithmetic.name), \(model.dims)")
    }
  }
}

extension Model {
  /// The quantities that depend on eigenvectors: of random matrices some are equal, and then not unique.
  fileprivate var loose: Set<Int> {
    var result: Set<Int> = []
    for pass in passes {
      for id in stages[pass.stage].scans[pass.scan].quantities {
        var depends = quantities[id].sources.contains {
          if case .quantity(let other) = $0 { result.contains(other) } else { false }
        }
        quantities[id].expression.visit { if case .apply(.eigenvectors, _) = $0.kind { depends = true } }
        if depends { result.insert(id) }
      }
    }
    return result
  }
}

extension Sheet {
  /// The dimensions that are plain numbers on it.
  fileprivate var sizes: [String] {
    items.flatMap { item -> [String] in
      guard case .dims(let list) = item.kind else { return [] }
      return list.filter { if case .number = $0.value.kind { true } else { false } }.map(\.name)
    }
  }
}
