// Leaves that are alike, joined two by two until all are one: average linkage (Sokal and Michener 1958, UPGMA).

/// Groups of leaves, each called by its first one.
///
/// Two groups are as far apart as their leaves are on average. The nearest two join; of equally near ones those whose first
/// leaves come first. Memory n², time about n² for n leaves.
struct LeafClusters {
  /// More have distances of more than 64 MiB.
  static let mostLeaves = 4096

  private let count: Int
  /// Row by row, between groups.
  private var distances: [Float]
  /// By its first leaf: how many a group has.
  private var sizes: [Float]
  /// By its first leaf: the nearest of the groups behind it.
  private var nearest: [Int]
  /// The groups that are left, in order.
  private var groups: [Int]

  /// - `distance`: between two leaves; what is no number is far from everything.
  init(count: Int, distance: (Int, Int) -> Float) {
    self.count = count
    distances = Array(repeating: 0, count: count * count)
    sizes = Array(repeating: 1, count: count)
    nearest = Array(repeating: 0, count: count)
    groups = Array(0..<count)
    for one in 0..<count {
      for other in 0..<one {
        let between = distance(one, other)
        distances[one * count + other] = between.isFinite ? between : .greatestFiniteMagnitude
        distances[other * count + one] = distances[one * count + other]
      }
    }
    for place in groups.indices { look(from: place) }
  }

  /// The groups that join, one pair after another; the first of the two lends its name to both.
  mutating func joined() -> [(Int, Int)] {
    var pairs: [(Int, Int)] = []
    while groups.count > 1 {
      var one = groups[0]
      for group in groups.dropLast() where least(group) < least(one) { one = group }
      let other = nearest[one]
      pairs.append((one, other))
      join(one, other)
    }
    return pairs
  }

  private func least(_ group: Int) -> Float { distances[group * count + nearest[group]] }

  private mutating func join(_ one: Int, _ other: Int) {
    groups.removeAll { $0 == other }
    let share = sizes[other] / (sizes[one] + sizes[other])
    sizes[one] += sizes[other]
    for third in groups where third != one {
      let (near, far) = (distances[one * count + third], distances[other * count + third])
      // In this form the mean of equal numbers is that number to the last bit, so that ties stay ties.
      let mean = near + (far - near) * share
      distances[one * count + third] = mean
      distances[third * count + one] = mean
    }
    for (place, group) in groups.enumerated() where group < other {
      if group == one || nearest[group] == one || nearest[group] == other { look(from: place) }
    }
  }

  /// Finds the nearest of the groups behind one.
  private mutating func look(from place: Int) {
    let group = groups[place]
    let row = group * count
    var best: Int?
    for other in groups[(place + 1)...] {
      if let known = best, distances[row + other] >= distances[row + known] { continue }
      best = other
    }
    nearest[group] = best ?? group
  }
}
