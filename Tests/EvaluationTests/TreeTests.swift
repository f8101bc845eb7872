// Trees: what nodes read of their children, how gradients come down to the leaves, and what is no tree.

import Catalogue
import Chance
import Equations
import Evaluation
import Reference
import Testing

@Suite struct TreeTests {
  /// Sheets over trees, each with something that the others lack.
  static let sheets = [
    "leaves that are worked out": """
    dims D = 3, H = 4
    input x: D
    input left, right
    param E: H×D
    param W: H×2H
    param V: H×H
    over n in tree:
      leaf p = tanh(E x)
      g = σ(V p[left])
      p = tanh(W [g ⊙ p[left]; p[right]])
    loss = sum(p[end] ⊙ p[end])
    """,
    "leaves that have nothing, or a start": """
    dims D = 3
    input x: D
    input left, right
    param W, U: D×D
    param s: D
    state c: D = s
    state d: D
    over n in tree:
      leaf p = x
      p = tanh(W (p[left] + c[right]) + U (p[right] + d[left]))
      c = c[left] ⊙ σ(p) + d[left]
      d = 0.5 d[right] + p
      loss = sum(c ⊙ d)
    """,
    "symbols at the leaves, two trees of quantities, the whole of both": """
    dims V = 5, H = 3
    input k: token(V)
    input left, right
    param E: H×V
    param W: H×2H
    param a: H
    over n in tree:
      leaf h[1] = E k
      leaf h[2] = σ(E k)
      h[1] = tanh(W [h[1][left]; h[1][right]])
      h[2] = tanh(W [h[2][left]; h[1]]) + a
      size = size[left] + size[right]
      leaf size = 1
    loss = sum(h[1][:]) + sum(h_leaf[2][:] ⊙ h_leaf[2][:]) + aᵀ h[2][end]
    """,
    "children and neighbours": """
    dims D = 2
    input x: D
    input left, right
    param W: D×D
    state p, q: D
    over n in tree:
      leaf p = x
      q = W (p[left] - p[right]) + 0.3 q[n-1]
      p = tanh(q)
      loss = sum(q)
    """,
  ]

  private func model(_ name: String, leaves: Int) throws -> Model {
    let sheet = try SheetParser.parse(try #require(Self.sheets[name]), name: name)
    return try Model(sheet, Bindings(lengths: ["x": leaves, "k": leaves]))
  }

  @Test(arguments: sheets.keys.sorted(), [2, 3, 9, 40])
  func `every node is what the slow evaluator makes of its children`(name: String, leaves: Int) throws {
    let reference = ReferenceModel(try model(name, leaves: leaves), steps: leaves, seed: UInt64(leaves))
    let expected = reference.run()
    let tolerances = Array(repeating: 1e-9, count: expected.count)
    var options = RunOptions<Double>()
    (options.framesPerBlock, options.stepsAtOnce) = (5, 3)
    #expect(try Trace<Double>(reference, options: options).deviations(from: expected, tolerances: tolerances).isEmpty)
    for arithmetic in Arithmetic<Float>.runnable {
      let trace = try Trace<Float>(reference, options: RunOptions(arithmetic: arithmetic))
      #expect(
        trace.deviations(from: expected, tolerances: tolerances.map { _ in 1e-4 }).isEmpty, "\(arithmetic.name)")
    }
  }

  @Test(arguments: sheets.keys.sorted(), [2, 3, 7])
  func `gradients come down to every node, leaf and parameter`(name: String, leaves: Int) throws {
    let model = try model(name, leaves: leaves)
    let reference = ReferenceModel(model, steps: leaves, seed: UInt64(leaves))
    let target = try #require(model.loss)
    let gradient = try Gradient(model, of: target)
    let trace = try gradient.trace(RunValues<Double>(reference))
    let differences = try #require(reference.parameterDifferences())
    for parameter in model.parameters {
      #expect(relativeError(trace.gradient(by: parameter), differences[parameter.id]) < 1e-6, "\(parameter.name)")
    }
    for quantity in model.quantities where quantity.id != target {
      let measured = try #require(reference.differences(by: quantity)).flatMap { $0 }
      let found = (0..<trace.trace.stepCount(of: quantity)).flatMap { trace.gradient(by: quantity, at: $0) }
      #expect(deviation(found, measured) < 1e-6, "\(quantity.name)")
    }
  }

  @Test func `what a node reads of its children is explained by their addresses`() throws {
    let model = try Model(
      SheetParser.parse(
        "input x\ninput left, right\nover n in tree:\n  leaf p = x\n  p = p[left] - 2 p[right]", name: "sum"))
    let inputs: [ReferenceModel.Feed] = [.steps([[5], [7], [11]]), .steps([[0], [2]]), .steps([[1], [3]])]
    let trace = try Trace<Double>(ReferenceModel(model, parameters: [], constants: [], inputs: inputs))
    let root = try #require(model.quantity(named: "p"))
    #expect(trace.doubles(of: root) == [5 - 14, 11 + 18])
    let explanation = Explainer(trace).explain(root, Entry(0), at: 1, depth: 2)
    func labels(_ node: Explanation) -> [String] { [node.label] + node.parts.flatMap(labels) }
    #expect(explanation.value == 29)
    #expect(labels(explanation).contains("p_leaf@3") && labels(explanation).contains("p@1"))
    let probe = try Probe(model.expression(SheetParser.expression("p[right]"), text: ""), in: trace)
    #expect((0..<2).map { probe.value(at: $0) } == [[7], [-9]])
  }

  @Test(arguments: [
    ([0, 3], [1, 4], "must not go round in a circle"),
    ([4, 1], [0, 2], "children are numbered before their parents"),
    ([0, 1.5], [1, 2], "a node is called by its number"),
    ([0, 9], [1, 2], "nodes go from 0 to 4"),
    ([0, -1], [1, 2], "nodes go from 0 to 4"),
    ([4, 0], [1, 3], "must not go round in a circle"),
    ([3, 2], [0, 1], "must not go round in a circle"),
    ([0, 0], [1, 3], "a node has one parent"),
    ([0, 1], [2, 3, 4], "inputs differ in length"),
  ])
  func `what is no tree is told`(left: [Double], right: [Double], reason: String) throws {
    let model = try model("leaves that are worked out", leaves: 3)
    var reference = ReferenceModel(model, steps: 3, seed: 1)
    let (one, other) = try #require(model.treeInputs.map { ($0.left, $0.right) })
    reference.inputs[one] = .steps(left.map { [$0] })
    reference.inputs[other] = .steps(right.map { [$0] })
    let error = #expect(throws: RunError.self) { try Trace<Float>(reference) }
    #expect("\(try #require(error))".contains(reason))
  }

  @Test func `a second root is told`() {
    #expect(throws: RunError.noTree("leaf 2 has no parent: only the last one, 3, is the root")) {
      try Tree(left: [0], right: [1], leafCount: 3)
    }
  }

  @Test func `ten thousand leaves in a chain run in a moment`() throws {
    let model = try model("leaves that are worked out", leaves: 10_000)
    var reference = ReferenceModel(model, steps: 10_000, seed: 1)
    let (one, other) = try #require(model.treeInputs.map { ($0.left, $0.right) })
    reference.inputs[one] = .steps((0..<9999).map { [Double($0 == 0 ? 0 : 9999 + $0)] })
    reference.inputs[other] = .steps((0..<9999).map { [Double($0 + 1)] })
    let start = ContinuousClock.now
    let trace = try Trace<Float>(reference)
    #expect(trace.tree?.depths.max() == 9999)
    #expect(ContinuousClock.now - start < .seconds(5))
  }
}
