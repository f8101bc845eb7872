// The ways on which a gradient comes to a state: through the state itself, each gate, a connection that skips steps.

package import Equations
internal import Evaluation

/// The gradient by a quantity at each step, in parts that sum to it.
package struct GradientWays: Sendable {
  package struct Way: Sendable {
    /// `via f`, `via h[t-3]`, `from loss`.
    package var name: String
    /// By step, an entry each.
    package var parts: [[Float]]
  }

  package var target: String
  package var quantity: Quantity
  package var whole: [[Float]]
  package var ways: [Way]

  /// What a way has of the whole at a step: its projection on it.
  ///
  /// Those of a step sum to 1.
  package func share(of way: Way, at step: Int) -> Double? {
    let square = whole[step].reduce(0) { $0 + Double($1) * Double($1) }
    guard square > 0, square.isFinite else { return nil }
    return zip(way.parts[step], whole[step]).reduce(0) { $0 + Double($1.0) * Double($1.1) } / square
  }

  package var curves: LengthCurves {
    let lines = [LengthCurves.Line(name: "whole", lengths: whole.map(\.euclideanLength))]
    return LengthCurves(
      title: "how ∂\(target)/∂\(quantity.name) comes to each step",
      lines: lines + ways.map { LengthCurves.Line(name: $0.name, lengths: $0.parts.map(\.euclideanLength)) },
      quantity: quantity)
  }
}

extension Session {
  /// The ways to a state; without a name to the first one.
  package func ways(to name: String?, of text: String) throws(CommandError) -> GradientWays {
    let text = text.isEmpty ? gradientTarget : text
    return try studies.value("ways to \(name ?? "") of \(text)") { () throws(CommandError) in
      let target = try GradientTarget(text, present.trace.model)
      try target.checkStep(in: present.trace)
      let quantity = try alongside.state(named: name ?? "", for: .flow)
      guard target.model.stages[target.model.quantities[quantity.id].stage].steps != .once else {
        throw .message("\(quantity.name) has no steps, so that nothing flows back from one to another")
      }
      let (model, run) = try running { values, options throws(RunError) in
        let gradient = try Gradient(
          target.model, of: target.quantity, only: target.step, splitting: quantity.id,
          missing: values.missingInputs)
        return (gradient.model, try gradient.trace(values, options: options))
      }
      guard !model.paths.isEmpty else {
        throw .message("\(target.text) does not depend on \(quantity.name)")
      }
      let steps = 0..<run.trace.stepCount(of: model.model.quantities[quantity.id])
      return GradientWays(
        target: target.text, quantity: quantity, whole: steps.map { run.gradient(by: quantity, at: $0) },
        ways: model.paths.map { path in
          GradientWays.Way(
            name: model.name(of: path, target.text),
            parts: steps.map { run.trace.values(of: model.model.quantities[path.quantity], at: $0) })
        })
    }
  }
}

extension GradientModel {
  /// The equation that a path comes through; where one has several, what it reads.
  fileprivate func name(of path: Path, _ target: String) -> String {
    guard let reader = path.reader, let read = path.read else { return "from \(target)" }
    let name = model.quantities[reader].name
    guard paths.count(where: { $0.reader == reader }) > 1 else { return "via \(name)" }
    let shape = model.quantities[reader].shape
    return "via \(Expression(.read(read), shape: shape).spelled(in: model)) in \(name)"
  }
}
