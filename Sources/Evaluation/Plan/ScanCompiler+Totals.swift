// Sums over all steps of a stage, as gradients of parameters are: outer products of the steps' vectors are one matrix
// product over many steps, a symbol's share goes to its column alone, and the rest is added step by step.

internal import Equations

extension ScanCompiler {
  /// Adds the segments of equations whose values are summed over the steps.
  ///
  /// - `tasks`: each with its place among the results.
  mutating func addTotals(_ tasks: [Task]) {
    products = ProductTree()
    for task in tasks { for term in task.expression.terms { collect(term) } }
    products.grow()
    var columns: [ExpressionKey: Int] = [:]
    var contractions: [Segment] = []
    for task in tasks {
      let result = place(task.region, task.offset)
      var rest: Expression?
      for term in task.expression.terms {
        guard let (left, right) = term.outerFactors else {
          rest = rest.map { Expression(.apply(.add, [$0, term]), shape: task.expression.shape) } ?? term
          continue
        }
        if addToSymbol(left, right, result) { continue }
        let (rows, width) = (left.shape.count, right.shape.count)
        contractions.append(
          .contract(
            left: lined(left, &columns), rows: rows, right: lined(right, &columns), columns: width,
            result: slot(result)))
      }
      if let rest { accumulate(rest, as: task.shape, into: result) }
    }
    closeSegment()
    for contraction in contractions { append(contraction) }
  }

  /// The column at which a vector lies in the rows that are kept for many steps.
  private mutating func lined(_ vector: Expression, _ columns: inout [ExpressionKey: Int]) -> Int {
    let key = ExpressionKey(expression: vector)
    if let column = columns[key] { return column }
    let column = hoisted(vector.shape.count)
    columns[key] = column
    materialize(vector, as: vector.shape, into: place(.hoisted, column))
    return column
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
  /// Column and row of a matrix that is an outer product, both as vectors where they are transposed ones.
  fileprivate var outerFactors: (Expression, Expression)? {
    guard case .apply(.product, let operands) = kind, operands[0].shape.columns.count == 1,
      operands[1].shape.rows.count == 1
    else { return nil }
    return (operands[0].untransposed, operands[1].untransposed)
  }

  /// A vector has the same numbers, lying or standing.
  private var untransposed: Expression {
    guard case .apply(.transpose, let operands) = kind else { return self }
    return operands[0].untransposed
  }
}
