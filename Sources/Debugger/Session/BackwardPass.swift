// The way back of a run: a run of the model that has its gradients too, so that all that steps, stops and explains does so
// with them.

package import Equations
package import Evaluation

/// A run forward and back.
package struct BackwardPass: Sendable {
  /// What is differentiated, as it was typed; empty for the loss.
  package let text: String
  /// The same for titles: `loss`, `norm(h)@7`.
  package let title: String
  package let gradient: GradientModel
  package let trace: Trace<Float>

  package var model: Model { trace.model }

  /// Whether a quantity belongs to the way back.
  package func isBackward(_ quantity: Quantity) -> Bool { quantity.id >= gradient.forwardCount }

  /// Whether it is the gradient by a state.
  func isOfState(_ quantity: Quantity) -> Bool {
    model.quantities.contains { $0.isState && gradient.adjoints[$0.id] == quantity.id }
  }

  /// ‖∂L/∂q_k‖ for each step k of a quantity.
  func norms(of quantity: Quantity) -> [Double] {
    guard let id = gradient.adjoints[quantity.id] else {
      return Array(repeating: 0, count: trace.stepCount(of: model.quantities[quantity.id]))
    }
    let adjoint = model.quantities[id]
    return (0..<trace.stepCount(of: adjoint)).map { trace.values(of: adjoint, at: $0).euclideanLength }
  }

  /// ‖∂L/∂q_k‖ for one step k, from 0.
  func norm(of quantity: Quantity, at step: Int) -> Double {
    gradient.adjoints[quantity.id].map { trace.values(of: model.quantities[$0], at: step).euclideanLength } ?? 0
  }
}

extension Array where Element == Float {
  /// The root of the sum of squares.
  var euclideanLength: Double { reduce(0) { $0 + Double($1) * Double($1) }.squareRoot() }
}

extension Variant {
  /// Runs forward and back.
  ///
  /// - Parameters:
  ///   - text: what is differentiated, one number at each step or at one: `norm(h)@7`; nothing for the loss.
  ///   - followed: whether it is the way back that is open, in a run that has changed.
  ///   - isInterrupted: whether to stop.
  /// - Returns: the run with its gradients.
  /// - Throws: what cannot be differentiated, an input that only the loss needs, a run that does not fit.
  func wayBack(
    from text: String, followed: Bool = false, _ isInterrupted: @escaping Interruption
  ) throws(CommandError) -> BackwardPass {
    do throws(CommandError) {
      let target = try GradientTarget(text, trace.model)
      try target.checkStep(in: trace)
      do throws(RunError) {
        let gradient = try Gradient(
          target.model, of: target.quantity, only: target.step, missing: values.missingInputs)
        let run = try gradient.trace(values, options: RunOptions(isInterrupted: isInterrupted))
        return BackwardPass(text: text, title: target.text, gradient: gradient.model, trace: run.trace)
      } catch {
        throw lacking(error, text)
      }
    } catch {
      guard followed, error != .run(.interrupted) else { throw error }
      let what = text.isEmpty ? "the loss" : text
      throw .message("the way back from \(what) could not follow, forward leaves it: \(error.description)")
    }
  }

  /// A loss without its target: another number needs none.
  private func lacking(_ error: RunError, _ text: String) -> CommandError {
    guard case .missingInput = error, text.isEmpty, let other = model.numbersWithoutTarget.first else {
      return .run(error)
    }
    return .message("\(error); or say of what: of \(other), which needs no target")
  }
}

extension GradientTarget {
  /// - Throws: a step that a run has not.
  func checkStep(in trace: Trace<Float>) throws(CommandError) {
    guard let step else { return }
    let stage = model.quantities[quantity].stage
    let count = trace.stages.indices.contains(stage) ? trace.stages[stage].steps : 1
    guard step >= 0, step < count else { throw .run(.noSuchStep(step + 1, count: count)) }
  }
}

extension Session {
  /// The way back from something, kept as long as the run is the same.
  ///
  /// - `text`: what is differentiated; nothing for what was last, or the loss.
  package func wayBack(from text: String = "") throws(CommandError) -> BackwardPass {
    let text = text.isEmpty ? gradientTarget : text
    if let backward, backward.text == text { return backward }
    return try studies.value("back from \(text)") { () throws(CommandError) in
      try present.wayBack(from: text, isInterrupted)
    }
  }

  /// Whether something is known to differentiate: what was last, or a loss that nothing is missing for.
  var canDifferentiate: Bool {
    !gradientTarget.isEmpty || present.model.loss.map { present.trace.has(present.trace.model.quantities[$0]) } ?? false
  }

  /// This session, or with the way back open in it where a text names a gradient.
  func seeing(_ text: String) throws(CommandError) -> Session {
    guard backward == nil, present.trace.model.mentionsGradient(text) else { return self }
    var copy = self
    try copy.show(try wayBack())
    return copy
  }

  /// The same without its way back: the run alone.
  var alongside: Session {
    guard backward != nil else { return self }
    var copy = self
    // What leaves the way back works nothing out, and cannot fail.
    try? copy.show(nil as BackwardPass?)
    return copy
  }

  /// Opens the way back that another session had open, where that goes.
  mutating func reopen(_ back: BackwardPass) {
    guard let own = try? present.wayBack(from: back.text, isInterrupted) else { return }
    try? show(own)
  }
}
