// What is odd about a graph that is fed: parts that no tie joins, and nodes without ties.

internal import Catalogue
package import Equations
package import Evaluation

extension Model {
  /// What is odd about the graphs among the inputs: square matrices with a row and a column for each of the same things, where
  /// the sheet takes their entries for ties.
  package func graphNotes<Number: Scalar>(_ values: RunValues<Number>) -> [MaterialNote] {
    inputs.flatMap { input -> [MaterialNote] in
      guard input.isSquare, holdsTies(input), case .matrix(let rows, _) = input.shape, rows.count > 1,
        case .given(let numbers) = values.inputs[input.id],
        numbers.count == rows.count * rows.count
      else { return [] }
      let parts = GraphParts(numbers, count: rows.count)
      let names = dims.first { $0.name == rows.label }?.entryNames
      return [
        parts.isolatedWords(in: input.name, names, isScaled: scalesByInverseRoot),
        parts.loopWords(in: input.name, names),
        parts.count > 1 + parts.isolated.count
          ? "the graph \(input.name) falls into \(parts.count) parts that no tie joins" : nil,
      ].compactMap { $0.map { MaterialNote(kind: .note, text: $0) } }
    }
  }

  /// Whether a square matrix is used as a graph: what is none of its entries is below zero, it is shown by edges, its rows are
  /// summed to degrees, or it says over what a softmax goes.
  private func holdsTies(_ input: Input) -> Bool {
    if input.terms.contains(.nonnegative) { return true }
    if case .edges? = input.example { return true }
    var isFound = false
    for quantity in quantities {
      quantity.expression.visit { part in
        guard case .apply(let primitive, let operands) = part.kind,
          primitive == .rowSums || primitive == .maskedSoftmax
        else { return }
        isFound = isFound || operands.last?.reads.contains(Read(.input(input.id))) ?? false
      }
    }
    return isFound
  }

  /// Whether d^-½ is taken somewhere as 0 where d is: `choose(d > 0, d^-0.5, 0)`.
  private var scalesByInverseRoot: Bool {
    quantities.contains { quantity in
      var isFound = false
      quantity.expression.visit { part in
        guard case .apply(.choose, let operands) = part.kind, operands.count == 3, operands[2].isNumber(0),
          case .apply(.power, let power) = operands[1].kind, power.count == 2
        else { return }
        isFound = isFound || power[1].isNumber(-0.5)
      }
      return isFound
    }
  }
}

extension Expression {
  fileprivate func isNumber(_ number: Double) -> Bool {
    switch kind {
    case .number(let own): own == number
    case .apply(.negate, let operands): operands[0].isNumber(-number)
    case .apply, .read: false
    }
  }
}

/// The parts of a graph between which there are no ties, in either direction.
private struct GraphParts {
  private(set) var count: Int
  /// Nodes without ties to others.
  let isolated: [Int]
  /// Nodes that are tied to themselves.
  let looped: [Int]
  private let nodeCount: Int

  init<Number: Scalar>(_ matrix: [Number], count nodes: Int) {
    var heads = Array(0..<nodes)
    var isTied = Array(repeating: false, count: nodes)
    func head(_ node: Int) -> Int {
      var node = node
      while heads[node] != node {
        heads[node] = heads[heads[node]]
        node = heads[node]
      }
      return node
    }
    (count, nodeCount) = (nodes, nodes)
    for row in 0..<nodes {
      for column in 0..<nodes where column != row && matrix[row * nodes + column] != 0 {
        (isTied[row], isTied[column]) = (true, true)
        let (one, other) = (head(row), head(column))
        guard one != other else { continue }
        heads[max(one, other)] = min(one, other)
        count -= 1
      }
    }
    isolated = isTied.indices.filter { !isTied[$0] }
    looped = isTied.indices.filter { matrix[$0 * nodes + $0] != 0 }
  }

  func isolatedWords(in graph: String, _ names: [String]?, isScaled: Bool) -> String? {
    guard !isolated.isEmpty else { return nil }
    return "\(Self.words(isolated, names)) of \(graph) \(isolated.count == 1 ? "has" : "have") no ties"
      + (isScaled ? ": D^-½ is taken as 0 there" : "")
  }

  /// A diagonal without a gap is no tie of any one node: a Laplacian has one, and so has what was given loops for a purpose.
  func loopWords(in graph: String, _ names: [String]?) -> String? {
    guard !looped.isEmpty, looped.count < nodeCount else { return nil }
    return "\(Self.words(looped, names)) of \(graph) "
      + (looped.count == 1 ? "is tied to itself" : "are tied to themselves")
  }

  private static func words(_ nodes: [Int], _ names: [String]?) -> String {
    let shown = nodes.prefix(8).map { names?[$0] ?? String($0 + 1) }.joined(separator: ", ")
    return (nodes.count == 1 ? "the node " : "the nodes ") + shown
      + (nodes.count > 8 ? " and \(nodes.count - 8) more" : "")
  }
}
