// Which equations run once, which run at each step of what, in which direction and in what order. How the passes are
// filled stands in Schedule+Passes.

/// The stages and scans of a model, from what each equation reads.
struct Schedule {
  /// One equation, as far as its place in time goes.
  struct Equation {
    var name: String
    var range: SourceRange
    var isState: Bool
    /// The walk that it stands under.
    var walk: Int?
    var reads: [PlacedRead]
    /// What the value that a state starts from reads.
    var startReads: [PlacedRead]
  }

  /// A value that is read, and where that is written.
  struct PlacedRead {
    var read: Read
    var range: SourceRange
  }

  /// What one equation reads of another.
  struct Edge: Hashable {
    enum Need: Hashable {
      /// The value so many steps away, in the same stage.
      case step(Int)
      /// All that an earlier pass has left.
      case whole
    }

    var source: Int
    var need: Need

    var isSameStep: Bool { need == .step(0) }
  }

  var stages: [Stage] = []
  var passes: [Pass] = []
  private(set) var stageOfQuantity: [Int]
  private(set) var stageOfInput: [Int?]
  /// Equations that need themselves at the same step, or one another in both directions.
  private(set) var circles: [Diagnostic] = []
  /// Steps that are read of what has none, or of other stages.
  private(set) var misplacedSteps: [Diagnostic] = []
  /// The equations that need themselves at the same step.
  private(set) var circular: Set<Int> = []

  let equations: [Equation]
  private let inputs: [Input]
  private let walks: [Walk]
  private let isImplicit: Bool
  private(set) var edges: [[Edge]] = []

  /// - `isImplicit`: whether the sheet has no `over`: then equations walk over the one walk there is if they must.
  init(_ equations: [Equation], inputs: [Input], walks: [Walk], isImplicit: Bool) {
    self.equations = equations
    self.inputs = inputs
    self.walks = walks
    self.isImplicit = isImplicit
    stageOfQuantity = Array(repeating: 0, count: equations.count)
    stageOfInput = Array(repeating: nil, count: inputs.count)
    assignStages()
    edges = equations.indices.map { id in edges(of: id) }
    findCircles()
    if circles.isEmpty { fillPasses() }
  }

  private func edges(of id: Int) -> [Edge] {
    var seen: Set<Edge> = []
    return
      (equations[id].reads.flatMap { edges(of: id, $0, isStart: false) }
      + equations[id].startReads.flatMap { edges(of: id, $0, isStart: true) }).filter { seen.insert($0).inserted }
  }

  private func edges(of id: Int, _ placed: PlacedRead, isStart: Bool) -> [Edge] {
    if case .length(let walk) = placed.read.source {
      // How many steps there are is known beforehand, unless a condition ends them.
      return walks[walk].steps.until.map { [Edge(source: $0, need: .whole)] } ?? []
    }
    guard case .quantity(let source) = placed.read.source else { return [] }
    let at = placed.read.at
    let stage = stages[stageOfQuantity[source]]
    let isHere = stageOfQuantity[source] == stageOfQuantity[id] && !isStart
    // What a start cannot be is told elsewhere.
    if isStart, at.isMoving, stage.steps != .once { return [] }
    if isHere, stage.steps == .once { return [Edge(source: source, need: .step(0))] }
    guard isHere, at.isMoving else {
      // Where a condition ends a stage, its last step is known when that has been worked out.
      let until = at.isMoving ? nil : stage.steps.until
      return ([source] + (until.map { [$0] } ?? [])).map { Edge(source: $0, need: .whole) }
    }
    // Up to this step: also of those before it.
    let before = at == .through(0) ? [Edge(source: source, need: .step(-1))] : []
    return [Edge(source: source, need: .step(at.order))] + before
  }

  mutating func tell(_ circle: Diagnostic) { circles.append(circle) }

  private mutating func findCircles() {
    let sameStep = Graph(edges.map { $0.filter(\.isSameStep).map(\.source) })
    for group in sameStep.components {
      let circle = sameStep.circle(in: group)
      guard !circle.isEmpty else { continue }
      circular.formUnion(group)
      let names = (circle + [group[0]]).map { equations[$0].name }
      let stage = stages[stageOfQuantity[group[0]]]
      // Without an 'over' it would walk over the sequence if it read a step.
      let variable = stage.steps == .once ? (isImplicit ? Names.step : nil) : stage.variable
      circles.append(Diagnostic(.cycle(names, variable: variable), at: equations[group[0]].range))
    }
    // A circle through whole sequences: each needs what the other has not finished.
    let whole = Graph(edges.map { $0.map(\.source) })
    for group in whole.components where circular.isDisjoint(with: group) {
      let members = Set(group)
      let needing = group.first { id in
        edges[id].contains { $0.need == .whole && members.contains($0.source) }
      }
      guard let needing, let edge = edges[needing].first(where: { $0.need == .whole && members.contains($0.source) })
      else { continue }
      circles.append(
        Diagnostic(
          .needsWholeOfItself(equations[needing].name, of: equations[edge.source].name), at: equations[needing].range))
    }
  }

  // MARK: stages

