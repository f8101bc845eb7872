// Equations of the way back, as they are at one step. Written for all steps, they ask at each whether there is another that it
// hears from: the step behind the last, the parent of the root. Where there is none, there is no such term.

internal import Equations

extension Explainer {
  /// A gradient's equation with the terms that there are at a step; the same for what the sheet itself says.
  func present(_ quantity: Quantity, _ evaluator: EntryEvaluator<Number>) -> Expression {
    quantity.isGradient ? present(quantity.expression, evaluator) : quantity.expression
  }

  /// What there is to say of a gradient without terms; nil for one with some.
  func words(ofBare expression: Expression, _ quantity: Quantity) -> String? {
    guard quantity.isGradient, case .number(let number) = expression.kind else { return nil }
    return number == 0 ? "nothing flows back to it" : "it is what is differentiated"
  }

  private func present(_ expression: Expression, _ evaluator: EntryEvaluator<Number>) -> Expression {
    switch expression.kind {
    case .number: return expression
    case .read(let read): return comesFromNowhere(read, evaluator.step) ? Self.nothing : expression
    case .apply(let primitive, let operands):
      if primitive == .choose, operands[0].reads.allSatisfy(isOfStepsAlone) {
        return present(evaluator.value(operands[0], Entry(0)) != 0 ? operands[1] : operands[2], evaluator)
      }
      let parts = operands.map { present($0, evaluator) }
      let isZero = parts.map { part in if case .number(0) = part.kind { true } else { false } }
      if primitive == .add, let zero = isZero.firstIndex(of: true) { return parts[1 - zero] }
      if primitive == .subtract, isZero[1] { return parts[0] }
      if primitive == .subtract, isZero[0] {
        return Expression(.apply(.negate, [parts[1]]), shape: parts[1].shape, range: expression.range)
      }
      let isScaled = primitive == .multiply || primitive == .product || primitive == .negate || primitive == .fill
      if isScaled, isZero.contains(true) { return Self.nothing }
      return Expression(.apply(primitive, parts), shape: expression.shape, range: expression.range)
    }
  }

  private static var nothing: Expression { Expression(.number(0), shape: .scalar) }

  /// Whether it is what flows back from a step, or a parent, that there is not.
  private func comesFromNowhere(_ read: Read, _ step: Int) -> Bool {
    guard case .quantity(let id) = read.source, trace.model.quantities[id].isGradient else { return false }
    switch read.at {
    case .parent: return trace.resolved(read, id, at: step) == nil
    case .offset(let offset): return !(0..<trace.stepCount(of: trace.model.quantities[id])).contains(step + offset)
    case .now, .fixed, .all, .last, .through, .child: return false
    }
  }

  /// Whether it depends on nothing but how many steps there are and which of them this is.
  private func isOfStepsAlone(_ read: Read) -> Bool {
    switch read.source {
    case .step, .length: true
    case .quantity(let id):
      trace.model.quantities[id].isUnnamed && trace.model.quantities[id].expression.reads.allSatisfy(isOfStepsAlone)
    case .input, .parameter, .series, .constant: false
    }
  }
}
