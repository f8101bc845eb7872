// Syntax to typed expressions: operations and functions, and whether the shapes of what they take fit. Who a name is
// stands in ExpressionChecker+Names.

/// Checks one expression; mistakes gather in `diagnostics`.
struct ExpressionChecker {
  let context: ExpressionContext
  var diagnostics: [Diagnostic] = []
  /// How many parts the families in stacks have come to.
  private var spreadParts = 0

  init(_ context: ExpressionContext) { self.context = context }

  /// The typed expression; nil if it holds a mistake, or speaks of something that does.
  mutating func check(_ syntax: Syntax) -> Expression? {
    switch syntax.kind {
    case .number(let value, _): Expression(.number(value), shape: .scalar, range: syntax.range)
    case .name, .index, .address: named(syntax)
    case .call(let name, let arguments): call(name, arguments, syntax)
    case .negate(let operand): apply(.negate, [operand], syntax)
    case .root(let operand): apply(.squareRoot, [operand], syntax)
    case .transpose(let operand): apply(.transpose, [operand], syntax)
    case .stack(let parts): spread(parts).flatMap { apply(.stack, $0, syntax) }
    case .each: fail(.notOfThisLanguage("'for'", hint: "parts of a stack have one: [h[m] for m in 1..M]"), syntax.range)
    case .binary(.power, let left, let right) where isTransposeSign(right):
      transposed(by: right, left)
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
  private mutating func checkAll(_ parts: some Collection<Syntax>) -> [Expression]? {
    let operands = parts.map { check($0) }
    return operands.contains { $0 == nil } ? nil : operands.compactMap(\.self)
  }

  /// The parts of a stack, `h[m] for m in 1..M` in one for each member; nil if the members cannot be known.
  private mutating func spread(_ parts: [Syntax]) -> [Syntax]? {
    var result: [Syntax] = []
    for part in parts {
      guard case .each(let each, let family) = part.kind else {
        result.append(part)
        continue
      }
      do throws(Unknowable) {
        let members = try context.scope.members(family)
        guard !members.isEmpty else {
          let text = "\(family.lower.spelled)..\(family.upper.spelled)"
          throw Unknowable(.expected("a part for the stack", found: "none in \(text)", hint: ""), at: family.range)
        }
        let isTaken = Names.reserved(family.variable) != nil || context.names.indexCount(family.variable) != nil
        guard !isTaken, context.scope.value(of: family.variable) == nil else {
          throw Unknowable(.reservedName(family.variable, meaning: "a name of the sheet"), at: family.range)
        }
        spreadParts += members.count
        guard spreadParts <= Limits.familyMembers else {
          let text = "\(family.lower.spelled)..\(family.upper.spelled)"
          throw Unknowable(.rangeTooLong(text, count: spreadParts, limit: Limits.familyMembers), at: family.range)
        }
        result += members.map { each.substituting([family.variable: $0]) }
      } catch {
        _ = fail(error)
        return nil
      }
    }
    return result
  }

  private mutating func apply(_ primitive: Primitive, _ parts: [Syntax], _ whole: Syntax) -> Expression? {
    checkAll(parts).flatMap { build(primitive, $0, parts, whole) }
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
    default: return apply(primitive, parts, whole)
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
