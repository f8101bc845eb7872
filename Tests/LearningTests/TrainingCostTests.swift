// What training costs, by count: the products, passes and memory of the plan that a batch is trained by.

import Catalogue
import Equations
import Formats
import TestSupport
import Testing

@testable import Evaluation
@testable import Learning

@Suite struct TrainingCostTests {
  private static let columns = 16

  private func fitting(_ name: String, units: Double = 32) throws -> Fitting {
    let sheet = try Catalogue(.at("\(Checkout.root)/Resources")).sheet(name)
    return try Fitting(.noise(width: 64, symbols: 64, steps: 64), on: sheet, settings: ["H": units])
  }

  private func plans(_ fitting: Fitting) throws -> ObjectivePlans {
    try ObjectivePlans(
      fitting.model, loss: fitting.loss.id, measure: fitting.measure.id, missing: fitting.unfed, columns: Self.columns)
  }

  private func products(_ scan: ScanPlan) -> [GeneralProduct] {
    scan.instructions.compactMap { if case .product(let product) = $0 { product } else { nil } }
  }

  @Test func `The products of a gate are added up where they are worked out, starting from its bias`() throws {
    let scan = try plans(fitting("lstm")).learning.stages[0].scans[0]
    let starts = products(scan).map(\.start)
    // Four gates and the readout have a bias; four gates have a second product.
    #expect(starts.count { if case .vector = $0 { true } else { false } } == 5)
    #expect(starts.count { if case .result = $0 { true } else { false } } == 4)
    let isSpread = scan.instructions.contains { if case .spreadColumns(_, 32, _, _) = $0 { true } else { false } }
    #expect(!isSpread, "no bias is written out for all columns")
  }

  @Test func `What flows back to a state is one sum of products`() throws {
    let scan = try plans(fitting("lstm")).learning.stages[0].scans[1]
    let back = products(scan).filter { $0.k == 32 && $0.m == 32 }
    #expect(back.count == 4)
    #expect(Set(back.map(\.result)).count == 1)
  }

  @Test(arguments: ["lstm", "gru", "rnn", "leaky-learned", "lstm-peephole"])
  func `Gradients of parameters are products over many steps, not one for each step`(name: String) throws {
    let fitting = try fitting(name)
    let plan = try plans(fitting).learning
    let totals = plan.stages.flatMap(\.scans).filter { $0.over != nil }
    #expect(totals.allSatisfy { products($0).isEmpty })
    let contractions = totals.flatMap(\.segments).count { if case .contract = $0 { true } else { false } }
    #expect(contractions >= fitting.model.parameters.count { $0.shape.count > 1 && $0.shape.columns.count > 1 })
  }

  @Test func `Training works in less than twice the memory of the frames that a run keeps, and in the same again`()
    throws
  {
    let fitting = try fitting("lstm", units: 128)
    let batched = try #require(fitting.model.pruned(to: fitting.loss.id).batched(Self.columns))
    let frame = try Plan(batched, missing: fitting.unfed).frames.map(\.count).max() ?? 0
    let kept = frame * 64 * MemoryLayout<Float>.stride
    let start = try ModelValues(fitting.model, seed: 1)
    let objective = try ModelObjective(fitting, constants: start.constants.map { $0.asFloats() }, columns: Self.columns)
    let bound = try objective.bind(start.parameters.flatMap { $0.asFloats() }, for: .loss)
    var workspace = objective.makeWorkspace()
    var gradient = [Float](repeating: 0, count: objective.parameterCount)
    var counts: [Int] = []
    for first in 0..<3 {
      let samples = (0..<Self.columns).map { fitting.task.sample(first * Self.columns + $0, seed: 1) }
      _ = try objective.loss(of: samples[...], bound, &workspace, gradient: &gradient)
      counts.append(workspace.memory.byteCount)
    }
    #expect(counts.allSatisfy { $0 == counts[0] })
    #expect(counts[0] > kept && counts[0] < 2 * kept, "\(Double(counts[0]) / Double(kept)) times the frames")
  }
}
