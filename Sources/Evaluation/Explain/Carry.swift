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
    do throws(NotLinear) {
      factor = try Carry.factor(quantity.expression, past) ?? Carry.number(0)
    } catch {
      return nil
    }
  }

  /// The coefficient of the past in an entry at the evaluator's step.
  package func coefficient<Number: Scalar>(_ entry: Entry, _ evaluator: EntryEvaluator<Number>) -> Double {
    evaluator.value(factor, entry)
  }
}
