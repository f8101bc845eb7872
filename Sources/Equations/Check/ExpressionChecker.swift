// Syntax to typed expressions: operations and functions, and whether the shapes of what they take fit. Who a name is
// stands in ExpressionChecker+Names, what has a part for each member of a family in ExpressionChecker+Families, stacks in
// ExpressionChecker+Stacks.

/// Checks one expression; mistakes gather in `diagnostics`.
struct ExpressionChecker {
  let context: ExpressionContext
  var diagnostics: [Diagnostic] = []
  /// How many parts the families in stacks have come to.
  var spreadParts = 0

  /// Whether a shape is guessed from what is known of it: entry by entry, from those operands that have one.
  private let isGuess: Bool

  init(_ context: ExpressionContext, isGuess: Bool = false) { (self.context, self.isGuess) = (context, isGuess) }

  /// The typed expression; nil if it holds a mistake, or speaks of something that does.
  mutating func check(_ syntax: Syntax) -> Expression? {
    switch syntax.kind {
    case .number(let value, _): Expression(.number(value), shape: .scalar, range: syntax.range)
    case .name, .index, .address: named(syntax)
    case .call(let name, let arguments): call(name, arguments, syntax)
    case .negate(let operand): apply(.negate, [operand], syntax)
    case .root(let operand): apply(.squareRoot, [operand], syntax)
    case .transpose(let operand): apply(.transpose, [operand], syntax)
    case .stack(let parts): stack(parts, syntax)
    case .each:
      fail(
        .notOfThisLanguage(
          "'for'", hint: "parts of a stack have one, [h[m] for m in 1..M], and what is summed, sum(h[m] for m in 1..M)"),
        syntax.range)
    case .binary(.power, let left, let right) where isTransposeSign(right):
      transposed(by: right, left)
    case .binary(.quotient, let left, let right): quotient(left, right, syntax)
    case .binary(let sign, let left, let right): apply(sign.primitive, [left, right], syntax)
    case .product(let left, let right): product(left, right, syntax)
    }
  }

  /// Whether an exponent is the `T` of other notations, and nothing here is called so.
  private func isTransposeSign(_ exponent: Syntax) -> Bool {
    guard case .name("T") = exponent.kind else { return false }
    return context.names.indexCount("T") == nil && context.scope.value(of: "T") == nil
      && !context.scope.broken.contains("T")
  }

  private mutating func transposed(by sign: Syntax, _ base: Syntax) -> Expression? {
    _ = check(base)
    return fail(.unknownName("T", nearest: nil, hint: Symbols.transposeHint), sign.range)
  }

  mutating func fail(_ kind: Diagnostic.Kind, _ range: SourceRange, notes: [Diagnostic.Note] = []) -> Expression? {
    diagnostics.append(Diagnostic(kind, at: range, notes: notes))
    return nil
  }

  mutating func fail(_ unknowable: Unknowable) -> Expression? {
    if let reason = unknowable.reason { diagnostics.append(reason) }
    return nil
  }

  /// All parts, so that the mistakes of each are told; nil if one holds a mistake.
  mutating func checkAll(_ parts: some Collection<Syntax>) -> [Expression]? {
    let operands = parts.map { check($0) }
    return operands.contains { $0 == nil } ? nil : operands.compactMap(\.self)
  }

  mutating func apply(_ primitive: Primitive, _ parts: [Syntax], _ whole: Syntax) -> Expression? {
    guard !isGuess || primitive.group != .elementwise else { return guess(primitive, parts, whole) }
    return checkAll(parts).flatMap { build(primitive, $0, parts, whole) }
  }

  private mutating func guess(_ primitive: Primitive, _ parts: [Syntax], _ whole: Syntax) -> Expression? {
    let known = parts.compactMap { check($0) }
    guard !known.isEmpty, let shape = try? Shape.spread(known.map { Operand(shape: $0.shape) }) else { return nil }
    return Expression(.apply(primitive, known), shape: shape, range: whole.range)
  }

