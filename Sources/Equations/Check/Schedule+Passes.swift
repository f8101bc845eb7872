// The passes: scans of stages in an order in which each finds what it reads of others finished, as few as may be.

extension Schedule {
  /// Equations that hang together in time, and the direction that they ask for.
  private struct Group {
    var members: [Int]
    /// Nil if either will do.
    var direction: Scan.Direction?
  }

  /// Fills pass after pass with all that can run, until all have.
  mutating func fillPasses() {
    let groups = Graph(edges.map { $0.map(\.source) }).components.map { members in
      Group(members: members, direction: direction(of: members))
    }
    guard circles.isEmpty else { return }
    var passOf: [Int?] = Array(repeating: nil, count: equations.count)
    var open = Array(groups.indices)
    while !open.isEmpty {
      let candidates = stages.indices.map { candidate(stage: $0, among: open, groups, passOf) }
      // What is worked out once is never in the way; a stage that a pass finishes goes before one that comes again.
      let best =
        candidates.indices.first { stages[$0].steps == .once && !candidates[$0].groups.isEmpty }
        ?? candidates.indices.first { candidates[$0].isLast && !candidates[$0].groups.isEmpty }
        ?? candidates.indices.first { !candidates[$0].groups.isEmpty }
      // Without circles something can always run.
      guard let stage = best else { return }
      let (chosen, direction, _) = candidates[stage]
      let members = chosen.flatMap { groups[$0].members }
      for id in members { passOf[id] = passes.count }
      passes.append(Pass(stage: stage, scan: stages[stage].scans.count))
      stages[stage].scans.append(Scan(direction: direction, quantities: ordered(members)))
      open.removeAll(where: Set(chosen).contains)
    }
  }

  /// All groups of a stage that can run in one pass over it now, and whether none is left then.
  private func candidate(
    stage: Int, among open: [Int], _ groups: [Group], _ passOf: [Int?]
  ) -> (groups: [Int], direction: Scan.Direction, isLast: Bool) {
    var chosen: [Int] = []
    var here: Set<Int> = []
    var direction: Scan.Direction?
    var isLast = true
    for index in open where stageOfQuantity[groups[index].members[0]] == stage {
      let group = groups[index]
      let wanted = direction ?? group.direction
      let fits =
        (group.direction == nil || group.direction == wanted)
        && group.members.allSatisfy { id in
          edges[id].allSatisfy { edge in
            if passOf[edge.source] != nil { return true }
            guard case .step(let offset) = edge.need else { return false }
            guard here.contains(edge.source) || group.members.contains(edge.source) else { return false }
            return offset == 0 || (wanted ?? .forward) == (offset < 0 ? .forward : .backward)
          }
        }
      guard fits else {
        isLast = false
        continue
      }
      chosen.append(index)
      here.formUnion(group.members)
      // A group without a wish of its own may have read an earlier or a later step.
      direction = wanted ?? neighborDirection(group.members)
    }
    return (chosen, direction ?? .forward, isLast)
  }

  private func neighborDirection(_ members: [Int]) -> Scan.Direction? {
    members.contains { id in edges[id].contains { if case .step(let o) = $0.need { o < 0 } else { false } } }
      ? .forward : nil
  }

  /// What is read at the same step comes first; else as on the sheet.
  private func ordered(_ members: [Int]) -> [Int] {
    let isMember = Set(members)
    let sameStep = Graph(
      edges.indices.map { id in
        isMember.contains(id) ? edges[id].filter { $0.isSameStep && isMember.contains($0.source) }.map(\.source) : []
      })
    return sameStep.components.joined().filter(isMember.contains)
  }

  /// Nil if either direction will do, or if both are asked for, which is told.
  private mutating func direction(of group: [Int]) -> Scan.Direction? {
    let members = Set(group)
    var (backward, forward): (Int?, Int?)
    for id in group {
      for edge in edges[id] where members.contains(edge.source) {
        guard case .step(let offset) = edge.need else { continue }
        if offset < 0 { forward = forward ?? id }
        if offset > 0 { backward = backward ?? id }
      }
    }
    guard let backward, let forward else { return forward != nil ? .forward : backward != nil ? .backward : nil }
    let names = group.map { equations[$0].name }
    let (back, forth) = (equations[backward], equations[forward])
    let variable = stages[stageOfQuantity[group[0]]].variable
    tell(
      Diagnostic(
        .bothDirections(names, backward: back.name, forward: forth.name, variable: variable), at: back.range))
    return nil
  }
}
