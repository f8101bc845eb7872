// Who needs whom: the parts of a graph that hang together in circles, and the order that gives each what it needs.

/// A graph whose nodes are numbers from 0.
struct Graph {
  /// The nodes that each node needs.
  let needs: [[Int]]

  init(_ needs: [[Int]]) { self.needs = needs }

  /// Strongly connected groups, each after all that it needs, its members in rising order.
  ///
  /// Where the order is free, the group with the lowest node comes first (Tarjan 1972, without recursion).
  var components: [[Int]] {
    var index = Array(repeating: -1, count: needs.count)
    var low = index
    var isOpen = Array(repeating: false, count: needs.count)
    var count = 0
    var open: [Int] = []
    var result: [[Int]] = []
    for start in needs.indices where index[start] < 0 {
      var path: [(node: Int, next: Int)] = [(start, 0)]
      while let (node, next) = path.last {
        if next == 0 {
          (index[node], low[node]) = (count, count)
          count += 1
          open.append(node)
          isOpen[node] = true
        }
        if next < needs[node].count {
          path[path.count - 1].next += 1
          let needed = needs[node][next]
          if index[needed] < 0 {
            path.append((needed, 0))
          } else if isOpen[needed] {
            low[node] = min(low[node], index[needed])
          }
          continue
        }
        path.removeLast()
        if let parent = path.last?.node { low[parent] = min(low[parent], low[node]) }
        guard low[node] == index[node] else { continue }
        var group: [Int] = []
        while let member = open.popLast() {
          isOpen[member] = false
          group.append(member)
          if member == node { break }
        }
        result.append(group.sorted())
      }
    }
    return result
  }

  /// The shortest way from the first node of a group of `components` back to itself, in which each needs the next; empty
  /// if the group is a single node that does not need itself.
  func circle(in group: [Int]) -> [Int] {
    let start = group[0]
    guard group.count > 1 || needs[start].contains(start) else { return [] }
    let members = Set(group)
    var reader: [Int: Int] = [:]
    var queue = [start]
    var next = 0
    while next < queue.count {
      let node = queue[next]
      next += 1
      for needed in needs[node] where members.contains(needed) {
        if needed == start {
          var way = [node]
          while let last = way.last, last != start { way.append(reader[last] ?? start) }
          return way.reversed()
        }
        if reader[needed] == nil {
          reader[needed] = node
          queue.append(needed)
        }
      }
    }
    return []
  }
}
