// What the lecture shows of gradients: δ by step of the loss and step of the state, shares of a sum, radii.

import Catalogue
import Chance
import Equations
import Evaluation
import Formats
import Reference
import TestSupport
import Testing

@Suite struct GradientStudyTests {
  /// The network of the lecture's BPTT table, its parameters among the inputs of the file.
  private func lecture() throws -> (model: Model, values: RunValues<Double>, file: TensorFile) {
    let sheet = try Catalogue(.at("\(Checkout.root)/Resources")).sheet("rnn")
    let file = try TensorFile(path: Checkout.fixture("golden/bptt-delta.safetensors", of: "EvaluationTests"))
    let model = try Model(sheet, Bindings(settings: ["D": 3, "H": 4]))
    func numbers(_ name: String) throws -> [Double] { try file.tensor(named: "input/\(name)").asDoubles() }
    let values = RunValues<Double>(
      parameters: try model.parameters.map { try numbers($0.name) }, constants: [],
      inputs: try model.inputs.map { .stream(try numbers($0.name), steps: 6) })
    return (model, values, file)
  }

  @Test func `δ of each step's loss by each step's net input is the lecture's, and its shares sum to the gradients`()
    throws
  {
    let (model, values, file) = try lecture()
    let gradient = try Gradient(model, of: try #require(model.loss), isWeighted: true)
    let netInput = try #require(model.quantity(named: "z"))
    var found: [Double] = []
    for step in 0..<6 {
      let run = try gradient.trace(values, weights: .init(entries: [1], step: step))
      for k in 0..<6 { found += run.gradient(by: netInput, at: k) }
    }
    #expect(relativeError(found, try file.tensor(named: "trace/δ").asDoubles()) < 1e-12)
    let whole = try gradient.trace(values)
    for (name, golden) in [("U", "trace/dU"), ("W", "trace/dW")] {
      let parameter = try #require(model.parameter(named: name))
      #expect(relativeError(whole.gradient(by: parameter), try file.tensor(named: golden).asDoubles()) < 1e-12)
    }
    let lengths = try gradient.triangle(by: netInput, values)
    let expected = stride(from: 0, to: found.count, by: 4).map { start in
      found[start..<(start + 4)].reduce(0) { $0 + $1 * $1 }.squareRoot()
    }
    #expect(relativeError(lengths.flatMap { $0 }, expected) < 1e-12)
  }

  @Test func `what came over each distance is what the triangle says of it`() throws {
    let (model, values, _) = try lecture()
    let gradient = try Gradient(model, of: try #require(model.loss), isWeighted: true)
    let parameter = try #require(model.parameter(named: "b"))
    let shares = try #require(try gradient.shares(of: parameter, values))
    let netInput = try #require(model.quantity(named: "z"))
    var byDistance = Array(repeating: [0.0, 0, 0, 0], count: 6)
    for step in 0..<6 {
      let run = try gradient.trace(values, weights: .init(entries: [1], step: step))
      for k in 0...step {
        for (entry, number) in run.gradient(by: netInput, at: k).enumerated() { byDistance[step - k][entry] += number }
      }
    }
    let lengths = byDistance.map { $0.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    #expect(relativeError(try #require(shares.byDistance), lengths) < 1e-12)
    #expect(shares.stages.map(\.byStep.count) == [6] && shares.byLevel == nil)
  }

  @Test func `the Jacobian between two steps is the product of the steps between them`() throws {
    let (model, values, _) = try lecture()
    let state = try #require(model.quantity(named: "h"))
    let steps = try #require(try Gradient.stepJacobians(of: state.id, in: model, values)).matrices
    let whole = try Gradient(model, of: state.id, isWeighted: true)
    let found = try whole.jacobian(of: 4, by: state, at: 1, values)
    let product = steps[4] * steps[3] * steps[2]
    #expect(relativeError(found.numbers, product.numbers) < 1e-12)
    // Diag(1 - h²) U, as the lecture has it.
    let trace = try whole.trace(values).trace
    let u = values.parameters[try #require(model.parameter(named: "U")).id]
    let h = trace.values(of: state, at: 3)
    let expected = (0..<16).map { (entry: Int) -> Double in
      let unit = h[entry / 4]
      return (1 - unit * unit) * u[entry]
    }
    #expect(relativeError(steps[3].numbers, expected) < 1e-12)
  }

  private struct Measured {
    var rows: [[Double]]
    var radius: Double
    var norm: Double
  }

  private static let measured: [Measured] = [
    Measured(rows: [[0, -2], [2, 0]], radius: 2, norm: 2),
    Measured(rows: [[1, 5], [0, 0.5]], radius: 1, norm: 5.1226),
    Measured(rows: [[3]], radius: 3, norm: 3), Measured(rows: [[0, 1], [0, 0]], radius: 0, norm: 1),
    Measured(rows: [[-0.5, 0], [0, 0.25]], radius: 0.5, norm: 0.5),
  ]

  @Test(arguments: measured.indices)
  func `a matrix has the radius and the norm that it has`(index: Int) {
    let expected = Self.measured[index]
    let (rows, columns) = (expected.rows.count, expected.rows[0].count)
    let matrix = MeasuredMatrix(rows: rows, columns: columns, numbers: expected.rows.flatMap { $0 })
    #expect(abs(matrix.radius - expected.radius) < 1e-6)
    #expect(abs(matrix.norm - expected.norm) < 1e-3)
  }
}
