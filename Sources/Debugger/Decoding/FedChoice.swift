// A choice that is fed back: what a decoder writes and reads again at its next step. Found by what equations are made of, in any
// sheet.

internal import Equations

/// A place among scores, read again at later steps.
struct FedChoice {
  /// `k = argmax(y)`.
  let quantity: Quantity
  /// What the largest is taken of.
  let scores: Expression
  let numbers: ChoiceNumbers

  /// All of a model, in the sheet's order.
  static func all(in model: Model) -> [FedChoice] {
    model.quantities.compactMap { quantity in
      guard case .apply(.argmax, let operands) = quantity.expression.kind, isFedBack(quantity, in: model) else {
        return nil
      }
      return FedChoice(quantity: quantity, scores: operands[0], numbers: ChoiceNumbers(operands[0], in: model))
    }
  }

  /// Whether an equation of the same stage reads it at an earlier step.
  private static func isFedBack(_ choice: Quantity, in model: Model) -> Bool {
    model.quantities.contains { reader in
      reader.stage == choice.stage
        && reader.expression.reads.contains { $0.source == .quantity(choice.id) && $0.at.offset < 0 }
    }
  }
}
