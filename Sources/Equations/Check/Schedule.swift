// Which equations run once, which run at each step, in which direction and in what order.

/// The stages and scans of a model, from what each quantity reads.
struct Schedule {
  private(set) var stages: [Stage] = []
  private(set) var stageOfQuantity: [Int]
  private(set) var stageOfInput: [Int?]
  private(set) var diagnostics: [Diagnostic] = []

  private let quantities: [Quantity]
  private let inputs: [Input]
  private let variable: String

  /// What one quantity reads of another, and how many steps away.
  private struct Edge: Hashable {
    var source: Int
    var offset: Int
  }

  private var edges: [[Edge]]

  init(quantities: [Quantity], inputs: [Input], variable: String) {
    self.quantities = quantities
    self.inputs = inputs
    self.variable = variable
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
    guard diagnostics.isEmpty else { return }
    for stage in stages.indices { order(stage) }
  }

  // MARK: stages

  /// Without a stage of its own a sheet walks over its vector, scalar and token inputs; what needs none of them, and
  /// has no past, is worked out once.
  private mutating func assignStages() {
    let streams = inputs.filter { isStream($0) }.map(\.id)
    let timed = timedQuantities(streams)
    let hasOnce = timed.contains(false)
    if hasOnce { stages.append(Stage(id: 0, steps: .once, variable: "", scans: [])) }
    if timed.contains(true) {
      stages.append(Stage(id: stages.count, steps: .sequence(streams), variable: variable, scans: []))
    }
    for (id, isTimed) in timed.enumerated() { stageOfQuantity[id] = isTimed && hasOnce ? 1 : 0 }
    for input in streams where timed.contains(true) { stageOfInput[input] = stages.count - 1 }
    for quantity in quantities where streams.isEmpty && timed[quantity.id] {
      diagnostics.append(Diagnostic(.stepOfWhatHasNone(quantity.name, what: "a sheet without a sequence"), at: quantity.range))
      return
    }
    checkInitialValues(timed)
  }

  private func isStream(_ input: Input) -> Bool {
    if case .token = input.kind { return true }
    if case .matrix = input.shape { return false }
    return true
  }

  private func timedQuantities(_ streams: [Int]) -> [Bool] {
    var timed = quantities.map { quantity in
      quantity.isState
        || quantity.expression.reads.contains { read in
          if case .input(let id) = read.source { return streams.contains(id) }
          return read.source == .step || read.at != .now
        }
    }
    var changed = true
    while changed {
      changed = false
      for id in quantities.indices where !timed[id] && edges[id].contains(where: { timed[$0.source] }) {
        timed[id] = true
        changed = true
      }
    }
    return timed
  }

  /// A state starts from what is there before the first step.
  private mutating func checkInitialValues(_ timed: [Bool]) {
    for quantity in quantities {
      for read in quantity.initial?.reads ?? [] {
        let isTimed =
          switch read.source {
          case .quantity(let id): timed[id]
          case .input(let id): isStream(inputs[id])
          case .parameter, .constant: false
          case .step: true
          }
        if isTimed { diagnostics.append(Diagnostic(.readsLaterStep(quantity.name), at: quantity.range)) }
      }
    }
  }

  // MARK: order

  private mutating func order(_ stage: Int) {
    let members = quantities.indices.filter { stageOfQuantity[$0] == stage }
    if let cycle = cycleWithinStep(members) {
      let first = quantities[cycle[0]]
      let names = (cycle + [cycle[0]]).map { quantities[$0].name }
      diagnostics.append(Diagnostic(.cycle(names), at: first.range))
      return
    }
    var scanOf: [Int: Int] = [:]
    var directions: [Scan.Direction] = []
    for group in components(members) {
      guard let wanted = direction(of: group) else { return }
      let scan = firstScan(for: group, wanted, scanOf, directions)
      if scan == directions.count { directions.append(wanted ?? .forward) }
      for id in group { scanOf[id] = scan }
    }
    stages[stage].scans = directions.indices.map { scan in
      Scan(direction: directions[scan], quantities: topological(members.filter { scanOf[$0] == scan }))
    }
  }

  /// `.some(nil)` if either direction will do, nil if both are asked for, which is reported.
  private mutating func direction(of group: [Int]) -> Scan.Direction?? {
    var (backward, forward): (Int?, Int?)
    for id in group {
      for edge in edges[id] where group.contains(edge.source) {
        if edge.offset < 0 { forward = id }
        if edge.offset > 0 { backward = id }
      }
    }
    guard let backward, let forward else {
      return .some(forward != nil ? .forward : backward != nil ? .backward : nil)
    }
    let names = group.map { quantities[$0].name }
    diagnostics.append(
      Diagnostic(
        .bothDirections(names, backward: quantities[backward].name, forward: quantities[forward].name),
        at: quantities[backward].range))
    return nil
  }

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

  /// Equations in an order that gives each what it reads of its own step; as on the sheet where that is free.
  private func topological(_ members: [Int]) -> [Int] {
    var remaining = members
    var result: [Int] = []
    var done: Set<Int> = []
    while !remaining.isEmpty {
      let ready = remaining.firstIndex { id in
        edges[id].allSatisfy { $0.offset != 0 || done.contains($0.source) || !remaining.contains($0.source) }
      }
      let id = remaining.remove(at: ready ?? 0)
      done.insert(id)
      result.append(id)
    }
    return result
  }

  private func cycleWithinStep(_ members: [Int]) -> [Int]? {
    var state: [Int: Bool] = [:]  // false: on the path, true: done
    for start in members where state[start] == nil {
      var path: [(id: Int, next: Int)] = [(start, 0)]
      state[start] = false
      while let (id, next) = path.last {
        let now = edges[id].filter { $0.offset == 0 }
        guard next < now.count else {
          state[id] = true
          path.removeLast()
          continue
        }
        path[path.count - 1].next += 1
        let source = now[next].source
        if state[source] == false, let first = path.firstIndex(where: { $0.id == source }) {
          return path[first...].map(\.id)
        }
        if state[source] == nil {
          state[source] = false
          path.append((source, 0))
        }
      }
    }
    return nil
  }

  /// Strongly connected groups over all reads, whatever their step, each after those it reads (Tarjan 1972).
  private func components(_ members: [Int]) -> [[Int]] {
    var index: [Int: Int] = [:]
    var low: [Int: Int] = [:]
    var stack: [Int] = []
    var onStack: Set<Int> = []
    var result: [[Int]] = []
    let inStage = Set(members)
    for start in members where index[start] == nil {
      var path: [(id: Int, next: Int)] = [(start, 0)]
      func open(_ id: Int) {
        index[id] = index.count
        low[id] = index[id]
        stack.append(id)
        onStack.insert(id)
      }
      open(start)
      while let (id, next) = path.last {
        guard next < edges[id].count else {
          path.removeLast()
          if let parent = path.last?.id { low[parent] = min(low[parent] ?? 0, low[id] ?? 0) }
          if low[id] == index[id] {
            var group: [Int] = []
            while let member = stack.popLast() {
              onStack.remove(member)
              group.append(member)
              if member == id { break }
            }
            result.append(group.sorted())
          }
          continue
        }
        path[path.count - 1].next += 1
        let source = edges[id][next].source
        guard inStage.contains(source) else { continue }
        if index[source] == nil {
          open(source)
          path.append((source, 0))
        } else if onStack.contains(source) {
          low[id] = min(low[id] ?? 0, index[source] ?? 0)
        }
      }
    }
    return result
  }
}
