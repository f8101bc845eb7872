// Sums over all steps of a stage, as gradients of parameters are: outer products of the steps' vectors, and products of
// the steps' matrices, are one matrix product over many steps; a symbol's share goes to its column alone, and the rest is
// added step by step.

internal import Equations

extension ScanCompiler {
  /// Adds the segments of equations whose values are summed over the steps.
  ///
  /// - `tasks`: each with its place among the results.
  mutating func addTotals(_ tasks: [Task]) {
    products = ProductTree()
    for task in tasks { for term in task.expression.terms { collect(term) } }
    products.grow()
    var columns: [Expression: Int] = [:]
    var contractions: [Segment] = []
    for task in tasks {
      let result = place(task.region, task.offset)
      var rest: Expression?
      for term in task.expression.terms {
        guard let (left, right) = summedFactors(term) else {
          rest = rest.map { Expression(.apply(.add, [$0, term]), shape: task.expression.shape) } ?? term
          continue
        }
        let inner = left.shape.columns.count
        if inner == 1, addToSymbol(left.untransposed, right.untransposed, result) { continue }
        contractions.append(
          .contract(
            Contraction(
              left: lined(left, &columns), right: lined(right, &columns), rows: left.shape.rows.count,
              columns: right.shape.columns.count, inner: inner, result: slot(result))))
      }
      if let rest { accumulate(rest, as: task.shape, into: result) }
    }
    closeSegment()
    for contraction in contractions { append(contraction) }
  }

  /// The factors of a term that is a product of what differs from step to step, and adds more than it reads.
  ///
  /// The sum of each row of a matrix is its product with ones.
  private func summedFactors(_ term: Expression) -> (left: Expression, right: Expression)? {
    guard case .apply(let primitive, let operands) = term.kind else { return nil }
    let (left, right): (Expression, Expression)
    switch primitive {
    case .product: (left, right) = (operands[0], operands[1])
    case .rowSums:
      let one = Expression(.number(1), shape: .scalar)
      (left, right) = (operands[0], Expression(.apply(.fill, [one]), shape: .vector(operands[0].shape.columns)))
    default: return nil
    }
    let (rows, inner, columns) = (left.shape.rows.count, left.shape.columns.count, right.shape.columns.count)
    if inner == 1 { return right.shape.rows.count == 1 ? (left, right) : nil }
    guard case .matrix = left.shape, rows > 1, inner <= rows + columns else { return nil }
    let isFixed = isInvariant(left) || primitive == .product && isInvariant(right)
    return isFixed ? nil : (left, right)
  }

  /// Where a factor lies in the rows that are kept for many steps; each is kept once, however it is turned.
  private mutating func lined(_ factor: Expression, _ columns: inout [Expression: Int]) -> Contraction.Factor {
    if case .apply(.transpose, let operands) = factor.kind {
      let turned = lined(operands[0], &columns)
      return Contraction.Factor(place: turned.place, row: turned.column, column: turned.row)
    }
    let key = factor
    let width = if case .matrix(_, let columns) = factor.shape { columns.count } else { 1 }
    if let column = columns[key] { return Contraction.Factor(place: column, row: width, column: 1) }
    let column = hoisted(factor.shape.count)
    columns[key] = column
    materialize(factor, as: factor.shape, into: place(.hoisted, column))
    return Contraction.Factor(place: column, row: width, column: 1)
  }

  /// Adds an outer product with a symbol's one-hot vector to the one column, or row, that is not zero.
  private mutating func addToSymbol(_ left: Expression, _ right: Expression, _ result: Place) -> Bool {
    let columns = right.shape.count
    let (vector, symbol, stride, symbolStride): (Expression, (input: Int, shift: Int), Int, Int)
    if let token = token(right) {
      (vector, symbol, stride, symbolStride) = (left, token, columns, 1)
    } else if let token = token(left) {
      (vector, symbol, stride, symbolStride) = (right, token, 1, columns)
    } else {
      return false
    }
    let source = materialize(vector)
    emit(
      .addAtSymbol(
        source: slot(source), count: vector.shape.count, input: symbol.input, shift: symbol.shift, stride: stride,
        symbolStride: symbolStride, symbols: (symbolStride == 1 ? right : left).shape.count, result: slot(result)),
      reading: [source])
    return true
  }
}

extension Expression {
  /// A vector has the same numbers, lying or standing.
  fileprivate var untransposed: Expression {
    guard case .apply(.transpose, let operands) = kind else { return self }
    return operands[0].untransposed
  }
}
