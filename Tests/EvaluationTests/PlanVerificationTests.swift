// Plans are sound, and the check that says so finds each kind of damage.

import Catalogue
import Equations
import TestSupport
import Testing

@testable import Evaluation

@Suite struct PlanVerificationTests {
  @Test(arguments: CatalogueSheetTests.names)
  func `the plan of a sheet is sound`(name: String) throws {
    let model = try Model(try Catalogue(.at("\(Checkout.root)/Resources")).sheet(name))
    #expect(try Plan(model).verify().isEmpty)
  }

  @Test(arguments: GeneratedSheetTests.seeds)
  func `the plan of any sheet is sound`(seed: UInt64) throws {
    let text = GeneratedSheet(seed: seed).text
    let problems = try Plan(try Model(SheetParser.parse(text, name: "generated"))).verify()
    #expect(problems.isEmpty, "seed \(seed)\n\(text)")
  }

  /// A plan with all kinds of regions: hoisted products, scratch, frames at other steps, values.
  private func plan() throws -> Plan {
    let text = """
      dims D = 3, H = 5
      input x: D
      param W: H×D
      param U: H×H
      param b: H
      state h: H = b
      h = tanh(W x + U (h[t-1] ⊙ h[t-2]) + b) - max(h[t-1])
      g = softmax(h)
      """
    return try Plan(try Model(SheetParser.parse(text, name: "damage")))
  }

  private enum Damage: CaseIterable {
    case operand, region, register, opcode, code, missing, order, weights, hoisted, packed, segment, target
  }

  /// The plan with one thing wrong in its only scan.
  private func damaged(_ damage: Damage) throws -> Plan {
    var plan = try plan()
    var scan = plan.stages[0].scans[0]
    let store = try #require(stride(from: 0, to: scan.code.count, by: 5).first { scan.code[$0] == 2 })
    switch damage {
    case .operand: scan.moving[0].offset += 1000
    case .region: scan.fixed[0].region = 99
    case .register: scan.code[store + 3] = 31
    case .opcode: scan.code[0] = 77
    case .code: scan.code.removeLast(5)
    case .missing:
      scan.instructions.remove(at: 0)
      scan.segments = scan.segments.map { segment in
        guard case .each(let range) = segment, range.lowerBound == 0 else { return segment }
        return .each(0..<(range.upperBound - 1))
      }
    case .order: scan.instructions.swapAt(0, 2)
    case .weights:
      scan.instructions = scan.instructions.map { instruction in
        guard
          case .packedProduct(let weights, let isSeries, let rows, let columns, let vector, let initial, let result) =
            instruction
        else { return instruction }
        return .packedProduct(
          weights: weights, isSeries: isSeries, rows: rows, columns: columns + 1, vector: vector, initial: initial,
          result: result)
      }
    case .hoisted: scan.segments.remove(at: 0)
    case .packed: plan.packed[0].parts[0].offset = -1
    case .segment: scan.segments.removeLast()
    case .target:
      let values = try #require(scan.regions.firstIndex(of: .values))
      let slot = try #require(scan.fixed.firstIndex { $0.region == values })
      scan.instructions[0] = .fill(result: Slot(number: -1 - slot), count: 1)
    }
    plan.stages[0].scans[0] = scan
    return plan
  }

  @Test(arguments: Damage.allCases)
  private func `a damaged plan is not sound`(damage: Damage) throws {
    #expect(try plan().verify().isEmpty)
    #expect(try !damaged(damage).verify().isEmpty)
  }
}
