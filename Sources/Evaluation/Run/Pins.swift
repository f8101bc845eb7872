// A pin holds a quantity, or one entry of it, to a value for some steps. It is a change of the model's equation and
// nothing else: the plan, the explanation and the gradient see an equation like any other.

package import Equations

/// One pin.
package struct Pin: Sendable, Equatable {
  package var quantity: Int
  /// Which entry, from 1: none, [unit], or [row, column].
  package var entry: [Int]
  /// What it is held to: a number, or a value of the quantity's shape.
  package var value: Expression
  /// Steps from 1; nil for all.
  package var steps: ClosedRange<Int>?
  /// As it was typed, in canonical form.
  package var text: String

  package init(quantity: Int, entry: [Int], value: Expression, steps: ClosedRange<Int>?, text: String) {
    self.quantity = quantity
    self.entry = entry
    self.value = value
    self.steps = steps
    self.text = text
  }

  /// The steps at which it matters, from 0, in a sequence of so many.
  package func reach(of count: Int) -> ClosedRange<Int> {
    guard let steps else { return 0...max(0, count - 1) }
    let first = min(max(0, steps.lowerBound - 1), max(0, count - 1))
    return first...max(first, min(steps.upperBound - 1, count - 1))
  }
}

extension Model {
  /// The model with pins in it; a later pin wins over an earlier one.
  package func pinned(_ pins: [Pin]) throws(SheetErrors) -> Model {
    var expressions: [Int: Expression] = [:]
    for pin in pins {
      let old = expressions[pin.quantity] ?? quantities[pin.quantity].expression
      expressions[pin.quantity] = pinned(old, pin, quantities[pin.quantity])
    }
    return expressions.isEmpty ? self : try replacing(expressions)
  }

  /// `choose(condition, value, equation)`.
  private func pinned(_ old: Expression, _ pin: Pin, _ quantity: Quantity) -> Expression {
    let condition = [entryMask(pin, quantity.shape), stepMask(pin)].compactMap { $0 }.reduce(nil as Expression?) {
      all, next in
      guard let all else { return next }
      let shape = all.shape.isScalar ? next.shape : all.shape
      return Expression(.apply(.and, [all, next]), shape: shape)
    }
    let always = Expression(.number(1), shape: .scalar)
    return Expression(
      .apply(.choose, [condition ?? always, pin.value, old]), shape: old.shape, range: old.range)
  }

  private func entryMask(_ pin: Pin, _ shape: Shape) -> Expression? {
    func oneHot(_ place: Int, _ size: Dimension) -> Expression {
      Expression(.apply(.oneHot, [Expression(.number(Double(place)), shape: .scalar)]), shape: .vector(size))
    }
    switch (shape, pin.entry.count) {
    case (.vector(let n), 1): return oneHot(pin.entry[0], n)
    case (.matrix(let r, let c), 2):
      let row = Expression(.apply(.transpose, [oneHot(pin.entry[1], c)]), shape: .row(c))
      return Expression(.apply(.product, [oneHot(pin.entry[0], r), row]), shape: shape)
    default: return nil
    }
  }

  private func stepMask(_ pin: Pin) -> Expression? {
    guard let steps = pin.steps else { return nil }
    let step = Expression(.read(Read(.step)), shape: .scalar)
    func number(_ value: Int) -> Expression { Expression(.number(Double(value)), shape: .scalar) }
    let from = Expression(.apply(.greaterEqual, [step, number(steps.lowerBound)]), shape: .scalar)
    let to = Expression(.apply(.lessEqual, [step, number(steps.upperBound)]), shape: .scalar)
    return Expression(.apply(.and, [from, to]), shape: .scalar)
  }
}
