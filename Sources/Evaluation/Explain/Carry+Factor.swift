// The coefficient of a state's own past as an expression, so that all of its entries at many steps are worked out at once.

internal import Equations

extension Carry {
  static func number(_ value: Double) -> Expression { Expression(.number(value), shape: .scalar) }

  /// The past is read otherwise than as a factor of a sum's terms, entry by entry.
  struct NotLinear: Error {}

  /// What the past is multiplied with in a linear expression; nil for one that does not read it.
  ///
  /// - Throws: where the expression is not linear in the past.
  static func factor(_ expression: Expression, _ past: Read) throws(NotLinear) -> Expression? {
    guard expression.reads.contains(past) else { return nil }
    guard case .apply(let primitive, let operands) = expression.kind else { return Self.number(1) }
    func part(_ index: Int) throws(NotLinear) -> Expression? { try factor(operands[index], past) }
    /// An operand that the past must not stand in.
    func free(_ index: Int) throws(NotLinear) -> Expression {
      guard !operands[index].reads.contains(past) else { throw NotLinear() }
      return operands[index]
    }
    switch primitive {
    case .add: return Self.joined(.add, try part(0), try part(1))
    case .subtract: return Self.joined(.subtract, try part(0), try part(1))
    case .negate: return try part(0).map { Expression(.apply(.negate, [$0]), shape: $0.shape) }
    case .multiply:
      let (carrier, other) = operands[0].reads.contains(past) ? (0, 1) : (1, 0)
      let scale = try free(other)
      return try part(carrier).map { scaled($0, by: scale) }
    case .divide:
      let divisor = try free(1)
      return try part(0).map { Self.applied(.divide, $0, divisor) }
    case .choose:
      let condition = try free(0)
      let branches = [try part(1) ?? Self.number(0), try part(2) ?? Self.number(0)]
      let shape = ([condition] + branches).map(\.shape).first { !$0.isScalar } ?? .scalar
      return Expression(.apply(.choose, [condition] + branches), shape: shape)
    case .sigmoid, .tanh, .relu, .softplus, .exponential, .logarithm, .squareRoot, .sine, .cosineOf, .absolute,
      .sign, .floor, .not, .power, .leakyRelu, .shrink, .larger, .smaller, .less, .lessEqual, .greater,
      .greaterEqual, .equal, .notEqual, .and, .or, .clip, .product, .transpose, .stack, .element, .diagonal, .fill,
      .rows, .rowSums, .whole, .softmax, .maskedSoftmax, .layerNorm, .sortDescending, .topK, .sortBy, .unsort, .sum,
      .mean, .maximum, .minimum, .norm, .argmax, .entropy, .oneHot, .leading, .cosineSimilarity, .circularConvolution,
      .circularCorrelation, .shiftProducts, .eigenvalues, .eigenvectors:
      throw NotLinear()
    }
  }

  private static func scaled(_ factor: Expression, by other: Expression) -> Expression {
    if case .number(1) = factor.kind { return other }
    return Self.applied(.multiply, factor, other)
  }

  private static func joined(_ primitive: Primitive, _ one: Expression?, _ other: Expression?) -> Expression? {
    guard let one else {
      return primitive == .subtract ? other.map { Expression(.apply(.negate, [$0]), shape: $0.shape) } : other
    }
    return other.map { applied(primitive, one, $0) } ?? one
  }

  private static func applied(_ primitive: Primitive, _ one: Expression, _ other: Expression) -> Expression {
    Expression(.apply(primitive, [one, other]), shape: one.shape.isScalar ? other.shape : one.shape)
  }
}

/// What is left of earlier values of a state at later ones, over a stretch of a run.
package struct Remains {
  /// The step that `factors` begins with.
  private let start: Int
  /// What the past is multiplied with at each step, entry by entry.
  private let factors: [[Float]]
  private let offset: Int
  private let entries: Int

  /// Nil where the factor cannot be worked out.
  package init?(_ carry: Carry, in trace: Trace<Float>, steps: Range<Int>) {
    let factor = carry.factor
    guard let probe = try? Probe(factor, in: trace) else { return nil }
    var factors: [[Float]] = []
    probe.forEach(in: steps) { _, numbers in factors.append(Array(numbers)) }
    (start, self.factors, offset) = (steps.lowerBound, factors, carry.past.at.offset)
    entries = carry.quantity.shape.count
  }

  /// What is left of a step's value at each step of the stretch from there on, in the order in which the scan goes: the
  /// mean over the entries, or one entry.
  package func left(from origin: Int, entry: Int?) -> [(step: Int, share: Float)] {
    let places = entry.map { [$0] } ?? Array(0..<entries)
    var products = [Float](repeating: 1, count: places.count)
    var result: [(step: Int, share: Float)] = []
    var step = origin
    while factors.indices.contains(step - start) {
      if step != origin {
        let factor = factors[step - start]
        for (index, place) in places.enumerated() { products[index] *= factor.count == 1 ? factor[0] : factor[place] }
      }
      result.append((step, products.reduce(0, +) / Float(max(products.count, 1))))
      step -= offset
    }
    return result
  }
}
