// Numbers that are known while a sheet is checked: dimensions, settings, loop variables.

/// The whole numbers and constants that stand for themselves in indices, ranges and sizes.
struct Scope {
  var dims: [String: Int] = [:]
  var constants: [String: Double] = [:]
  /// Loop variables of the families around.
  var loops: [String: Int] = [:]

  func value(of name: String) -> Double? {
    if let loop = loops[name] { return Double(loop) }
    if let dimension = dims[name] { return Double(dimension) }
    return constants[name]
  }

  var names: [String] { Array(loops.keys) + Array(dims.keys) + Array(constants.keys) }

  func with(_ variable: String, _ value: Int) -> Scope {
    var copy = self
    copy.loops[variable] = value
    return copy
  }

  /// A number that must be known before the run. `substitutes` adds names that stand only here.
  func number(_ syntax: Syntax, substitutes: [String: Double] = [:]) throws(Diagnostic) -> Double {
    switch syntax.kind {
    case .number(let value, _): return value
    case .name(let name):
      if let value = substitutes[name] ?? value(of: name) { return value }
      throw Diagnostic(.unknownName(name, nearest: nearestName(to: name, among: names)), at: syntax.range)
    case .negate(let operand): return -(try number(operand, substitutes: substitutes))
    case .product(let left, let right):
      return try number(left, substitutes: substitutes) * number(right, substitutes: substitutes)
    case .binary(let sign, let left, let right):
      let (a, b) = (try number(left, substitutes: substitutes), try number(right, substitutes: substitutes))
      switch sign {
      case .add: return a + b
      case .subtract: return a - b
      case .hadamard: return a * b
      case .quotient: return a / b
      default: throw Diagnostic(.notConstant(syntax.spelled), at: syntax.range)
      }
    default: throw Diagnostic(.notConstant(syntax.spelled), at: syntax.range)
    }
  }

  func wholeNumber(_ syntax: Syntax, substitutes: [String: Double] = [:]) throws(Diagnostic) -> Int {
    let value = try number(syntax, substitutes: substitutes)
    guard value == value.rounded(), abs(value) < 1e15 else {
      if case .binary(.quotient, _, _) = syntax.kind, value.isFinite {
        throw Diagnostic(.notDivisible(syntax.spelled), at: syntax.range)
      }
      throw Diagnostic(.notAWholeNumber(syntax.spelled, value: value), at: syntax.range)
    }
    return Int(value)
  }

  /// The size of an axis, with the name that the sheet gives it.
  func dimension(_ syntax: Syntax) throws(Diagnostic) -> Dimension {
    let count = try wholeNumber(syntax)
    let label = syntax.spelled
    guard count >= 1 else { throw Diagnostic(.dimensionTooSmall(label, value: count), at: syntax.range) }
    guard count <= Limits.dimension else { throw Diagnostic(.dimensionTooLarge(label, value: count), at: syntax.range) }
    return Dimension(count, label: label)
  }

  /// The shape that a declaration gives.
  func shape(_ axes: [Syntax]) throws(Diagnostic) -> Shape {
    var sizes: [Dimension] = []
    for axis in axes { sizes.append(try dimension(axis)) }
    let (count, overflow) = sizes.reduce((1, false)) { total, size in
      let (product, overflow) = total.0.multipliedReportingOverflow(by: size.count)
      return (product, overflow || total.1)
    }
    if overflow || count > Limits.tensorCount, let first = axes.first {
      let text = sizes.map { String($0.count) }.joined(separator: "×")
      throw Diagnostic(.tooLarge(text, count: "\(Limits.tensorCount)"), at: first.range)
    }
    switch sizes.count {
    case 0: return .scalar
    case 1: return .vector(sizes[0])
    default: return .matrix(sizes[0], sizes[1])
    }
  }

  /// The members of `for l in 1..L`.
  func members(_ family: Family) throws(Diagnostic) -> ClosedRange<Int>? {
    let (lower, upper) = (try wholeNumber(family.lower), try wholeNumber(family.upper))
    guard lower <= upper else { return nil }
    guard upper - lower < Limits.familyMembers else {
      throw Diagnostic(.rangeTooLong("\(lower)..\(upper)", count: Limits.familyMembers), at: family.range)
    }
    return lower...upper
  }
}
