// Cells and layers from papers that the catalogue does not have, typed as sheets: all that works for any sheet works for them.

import Catalogue
import Equations
import Evaluation
import Reference
import TestSupport
import Testing

@Suite struct ReachTests {
  static let names = [
    "adaptive-time", "capsules", "clockwork", "coverage", "echo-state", "experts", "gated-linear-attention", "highway",
    "local-attention", "matrix-memory", "pointer", "position-bias", "quasi-recurrent", "stack", "state-space",
    "tree-lstm",
  ]

  private func reference(_ name: String, steps: Int, scale: Double) throws -> ReferenceModel {
    let path = Checkout.fixture("reach/\(name).eqn", of: "EvaluationTests")
    let sheet = try Catalogue(.at("\(Checkout.root)/Resources")).sheet(path)
    let model = try Model(sheet, Bindings(lengths: try sheet.lengths(steps)))
    #expect(model.warnings.isEmpty)
    return ReferenceModel(model, steps: steps, seed: UInt64(steps), scale: scale)
  }

  @Test(arguments: names, [1, 2, 7])
  func `a layer from a paper gives what the slow evaluator gives`(name: String, steps: Int) throws {
    let reference = try reference(name, steps: steps, scale: 1)
    #expect(try Plan(reference.model).verify().isEmpty)
    let expected = reference.run()
    for framesPerBlock in [nil, 2] {
      var options = RunOptions<Double>()
      options.framesPerBlock = framesPerBlock
      let deviations = try Trace<Double>(reference, options: options)
        .deviations(from: expected, tolerances: Array(repeating: 1e-9, count: expected.count))
      #expect(deviations.isEmpty)
    }
  }

  @Test(arguments: names, [1, 3])
  func `its gradients agree with finite differences`(name: String, steps: Int) throws {
    let reference = try reference(name, steps: steps, scale: 0.8)
    let model = reference.model
    let target = try #require(model.loss)
    let gradient = GradientModel(model, of: target)
    let values = reference.with(gradient).run()
    var check = SlopeCheck(reference, target: target, seed: 7)
    check.compare(gradient, values)
    #expect(check.compared > check.skipped)
    #expect(check.problems.isEmpty)
    let trace = try Trace<Double>(reference.with(gradient))
    let deviations = trace.deviations(from: values, tolerances: Array(repeating: 1e-9, count: values.count))
    #expect(deviations.isEmpty)
  }

  @Test(arguments: names)
  func `each of its numbers is explained by what it is made of`(name: String) throws {
    let trace = try Trace<Double>(reference(name, steps: 5, scale: 1))
    for quantity in trace.model.quantities where !quantity.expression.reads.isEmpty {
      let step = trace.stepCount(of: quantity) - 1
      let explanation = Explainer(trace).explain(quantity, Entry(0), at: step)
      #expect(!explanation.parts.isEmpty, "\(quantity.name)")
      guard explanation.relation == .sum else { continue }
      let sum = explanation.parts.reduce(explanation.rest?.value ?? 0) { $0 + $1.value }
      #expect(abs(sum - explanation.value) < 1e-12 * max(1, abs(explanation.value)), "\(quantity.name)")
    }
  }
}
