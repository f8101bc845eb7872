// Graphs as lists of their edges, a line each: `from,to` or `from,to,weight`, by name or by number.
// Edges that are typed are in TypedTies.

package import Equations
import Formats

/// The ties of a graph, and the names of its nodes.
package struct EdgeList: Sendable, Equatable {
  package let path: String
  /// By node from 0: what the file calls it.
  package private(set) var names: [String] = []
  /// Who is tied to whom, and how strongly.
  package private(set) var weights: [Edge: Double] = [:]
  /// Why its edges lead from one node to another and not back, where it says so by itself; nil where it does not.
  package private(set) var direction: String?

  package struct Edge: Sendable, Hashable {
    package var from: Int
    package var to: Int

    var reversed: Edge { Edge(from: to, to: from) }
  }

  private var placeOfName: [String: Int] = [:]
  /// Whether nodes are called by their numbers.
  private let areNumbered: Bool

  /// What nodes are called, where it is not by their numbers from 1.
  package var ownNames: [String]? { areNumbered && names.first == "1" ? nil : names }

  /// More nodes have a matrix of more than 256 MiB.
  static let mostNodes = 8192

  /// Whether a file is taken for one, by its name.
  package static func isNamed(_ path: String) -> Bool {
    [".csv", ".tsv", ".edges"].contains { path.lowercased().hasSuffix($0) }
  }

  /// Reads a file.
  ///
  /// - Throws: a file that cannot be read, or holds no edges.
  package init(path: String) throws(CatalogueError) {
    let text: String
    do throws(FormatError) {
      text = try readTextFile(path: path)
    } catch {
      throw .file(error)
    }
    try self.init(text, path: path)
  }

  /// - Throws: a line that is no edge, a tie given twice with two weights, no edges at all, more nodes than fit.
  package init(_ text: String, path: String) throws(CatalogueError) {
    var lines = EdgeLine.all(of: text)
    // A header has no weight, or no numbers where all else has.
    var direction: String?
    if let first = lines.first, first.isHeader(above: lines.dropFirst().first) {
      if first.saysDirection { direction = "its header says \(first.nodes.joined(separator: ","))" }
      lines.removeFirst()
    }
    try self.init(lines, path: path, direction: direction)
  }

  /// - Parameters:
  ///   - lines: an edge each.
  ///   - path: where they come from, for messages.
  ///   - direction: why they go one way, if something says so.
  ///   - unit: what one of the edges is called in messages.
  /// - Throws: a line that is no edge, a tie given twice with two weights, no edges at all, more nodes than fit.
  init(_ lines: [EdgeLine], path: String, direction: String?, unit: String = "line") throws(CatalogueError) {
    (self.path, self.direction) = (path, direction)
    guard let first = lines.first else { throw .edges(path: path, "the graph is empty: it has no edges") }
    areNumbered = first.nodes.allSatisfy { Int($0) != nil } && !first.isQuoted
    if areNumbered {
      for line in lines {
        guard let name = line.nodes.first(where: { Int($0) == nil }) else { continue }
        throw .edges(
          path: path,
          "\(unit) \(line.number): the node \(name) is no number, as those before it are: names go in quotes")
      }
      try number(lines.flatMap(\.nodes).compactMap { Int($0) })
    }
    for line in lines { try add(line, unit) }
    guard self.direction == nil else { return }
    let isUneven = weights.contains { edge, weight in weights[edge.reversed].map { $0 != weight } ?? false }
    if isUneven { self.direction = "some weigh more one way than back" }
  }

  /// Nodes are counted from 1, from 0 where one is called so, up to the largest.
  private mutating func number(_ numbers: [Int]) throws(CatalogueError) {
    let (least, most) = (numbers.min() ?? 1, numbers.max() ?? 1)
    guard least >= 0 else { throw .edges(path: path, "node \(least): nodes are counted from 0 or 1") }
    guard most <= Self.mostNodes else {
      throw .edges(path: path, "node \(most): at most \(Self.mostNodes) nodes fit")
    }
    names = ((least == 0 ? 0 : 1)...most).map(String.init)
  }

  private mutating func add(_ line: EdgeLine, _ unit: String) throws(CatalogueError) {
    func wrong(_ reason: String) -> CatalogueError { .edges(path: path, "\(unit) \(line.number): \(reason)") }
    guard (2...3).contains(line.fields.count), !line.fields[0].isEmpty, !line.fields[1].isEmpty else {
      throw wrong("expected from,to or from,to,weight, found \(line.fields.joined(separator: ","))")
    }
    var weight = 1.0
    if line.fields.count == 3 {
      guard let number = Double(line.fields[2]), number.isFinite else {
        throw wrong("the weight \(line.fields[2]) is no number")
      }
      weight = number
    }
    var places: [Int] = []
    for name in line.fields.prefix(2) {
      places.append(areNumbered ? (Int(name) ?? 0) - (names[0] == "0" ? 0 : 1) : try place(of: name))
    }
    let edge = Edge(from: places[0], to: places[1])
    if let other = weights[edge], other != weight {
      throw wrong("\(line.fields[0]) and \(line.fields[1]) are tied already, by \(other)")
    }
    weights[edge] = weight
  }

  private mutating func place(of name: String) throws(CatalogueError) -> Int {
    if let place = placeOfName[name] { return place }
    guard names.count < Self.mostNodes else {
      throw .edges(path: path, "at most \(Self.mostNodes) nodes fit")
    }
    placeOfName[name] = names.count
    names.append(name)
    return names.count - 1
  }

  /// The matrix of its weights.
  ///
  /// - Parameters:
  ///   - size: how many nodes the sheet has.
  ///   - known: what the sheet calls them; nodes of those names stand in their places.
  ///   - isMirrored: whether an edge that is given one way goes both ways.
  /// - Returns: a matrix with the weight of the edge from i to j in row i, column j.
  /// - Throws: a node that the sheet has not.
  func matrix(size: Int, known: [String] = [], isMirrored: Bool) throws(CatalogueError) -> Tensor {
    let places = places(among: known)
    if let stranger = weights.keys.flatMap({ [$0.from, $0.to] }).filter({ places[$0] >= size }).min() {
      throw .edges(path: path, "an edge leads to node \(names[stranger]), and the sheet has \(size) nodes")
    }
    var numbers = [Float](repeating: 0, count: size * size)
    for (edge, weight) in weights {
      let (from, to) = (places[edge.from], places[edge.to])
      numbers[from * size + to] = Float(weight)
      if isMirrored, weights[edge.reversed] == nil { numbers[to * size + from] = Float(weight) }
    }
    return Tensor(shape: [size, size], float32: numbers)
  }

  /// Whether all nodes are called as the sheet calls some of its own.
  func isWithin(_ known: [String]) -> Bool { !known.isEmpty && names.allSatisfy(Set(known).contains) }

  private func places(among known: [String]) -> [Int] {
    guard isWithin(known) else { return Array(names.indices) }
    let places = Dictionary(zip(known, known.indices), uniquingKeysWith: { first, _ in first })
    return names.enumerated().map { places[$1] ?? $0 }
  }
}

extension Sheet {
  /// The input that is a graph: the first that has a row and a column for each of the same things.
  package var graphInput: String? {
    for case .input(let targets, let type) in items.map(\.kind) {
      guard case .tensor(let axes) = type.kind, axes.count == 2, axes[0].spelled == axes[1].spelled else { continue }
      return targets.first.map { Symbols.normalForm($0.spelled) }
    }
    return nil
  }
}
