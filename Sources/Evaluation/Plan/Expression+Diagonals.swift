// A diagonal matrix in a product scales rows or columns: n² multiplications where a product of matrices takes n³.

internal import Equations

extension Expression {
  /// The same value without products by matrices that `diag` makes, and without products of which only the diagonal is taken.
  ///
  /// What is multiplied by is written as an elementwise product, so that programs over entries may take it in.
  var scaled: Expression { takesDiagonals ? scaledThroughout : self }

  private var scaledThroughout: Expression {
    guard case .apply(let primitive, let operands) = kind else { return self }
    let parts = operands.map(\.scaledThroughout)
    switch primitive {
    case .product:
      if let scale = parts[0].diagonal, let other = parts[1].diagonal {
        let both = Expression(.apply(.multiply, [scale, other]), shape: scale.shape)
        return Expression(.apply(.diagonal, [both]), shape: shape)
      }
      if let scale = parts[0].diagonal { return Expression(.apply(.multiply, [scale, parts[1]]), shape: shape) }
      if let scale = parts[1].diagonal {
        return Expression(.apply(.multiply, [parts[0], scale.transposed]), shape: shape)
      }
    case .diagonal:
      // Row i of the one with column i of the other.
      guard case .apply(.product, let factors) = parts[0].kind, case .matrix = factors[0].shape,
        case .matrix = factors[1].shape
      else { break }
      let entries = Expression(.apply(.multiply, [factors[0], factors[1].transposed]), shape: factors[0].shape)
      return Expression(.apply(.rowSums, [entries]), shape: shape)
    default: break
    }
    return Expression(.apply(primitive, parts), shape: shape)
  }

  private var takesDiagonals: Bool {
    var result = false
    visit { part in
      if case .apply(.diagonal, _) = part.kind { result = true }
    }
    return result
  }

  /// The vector on the diagonal of a matrix that `diag` makes of it.
  private var diagonal: Expression? {
    guard case .apply(let primitive, let operands) = kind else { return nil }
    if primitive == .transpose { return operands[0].diagonal }
    guard primitive == .diagonal, case .vector = operands[0].shape else { return nil }
    return operands[0]
  }
}
