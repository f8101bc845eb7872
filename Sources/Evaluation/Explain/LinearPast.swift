// How a state comes from its own past where it does so linearly: not only entry by entry, as through a gate, but also
// through a matrix, as in h = A h[t-1] + B x, and from several steps back.

package import Equations

/// The paths from earlier values of a quantity straight into its present one, all else taken as given.
package struct LinearPast {
  package let quantity: Quantity
  /// `h[t-1]`, `h[t-2]`: what it reads of itself.
  package let reads: Set<Read>

  /// Nil if its equation does not read its own past, or not linearly.
  package init?(_ quantity: Quantity) {
    let own = Set(quantity.expression.reads.filter { $0.source == .quantity(quantity.id) && $0.at != .now })
    guard !own.isEmpty, own.allSatisfy({ $0.at.offset != 0 && !$0.at.isGathered }) else { return nil }
    self.quantity = quantity
    reads = own
    guard isLinear(quantity.expression) else { return nil }
  }

  /// Takes weights over the entries of the quantity at a step to the weights that its own past has by them: wᵀ ∂h/∂h[t-1].
  ///
  /// Row-major, as the trace has them. O(entries) where the past goes entry by entry; entries of weight 0 cost nothing.
  package func back<Number: Scalar>(_ weights: [Double], _ evaluator: EntryEvaluator<Number>) -> [Read: [Double]] {
    var result: [Read: [Double]] = [:]
    LinearPath(past: self, evaluator: evaluator).push(quantity.expression, weights, into: &result)
    return result
  }

  fileprivate func holds(_ expression: Expression) -> Bool { expression.reads.contains { reads.contains($0) } }

  private func isLinear(_ expression: Expression) -> Bool {
    guard holds(expression), case .apply(let primitive, let operands) = expression.kind else { return true }
    let holders = operands.indices.filter { holds(operands[$0]) }
    guard holders.allSatisfy({ isLinear(operands[$0]) }) else { return false }
    switch primitive {
    case .add, .subtract, .negate, .transpose, .stack, .diagonal, .sum, .mean: return true
    case .multiply, .product: return holders.count == 1
    case .divide, .element: return holders == [0]
    case .choose: return !holders.contains(0)
    case .sigmoid, .tanh, .relu, .softplus, .exponential, .logarithm, .squareRoot, .sine, .cosineOf, .absolute,
      .sign, .floor, .not, .power, .leakyRelu, .shrink, .larger, .smaller, .less, .lessEqual, .greater,
      .greaterEqual, .equal, .notEqual, .and, .or, .clip, .fill, .rows, .rowSums, .whole, .softmax, .maskedSoftmax,
      .layerNorm, .sortDescending, .topK, .sortBy, .unsort, .maximum, .minimum, .norm, .argmax, .entropy, .oneHot,
      .leading, .cosineSimilarity, .circularConvolution, .circularCorrelation, .shiftProducts, .eigenvalues,
      .eigenvectors:
      return false
    }
  }
}

/// Carries weights from an expression down to the reads of the past in it.
private struct LinearPath<Number: Scalar> {
  let past: LinearPast
  let evaluator: EntryEvaluator<Number>

  /// - `weights`: one for each entry of the expression, row by row.
  func push(_ expression: Expression, _ weights: [Double], into result: inout [Read: [Double]]) {
    guard past.holds(expression), weights.contains(where: { $0 != 0 }) else { return }
    switch expression.kind {
    case .number: return
    case .read(let read):
      guard past.reads.contains(read) else { return }
      result[read] = zip(result[read] ?? Array(repeating: 0, count: weights.count), weights).map { $0 + $1 }
    case .apply(let primitive, let operands):
      for index in operands.indices where past.holds(operands[index]) {
        let own = self.weights(of: index, primitive, operands, expression.shape, weights)
        push(operands[index], own, into: &result)
      }
    }
  }

