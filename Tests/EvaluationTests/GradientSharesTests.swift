// What steps, levels of a tree and distances add to the gradient by a parameter: numbers that are all positive, whose lengths
// sum to the whole.

import Equations
import Evaluation
import Reference
import Testing

@Suite struct GradientSharesTests {
  private struct Sample {
    var shares: Gradient.Shares
    var whole: Double
    var depths: [Int]
  }

  /// The shares of a number `w` on inputs of ones; where there is a tree, one over so many leaves.
  private func sample(_ text: String, _ form: TreeForm = .balanced, leaves: Int) throws -> Sample {
    let model = try Model(SheetParser.parse(text, name: "shares"), Bindings(lengths: ["x": leaves]))
    var reference = ReferenceModel(model, steps: leaves, seed: 3, form: form)
    reference.parameters = model.parameters.map { _ in [0.5] }
    let x = try #require(model.inputs.first { $0.name == "x" }).id
    reference.inputs[x] = .steps((1...leaves).map { [Double($0)] })
    let gradient = try Gradient(model, of: try #require(model.loss), isWeighted: true)
    let values = RunValues<Double>(reference)
    let parameter = try #require(model.parameter(named: "w"))
    let trace = try gradient.trace(values)
    return Sample(
      shares: try #require(try gradient.shares(of: parameter, values)),
      whole: Double(trace.gradient(by: parameter)[0]), depths: trace.trace.tree?.depths ?? [])
  }

  private static let root = """
    input x
    input left, right
    param w
    over n in tree:
      leaf p = x
      p = w (p[left] + p[right])
    loss = sum(p[end])
    """

  @Test(arguments: TreeForm.allCases, [2, 5, 9])
  func `the levels of a tree have what their nodes add, and all of the gradient`(form: TreeForm, leaves: Int) throws {
    let sample = try sample(Self.root, form, leaves: leaves)
    let nodes = try #require(sample.shares.stages.first).byStep
    let levels = try #require(sample.shares.byLevel)
    #expect(sample.shares.stages.count == 1 && nodes.count == leaves - 1 && sample.shares.byDistance == nil)
    #expect(levels.count == sample.depths.dropFirst(leaves).max().map { $0 + 1 })
    for level in levels.indices {
      let here = nodes.indices.filter { sample.depths[leaves + $0] == level }
      #expect(abs(levels[level] - here.reduce(0) { $0 + nodes[$1] }) < 1e-12 * levels[level])
    }
    #expect(abs(levels.reduce(0, +) - sample.whole) < 1e-12 * sample.whole)
  }

  @Test func `what leaves and nodes read of one parameter stands on the levels that they are on`() throws {
    let text = Self.root.replacing("leaf p = x", with: "leaf p = w x")
    let sample = try sample(text, .chain, leaves: 4)
    let (stages, levels) = (sample.shares.stages.map(\.byStep), try #require(sample.shares.byLevel))
    #expect(Set(stages.map(\.count)) == [4, 3])
    #expect(levels.count == 4)
    #expect(abs(stages.joined().reduce(0, +) - sample.whole) < 1e-12 * sample.whole)
    #expect(abs(levels.reduce(0, +) - sample.whole) < 1e-12 * sample.whole)
    // Two leaves are as far down as can be, and no node is.
    let leaves = try #require(stages.first { $0.count == 4 })
    #expect(abs(levels[3] - (leaves[0] + leaves[1])) < 1e-12 * levels[3])
  }

  @Test func `a loss of each node has come down so many levels`() throws {
    let text = Self.root.replacing("loss = sum(p[end])", with: "  loss = p")
    let sample = try sample(text, .chain, leaves: 4)
    let distances = try #require(sample.shares.byDistance)
    #expect(distances.count == 3)
    #expect(abs(distances.reduce(0, +) - sample.whole) < 1e-12 * sample.whole)
    // Each node's own loss: the sum of its children, 1 + 2, half of it + 3, and half of that + 4.
    #expect(abs(distances[0] - (3 + 4.5 + 6.25)) < 1e-12)
  }

  private static let line = """
    input x
    param w
    state h
    over t in x:
      h = w h[t-1] + x
    """

  @Test func `a loss of the last step alone has come over the distance from there`() throws {
    let sample = try sample(Self.line + "\nloss = sum(h[end])", leaves: 5)
    let distances = try #require(sample.shares.byDistance)
    #expect(distances == Array(try #require(sample.shares.stages.first).byStep.reversed()))
    #expect(abs(distances.reduce(0, +) - sample.whole) < 1e-12 * sample.whole)
  }

  @Test(arguments: ["loss = sum(h[:])", "over k in 1..3:\n  loss = k h[end]", "m = sum(h[:])\nloss = sum(h[end]) + m"])
  func `what has no step in common with a stage has no distance from its steps`(loss: String) throws {
    let sample = try sample(Self.line + "\n" + loss, leaves: 5)
    #expect(sample.shares.byDistance == nil && sample.shares.stages.map(\.byStep.count) == [5])
    #expect(abs(sample.shares.stages[0].byStep.reduce(0, +) - sample.whole) < 1e-12 * sample.whole)
  }
}
