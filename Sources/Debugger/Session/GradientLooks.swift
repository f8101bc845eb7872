// What views of gradients show: lengths over the steps, a triangle of them. Worked out once for each run and question.

package import Equations
internal import Evaluation

/// Lengths over the steps, to be drawn as lines on one logarithmic scale.
package struct LengthCurves: Sendable {
  package struct Line: Sendable {
    package var name: String
    /// By step; 0 for none.
    package var lengths: [Double]
  }

  package var title: String
  package var lines: [Line]
  /// The quantity whose steps they are; nil where they are steps back from the last.
  package var quantity: Quantity?
  /// What is counted where they are none's steps.
  package var axis = "steps back"
  /// The place, from 0, that each step of a tree's nodes has among the levels that are counted; nil where none are.
  package var placeOfStep: [Int]?
  /// Steps that a line has.
  package var count: Int { lines.map(\.lengths.count).max() ?? 0 }
}

/// ‖∂L_t/∂q_k‖ for some steps t and all steps k.
package struct GradientTriangle: Sendable {
  package var target: String
  package var quantity: Quantity
  /// The steps t that are told, from 0, evenly over the run.
  package var rows: [Int]
  /// How many steps t there are.
  package var targetCount: Int
  /// How many steps k there are.
  package var count: Int
  package var lengths: [[Double]]
  /// Where each of them lies between the shortest and the longest: worked out once, for they may be many.
  package var scale: LogScale
}

extension Session {
  /// ‖∂L/∂q_k‖ over k, or over the levels of a tree.
  ///
  /// - Parameters:
  ///   - names: of quantities; none for the states, or where there is none for what is worked out at each step.
  ///   - text: what is differentiated; nothing for what was last, or the loss.
  /// - Returns: a line for each of them that has the steps of the last.
  /// - Throws: names that stand for none, and what cannot be differentiated.
  package func gradientCurves(_ names: [String], of text: String) throws(CommandError) -> LengthCurves {
    let back = try wayBack(from: text)
    var quantities: [Quantity] = []
    for name in names {
      guard let quantity = present.model.quantity(named: name) else { throw PinReader.unknown(name, present.model) }
      quantities.append(quantity)
    }
    if quantities.isEmpty { quantities = back.suggested }
    guard let last = quantities.last else {
      throw .message("\(back.title) depends on no quantity that has steps")
    }
    // Lines above one another have their steps in common.
    let shown = quantities.filter { $0.stage == last.stage }
    if let curves = levelCurves(shown, back) { return curves }
    let lines = shown.map { LengthCurves.Line(name: $0.name, lengths: back.norms(of: $0)) }
    return LengthCurves(title: "‖∂\(back.title)/∂·‖ by step", lines: lines, quantity: last)
  }

  /// Of a tree's nodes the mean on each level below the root: their order is no way that a gradient comes; nil for others.
  private func levelCurves(_ quantities: [Quantity], _ back: BackwardPass) -> LengthCurves? {
    let lines = quantities.compactMap { quantity in
      present.trace.levelMeans(of: [quantity], back.norms).map { LengthCurves.Line(name: quantity.name, lengths: $0) }
    }
    guard let first = quantities.first, !lines.isEmpty else { return nil }
    return LengthCurves(
      title: "‖∂\(back.title)/∂·‖, its mean on each level", lines: lines, quantity: nil, axis: "levels down",
      placeOfStep: present.trace.levels(ofStage: first.stage))
  }

  /// The triangle of a quantity; of a long run so many of its rows, evenly.
  package func triangle(_ name: String?, of text: String, rows most: Int) throws(CommandError) -> GradientTriangle {
    let text = text.isEmpty ? gradientTarget : text
    return try studies.value("triangle \(name ?? "") of \(text) in \(most)") { () throws(CommandError) in
      let target = try GradientTarget(text, present.trace.model)
      let quantity = try quantity(name, in: target)
      let steps = try target.triangleSteps(of: quantity, in: present.trace)
      let apart = max(1, (steps + max(most, 1) - 1) / max(most, 1))
      // The last step is always among them.
      let rows = Array(stride(from: max(steps - 1, 0) % apart, to: steps, by: apart))
      let lengths = try running { values, options throws(RunError) in
        try Gradient(target.model, of: target.quantity, isWeighted: true, missing: values.missingInputs)
          .triangle(by: quantity, values, from: rows, options: options)
      }
      return GradientTriangle(
        target: target.text, quantity: quantity, rows: rows, targetCount: steps,
        count: present.trace.stepCount(of: quantity), lengths: lengths, scale: LogScale(lengths.joined()))
    }
  }

  /// A quantity with steps that a target depends on; without a name the last state.
  private func quantity(_ name: String?, in target: GradientTarget) throws(CommandError) -> Quantity {
    let model = present.model
    guard let name else {
      let moving = model.quantities.filter { model.stages[$0.stage].steps != .once && present.trace.has($0) }
      guard let quantity = moving.last(where: \.isState) ?? moving.last else {
        throw .message("the model has no quantity with steps")
      }
      return quantity
    }
    guard let quantity = model.quantity(named: name) else { throw PinReader.unknown(name, model) }
    guard model.stages[quantity.stage].steps != .once else { throw .message("\(name) has no steps") }
    return quantity
  }
}

extension BackwardPass {
  /// The states that it comes to, or else what is worked out at each step, the last of these.
  fileprivate var suggested: [Quantity] {
    let moving = model.quantities.filter {
      gradient.adjoints[$0.id] != nil && model.stages[$0.stage].steps != .once && !$0.shape.isScalar
    }
    let states = moving.filter(\.isState)
    return Array((states.isEmpty ? moving : states).suffix(6))
  }
}
