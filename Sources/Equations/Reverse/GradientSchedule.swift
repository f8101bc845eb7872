// The order of the way back: quantities that hang together in time share a scan; a scan comes when all that it reads of
// others is finished.

/// Adds scans for the quantities behind the forward ones.
struct GradientSchedule {
  private(set) var stages: [Stage]
  private(set) var passes: [Pass]
  private let quantities: [Quantity]
  /// The new quantities, in order, and the place of each in that list.
  private let ids: [Int]
  private let place: [Int: Int]
  private let edges: [[Edge]]

  /// What one new quantity needs of another.
  private struct Edge: Hashable {
    /// A place in `ids`.
    var source: Int
    /// How many steps away, of a tree's nodes on which side; nil for what must be finished at all steps.
    var offset: Int?
  }

  private struct NewScan {
    var stage: Int
    var direction: Scan.Direction
    var total: Int?
    var members: [Int] = []
  }

  init(_ model: Model, from first: Int, skipping others: Set<Int>) {
    stages = model.stages
    passes = model.passes
    quantities = model.quantities
    let ids = (first..<model.quantities.count).filter { !others.contains($0) }
    self.ids = ids
    let place = Dictionary(uniqueKeysWithValues: ids.enumerated().map { ($1, $0) })
    self.place = place
    edges = ids.map { id in
      let quantity = model.quantities[id]
      var seen: Set<Edge> = []
      return quantity.expression.reads.compactMap { read in
        guard case .quantity(let other) = read.source, let source = place[other] else { return nil }
        let isHere =
          quantity.total == nil && model.quantities[other].stage == quantity.stage
          && model.quantities[other].total == nil && read.at.isMoving
        let edge = Edge(source: source, offset: isHere ? read.at.order : nil)
        return seen.insert(edge).inserted ? edge : nil
      }
    }
  }

  mutating func run() {
    var scans: [NewScan] = []
    var scanOf: [Int: Int] = [:]
    for group in Graph(edges.map { $0.map(\.source) }).components {
      let wanted = direction(of: group)
      let scan = firstScan(for: group, wanted, scanOf, scans)
      let quantity = quantities[ids[group[0]]]
      if scan == scans.count {
        let usual: Scan.Direction = stages[quantity.stage].steps == .once ? .forward : .backward
        scans.append(NewScan(stage: quantity.stage, direction: wanted ?? usual, total: quantity.total))
      }
      for member in group { scanOf[member] = scan }
      scans[scan].members += group
    }
    for scan in scans {
      passes.append(Pass(stage: scan.stage, scan: stages[scan.stage].scans.count))
      stages[scan.stage].scans.append(Scan(direction: scan.direction, quantities: ordered(scan.members)))
    }
  }

  /// Nil if either direction will do.
  private func direction(of group: [Int]) -> Scan.Direction? {
    let members = Set(group)
    for member in group {
      for edge in edges[member] where members.contains(edge.source) {
        guard let offset = edge.offset, offset != 0 else { continue }
        return offset < 0 ? .forward : .backward
      }
    }
    return nil
  }

  /// The first scan, or a new one, in which a group finds all that it reads.
  private func firstScan(
    for group: [Int], _ wanted: Scan.Direction?, _ scanOf: [Int: Int], _ scans: [NewScan]
  ) -> Int {
    let quantity = quantities[ids[group[0]]]
    return scans.indices.first { index in
      let scan = scans[index]
      guard scan.stage == quantity.stage, scan.total == quantity.total else { return false }
      if let wanted, wanted != scan.direction { return false }
      return group.allSatisfy { member in
        edges[member].allSatisfy { edge in
          guard let other = scanOf[edge.source] else { return true }
          guard other == index else { return other < index }
          guard let offset = edge.offset else { return false }
          return scan.direction == .forward ? offset <= 0 : offset >= 0
        }
      }
    } ?? scans.count
  }

  /// What is read at the same step comes first.
  private func ordered(_ members: [Int]) -> [Int] {
    let isMember = Set(members)
    let sameStep = Graph(
      ids.indices.map { index in
        isMember.contains(index)
          ? edges[index].filter { $0.offset == 0 && isMember.contains($0.source) }.map(\.source) : []
      })
    return sameStep.components.joined().filter(isMember.contains).map { ids[$0] }
  }
}
