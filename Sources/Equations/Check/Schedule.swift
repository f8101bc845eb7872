// Which equations run once, which run at each step, in which direction and in what order.

/// The stages and scans of a model, from what each equation reads.
struct Schedule {
  /// One equation, as far as its place in time goes.
  struct Equation {
    var name: String
    var range: SourceRange
    var isState: Bool
    var reads: [PlacedRead]
    /// What the value that a state starts from reads.
    var startReads: [PlacedRead]
  }

  /// A value that is read, and where that is written.
  struct PlacedRead {
    var read: Read
    var range: SourceRange
  }

  private(set) var stages: [Stage] = []
  private(set) var stageOfQuantity: [Int]
  private(set) var stageOfInput: [Int?]
  /// Equations that need themselves at the same step, or one another in both directions.
  private(set) var circles: [Diagnostic] = []
  /// Steps that are read of what has none.
  private(set) var misplacedSteps: [Diagnostic] = []
  /// The equations that need themselves at the same step.
  private(set) var circular: Set<Int> = []

  private let equations: [Equation]
  private let inputs: [Input]

  /// What one equation reads of another, and how many steps away.
  private struct Edge: Hashable {
    var source: Int
    var offset: Int
  }

  private let edges: [[Edge]]

  init(_ equations: [Equation], inputs: [Input]) {
    self.equations = equations
    self.inputs = inputs
    stageOfQuantity = Array(repeating: 0, count: equations.count)
    stageOfInput = Array(repeating: nil, count: inputs.count)
    edges = equations.map { equation in
      var seen: Set<Edge> = []
      return equation.reads.compactMap { placed in
        guard case .quantity(let id) = placed.read.source else { return nil }
        let edge = Edge(source: id, offset: placed.read.at.offset)
        return seen.insert(edge).inserted ? edge : nil
      }
    }
    findCircles()
    assignStages()
    for stage in stages.indices { order(stage) }
  }

  private mutating func findCircles() {
    let sameStep = Graph(edges.map { $0.filter { $0.offset == 0 }.map(\.source) })
    for group in sameStep.components {
      let circle = sameStep.circle(in: group)
      guard !circle.isEmpty else { continue }
      circular.formUnion(group)
      let names = (circle + [group[0]]).map { equations[$0].name }
      circles.append(Diagnostic(.cycle(names), at: equations[group[0]].range))
    }
  }

  // MARK: stages

  /// Without a stage of its own a sheet walks over its vector, scalar and token inputs; what needs none of them, and
  /// has no past, is worked out once.
  private mutating func assignStages() {
    let streams = inputs.filter(\.isStream).map(\.id)
    let timed = timedEquations
    let hasOnce = timed.contains(false)
    if hasOnce { stages.append(Stage(id: 0, steps: .once, variable: "", scans: [])) }
    if timed.contains(true) {
      stages.append(Stage(id: stages.count, steps: .sequence(streams), variable: Names.step, scans: []))
      for input in streams { stageOfInput[input] = stages.count - 1 }
    }
    for (id, isTimed) in timed.enumerated() { stageOfQuantity[id] = isTimed && hasOnce ? 1 : 0 }
    if streams.isEmpty, let first = timed.firstIndex(of: true) {
      misplacedSteps.append(Diagnostic(.noSequence(equations[first].name), at: equations[first].range))
    }
    for equation in equations { checkSteps(equation, timed) }
  }

  private var timedEquations: [Bool] {
    var readers: [[Int]] = Array(repeating: [], count: equations.count)
    for (id, needs) in edges.enumerated() { for edge in needs { readers[edge.source].append(id) } }
    var timed = equations.map { equation in
      equation.isState
        || equation.reads.contains { placed in
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

  /// What is worked out once has no other steps, and a state starts from what is there before the first step.
  private mutating func checkSteps(_ equation: Equation, _ timed: [Bool]) {
    for placed in equation.reads where placed.read.at != .now {
      guard case .quantity(let id) = placed.read.source, !timed[id] else { continue }
      misplacedSteps.append(
        Diagnostic(.stepOfWhatHasNone(equations[id].name, what: "worked out once"), at: placed.range))
    }
    for placed in equation.startReads {
      let source: String? =
        switch placed.read.source {
        case .quantity(let id): timed[id] ? equations[id].name : nil
        case .input(let id): inputs[id].isStream ? inputs[id].name : nil
        case .parameter, .constant: nil
        case .step: Names.step
        }
      guard let source else { continue }
      misplacedSteps.append(Diagnostic(.startsTooLate(equation.name, from: source), at: placed.range))
    }
  }

  // MARK: order

  private mutating func order(_ stage: Int) {
    let isMember = stageOfQuantity.map { $0 == stage }
    let graph = Graph(
      edges.indices.map { id in
        isMember[id] ? edges[id].map(\.source).filter { isMember[$0] } : []
      })
    var scanOf: [Int: Int] = [:]
    var directions: [Scan.Direction] = []
    for group in graph.components where isMember[group[0]] {
      let wanted = direction(of: group)
      let scan = firstScan(for: group, wanted, scanOf, directions)
      if scan == directions.count { directions.append(wanted ?? .forward) }
      for id in group { scanOf[id] = scan }
    }
    var scans = directions.map { Scan(direction: $0, quantities: []) }
    // What is read at the same step comes first; else as on the sheet.
    let sameStep = Graph(
      edges.indices.map { id in
        edges[id].filter { $0.offset == 0 && scanOf[$0.source] != nil && scanOf[$0.source] == scanOf[id] }.map(\.source)
      })
    for id in sameStep.components.joined() {
      if let scan = scanOf[id] { scans[scan].quantities.append(id) }
    }
    stages[stage].scans = scans
  }

  /// Nil if either direction will do, or if both are asked for, which is told.
  private mutating func direction(of group: [Int]) -> Scan.Direction? {
    let members = Set(group)
    var (backward, forward): (Int?, Int?)
    for id in group {
      for edge in edges[id] where members.contains(edge.source) {
        if edge.offset < 0 { forward = forward ?? id }
        if edge.offset > 0 { backward = backward ?? id }
      }
    }
    guard let backward, let forward else { return forward != nil ? .forward : backward != nil ? .backward : nil }
    let names = group.map { equations[$0].name }
    let (back, forth) = (equations[backward], equations[forward])
    circles.append(Diagnostic(.bothDirections(names, backward: back.name, forward: forth.name), at: back.range))
    return nil
  }

  /// The first scan, or a new one, in which a group finds all that it reads.
  private func firstScan(
    for group: [Int], _ wanted: Scan.Direction?, _ scanOf: [Int: Int], _ directions: [Scan.Direction]
  ) -> Int {
    func fits(_ scan: Int) -> Bool {
      if let wanted, wanted != directions[scan] { return false }
      return group.allSatisfy { id in
        edges[id].allSatisfy { edge in
          guard let other = scanOf[edge.source] else { return true }
          guard other == scan else { return other < scan }
          return directions[scan] == .forward ? edge.offset <= 0 : edge.offset >= 0
        }
      }
    }
    return directions.indices.first(where: fits) ?? directions.count
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
      name: quantity.name, range: quantity.range, isState: quantity.isState, reads: quantity.expression.placedReads,
      startReads: quantity.initial?.placedReads ?? [])
  }
}
