// Elementwise trees: first what stands at their leaves, then one program over them.

internal import Equations
internal import Kernels

extension ScanCompiler {
  /// An elementwise tree whose leaves lie in memory.
  private indirect enum Tree {
    case leaf(Place)
    /// One number for all elements.
    case scalar(Place)
    case operation(Opcode, [Tree])
  }

  static func isElementwise(_ expression: Expression) -> Bool {
    guard case .apply(let primitive, _) = expression.kind else { return false }
    return primitive.group == .elementwise
  }

  /// The value of an elementwise expression, or of one that is spread, as a program leaves it in `result`.
  mutating func compute(_ expression: Expression, as shape: Shape, into result: Place) {
    if expression.shape == shape, !isKeptFromBefore(expression), let sum = matrixSum(expression), sum.rest.isEmpty {
      return multiply(sum, into: result)
    }
    let tree = prepare(expression, as: shape)
    if program?.count != shape.count { flush() }
    var current = program ?? ElementwiseProgram(count: shape.count)
    let value = Self.append(tree, to: &current)
    current.store(value, at: result)
    program = current
  }

  /// Adds the value of any expression to what lies in `result`.
  mutating func accumulate(_ expression: Expression, as shape: Shape, into result: Place) {
    let tree = Tree.operation(.add, [.leaf(result), prepare(expression, as: shape)])
    if program?.count != shape.count { flush() }
    var current = program ?? ElementwiseProgram(count: shape.count)
    let value = Self.append(tree, to: &current)
    current.store(value, at: result)
    program = current
  }

  private static func append(_ tree: Tree, to program: inout ElementwiseProgram) -> Int {
    switch tree {
    case .leaf(let place): return program.load(place)
    case .scalar(let place): return program.loadScalar(place)
    case .operation(let opcode, let operands):
      let values = operands.map { append($0, to: &program) }
      return program.apply(opcode, values)
    }
  }

  /// Brings all leaves into memory.
  private mutating func prepare(_ expression: Expression, as shape: Shape) -> Tree {
    let spread = Self.spreads(expression.shape, over: shape)
    if spread == .none, let place = keptFromBefore(expression) { return leaf(place, expression.shape, in: shape) }
    if spread == .none, let (place, rest) = chainValue(expression) {
      var tree = leaf(place, expression.shape, in: shape)
      for term in rest { tree = .operation(.add, [tree, prepare(term, as: shape)]) }
      return tree
    }
    if spread == .none, let sum = matrixSum(expression) {
      let place = scratch(shape.count)
      multiply(sum, into: place)
      return sum.rest.reduce(.leaf(place)) { .operation(.add, [$0, prepare($1, as: shape)]) }
    }
    if Self.isElementwise(expression), spread == .none, case .apply(let primitive, let operands) = expression.kind {
      if let base = expression.squared { return .operation(.square, [prepare(base, as: shape)]) }
      if primitive == .subtract, case .number(1) = operands[0].kind, let base = operands[1].squared {
        return .operation(.tanhSlope, [prepare(base, as: shape)])
      }
      return .operation(Opcode(primitive), operands.map { prepare($0, as: shape) })
    }
    // One number in every entry need not be written out.
    if case .apply(.fill, let operands) = expression.kind {
      return leaf(materialize(operands[0]), .scalar, in: shape)
    }
    let place = materialize(expression)
    switch spread {
    case .none: return leaf(place, expression.shape, in: shape)
    case .columns: return .leaf(self.spread(place, shape, .columns))
    case .rows: return .leaf(self.spread(place, shape, .rows))
    }
  }

  private func leaf(_ place: Place, _ part: Shape, in whole: Shape) -> Tree {
    part.count == 1 && whole.count > 1 ? .scalar(place) : .leaf(place)
  }

  private enum Spread { case none, columns, rows }

  /// How a value must be laid out to stand beside a matrix; scalars need nothing.
  private static func spreads(_ part: Shape, over whole: Shape) -> Spread {
    guard part.count > 1, part.count != whole.count || part.rows != whole.rows, case .matrix = whole else {
      return .none
    }
    if case .row = part { return .rows }
    return .columns
  }

  private mutating func spread(_ source: Place, _ shape: Shape, _ direction: Spread) -> Place {
    let result = scratch(shape.count)
    let (rows, columns) = (shape.rows.count, shape.columns.count)
    emit(
      direction == .rows
        ? .spreadRows(source: slot(source), rows: rows, columns: columns, result: slot(result))
        : .spreadColumns(source: slot(source), rows: rows, columns: columns, result: slot(result)),
      reading: [source])
    return result
  }
}

extension Expression {
  /// What it is the square of; nil for anything else.
  fileprivate var squared: Expression? {
    guard case .apply(.power, let operands) = kind, case .number(2) = operands[1].kind else { return nil }
    return operands[0]
  }
}
