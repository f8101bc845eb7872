// One number over the steps of several runs, so that they can be drawn as lines of one chart.

package import Equations
internal import Evaluation

extension Session {
  /// A number of all runs that stand side by side, step by step; nil for what is no number at each step, or not above 0
  /// everywhere, which a logarithmic scale needs.
  package func runCurves(of quantity: Quantity) -> LengthCurves? {
    guard quantity.shape.isScalar, model.stages[quantity.stage].steps != .once else { return nil }
    let lines = runs.compactMap { run -> LengthCurves.Line? in
      let trace = run.lens == .before ? run.session.ghost?.trace : run.session.trace
      guard let trace, let own = trace.model.quantity(named: quantity.name), own.shape.isScalar, trace.has(own) else {
        return nil
      }
      let numbers = (0..<trace.stepCount(of: own)).map { Double(trace.value(of: own, 0, at: $0)) }
      return LengthCurves.Line(name: run.name, lengths: numbers)
    }
    guard lines.count > 1, lines.allSatisfy({ $0.lengths.allSatisfy { $0 > 0 && $0.isFinite } }) else { return nil }
    return LengthCurves(title: "\(quantity.name) of \(lines.count) runs", lines: lines, quantity: quantity)
  }
}
