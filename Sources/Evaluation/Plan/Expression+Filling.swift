// An open axis has room for the most that it can hold. Before equations are compiled they are made so that whatever is not
// filled holds zeros, and counts in no softmax, mean or maximum: a mask where an operation does not keep zeros by itself.

internal import Equations

extension Expression {
  /// The same value with room for all places of its axes and zeros in those that are not filled; no axis of it is open.
  var padded: Expression {
    guard hasOpenAxes else { return self }
    guard case .apply(let primitive, let operands) = kind else { return Expression(kind, shape: shape.whole) }
    if primitive.group == .elementwise {
      let (value, isClean) = spreadPadded
      return isClean ? value : value.masked(shape)
    }
    return padded(primitive, operands.map(\.padded))
  }

  // MARK: entry by entry

  /// An elementwise value whose unfilled places hold zeros only if `isClean`: a mask at the end of a chain is enough.
  private var spreadPadded: (value: Expression, isClean: Bool) {
    guard case .apply(let primitive, let operands) = kind else { return (padded, true) }
    let parts = operands.map { operand -> (value: Expression, isClean: Bool) in
      guard operand.isElementwise, operand.shape.openAxes.isSubset(of: shape.openAxes) else {
        return (operand.padded, true)
      }
      return operand.spreadPadded
    }
    let value = Expression(.apply(primitive, parts.map(\.value)), shape: shape.whole)
    guard shape.isOpen else { return (value, true) }
    let isZero = zip(operands, parts).map { $1.isClean && $0.shape.openAxes == shape.openAxes }
    return (value, parts.allSatisfy(\.isClean) && Self.keepsZeros(primitive, operands, isZero))
  }

  /// Whether the result is 0 where the operands in `isZero` are, whatever the others hold.
  private static func keepsZeros(_ primitive: Primitive, _ operands: [Expression], _ isZero: [Bool]) -> Bool {
    switch primitive {
    case .negate, .tanh, .relu, .squareRoot, .sine, .absolute, .sign, .floor, .leakyRelu, .shrink: isZero[0]
    case .add, .subtract, .larger, .smaller: isZero.allSatisfy { $0 }
    case .multiply: isZero.contains(true)
    case .divide: isZero[0] && operands[1].reads.isEmpty
    case .power: if case .number(let exponent) = operands[1].kind { isZero[0] && exponent > 0 } else { false }
    default: false
    }
  }

  private var isElementwise: Bool {
    if case .apply(let primitive, _) = kind { primitive.group == .elementwise } else { false }
  }

  // MARK: all else

  private func padded(_ primitive: Primitive, _ operands: [Expression]) -> Expression {
    let result = Expression(.apply(primitive, operands), shape: shape.whole)
    let inner = self.operands.first?.shape ?? .scalar
    switch primitive {
    case .whole: return Expression(operands[0].kind, shape: shape.whole)
    case .fill: return result.masked(shape)
    case .element: return element(operands, inner)
    case .mean:
      let sum = Expression(.apply(.sum, operands), shape: .scalar)
      // The mean of nothing is 0.
      return inner.isOpen ? .of(.divide, sum, inner.sizeOrOne) : result
    case .maximum, .argmax: return extreme(primitive, operands[0], inner, -.infinity)
    case .minimum: return extreme(primitive, operands[0], inner, .infinity)
    case .softmax:
      guard inner.along.isOpen else { return result.masked(shape) }
      return Expression(.apply(.maskedSoftmax, [operands[0], Self.mask(shape)]), shape: shape.whole)
    case .layerNorm: return result.masked(shape)
    case .sortDescending, .topK:
      let key = operands[0].masked(inner, else: -.infinity)
      return Expression(.apply(primitive, [key] + operands.dropFirst()), shape: shape.whole).masked(shape)
    case .sortBy, .unsort:
      let key = operands[1].masked(inner, else: -.infinity)
      return Expression(.apply(primitive, [operands[0], key]), shape: shape.whole).masked(shape)
    default: return result
    }
  }

  /// A place that is not filled is none: 0 stands for it, where no entry is.
  private func element(_ operands: [Expression], _ shape: Shape) -> Expression {
    let axes = operands.count > 2 ? [shape.rows, shape.columns] : [shape.along]
    let places = zip(operands.dropFirst(), axes).map { place, axis in
      guard let filled = axis.filled else { return place }
      return .of(.choose, .of(.lessEqual, place, filled), place, .plain(0))
    }
    return Expression(.apply(.element, [operands[0]] + places), shape: .scalar)
  }

  /// The largest or smallest of what is filled, or its place; 0 of nothing.
  private func extreme(_ primitive: Primitive, _ operand: Expression, _ shape: Shape, _ worst: Double) -> Expression {
    let value = Expression(.apply(primitive, [operand.masked(shape, else: worst)]), shape: .scalar)
    guard shape.isOpen else { return value }
    return .of(.choose, .of(.greater, shape.size, .plain(0)), value, .plain(0))
  }

  // MARK: masks

  /// With another number in the places that are not filled.
  private func masked(_ open: Shape, else number: Double = 0) -> Expression {
    var value = self
    for (axis, mask) in open.axisMasks where axis.isOpen {
      value = Expression(.apply(.choose, [mask, value, .plain(number)]), shape: open.whole)
    }
    return value
  }

  /// 1 in the places that are filled.
  private static func mask(_ open: Shape) -> Expression {
    if case .vector = open, let (_, mask) = open.axisMasks.first { return mask }
    return Expression(.apply(.fill, [.plain(1)]), shape: open.whole).masked(open)
  }

  private static func plain(_ value: Double) -> Expression { Expression(.number(value), shape: .scalar) }

  /// An operation on numbers.
  private static func of(_ primitive: Primitive, _ operands: Expression...) -> Expression {
    Expression(.apply(primitive, operands), shape: .scalar)
  }
}

extension Shape {
  fileprivate enum Axis { case rows, columns }

  fileprivate var openAxes: Set<Axis> {
    Set((rows.isOpen ? [Axis.rows] : []) + (columns.isOpen ? [Axis.columns] : []))
  }

  /// The axis that operations by columns go along: of a row, which is one vector, its columns.
  fileprivate var along: Dimension { if case .row(let n) = self { n } else { rows } }

  /// For each axis what is 1 in its filled places: a vector beside the rows, a row beside the columns.
  fileprivate var axisMasks: [(axis: Dimension, mask: Expression)] {
    func leading(_ axis: Dimension) -> Expression {
      Expression(.apply(.leading, [axis.size]), shape: .vector(axis.whole))
    }
    func lying(_ axis: Dimension) -> Expression {
      Expression(.apply(.transpose, [leading(axis)]), shape: .row(axis.whole))
    }
    switch self {
    case .scalar: return []
    case .vector(let n): return [(n, leading(n))]
    case .row(let n): return [(n, lying(n))]
    case .matrix(let r, let c): return [(r, leading(r)), (c, lying(c))]
    }
  }
}

extension Model {
  /// The stage that has the steps of a walk.
  func stage(ofWalk walk: Int) -> Int? {
    guard walks.indices.contains(walk) else { return nil }
    return stages.firstIndex { $0.steps == walks[walk].steps && $0.variable == walks[walk].variable }
  }
}
