// Random sheets that walk over trees, among other stages, on trees of every form: both precisions against the slow
// evaluator, gradients against finite differences.

import Chance
import Equations
import Evaluation
import Reference
import Testing

@Suite struct GeneratedTreeTests {
  static let seeds: Range<UInt64> = 101..<137

  private struct Sample {
    var text: String
    var model: Model
    var reference: ReferenceModel
  }

  /// A sheet, and numbers for it on a tree of some form that has 2 to 12 leaves.
  private func sample(_ seed: UInt64, leaves: Int? = nil, scale: Double = 1) throws -> Sample {
    let text = GeneratedStages(seed: seed, hasTree: true).text
    let leaves = leaves ?? 2 + Int(seed % 11)
    let lengths = ["x": leaves, "w": leaves, "u": leaves, "v": leaves]
    let model = try Model(SheetParser.parse(text, name: "trees"), Bindings(lengths: lengths))
    let form = TreeForm.allCases[Int(seed % 3)]
    return Sample(
      text: text, model: model, reference: ReferenceModel(model, steps: leaves, seed: seed, scale: scale, form: form))
  }

  @Test(arguments: seeds)
  func `any sheet over a tree gives what the slow evaluator gives, in both precisions`(seed: UInt64) throws {
    let sample = try sample(seed)
    #expect(try Plan(sample.model).verify().isEmpty)
    let expected = sample.reference.run()
    for (framesPerBlock, stepsAtOnce) in [(nil, nil), (1, 1), (3, 2)] as [(Int?, Int?)] {
      var options = RunOptions<Double>()
      (options.framesPerBlock, options.stepsAtOnce) = (framesPerBlock, stepsAtOnce)
      let deviations = try Trace<Double>(sample.reference, options: options)
        .deviations(from: expected, tolerances: expected.map { _ in 1e-9 })
      #expect(deviations.isEmpty, "seed \(seed)\n\(sample.text)")
    }
    let tolerances = sample.reference.sensitivity(to: 1e-7, expected: expected, count: 1).map { max(1e-5, $0 * 64) }
    let deviations = try Trace<Float>(sample.reference).deviations(from: expected, tolerances: tolerances)
    #expect(deviations.isEmpty, "seed \(seed)\n\(sample.text)")
  }

  @Test(arguments: seeds)
  func `the way back of any sheet over a tree agrees with finite differences`(seed: UInt64) throws {
    let sample = try sample(seed, leaves: 2 + Int(seed % 7), scale: 0.8)
    let target = try #require(sample.model.loss)
    let gradient = GradientModel(sample.model, of: target)
    let values = sample.reference.with(gradient).run()
    var check = SlopeCheck(sample.reference, target: target, seed: seed)
    check.compare(gradient, values)
    #expect(check.compared >= check.skipped)
    #expect(check.problems.isEmpty, "seed \(seed)\n\(sample.text)")
    let trace = try Trace<Double>(sample.reference.with(gradient))
    #expect(
      trace.deviations(from: values, tolerances: values.map { _ in 1e-9 }).isEmpty, "seed \(seed)\n\(sample.text)")
  }

  @Test func `the random sheets over trees have one state and several, with leaves, a start or neither`() throws {
    let models = try Self.seeds.map { try sample($0).model }
    #expect(models.allSatisfy { $0.treeStages != nil })
    let nodes = try models.map { model in
      let stage = try #require(model.treeStages?.nodes.id)
      return model.quantities.filter { $0.stage == stage }
    }
    #expect(nodes.contains { $0.count(where: \.isState) == 1 } && nodes.contains { $0.count(where: \.isState) == 2 })
    #expect(nodes.contains { $0.contains { !$0.isState && $0.leaf != nil } })
    let bare = nodes.flatMap { $0 }.filter { $0.isState && $0.leaf == nil }
    #expect(bare.contains { $0.initial != nil } && bare.contains { $0.initial == nil })
    let forms = Set(Self.seeds.map { [$0 % 3, $0 % 11] })
    #expect(forms.count == 33)
  }

  @Test func `trees of the three forms are as deep as they are said to be`() throws {
    var numbers = SeededNumbers(seed: 1, name: "forms")
    func depth(_ form: TreeForm, _ leaves: Int) throws -> Int? {
      let children = form.children(leaves: leaves, &numbers)
      return try Tree(left: children.map(\.left), right: children.map(\.right), leafCount: leaves).depths.max()
    }
    for leaves in 1...12 {
      #expect(try depth(.chain, leaves) == leaves - 1)
      #expect(try depth(.balanced, leaves) == (leaves - 1).bitWidth - (leaves - 1).leadingZeroBitCount)
      #expect(try depth(.random, leaves).map { $0 < leaves } == true)
    }
  }
}
