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

  private struct Line {
    var number: Int
    var fields: [String]
  }

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
  init(_ text: String, path: String) throws(CatalogueError) {
    self.path = path
    let isBetween: (Character) -> Bool = { ",;\t".contains($0) }
    var lines: [Line] = []
    for (place, row) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      guard row.contains(where: { !$0.isWhitespace }), row.first != "#" else { continue }
      let hasSigns = row.contains(where: isBetween)
      let fields = row.split(omittingEmptySubsequences: !hasSigns) { hasSigns ? isBetween($0) : $0.isWhitespace }
      lines.append(Line(number: place + 1, fields: fields.map { String($0).trimmed }))
    }
    // A header has no weight, or no numbers where all else has.
    if let first = lines.first, Self.isHeader(first.fields, above: lines.dropFirst().first?.fields) {
      lines.removeFirst()
    }
    guard !lines.isEmpty else { throw .edges(path: path, "the graph is empty: it has no edges") }
    let numbers = lines.flatMap { $0.fields.prefix(2) }.map { Int($0) }
    let isNumbered = !numbers.contains(nil)
    if isNumbered { try number(numbers.compactMap(\.self)) }
    for line in lines { try add(line, isNumbered: isNumbered) }
  }

  private static func isHeader(_ fields: [String], above next: [String]?) -> Bool {
    let words = ["from", "to", "source", "target"]
    if fields.prefix(2).allSatisfy({ words.contains($0.lowercased()) }) { return true }
    guard let next else { return false }
    return (fields.count > 2 && Double(fields[2]) == nil)
      || (fields.prefix(2).allSatisfy { Int($0) == nil } && next.prefix(2).allSatisfy { Int($0) != nil })
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

  private mutating func add(_ line: Line, isNumbered: Bool) throws(CatalogueError) {
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
      places.append(isNumbered ? (Int(name) ?? 0) - (names[0] == "0" ? 0 : 1) : try place(of: name))
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
  package var graphInput: String? {
    for case .input(let targets, let type) in items.map(\.kind) {
      guard case .tensor(let axes) = type.kind, axes.count == 2, axes[0].spelled == axes[1].spelled else { continue }
      return targets.first?.spelled
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
    var values = try Self.examples(of: model, seed)
    values[input.id] = LoadedInput(content: .numbers(try graph.matrix(size: input.shape.rows.count)))
    try self.init(values, for: model, from: InputOrigin(path: graph.path, names: [name], nodes: graph.names))
  }
}
