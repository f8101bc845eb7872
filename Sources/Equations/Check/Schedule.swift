// Which equations run once, which run at each step, in which direction and in what order.

/// The stages and scans of a model, from what each quantity reads.
struct Schedule {
  private(set) var stages: [Stage] = []
  private(set) var stageOfQuantity: [Int]
  private(set) var stageOfInput: [Int?]
  private(set) var diagnostics: [Diagnostic] = []

  private let quantities: [Quantity]
  private let inputs: [Input]

  /// What one quantity reads of another, and how many steps away.
  private struct Edge: Hashable {
    var source: Int
    var offset: Int
  }

  private let edges: [[Edge]]

  init(quantities: [Quantity], inputs: [Input]) {
    self.quantities = quantities
    self.inputs = inputs
    stageOfQuantity = Array(repeating: 0, count: quantities.count)
    stageOfInput = Array(repeating: nil, count: inputs.count)
    edges = quantities.map { quantity in
      var seen: Set<Edge> = []
      return quantity.expression.reads.compactMap { read in
        guard case .quantity(let id) = read.source else { return nil }
        let edge = Edge(source: id, offset: read.at.offset)
        return seen.insert(edge).inserted ? edge : nil
      }
    }
    assignStages()
    guard !findCircle() else { return }
    for stage in stages.indices { order(stage) }
  }

  /// Whether equations of one step need one another, which is told.
  private mutating func findCircle() -> Bool {
    let sameStep = Graph(edges.map { $0.filter { $0.offset == 0 }.map(\.source) })
    for group in sameStep.components {
      let circle = sameStep.circle(through: group[0])
      guard !circle.isEmpty else { continue }
      let names = (circle + [group[0]]).map { quantities[$0].name }
      diagnostics.append(Diagnostic(.cycle(names), at: quantities[group[0]].range))
      return true
    }
    return false
  }

  // MARK: stages

  /// Without a stage of its own a sheet walks over its vector, scalar and token inputs; what needs none of them, and
  /// has no past, is worked out once.
  private mutating func assignStages() {
    let streams = inputs.filter(\.isStream).map(\.id)
    let timed = timedQuantities
    let hasOnce = timed.contains(false)
    if hasOnce { stages.append(Stage(id: 0, steps: .once, variable: "", scans: [])) }
    if timed.contains(true) {
      stages.append(Stage(id: stages.count, steps: .sequence(streams), variable: Names.step, scans: []))
      for input in streams { stageOfInput[input] = stages.count - 1 }
    }
    for (id, isTimed) in timed.enumerated() { stageOfQuantity[id] = isTimed && hasOnce ? 1 : 0 }
    if streams.isEmpty, let first = timed.firstIndex(of: true) {
      diagnostics.append(Diagnostic(.noSequence(quantities[first].name), at: quantities[first].range))
    }
    checkSteps(timed)
    checkInitialValues(timed)
  }

  private var timedQuantities: [Bool] {
    var readers: [[Int]] = Array(repeating: [], count: quantities.count)
    for (id, needs) in edges.enumerated() { for edge in needs { readers[edge.source].append(id) } }
    var timed = quantities.map { quantity in
      quantity.isState
        || quantity.expression.reads.contains { read in
          if case .input(let id) = read.source { return inputs[id].isStream }
          return read.source == .step || read.at != .now
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

  /// What is worked out once has no other steps.
  private mutating func checkSteps(_ timed: [Bool]) {
    for quantity in quantities {
      guard let edge = edges[quantity.id].first(where: { $0.offset != 0 && !timed[$0.source] }) else { continue }
      let name = quantities[edge.source].name
      let range = quantity.expression.place(of: Read(.quantity(edge.source), at: .offset(edge.offset)))
      diagnostics.append(
        Diagnostic(.stepOfWhatHasNone(name, what: "worked out once"), at: range ?? quantity.range))
    }
  }

  /// A state starts from what is there before the first step.
  private mutating func checkInitialValues(_ timed: [Bool]) {
    for quantity in quantities {
      for read in quantity.initial?.reads ?? [] {
        let source: String? =
          switch read.source {
          case .quantity(let id): timed[id] ? quantities[id].name : nil
          case .input(let id): inputs[id].isStream ? inputs[id].name : nil
          case .parameter, .constant: nil
          case .step: Names.step
          }
        guard let source else { continue }
        diagnostics.append(
          Diagnostic(.startsTooLate(quantity.name, from: source), at: quantity.initial?.range ?? quantity.range))
      }
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
    for group in sameStep.components {
      if let scan = scanOf[group[0]] { scans[scan].quantities.append(group[0]) }
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
    let names = group.map { quantities[$0].name }
    let (back, forth) = (quantities[backward], quantities[forward])
    diagnostics.append(
      Diagnostic(.bothDirections(names, backward: back.name, forward: forth.name), at: back.range))
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
          guard let other = scanOf[edge.source], other == scan else { return scanOf[edge.source] ?? -1 < scan }
          return directions[scan] == .forward ? edge.offset <= 0 : edge.offset >= 0
        }
      }
    }
    return directions.indices.first(where: fits) ?? directions.count
  }
}

extension Expression {
  /// Where a value is read.
  fileprivate func place(of wanted: Read) -> SourceRange? {
    var place: SourceRange?
    visit { if case .read(wanted) = $0.kind { place = place ?? $0.range } }
    return place
  }
}
