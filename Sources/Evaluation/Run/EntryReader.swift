// One number after another of a quantity, without copies: for whoever looks at a few of very many.

package import Equations

/// The numbers of a quantity in a trace.
package struct EntryReader<Number: Scalar>: Sendable {
  private let stage: StageTrace<Number>
  private let quantity: Quantity
  private let isOnce: Bool
  /// How many numbers there are at a step.
  package let count: Int

  /// Nil for a quantity that the trace has left out.
  package init?(_ quantity: Quantity, in trace: Trace<Number>) {
    guard trace.has(quantity) else { return nil }
    self.quantity = quantity
    stage = trace.stages[quantity.stage]
    isOnce = trace.model.stages[quantity.stage].steps == .once
    count = quantity.shape.count
  }

  /// One of the numbers at a step, both from 0; NaN where there is no such number.
  @specialized(where Number == Float)
  @specialized(where Number == Double)
  package func value(_ entry: Int, at step: Int) -> Number {
    entry >= 0 && entry < count ? stage.value(of: quantity, entry, at: isOnce ? 0 : step) : .nan
  }
}
