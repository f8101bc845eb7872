// Graphs as lists of their edges, a line each: `from,to` or `from,to,weight`, by name or by number.

package import Equations
import Formats

/// The ties of a graph, and the names of its nodes.
package struct EdgeList: Sendable, Equatable {
  package let path: String
  /// By node from 0: what the file calls it.
  package private(set) var names: [String] = []
  /// Who is tied to whom, and how strongly.
  package private(set) var weights: [Edge: Double] = [:]

  package struct Edge: Sendable, Hashable {
    package var from: Int
    package var to: Int
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
    self.path = path
    var lines = EdgeLine.all(of: text)
    // A header has no weight, or no numbers where all else has.
    if let first = lines.first, first.isHeader(above: lines.dropFirst().first) { lines.removeFirst() }
    guard let first = lines.first else { throw .edges(path: path, "the graph is empty: it has no edges") }
    areNumbered = first.nodes.allSatisfy { Int($0) != nil } && !first.isQuoted
    if areNumbered {
      for line in lines {
        guard let name = line.nodes.first(where: { Int($0) == nil }) else { continue }
        throw .edges(
          path: path, "line \(line.number): the node \(name) is no number, as those above are: names go in quotes")
      }
      try number(lines.flatMap(\.nodes).compactMap { Int($0) })
    }
    for line in lines { try add(line) }
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

  private mutating func add(_ line: EdgeLine) throws(CatalogueError) {
    func wrong(_ reason: String) -> CatalogueError { .edges(path: path, "line \(line.number): \(reason)") }
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

  /// The matrix of weights, for as many nodes as a sheet has: a tie that is given one way goes both ways.
  ///
  /// - Throws: a node that the sheet has not.
  func matrix(size: Int) throws(CatalogueError) -> Tensor {
    if let stranger = weights.keys.flatMap({ [$0.from, $0.to] }).filter({ $0 >= size }).min() {
      throw .edges(path: path, "an edge leads to node \(names[stranger]), and the sheet has \(size) nodes")
    }
    var numbers = [Float](repeating: 0, count: size * size)
    for (edge, weight) in weights {
      numbers[edge.from * size + edge.to] = Float(weight)
      if weights[Edge(from: edge.to, to: edge.from)] == nil { numbers[edge.to * size + edge.from] = Float(weight) }
    }
    return Tensor(shape: [size, size], float32: numbers)
  }
}

extension Sheet {
  /// The input that is a graph: the first that has a row and a column for each of the same things.
  package var graphInput: String? { graph?.input }

  /// What the sheet calls the size of its graph: `N`.
  package var graphSize: String? { graph?.size }

  private var graph: (input: String, size: String)? {
    for case .input(let targets, let type) in items.map(\.kind) {
      guard case .tensor(let axes) = type.kind, axes.count == 2, axes[0].spelled == axes[1].spelled,
        let target = targets.first
      else { continue }
      return (target.spelled, axes[0].spelled)
    }
    return nil
  }
}

extension LoadedInputs {
  /// A graph for the input that is one; what else there is of examples is shown with it.
  ///
  /// - Throws: a sheet without a graph, a node that it has not, examples that do not fit.
  package init(_ model: Model, graph: EdgeList, seed: UInt64) throws(CatalogueError) {
    guard let name = model.sheet.graphInput, let input = model.input(named: name) else {
      throw .edges(path: graph.path, "the sheet has no graph: an input A: N×N")
    }
    var values = try Self.examplesBesideGraph(of: model, seed)
    values[input.id] = LoadedInput(content: .numbers(try graph.matrix(size: input.shape.rows.count)))
    try self.init(values, for: model, from: InputOrigin(path: graph.path, names: [name], nodes: graph.names))
  }
}