  mutating func build(
    _ primitive: Primitive, _ operands: [Expression], _ parts: [Syntax], _ whole: Syntax
  ) -> Expression? {
    do {
      // Spelling an operand costs more than checking it, and is needed only for telling a mistake.
      let shape = try Shape.of(primitive, operands.map { Operand(shape: $0.shape) })
      guard shape.count <= Limits.tensorCount else {
        return fail(.tooLarge(shape.numbers, limit: Limits.tensorCount), whole.range)
      }
      warnAboutChance(primitive, operands.map(\.shape), whole)
      return Expression(.apply(primitive, operands), shape: shape, range: whole.range)
    } catch {
      return fail(
        .shapesDoNotFit(text: whole.brief, reason: reason(primitive, operands, parts)), whole.range,
        notes: notes(on: operands))
    }
  }

  private func reason(_ primitive: Primitive, _ operands: [Expression], _ parts: [Syntax]) -> String {
    let spelled = zip(operands, parts).enumerated().map { place, operand in
      Operand(
        shape: operand.0.shape, text: operand.1.brief(place, of: parts.count), factor: operand.1.spelledAsFactor)
    }
    do {
      _ = try Shape.of(primitive, spelled)
      return ""
    } catch {
      return error.reason
    }
  }

  /// A product by juxtaposition: a scalar scales, tensors multiply as matrices.
  private mutating func product(_ left: Syntax, _ right: Syntax, _ whole: Syntax) -> Expression? {
    if case .stack(let parts) = right.kind, parts.count == 1, !parts[0].isForEachMember,
      context.scope.step.mentioned(in: parts[0])
    {
      return fail(.stepBehindSpace(left.spelled, step: parts[0].spelledInIndex), right.range)
    }
    guard let operands = checkAll([left, right]) else { return nil }
    let scales =
      operands.contains { $0.shape.isScalar }
      || (operands.contains { $0.shape.actsAsScalar }
        && (try? Shape.of(.product, operands.map { Operand(shape: $0.shape) })) == nil)
    return build(scales ? .multiply : .product, operands, [left, right], whole)
  }

  /// A quotient; one such as `a / 2 b` looks like half of a, times b, and a vector is seldom meant to divide.
  private mutating func quotient(_ left: Syntax, _ right: Syntax, _ whole: Syntax) -> Expression? {
    let result = apply(.divide, [left, right], whole)
    guard case .product(let first, let second) = right.kind, right.range.column == first.range.column,
      let divisor = result?.operands.last, !divisor.shape.actsAsScalar, let factor = divisor.operands.first,
      factor.shape.actsAsScalar
    else { return result }
    let kind = Diagnostic.Kind.dividesByProduct(
      right.brief, shape: divisor.shape.described, quotient: "\(left.spelledBeforeQuotient) / \(first.spelled)",
      rest: second.spelled)
    diagnostics.append(Diagnostic(kind, at: right.range))
    return result
  }

  private func notes(on operands: [Expression]) -> [Diagnostic.Note] {
    var notes: [Diagnostic.Note] = []
    for operand in operands {
      guard case .read(let read) = operand.kind, let entity = Entity(read.source), let note = context.note(entity),
        note.line != operand.range.line, !notes.contains(note)
      else { continue }
      notes.append(note)
    }
    return notes
  }

  // MARK: functions

  private mutating func call(_ name: String, _ arguments: [Argument], _ whole: Syntax) -> Expression? {
    let parts = arguments.map(\.value)
    if name == "not", parts.count == 1 { return apply(.not, parts, whole) }
    guard let function = Function.named(name) else {
      let isDeclared = context.names.indexCount(name) != nil || context.scope.value(of: name) != nil
      let nearest = context.scope.suggestions.nearest(to: name, kind: "function ") { Function.all.flatMap(\.names) }
      let start = SourceRange(line: whole.range.line, column: whole.range.column, length: name.count + 1)
      _ = checkAll(parts)
      if context.scope.broken.contains(name) { return nil }
      return fail(.callOfNonFunction(name, isDeclared: isDeclared, nearest: nearest), start)
    }
    if arguments.count == 1, case .each(let each, let family) = arguments[0].value.kind,
      let joint = FamilyJoint(function)
    {
      return joined(joint, each, family, whole)
    }
    for argument in arguments {
      guard let label = argument.label, !function.labels.contains(label) else { continue }
      return fail(.unknownLabel(label, function: name, usage: function.usage), argument.value.range)
    }
    guard let primitive = function.primitive(for: arguments) else {
      return fail(.wrongArgumentCount(name, usage: function.usage, found: parts.count), whole.range)
    }
    switch primitive {
    case .oneHot, .leading, .fill, .shiftProducts: return sized(primitive, parts, whole)
    case .rows: return rows(parts, whole)
    case .layerNorm: return layerNorm(parts, whole)
    default: return apply(primitive, parts, whole)
    }
  }

