// A pin holds a quantity, or one entry of it, to a value for some steps. It is a change of the model's equation and
// nothing else: the plan, the explanation and the gradient see an equation like any other.

package import Equations

/// One pin.
package struct Pin: Sendable, Equatable {
  package var quantity: Int
  /// Which entries, from 1: none for all, [units], or [rows, columns].
  package var place: [ClosedRange<Int>]
  /// What it is held to: a number, or a value of the shape of what is held.
  package var value: Expression
  /// Steps from 1; nil for all.
  package var steps: ClosedRange<Int>?
  /// As it was typed, in canonical form.
  package var text: String

  /// The last step of a pin that holds to the end, whatever that is.
  package static let openEnd = 1 << 40

  package init(
    quantity: Int, place: [ClosedRange<Int>], value: Expression, steps: ClosedRange<Int>?, text: String
  ) {
    self.quantity = quantity
    self.place = place
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
    let condition = [placeMask(pin, quantity.shape), stepMask(pin)].compactMap { $0 }.reduce(nil as Expression?) {
      all, next in
      guard let all else { return next }
      let shape = all.shape.isScalar ? next.shape : all.shape
      return Expression(.apply(.and, [all, next]), shape: shape)
    }
    let always = Expression(.number(1), shape: .scalar)
    let value = spread(pin.value, over: pin.place, quantity.shape)
    return Expression(.apply(.choose, [condition ?? always, value, old]), shape: old.shape, range: old.range)
  }

  /// 1 at the entries that are held, 0 elsewhere; nil where all are.
  private func placeMask(_ pin: Pin, _ shape: Shape) -> Expression? {
    switch (shape, pin.place.count) {
    case (.vector(let n), 1): return .mask(pin.place[0], n)
    case (.matrix(let r, let c), 2):
      let row = Expression(.apply(.transpose, [.mask(pin.place[1], c)]), shape: .row(c))
      return Expression(.apply(.product, [.mask(pin.place[0], r), row]), shape: shape)
    default: return nil
    }
  }

  /// A value for a part of a quantity, as one for the whole of it: zero around the part.
  private func spread(_ value: Expression, over place: [ClosedRange<Int>], _ shape: Shape) -> Expression {
    guard !value.shape.isScalar, value.shape.stored != shape else { return value }
    switch (shape, place.count) {
    case (.vector(let n), 1): return .padded(value, at: place[0], n)
    case (.matrix(let r, let c), 2) where place[0].count == 1:
      // One row: its place as a column, times the row.
      let row = Expression(.apply(.transpose, [.padded(value.asColumn, at: place[1], c)]), shape: .row(c))
      return Expression(.apply(.product, [.mask(place[0], r), row]), shape: shape)
    case (.matrix(let r, let c), 2) where place[1].count == 1:
      let row = Expression(.apply(.transpose, [.mask(place[1], c)]), shape: .row(c))
      return Expression(.apply(.product, [.padded(value.asColumn, at: place[0], r), row]), shape: shape)
    default: return value
    }
  }

  private func stepMask(_ pin: Pin) -> Expression? {
    guard let steps = pin.steps else { return nil }
    let step = Expression(.read(Read(.step)), shape: .scalar)
    func number(_ value: Int) -> Expression { Expression(.number(Double(value)), shape: .scalar) }
    let from = Expression(.apply(.greaterEqual, [step, number(steps.lowerBound)]), shape: .scalar)
    guard steps.upperBound < Pin.openEnd else { return from }
    let to = Expression(.apply(.lessEqual, [step, number(steps.upperBound)]), shape: .scalar)
    return Expression(.apply(.and, [from, to]), shape: .scalar)
  }
}

extension Expression {
  /// A vector that is 1 at some places, counted from 1, and 0 elsewhere.
  fileprivate static func mask(_ places: ClosedRange<Int>, _ size: Dimension) -> Expression {
    guard places.count > 1 else { return oneHot(places.lowerBound, size) }
    let count = Dimension(places.count)
    let ones = Expression(
      .apply(.add, [oneHot(0, count), Expression(.number(1), shape: .scalar)]), shape: .vector(count))
    return padded(ones, at: places, size)
  }

  /// A vector at some places of a longer one that is 0 elsewhere.
  fileprivate static func padded(_ part: Expression, at places: ClosedRange<Int>, _ size: Dimension) -> Expression {
    let (before, behind) = (places.lowerBound - 1, size.count - places.upperBound)
    let zeros = { (count: Int) in count > 0 ? [oneHot(0, Dimension(count))] : [] }
    let parts = zeros(before) + [part] + zeros(behind)
    return parts.count == 1 ? part : Expression(.apply(.stack, parts), shape: .vector(size))
  }

  /// Place 0 is none: a vector of zeros.
  private static func oneHot(_ place: Int, _ size: Dimension) -> Expression {
    Expression(.apply(.oneHot, [Expression(.number(Double(place)), shape: .scalar)]), shape: .vector(size))
  }

  fileprivate var asColumn: Expression {
    guard case .row(let n) = shape else { return self }
    return Expression(.apply(.transpose, [self]), shape: .vector(n))
  }
}
