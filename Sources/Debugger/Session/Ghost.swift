// The untouched run, as the present one sees it.

package import Equations
package import Evaluation

/// What was: the run before the first change, its quantities found by the names of the present model.
///
/// A quantity has a ghost where both models have one of its name and shape.
package struct Ghost: Sendable {
  package let trace: Trace<Float>
  /// By the ids of the present model.
  private let quantities: [Quantity?]

  init(_ trace: Trace<Float>, for model: Model) {
    self.trace = trace
    quantities = model.quantities.map { quantity in
      guard let old = trace.model.quantity(named: quantity.name), old.shape == quantity.shape, trace.has(old) else {
        return nil
      }
      return old
    }
  }

  /// The quantity of the untouched model that has the place of one of the present model.
  package func counterpart(of quantity: Quantity) -> Quantity? {
    quantities.indices.contains(quantity.id) ? quantities[quantity.id] : nil
  }

  package func has(_ quantity: Quantity) -> Bool { counterpart(of: quantity) != nil }

  /// The steps of the untouched quantity; 1 where there is none.
  package func stepCount(of quantity: Quantity) -> Int { counterpart(of: quantity).map(trace.stepCount) ?? 1 }

  /// Its numbers at a step, from 0; none where there is none.
  package func values(of quantity: Quantity, at step: Int) -> [Float] {
    counterpart(of: quantity).map { trace.values(of: $0, at: step) } ?? []
  }
}
