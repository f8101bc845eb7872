// Units that behave alike over a run, by average-linkage clustering: the two groups that are nearest join, until all have.
// Nearest neighbours are followed as a chain (Murtagh 1983), which takes n² steps for n units.

import Debugger
import Equations

/// The leaves of the tree of clusters, from left to right.
struct UnitClusters {
  private(set) var order: [Int]

  /// Steps that are looked at: fewer where there are many units, so that the time stays bounded.
  private static let work = 2_000_000
  /// Beyond this, units are left as they come.
  private static let mostUnits = 2048

  init(_ quantity: Quantity, _ values: LensedValues) {
    let count = quantity.shape.count
    guard count > 2, count <= Self.mostUnits else {
      order = Array(0..<count)
      return
    }
    let steps = values.stepCount(quantity.id)
    let most = min(max(Self.work / (count * count), 8), 256)
    let looked = stride(from: 0, to: steps, by: max(steps / most, 1)).map { values.values(quantity.id, at: $0) }
    var tree = ClusterTree(distances: Self.distances(looked.filter { $0.count == count }, count: count), count: count)
    order = tree.leaves()
  }

  /// Mean squared difference of each two units, row by row.
  private static func distances(_ frames: [[Float]], count: Int) -> [Float] {
    var result = [Float](repeating: 0, count: count * count)
    for frame in frames {
      for one in 0..<count {
        let value = frame[one]
        for other in 0..<one {
          let difference = value - frame[other]
          result[one * count + other] += difference * difference
        }
      }
    }
    for one in 0..<count {
      for other in 0..<one {
        // What is no number is far from everything.
        let distance = result[one * count + other]
        result[one * count + other] = distance.isFinite ? distance : .greatestFiniteMagnitude
        result[other * count + one] = result[one * count + other]
      }
    }
    return result
  }
}

/// Clusters that join two by two.
private struct ClusterTree {
  private var distances: [Float]
  private let count: Int
  /// The leaves of each cluster that is still alone.
  private var members: [[Int]]
  private var isGone: [Bool]

  init(distances: [Float], count: Int) {
    self.distances = distances
    self.count = count
    members = (0..<count).map { [$0] }
    isGone = Array(repeating: false, count: count)
  }

  mutating func leaves() -> [Int] {
    var chain: [Int] = []
    for _ in 1..<count {
      if chain.isEmpty { chain = [isGone.firstIndex(of: false) ?? 0] }
      while true {
        let last = chain[chain.count - 1]
        let before = chain.count > 1 ? chain[chain.count - 2] : nil
        guard let nearest = nearest(to: last, preferring: before) else { return members.first { !$0.isEmpty } ?? [] }
        if nearest == before { break }
        chain.append(nearest)
      }
      let (one, other) = (chain[chain.count - 2], chain[chain.count - 1])
      chain.removeLast(2)
      join(min(one, other), max(one, other))
    }
    return members.first { $0.count == count } ?? Array(0..<count)
  }

  private func nearest(to one: Int, preferring before: Int?) -> Int? {
    var best = before
    var least = before.map { distances[one * count + $0] } ?? .infinity
    for other in 0..<count where other != one && !isGone[other] && distances[one * count + other] < least {
      (best, least) = (other, distances[one * count + other])
    }
    return best
  }

  /// The second becomes part of the first; distances are the means over their members.
  private mutating func join(_ one: Int, _ other: Int) {
    let (a, b) = (Float(members[one].count), Float(members[other].count))
    for third in 0..<count where third != one && third != other && !isGone[third] {
      let mean = (a * distances[one * count + third] + b * distances[other * count + third]) / (a + b)
      distances[one * count + third] = mean
      distances[third * count + one] = mean
    }
    members[one] += members[other]
    members[other] = []
    isGone[other] = true
  }
}
