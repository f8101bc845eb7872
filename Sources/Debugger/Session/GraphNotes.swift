// What is odd about a graph that is fed: parts that no tie joins, nodes without ties, and waves that are not unique.

package import Equations
package import Evaluation

extension Model {
  /// What is odd about the graphs among the inputs: square matrices with a row and a column for each of the same things.
  package func graphNotes<Number: Scalar>(_ values: RunValues<Number>) -> [MaterialNote] {
    inputs.flatMap { input -> [MaterialNote] in
      guard !input.isStream, case .matrix(let rows, let columns) = input.shape, rows.count == columns.count,
        rows.label == columns.label, rows.count > 1, case .given(let numbers) = values.inputs[input.id],
        numbers.count == rows.count * rows.count
      else { return [] }
      let parts = GraphParts(numbers, count: rows.count)
      let names = dims.first { $0.name == rows.label }?.entryNames
      return [
        parts.isolatedWords(in: input.name, names, isScaled: scalesByInverseRoot),
        parts.count > 1 + parts.isolated.count
          ? "the graph \(input.name) falls into \(parts.count) parts that no tie joins" : nil,
      ].compactMap { $0.map { MaterialNote(kind: .note, text: $0) } }
    }
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
    count = nodes
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
  }

  func isolatedWords(in graph: String, _ names: [String]?, isScaled: Bool) -> String? {
    guard !isolated.isEmpty else { return nil }
    let shown = isolated.prefix(8).map { names?[$0] ?? String($0 + 1) }.joined(separator: ", ")
    let more = isolated.count > 8 ? " and \(isolated.count - 8) more" : ""
    let (nodes, have) = isolated.count == 1 ? ("node", "has") : ("nodes", "have")
    return "the \(nodes) \(shown)\(more) of \(graph) \(have) no ties"
      + (isScaled ? ": D^-½ is taken as 0 there" : "")
  }
}

extension Trace {
  /// Eigenvalues that are equal where the sheet takes their vectors, as far as both are worked out once.
  package var spectrumNotes: [MaterialNote] {
    model.quantities.compactMap { vectors in
      guard case .apply(.eigenvectors, let matrix) = vectors.expression.kind, has(vectors),
        let values = model.quantities.first(where: { $0.isSpectrum(of: matrix[0]) && $0.stage == vectors.stage }),
        has(values), model.stages[vectors.stage].steps == .once
      else { return nil }
      let groups = self.values(of: values, at: 0).map { Double($0) }.equalRuns
      guard !groups.isEmpty else { return nil }
      let shown = groups.prefix(4).map { group in
        "\(values.name)[\(group.lowerBound + 1)] \(group.count == 2 ? "and" : "to") \(values.name)[\(group.upperBound)]"
      }
      let more = groups.count > 4 ? ", and \(groups.count - 4) more groups," : ""
      return MaterialNote(
        kind: .note,
        text: shown.joined(separator: ", ") + "\(more) are equal up to 1e-6: their vectors in \(vectors.name) are not "
          + "unique, nor is what is worked out from single ones")
    }
  }
}

extension Quantity {
  fileprivate func isSpectrum(of matrix: Expression) -> Bool {
    guard case .apply(.eigenvalues, let own) = expression.kind else { return false }
    return own[0].means(matrix)
  }
}

extension [Double] {
  /// Runs of neighbours that differ by no more than 1e-6 of the largest magnitude, of two or more.
  fileprivate var equalRuns: [Range<Int>] {
    let tolerance = 1e-6 * Swift.max(1, lazy.map { abs($0) }.max() ?? 0)
    var result: [Range<Int>] = []
    var start = 0
    for place in indices {
      if place > start, !(self[place] - self[place - 1] <= tolerance) { start = place }
      guard place > start else { continue }
      if result.last?.lowerBound == start { result.removeLast() }
      result.append(start..<place + 1)
    }
    return result
  }
}
