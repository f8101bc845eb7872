// A choice that is fed back: what a decoder writes and reads again at its next step. Found by what equations are made of, in any
// sheet.

internal import Equations

/// A place among scores, read again at later steps.
struct FedChoice {
  /// `k = argmax(y)`.
  let quantity: Quantity
  /// What the largest is taken of.
  let scores: Expression
  /// Whether they are probabilities already, rather than what a softmax makes them of.
  let isDistribution: Bool

  /// All of a model, in the sheet's order.
  static func all(in model: Model) -> [FedChoice] {
    model.quantities.compactMap { quantity in
      guard case .apply(.argmax, let operands) = quantity.expression.kind, isFedBack(quantity, in: model) else {
        return nil
      }
      return FedChoice(quantity: quantity, scores: operands[0], isDistribution: isDistribution(operands[0], in: model))
    }
  }

  /// Whether an equation of the same stage reads it at an earlier step.
  private static func isFedBack(_ choice: Quantity, in model: Model) -> Bool {
    model.quantities.contains { reader in
      reader.stage == choice.stage
        && reader.expression.reads.contains { $0.source == .quantity(choice.id) && $0.at.offset < 0 }
    }
  }

  /// By its form, or by that of the quantity that it is.
  private static func isDistribution(_ scores: Expression, in model: Model) -> Bool {
    if case .read(let read) = scores.kind, case .quantity(let id) = read.source, read.at == .now {
      return Session.isDistribution(model.quantities[id].expression)
    }
    return Session.isDistribution(scores)
  }

  /// The logarithm of the probability of each entry; of one that cannot be, or that is no number, minus infinity.
  func logProbabilities(_ numbers: [Float]) -> [Double] {
    let scores = numbers.map { $0.isNaN ? -Double.infinity : Double($0) }
    if isDistribution { return scores.map { $0 > 0 ? logarithm($0) : -.infinity } }
    guard let largest = scores.max(), largest.isFinite else { return scores.map { _ in -.infinity } }
    let total = largest + logarithm(scores.reduce(0) { $0 + exponential($1 - largest) })
    return scores.map { $0 - total }
  }
}
