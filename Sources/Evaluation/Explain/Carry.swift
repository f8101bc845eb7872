// How much of a state's own past goes straight into its present: the coefficient that decays multiply and that the
// ledger of a memory cell is kept with.

package import Equations

/// The direct path of a quantity to itself, one step on: h = a ⊙ h[t-1] + what is written, with `a` and the rest taken
/// as given.
package struct Carry {
  package let quantity: Quantity
  /// `h[t-1]`, or `h[t+1]` where the scan runs backwards.
  package let past: Read
  /// What an entry of the past is multiplied with on its way into the present: z of h = z ⊙ h[t-1] + ….
  package let factor: Expression

  /// Nil if the quantity's equation does not read its own past, or not linearly, entry by entry.
  package init?(_ quantity: Quantity) {
    let own = Set(
      quantity.expression.reads.filter { $0.source == .quantity(quantity.id) && $0.at != .now })
    guard own.count == 1, let past = own.first, past.at.offset != 0, !past.at.isGathered else { return nil }
    self.quantity = quantity
    self.past = past
    guard Carry.isLinear(quantity.expression, past) else { return nil }
    factor = Carry.factor(quantity.expression, past) ?? Carry.number(0)
  }

  /// The coefficient of the past in an entry at the evaluator's step.
  package func coefficient<Number: Scalar>(_ entry: Entry, _ evaluator: EntryEvaluator<Number>) -> Double {
    evaluator.value(factor, entry)
  }

  private static func contains(_ expression: Expression, _ past: Read) -> Bool { expression.reads.contains(past) }

  private static func isLinear(_ expression: Expression, _ past: Read) -> Bool {
    guard contains(expression, past) else { return true }
    guard case .apply(let primitive, let operands) = expression.kind else { return true }
    switch primitive {
    case .add, .subtract, .negate: return operands.allSatisfy { isLinear($0, past) }
    case .multiply:
      let (left, right) = (contains(operands[0], past), contains(operands[1], past))
      return !(left && right) && isLinear(operands[left ? 0 : 1], past)
    case .divide: return !contains(operands[1], past) && isLinear(operands[0], past)
    case .choose:
      return !contains(operands[0], past) && isLinear(operands[1], past) && isLinear(operands[2], past)
    case .sigmoid, .tanh, .relu, .softplus, .exponential, .logarithm, .squareRoot, .sine, .cosineOf, .absolute,
      .sign, .floor, .not, .power, .leakyRelu, .shrink, .larger, .smaller, .less, .lessEqual, .greater,
      .greaterEqual, .equal, .notEqual, .and, .or, .clip, .product, .transpose, .stack, .element, .diagonal, .fill,
      .rows, .rowSums, .whole, .softmax, .maskedSoftmax, .layerNorm, .sortDescending, .topK, .sortBy, .unsort, .sum,
      .mean,
      .maximum, .minimum, .norm, .argmax, .entropy, .oneHot, .leading, .cosineSimilarity, .circularConvolution,
      .circularCorrelation, .shiftProducts, .eigenvalues, .eigenvectors:
      return false
    }
  }
}
