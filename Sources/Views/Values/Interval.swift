// What an equation can give, by its form alone: a sigmoid lies between 0 and 1 whatever its operand.

import Equations

/// Bounds of a value's entries; infinite where the form says nothing.
struct Interval: Hashable, Sendable {
  var low: Double
  var high: Double

  static let all = Interval(low: -.infinity, high: .infinity)
  static let unit = Interval(low: 0, high: 1)
  static let symmetric = Interval(low: -1, high: 1)
  static let positive = Interval(low: 0, high: .infinity)

  /// The bounds of a quantity, through the quantities that it reads at the same step.
  init(of id: Int, in model: Model) {
    var finder = IntervalFinder(model: model)
    self = finder.bounds(of: id, depth: 0)
  }

  fileprivate init(low: Double, high: Double) {
    (self.low, self.high) = (low, high)
  }

  fileprivate func union(_ other: Interval) -> Interval {
    Interval(low: min(low, other.low), high: max(high, other.high))
  }

  fileprivate var checked: Interval { low.isNaN || high.isNaN || low > high ? .all : self }
}

/// Works bounds out from the leaves up; each quantity once.
private struct IntervalFinder {
  let model: Model
  var known: [Int: Interval] = [:]

  /// Chains longer than this are not followed; their bounds are unknown.
  private static let deepest = 64

  mutating func bounds(of id: Int, depth: Int) -> Interval {
    if let interval = known[id] { return interval }
    guard depth < Self.deepest, model.quantities.indices.contains(id) else { return .all }
    // Stands while it is being worked out, so that nothing goes round in a circle.
    known[id] = .all
    let interval = bounds(of: model.quantities[id].expression, depth: depth + 1)
    known[id] = interval
    return interval
  }

  private mutating func bounds(of expression: Expression, depth: Int) -> Interval {
    switch expression.kind {
    case .number(let value): return Interval(low: value, high: value)
    case .read(let read):
      guard case .quantity(let id) = read.source, read.at == .now else { return .all }
      return bounds(of: id, depth: depth)
    case .apply(let primitive, let operands):
      // Only some pass on anything of their operands.
      guard Self.passesOn(primitive) else { return Self.bounds(primitive, []) }
      var parts: [Interval] = []
      for operand in operands { parts.append(bounds(of: operand, depth: depth)) }
      return Self.bounds(primitive, parts)
    }
  }

  private static func passesOn(_ primitive: Primitive) -> Bool {
    switch primitive {
    case .negate, .add, .subtract, .multiply, .larger, .smaller, .choose, .stack, .transpose, .element, .fill,
      .sortDescending, .sortBy, .unsort, .relu, .maximum, .minimum, .mean, .clip:
      true
    default: false
    }
  }

  private static func bounds(_ primitive: Primitive, _ parts: [Interval]) -> Interval {
    switch primitive {
    case .sigmoid, .softmax, .maskedSoftmax, .oneHot, .not, .less, .lessEqual, .greater, .greaterEqual, .equal,
      .notEqual,
      .and, .or:
      return .unit
    case .tanh, .sine, .cosineOf, .sign, .cosineSimilarity: return .symmetric
    case .softplus, .exponential, .absolute, .squareRoot, .norm, .entropy, .argmax: return .positive
    default: break
    }
    guard let first = parts.first else { return .all }
    let last = parts[parts.count - 1]
    let isPair = parts.count == 2
    switch primitive {
    case .negate: return Interval(low: -first.high, high: -first.low).checked
    case .relu: return Interval(low: max(0, first.low), high: max(0, first.high)).checked
    case .add where isPair: return Interval(low: first.low + last.low, high: first.high + last.high).checked
    case .subtract where isPair: return Interval(low: first.low - last.high, high: first.high - last.low).checked
    case .multiply where isPair:
      let corners = [first.low * last.low, first.low * last.high, first.high * last.low, first.high * last.high]
      guard !corners.contains(where: \.isNaN) else { return .all }
      return Interval(low: corners.min() ?? 0, high: corners.max() ?? 0)
    case .choose where parts.count == 3: return parts[1].union(parts[2])
    case .clip where parts.count == 3: return Interval(low: parts[1].low, high: parts[2].high).checked
    case .larger, .smaller, .stack: return parts.dropFirst().reduce(first) { $0.union($1) }
    case .transpose, .element, .fill, .sortDescending, .sortBy, .unsort, .maximum, .minimum, .mean: return first
    default: return .all
    }
  }
}