  /// One stage for what is worked out once, if there is any, then one for each walk that has equations.
  private mutating func assignStages() {
    let walk = isImplicit ? timedEquations.map { $0 ? 0 : nil } : equations.map(\.walk)
    if walk.contains(nil) || equations.isEmpty {
      stages.append(Stage(id: 0, steps: .once, variable: "", length: Dimension(1), scans: []))
    }
    for (number, each) in walks.enumerated() where walk.contains(number) {
      let id = stages.count
      stages.append(Stage(id: id, steps: each.steps, variable: each.variable, length: each.length, scans: []))
      for (quantity, other) in walk.enumerated() where other == number { stageOfQuantity[quantity] = id }
      for input in each.steps.streams { stageOfInput[input] = id }
    }
    if isImplicit, case .sequence([])? = walks.first?.steps, let first = walk.firstIndex(of: 0) {
      misplacedSteps.append(Diagnostic(.noSequence(equations[first].name), at: equations[first].range))
    }
    for id in equations.indices { checkSteps(id) }
  }

  /// Without a stage of its own a sheet walks over its vector, scalar and token inputs; what needs none of them, and
  /// has no past, is worked out once.
  private var timedEquations: [Bool] {
    var readers: [[Int]] = Array(repeating: [], count: equations.count)
    for (id, equation) in equations.enumerated() {
      for placed in equation.reads where placed.read.at.isMoving {
        if case .quantity(let source) = placed.read.source { readers[source].append(id) }
      }
    }
    var timed = equations.map { equation in
      equation.isState || equation.walk != nil
        || equation.reads.contains { placed in
          guard placed.read.at.isMoving else { return false }
          if case .input(let id) = placed.read.source { return inputs[id].isStream }
          return placed.read.source == .step || placed.read.at != .now
        }
    }
    var open = timed.indices.filter { timed[$0] }
    while let id = open.popLast() {
      for reader in readers[id] where !timed[reader] {
        timed[reader] = true
        open.append(reader)
      }
    }
    return timed
  }

  // MARK: steps that can be read

  /// What is worked out once has no other steps; of another stage only all steps or the last can be read, and a state
  /// starts from what is there before the first step.
  private mutating func checkSteps(_ id: Int) {
    let equation = equations[id]
    let home = stageOfQuantity[id]
    for placed in equation.reads { checkSteps(placed, from: home) }
    for placed in equation.startReads {
      guard let source = source(placed.read) else { continue }
      if !placed.read.at.isMoving {
        if stages[source.stage].steps == .once { tellStepOfOnce(source.name, placed) }
      } else if stages[source.stage].steps != .once {
        misplacedSteps.append(Diagnostic(.startsTooLate(equation.name, from: source.name), at: placed.range))
      }
    }
  }

  private mutating func checkSteps(_ placed: PlacedRead, from home: Int) {
    guard let (name, stage) = source(placed.read), placed.read.source != .step else { return }
    let isInput = if case .input = placed.read.source { true } else { false }
    if placed.read.at.isKin, isInput || stage != home || !stages[home].isTree {
      misplacedSteps.append(Diagnostic(.childrenOfNoNode(name), at: placed.range))
    } else if stages[stage].steps == .once {
      if placed.read.at != .now { tellStepOfOnce(name, placed) }
    } else if stage != home, placed.read.at.isMoving {
      let variable = stages[stage].variable
      misplacedSteps.append(Diagnostic(.otherSteps(name, variable: variable), at: placed.range))
    } else if placed.read.at.offset > 0, stages[stage].steps.until != nil {
      misplacedSteps.append(Diagnostic(.laterStepOfOpenEnd(name), at: placed.range))
    }
  }

  private mutating func tellStepOfOnce(_ name: String, _ placed: PlacedRead) {
    misplacedSteps.append(Diagnostic(.stepOfWhatHasNone(name, what: "worked out once"), at: placed.range))
  }

  /// What is read, and the stage whose steps it has; nil for what is the same at all of them.
  private func source(_ read: Read) -> (name: String, stage: Int)? {
    switch read.source {
    case .quantity(let id): return (equations[id].name, stageOfQuantity[id])
    case .input(let id): return stageOfInput[id].map { (inputs[id].name, $0) }
    case .step: return stages.last { $0.steps != .once }.map { ($0.variable, $0.id) }
    case .parameter, .constant, .series, .length: return nil
    }
  }
}

extension Expression {
  /// All reads in it, each with its place.
  var placedReads: [Schedule.PlacedRead] {
    var result: [Schedule.PlacedRead] = []
    visit { if case .read(let read) = $0.kind { result.append(Schedule.PlacedRead(read: read, range: $0.range)) } }
    return result
  }
}

extension Schedule.Equation {
  init(_ quantity: Quantity) {
    self.init(
      name: quantity.name, range: quantity.range, isState: quantity.isState, walk: quantity.walk,
      reads: quantity.expression.placedReads,
      startReads: (quantity.initial?.placedReads ?? [])
        + (quantity.leaf.map { [Schedule.PlacedRead(read: Read(.quantity($0), at: .all), range: quantity.range)] } ?? [])
    )
  }
}
