// Sums of matrix products, as `W x + U h[t-1] + b` is where sequences lie side by side: worked out in one place, each
// product added to those before it, starting from the vector that stands in every column.

internal import Equations

/// The terms of a sum that has matrix products among them.
struct MatrixSum {
  var products: [(Expression, Expression)]
  /// What stands in every column.
  var vector: Expression?
  var rest: [Expression]
  var rows: Int
  var columns: Int
}

extension ScanCompiler {
  /// What a sum of matrices is made of, if adding up products saves anything; nil for anything else.
  func matrixSum(_ expression: Expression) -> MatrixSum? {
    guard case .apply(.add, _) = expression.kind, case .matrix(let rows, let columns) = expression.shape,
      rows.count > 1, columns.count > 1
    else { return nil }
    var sum = MatrixSum(products: [], rest: [], rows: rows.count, columns: columns.count)
    for term in expression.terms {
      if let factors = factors(term, of: expression) {
        sum.products.append(factors)
      } else if sum.vector == nil, case .vector = term.shape {
        sum.vector = term
      } else {
        sum.rest.append(term)
      }
    }
    let count = sum.products.count + (sum.vector == nil ? 0 : 1)
    return count > 1 && !sum.products.isEmpty ? sum : nil
  }

  /// The factors of a term that is a product of matrices, and has not been worked out for another reason.
  private func factors(_ term: Expression, of sum: Expression) -> (Expression, Expression)? {
    guard case .apply(.product, let operands) = term.kind, term.shape == sum.shape, !isKeptFromBefore(term),
      known[term] == nil
    else { return nil }
    return (operands[0], operands[1])
  }

  /// Works out the products of a sum, with its vector.
  mutating func multiply(_ sum: MatrixSum, into result: Place) {
    // What factors are made of comes first: entry by entry, that is one program for all of them.
    let vector = sum.vector.map { materialize($0) }
    let factors = sum.products.map { (factor($0), factor($1), $0.shape.columns.count) }
    for (index, (left, right, inner)) in factors.enumerated() {
      let start: GeneralProduct.Start =
        index > 0 ? .result : vector.map { .vector(slot($0)) } ?? .zero
      emit(
        .product(
          GeneralProduct(
            a: slot(left.0), aRow: left.row, aColumn: left.column, b: slot(right.0), bRow: right.row,
            bColumn: right.column, m: sum.rows, n: sum.columns, k: inner, start: start, result: slot(result))),
        reading: [left.0, right.0] + (index == 0 ? vector.map { [$0] } ?? [] : []))
    }
  }
}
