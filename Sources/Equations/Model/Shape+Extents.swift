// Axes of which only the run tells how much is filled: `K[:t]` grows with the steps, `h[:]` of a decoder has as many columns
// as it wrote. They take the room of the most that there can be; their sizes in numbers are made here.

extension Dimension {
  /// The same with all its places.
  package var whole: Dimension { Dimension(count, label: label) }

  /// As it is seen from so many steps behind: what was filled at step t-1 is one less.
  func moved(_ steps: Int) -> Dimension {
    guard case .steps(let variable, let shift) = extent else { return self }
    return Dimension(count, label: label, extent: .steps(variable: variable, shift: shift + steps))
  }

  /// How many places are filled, as an expression; nil where all are.
  package var filled: Expression? {
    switch extent {
    case .all: return nil
    case .ran(let walk): return .read(.length(walk), .scalar)
    case .steps(_, let shift):
      let step = Expression.read(.step, .scalar)
      return shift == 0 ? step : .each(.larger, step - .number(Double(-shift)), .number(0))
    }
  }

  /// How many, as a number of an equation.
  package var size: Expression { filled ?? .number(Double(count)) }
}

extension Shape {
  package var isOpen: Bool { rows.isOpen || columns.isOpen }

  /// The same with all places of its axes.
  package var whole: Shape { mapAxes(\.whole) }

  func moved(_ steps: Int) -> Shape { isOpen ? mapAxes { $0.moved(steps) } : self }

  /// How many entries are filled, as a number of an equation.
  package var size: Expression {
    isOpen ? rows.size * columns.size : .number(Double(count))
  }

  /// The same, 1 of nothing: what sums are divided by.
  package var sizeOrOne: Expression { isOpen ? .each(.larger, size, .number(1)) : size }

  package func mapAxes(_ change: (Dimension) -> Dimension) -> Shape {
    switch self {
    case .scalar: self
    case .vector(let n): .vector(change(n))
    case .row(let n): .row(change(n))
    case .matrix(let r, let c): .matrix(change(r), change(c))
    }
  }
}

extension Expression {
  /// Whether an axis of it, or of a part of it, is open.
  package var hasOpenAxes: Bool { shape.isOpen || operands.contains(where: \.hasOpenAxes) }

  /// The same with the sizes that its axes have at one step, and none open: what is filled is all there is.
  ///
  /// - `count`: how many places of an open axis are filled there.
  package func closed(_ count: (Dimension.Extent) -> Int) -> Expression {
    guard hasOpenAxes else { return self }
    let shape = shape.mapAxes { $0.isOpen ? Dimension(count($0.extent), label: $0.name) : $0 }
    guard case .apply(let primitive, let operands) = kind else { return Expression(kind, shape: shape, range: range) }
    return Expression(.apply(primitive, operands.map { $0.closed(count) }), shape: shape, range: range)
  }
}