  /// `layernorm(a; γ, β, ε)`: what keeps it from dividing by nothing must be known before the run.
  private mutating func layerNorm(_ parts: [Syntax], _ whole: Syntax) -> Expression? {
    guard parts.count > 3, let operands = checkAll(parts.prefix(3)) else {
      return apply(.layerNorm, Array(parts.prefix(3)), whole)
    }
    do {
      let number = try context.scope.number(parts[3])
      guard number >= 0, number.isFinite else {
        return fail(.expected("a number from 0", found: parts[3].spelled, hint: ""), parts[3].range)
      }
      let epsilon = Expression(.number(number), shape: .scalar, range: parts[3].range)
      return build(.layerNorm, operands + [epsilon], parts, whole)
    } catch {
      return fail(error)
    }
  }

  /// `onehot(i, n)`: the length, which stands last, must be known before the run.
  private mutating func sized(_ primitive: Primitive, _ parts: [Syntax], _ whole: Syntax) -> Expression? {
    guard let operands = checkAll(parts.dropLast()), let last = parts.last else { return nil }
    do {
      let length = Shape.vector(try context.scope.dimension(last))
      let checked = build(primitive, operands + [Expression(.number(0), shape: length)], parts, whole)
      return checked.map { Expression(.apply(primitive, operands), shape: $0.shape, range: $0.range) }
    } catch {
      return fail(error)
    }
  }

  /// `rows(a, first, last)`: both places must be known before the run.
  private mutating func rows(_ parts: [Syntax], _ whole: Syntax) -> Expression? {
    guard let operand = check(parts[0]) else { return nil }
    do {
      let (first, last) = (try context.scope.wholeNumber(parts[1]), try context.scope.wholeNumber(parts[2]))
      let rows = operand.shape.rows
      guard rows.isOpen || (first >= 1 && first <= last && last <= rows.count) else {
        let reason = "\(parts[0].spelled) has the rows 1 to \(rows.count)"
        return fail(.shapesDoNotFit(text: whole.brief, reason: reason), whole.range)
      }
      let length = Shape.vector(Dimension(last - first + 1))
      let place = Expression(.number(Double(first)), shape: .scalar)
      let checked = build(.rows, [operand, Expression(.number(0), shape: length)], [parts[0], parts[1]], whole)
      return checked.map { Expression(.apply(.rows, [operand, place]), shape: $0.shape, range: $0.range) }
    } catch {
      return fail(error)
    }
  }
}

extension BinarySign {
  var primitive: Primitive {
    switch self {
    case .power: .power
    case .hadamard: .multiply
    case .quotient: .divide
    case .add: .add
    case .subtract: .subtract
    case .less: .less
    case .lessEqual: .lessEqual
    case .greater: .greater
    case .greaterEqual: .greaterEqual
    case .equal: .equal
    case .notEqual: .notEqual
    case .and: .and
    case .or: .or
    }
  }
}

extension Syntax {
  fileprivate var isForEachMember: Bool { if case .each = kind { true } else { false } }

  /// The expression, or its beginning if it is long.
  var brief: String {
    let text = spelled
    return text.count <= 60 ? text : text.prefix(56) + " …"
  }

  /// What a message calls one of several operands: itself if it is short.
  fileprivate func brief(_ place: Int, of count: Int) -> String {
    let text = spelled
    if text.count <= 24 { return text }
    if count == 1 { return "what it takes" }
    return count == 2 ? (place == 0 ? "the left side" : "the right side") : "part \(place + 1)"
  }
}
