// Numbers that are known while a sheet is checked: dimensions, settings, loop variables.

/// A number or a shape cannot be known: for a reason, or without one if the reason has been told already.
struct Unknowable: Error {
  var reason: Diagnostic?

  static let told = Unknowable(reason: nil)

  init(reason: Diagnostic?) { self.reason = reason }

  init(_ kind: Diagnostic.Kind, at range: SourceRange) { reason = Diagnostic(kind, at: range) }
}

/// What the steps are called where an expression stands, and which numbers they have.
struct StepScope {
  /// Nil where nothing goes from step to step.
  var variable: String? = Names.step
  /// The numbers of the steps, if they are known before the run.
  var range: ClosedRange<Int>?
  /// The `over` that it stands under, by its number among those of the sheet.
  var walk: Int?
  /// What the steps are where they are nodes of a tree.
  var kin: Kin?

  enum Kin { case leaf, node }

  func mentioned(in syntax: Syntax) -> Bool { variable.map(syntax.mentions) ?? false }
}

/// The whole numbers and constants that stand for themselves in indices, ranges and sizes.
struct Scope {
  var dims: [String: Int] = [:]
  var constants: [String: Double] = [:]
  /// Loop variables of the families around.
  var loops: [String: Int] = [:]
  /// The steps that the `over` around walks.
  var step = StepScope()
  /// The variables of all `over` lines of the sheet.
  var walks: Set<String> = []
  /// Whether some equations walk over the nodes of a tree.
  var hasTree = false
  let suggestions = Suggestions()
  /// Names whose numbers are not known because of mistakes that have been told.
  var broken: Set<String> = []
  /// Names of the sheet that are no numbers before the run.
  var others: Set<String> = []
  /// Dimensions that are declared to be others, as in `dims H = D`.
  var aliases: [String: String] = [:]

  func value(of name: String) -> Double? {
    if let loop = loops[name] { return Double(loop) }
    if let dimension = dims[name] { return Double(dimension) }
    return constants[name]
  }

  var names: [String] { loops.keys.sorted() + dims.keys.sorted() + constants.keys.sorted() }

  func with(broken names: Set<String>) -> Scope {
    guard !names.isEmpty else { return self }
    var copy = self
    copy.broken.formUnion(names)
    return copy
  }

  func with(_ variable: String, _ value: Int) -> Scope {
    var copy = self
    copy.loops[variable] = value
    return copy
  }

  /// A number that must be known before the run.
  ///
  /// `substitutes` adds names that stand only here.
  func number(_ syntax: Syntax, substitutes: [String: Double] = [:]) throws(Unknowable) -> Double {
    switch syntax.kind {
    case .number(let value, _): return value
    case .name(let name):
      if broken.contains(name) { throw .told }
      if let value = substitutes[name] ?? value(of: name) { return value }
      if others.contains(name) || name == Names.step || name == step.variable {
        throw Unknowable(.notConstant(name), at: syntax.range)
      }
      let nearest = suggestions.nearest(to: name, kind: "number ") { names }
      throw Unknowable(.unknownName(name, nearest: nearest, hint: hint(ofSizes: name)), at: syntax.range)
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
      case .power, .less, .lessEqual, .greater, .greaterEqual, .equal, .notEqual, .and, .or: break
      }
      throw Unknowable(.notConstant(syntax.spelled), at: syntax.range)
    case .index, .call, .root, .transpose, .stack, .each, .address:
      throw Unknowable(.notConstant(syntax.spelled), at: syntax.range)
    }
  }

  /// What to say of `HxD`, which is one name.
  private func hint(ofSizes name: String) -> String {
    let parts = name.split(separator: "x", omittingEmptySubsequences: false).map(String.init)
    let areSizes = parts.allSatisfy { $0.isEmpty || Int($0) != nil || value(of: $0) != nil }
    guard parts.count > 1, areSizes, parts.contains(where: { !$0.isEmpty }) else { return "" }
    return "between sizes stands ×, or x with blanks around it"
  }

  func wholeNumber(_ syntax: Syntax, substitutes: [String: Double] = [:]) throws(Unknowable) -> Int {
    let value = try number(syntax, substitutes: substitutes)
    guard let whole = Int(exactly: value), abs(value) < 1e15 else {
      throw Unknowable(.notAWholeNumber(syntax.spelledAsAxis, value: value), at: syntax.range)
    }
    return whole
  }

  /// The size of an axis, with the name that the sheet gives it.
  func dimension(_ syntax: Syntax) throws(Unknowable) -> Dimension {
    let label = syntax.spelledAsAxis
    let value = try number(syntax)
    guard value <= Double(Limits.dimension) || !value.isFinite else {
      throw Unknowable(.dimensionTooLarge(label, value: value), at: syntax.range)
    }
    let count = try wholeNumber(syntax)
    guard count >= 1 else { throw Unknowable(.dimensionTooSmall(label, value: count), at: syntax.range) }
    return Dimension(count, label: label)
  }

  /// The shape that a declaration gives; it has two axes at most.
  func shape(_ axes: [Syntax]) throws(Unknowable) -> Shape {
    guard let first = axes.first else { return .scalar }
    let rows = try dimension(first)
    guard axes.count > 1 else { return .vector(rows) }
    let shape = Shape.matrix(rows, try dimension(axes[1]))
    guard shape.count <= Limits.tensorCount else {
      throw Unknowable(.tooLarge(shape.numbers, limit: Limits.tensorCount), at: first.range.through(axes[1].range))
    }
    return shape
  }

  /// The members of `for l in 1..L`; none if the range runs backwards.
  func members(_ family: Family) throws(Unknowable) -> Range<Int> {
    let (lower, upper) = (try wholeNumber(family.lower), try wholeNumber(family.upper))
    guard lower <= upper else {
      // One whose bounds follow from sizes may well be empty: there is no layer before the first of one.
      guard family.lower.names.isEmpty, family.upper.names.isEmpty else { return lower..<lower }
      throw Unknowable(.rangeBackwards(family.bounds), at: family.range)
    }
    guard upper - lower < Limits.familyMembers else {
      throw Unknowable(
        .rangeTooLong(family.bounds, count: upper - lower + 1, limit: Limits.familyMembers), at: family.range)
    }
    return lower..<(upper + 1)
  }

  /// Whether two sizes are declared under different names, and only their numbers make them agree.
  func agreeByChance(_ one: Dimension, _ other: Dimension) -> Bool {
    guard one.label != other.label, dims[one.label] != nil, dims[other.label] != nil else { return false }
    return original(one.label) != original(other.label)
  }

  private func original(_ name: String) -> String {
    var name = name
    // Aliases have no circles: those are mistakes, and leave no alias.
    while let next = aliases[name] { name = next }
    return name
  }
}
