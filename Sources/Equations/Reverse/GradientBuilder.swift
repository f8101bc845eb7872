// From a model to one with its derivatives. Each equation is walked from its value to what it reads (reverse mode;
// Linnainmaa 1970), and what arrives at a read is a term of the gradient by what was read.
//
// A value that is read s steps away gets its terms s steps away, too: they are gathered in a quantity of the reader's step,
// `d/h[t-1]`, which holds nothing outside the sequence. What reads before the first step there hands on to what the
// state starts from. What another stage reads, whole sequences or last steps, gets the sum over that stage's steps.

struct GradientBuilder {
  var model: Model
  private(set) var adjoints: [Int: Int] = [:]
  private(set) var parameterAdjoints: [Int: Int] = [:]
  var flows: [Read: Int] = [:]
  var sums: [Int: [Int]] = [:]
  let target: Int
  /// The only step, from 1, whose values count; nil where all do.
  let step: Int?
  let isLocal: Bool
  let window: Int?
  let forwardCount: Int
  /// Whatever the target depends on.
  let reached: Set<Int>
  /// The stage of what is worked out once.
  let once: Int
  var seed: GradientModel.Seed?
  /// What arrives at a source, by how it is read and by the stage that reads it; in order of arrival.
  var arrivals: [Arrival: [Expression]] = [:]
  var order: [Arrival] = []
  /// Parts of a quantity's equation that became quantities of their own.
  var parts: [Int: [Expression: Int]] = [:]

  /// The quantity whose gradient is wanted in parts, by the way that each of them came.
  let split: Int?
  /// What each reader said, in order of arrival; kept only where a gradient is wanted in parts.
  var sayings: [Saying] = []
  var paths: [GradientModel.Path] = []
  /// What a walk within one step arrives at, where that is walked for its own sake.
  var found: [Int: [Expression]]?
  /// For each stage the quantity that tells what lies inside it.
  var markers: [Int: Int] = [:]
  /// For each stage and distance the quantity that tells whether what lies so far ahead is in the same window.
  var keepers: [[Int]: Int] = [:]

  struct Arrival: Hashable {
    var source: Read.Source
    var at: StepReference
    var stage: Int
  }

  struct Saying {
    var arrival: Arrival
    var reader: Int
    var gradient: Expression
  }

  /// Where an expression stands that is walked.
  struct Place {
    /// The stage whose steps its reads mean.
    var stage: Int
    /// The quantity whose equation it is; nil for what a state starts from.
    var quantity: Int?
    /// What a part that gets a name is a part of.
    var name: String
  }

  init(_ model: Model, target: Int, step: Int?, isLocal: Bool, split: Int?, window: Int? = nil) {
    self.model = model
    self.target = target
    (self.step, self.isLocal, self.split, self.window) = (step, isLocal, split, window)
    forwardCount = model.quantities.count
    reached = Self.needed(for: target, in: model)
    once = model.stages.first { $0.steps == .once }?.id ?? model.stages.count
    if once == model.stages.count {
      self.model.stages.append(Stage(id: once, steps: .once, variable: "", length: Dimension(1), scans: []))
    }
  }

  private static func needed(for target: Int, in model: Model) -> Set<Int> {
    var result: Set<Int> = [target]
    var open = [target]
    while let id = open.popLast() {
      for source in model.quantities[id].sources {
        if case .quantity(let other) = source, result.insert(other).inserted { open.append(other) }
      }
    }
    return result
  }

  mutating func addSeed() -> GradientModel.Seed {
    let quantity = model.quantities[target]
    func add(_ name: String, _ shape: Shape, _ value: Double?) -> Int {
      model.constants.append(
        Constant(
          id: model.constants.count, name: name, shape: shape, value: value, origin: nil, caption: nil, range: .nowhere)
      )
      return model.constants.count - 1
    }
    let seed = GradientModel.Seed(
      weights: add("weights of \(quantity.name)", quantity.shape, nil),
      step: add("step of \(quantity.name)", .scalar, 0))
    self.seed = seed
    return seed
  }

  mutating func build() {
    // From the target back, as the values come about the other way round.
    let ordered = model.passes.flatMap { model.stages[$0.stage].scans[$0.scan].quantities }.reversed()
    for id in ordered where reached.contains(id) {
      let quantity = model.quantities[id]
      adjoints[id] = add(
        "d/\(quantity.name)", quantity.shape, stage: quantity.stage,
        caption: "how \(model.quantities[target].name) changes with \(quantity.name)")
    }
    for id in ordered where reached.contains(id) { walkEquation(of: id) }
    for id in ordered where reached.contains(id) { walkStart(of: id) }
    var terms: [Read.Source: [Expression]] = [:]
    for arrival in order {
      for (source, term) in self.terms(of: arrival) { terms[source, default: []].append(term) }
    }
    terms[.quantity(target), default: []].insert(seedTerm, at: 0)
    for id in ordered { define(adjoints[id], by: terms[.quantity(id)] ?? []) }
    if let split { addPaths(to: split, Array(ordered)) }
    for parameter in model.parameters {
      guard let list = terms[.parameter(parameter.id)] else { continue }
      parameterAdjoints[parameter.id] = addParameterGradient(parameter, list)
    }
    useParts()
    var schedule = GradientSchedule(model, from: forwardCount, skipping: Set(parts.values.flatMap(\.values)))
    schedule.run()
    model.stages = schedule.stages
    model.passes = schedule.passes
    for index in forwardCount..<model.quantities.count {
      let quantity = model.quantities[index]
      let sum = quantity.total.map { "sum over \(model.stages[$0].variable) of " } ?? ""
      model.quantities[index].text = "\(quantity.name) = \(sum)\(model.whole(quantity).expression.spelled(in: model))"
    }
  }
}
