// The way back as mathematics: gradient models in the slow evaluator, against finite differences and PyTorch's numbers.

import Catalogue
import Chance
import Equations
import Formats
import Reference
import TestSupport
import Testing

@Suite struct GradientRuleTests {
  @Test(arguments: GoldenCase.differentiated)
  func `the equations of the way back give the golden gradients`(name: String) throws {
    let golden = try GoldenCase(name)
    let gradient = GradientModel(golden.model, of: try #require(golden.model.loss))
    let values = golden.reference.with(gradient).run()
    var names = Set(golden.file.names.filter { $0.hasPrefix("grad/") })
    for (name, id) in gradient.adjointNames {
      guard names.remove("grad/\(name)") != nil else { continue }
      let found = try #require(values[id]).flatMap { $0 }
      #expect(relativeError(found, try golden.file.tensor(named: "grad/\(name)").asDoubles()) < 1e-11, "\(name)")
    }
    #expect(names == [])
  }
}

extension GoldenCase {
  /// Those that hold gradients.
  static let differentiated = names.filter { name in
    (try? GoldenCase(name))?.file.names.contains { $0.hasPrefix("grad/") } ?? true
  }
}

extension ReferenceModel {
  /// The same numbers in a model with gradients.
  func with(_ gradient: GradientModel) -> ReferenceModel {
    var copy = self
    copy.model = gradient.model
    return copy
  }
}

extension GradientModel {
  /// The quantities that hold gradients, by what a file of gradients calls them.
  var adjointNames: [(name: String, id: Int)] {
    parameterAdjoints.map { (model.parameters[$0].name, $1) } + adjoints.map { ("d/\(model.quantities[$0].name)", $1) }
  }
}

extension GradientRuleTests {
  /// The last quantity of the sheet, whatever its shape: all its entries are summed.
  private func target(_ model: Model) throws -> Int {
    try #require(model.passes.flatMap { model.stages[$0.stage].scans[$0.scan].quantities }.last)
  }

  @Test(arguments: GeneratedSheetTests.seeds.prefix(25))
  func `the way back of any sheet agrees with finite differences`(seed: UInt64) throws {
    let sheet = GeneratedSheet(seed: seed).text
    let model = try Model(SheetParser.parse(sheet, name: "generated"))
    let reference = ReferenceModel(model, steps: [1, 2, 3, 5][Int(seed % 4)], seed: seed)
    let target = try target(model)
    let gradient = GradientModel(model, of: target)
    let values = reference.with(gradient).run()
    // What the sheet computes is the same with and without gradients.
    #expect(Array(values.prefix(model.quantities.count)) == reference.run())
    var check = SlopeCheck(reference, target: target, seed: seed)
    check.compare(gradient, values)
    #expect(check.compared * 2 >= check.skipped)
    #expect(check.problems.isEmpty, "seed \(seed)\n\(sheet)")
  }
}

extension GradientRuleTests {
  @Test(arguments: CatalogueSheetTests.names)
  func `the way back of a sheet in any size agrees with finite differences`(name: String) throws {
    var numbers = SeededNumbers(seed: 3, name: name)
    let model = try CatalogueSheetTests.model(name, steps: 3, of: [2, 3, 4, 5], &numbers)
    let reference = ReferenceModel(model, steps: 3, seed: 3, scale: 0.7)
    let tensors = model.passes.flatMap { model.stages[$0.stage].scans[$0.scan].quantities }.filter {
      model.quantities[$0].shape.count > 1
    }
    let target = try #require(model.loss ?? tensors.last)
    let gradient = GradientModel(model, of: target)
    let values = reference.with(gradient).run()
    var check = SlopeCheck(reference, target: target, seed: 3)
    check.compare(gradient, values)
    #expect(check.compared > check.skipped)
    #expect(check.problems.isEmpty, "\(model.dims)")
  }
}

/// Compares gradients, entry by entry, with how much the target moves when that entry does.
struct SlopeCheck {
  private let reference: ReferenceModel
  private let target: Int
  private var numbers: SeededNumbers
  private(set) var problems: [String] = []
  /// Entries that were compared, and those at whose place the target has a corner or a step.
  private(set) var compared = 0
  private(set) var skipped = 0

  init(_ reference: ReferenceModel, target: Int, seed: UInt64) {
    self.reference = reference
    self.target = target
    numbers = SeededNumbers(seed: seed, name: "slopes")
  }

  /// All parameters and quantities, against the values of the model with its gradient.
  ///
  /// What the target does not depend on has no gradient, and a slope of zero. At `times` random places of each quantity.
  mutating func compare(_ gradient: GradientModel, _ values: [[[Double]]?], times: Int = 1) {
    for parameter in reference.model.parameters {
      let found = gradient.parameterAdjoints[parameter.id].flatMap { values[$0] }?.first
      compare(found ?? Array(repeating: 0, count: parameter.shape.count), parameter)
    }
    for quantity in reference.model.quantities {
      guard let steps = values[quantity.id]?.count else {
        problems.append("\(quantity.name) has no values")
        continue
      }
      let zeros = Array(repeating: Array(repeating: 0.0, count: quantity.shape.count), count: steps)
      let found = gradient.adjoints[quantity.id].flatMap { values[$0] } ?? zeros
      for _ in 0..<times { compare(found, quantity) }
    }
  }

  /// In a random direction: all entries of the parameter move at once.
  mutating func compare(_ found: [Double], _ parameter: Parameter) {
    let direction = found.map { _ in numbers.symmetric(1) }
    compare(zip(found, direction).reduce(0) { $0 + $1.0 * $1.1 }, parameter.name) { reference, amount in
      var copy = reference
      for entry in direction.indices { copy.parameters[parameter.id][entry] += amount * direction[entry] }
      return copy.run()
    }
  }

  /// By one entry at one step.
  mutating func compare(_ found: [[Double]], _ quantity: Quantity) {
    let (step, entry) = (numbers.index(below: found.count), numbers.index(below: quantity.shape.count))
    compare(found[step][entry], "\(quantity.name), entry \(entry) at step \(step)") { reference, amount in
      reference.run(nudging: .init(quantity: quantity.id, step: step, entry: entry, amount: amount))
    }
  }

  private mutating func compare(
    _ found: Double, _ name: String, _ run: (ReferenceModel, Double) -> [[[Double]]?]
  ) {
    func total(_ amount: Double) -> Double { run(reference, amount)[target]?.joined().reduce(0, +) ?? .nan }
    let size = 1e-5
    let (above, below) = (total(size), total(-size))
    let (farAbove, farBelow) = (total(2 * size), total(-2 * size))
    let slopes = [(above - below) / (2 * size), (farAbove - farBelow) / (4 * size), (farAbove - above) / size]
    let tolerance = 1e-5 * max(1, abs(slopes[0])) + 1e-9 * abs(above)
    // A corner or a step near by, or a curve too sharp to be measured.
    guard slopes.allSatisfy({ abs($0 - slopes[0]) < 1e-2 * max(1, abs(slopes[0])) }),
      abs(slopes[1] - slopes[0]) < tolerance
    else {
      skipped += 1
      return
    }
    compared += 1
    if !(abs(found - slopes[0]) <= tolerance) { problems.append("\(name): \(found), measured \(slopes[0])") }
  }
}