  /// What the weights of an operation are on one of its operands.
  private func weights(
    of index: Int, _ primitive: Primitive, _ operands: [Expression], _ shape: Shape, _ weights: [Double]
  ) -> [Double] {
    let own = operands[index].shape
    /// Entry by entry, each weight times a factor; summed where the operand is spread over several entries.
    func spread(_ factor: (Entry) -> Double) -> [Double] {
      var result = [Double](repeating: 0, count: own.count)
      for (place, weight) in weights.enumerated() where weight != 0 {
        let entry = Entry(place / shape.columns.count, place % shape.columns.count)
        let row = own.rows.count == 1 ? 0 : entry.row
        let column = own.columns.count == 1 ? 0 : entry.column
        result[row * own.columns.count + column] += weight * factor(entry)
      }
      return result
    }
    func value(_ other: Int, _ entry: Entry) -> Double {
      let shape = operands[other].shape
      return evaluator.value(
        operands[other], Entry(shape.rows.count == 1 ? 0 : entry.row, shape.columns.count == 1 ? 0 : entry.column))
    }
    switch primitive {
    case .add: return spread { _ in 1 }
    case .subtract: return spread { _ in index == 0 ? 1 : -1 }
    case .negate: return spread { _ in -1 }
    case .multiply: return spread { value(1 - index, $0) }
    case .divide: return spread { 1 / value(1, $0) }
    case .choose: return spread { (value(0, $0) != 0) == (index == 1) ? 1 : 0 }
    case .product: return product(index, operands, shape, weights)
    case .transpose:
      return (0..<own.count).map { weights[$0 % own.columns.count * own.rows.count + $0 / own.columns.count] }
    case .stack:
      let above = operands[..<index].reduce(0) { $0 + $1.shape.count }
      return Array(weights[above..<above + own.count])
    case .sum: return Array(repeating: weights[0], count: own.count)
    case .mean: return Array(repeating: weights[0] / Double(own.count), count: own.count)
    case .element: return element(operands, weights[0])
    case .diagonal: return diagonal(own, shape, weights)
    case .sigmoid, .tanh, .relu, .softplus, .exponential, .logarithm, .squareRoot, .sine, .cosineOf, .absolute,
      .sign, .floor, .not, .power, .leakyRelu, .shrink, .larger, .smaller, .less, .lessEqual, .greater,
      .greaterEqual, .equal, .notEqual, .and, .or, .clip, .fill, .rows, .rowSums, .whole, .softmax, .maskedSoftmax,
      .layerNorm, .sortDescending, .topK, .sortBy, .unsort, .maximum, .minimum, .norm, .argmax, .entropy, .oneHot,
      .leading, .cosineSimilarity, .circularConvolution, .circularCorrelation, .shiftProducts, .eigenvalues,
      .eigenvectors:
      return Array(repeating: 0, count: own.count)
    }
  }

  /// Of C = A B: for A the weights times Bᵀ, for B Aᵀ times the weights.
  private func product(_ index: Int, _ operands: [Expression], _ shape: Shape, _ weights: [Double]) -> [Double] {
    let (left, right) = (operands[0].shape, operands[1].shape)
    let (inner, columns) = (left.columns.count, shape.columns.count)
    var result = [Double](repeating: 0, count: index == 0 ? left.count : right.count)
    for (place, weight) in weights.enumerated() where weight != 0 {
      let (row, column) = (place / columns, place % columns)
      for k in 0..<inner {
        if index == 0 {
          result[row * inner + k] += weight * evaluator.value(operands[1], Entry(k, column))
        } else {
          result[k * columns + column] += weight * evaluator.value(operands[0], Entry(row, k))
        }
      }
    }
    return result
  }

  private func element(_ operands: [Expression], _ weight: Double) -> [Double] {
    let own = operands[0].shape
    var result = [Double](repeating: 0, count: own.count)
    let places = operands.dropFirst().map { evaluator.value($0, Entry(0)) }
    for (place, count) in zip(places, own.axes) where !(place >= 1 && place <= Double(count)) { return result }
    let index =
      places.count == 2 ? (Int(places[0]) - 1) * own.columns.count + Int(places[1]) - 1 : Int(places.first ?? 1) - 1
    result[index] = weight
    return result
  }

  private func diagonal(_ own: Shape, _ shape: Shape, _ weights: [Double]) -> [Double] {
    if case .vector(let n) = own { return (0..<n.count).map { weights[$0 * (n.count + 1)] } }
    var result = [Double](repeating: 0, count: own.count)
    for (place, weight) in weights.enumerated() { result[place * (own.columns.count + 1)] = weight }
    return result
  }
}
