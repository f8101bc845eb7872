// Syntax to typed expressions: who each name is, which step is meant, whether shapes fit.

/// What an expression may speak of.
struct ExpressionContext {
  var scope: Scope
  var names: Names
  /// The name of a step in this stage: `t`.
  var stepVariable: String?
  /// Whether `h@7` may be written: at the prompt it may.
  var allowsAddresses = false
  /// The shape of an entity; nil if it cannot be known, which has been told already.
  var shape: (Entity, SourceRange) -> Shape?
  /// The line and the text of a declaration, for notes.
  var declaration: (Entity) -> (line: Int, text: String)?
}

/// Checks one expression; mistakes gather in `diagnostics`.
struct ExpressionChecker {
  let context: ExpressionContext
  private(set) var diagnostics: [Diagnostic] = []

  init(_ context: ExpressionContext) { self.context = context }

  mutating func check(_ syntax: Syntax) -> Expression? {
    switch syntax.kind {
    case .number(let value, _): return Expression(.number(value), shape: .scalar, range: syntax.range)
    case .name, .index, .address: return name(syntax)
    case .call(let name, let arguments): return call(name, arguments, syntax.range)
    case .negate(let operand): return apply(.negate, [operand], syntax)
    case .root(let operand): return apply(.squareRoot, [operand], syntax)
    case .transpose(let operand): return apply(.transpose, [operand], syntax)
    case .stack(let parts): return apply(.stack, parts, syntax)
    case .binary(let sign, let left, let right): return apply(primitive(sign), [left, right], syntax)
    case .product(let left, let right): return product(left, right, syntax)
    }
  }

  private func primitive(_ sign: BinarySign) -> Primitive {
    switch sign {
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

  private mutating func fail(_ kind: Diagnostic.Kind, _ range: SourceRange, notes: [Diagnostic.Note] = []) -> Expression? {
    diagnostics.append(Diagnostic(kind, at: range, notes: notes))
    return nil
  }

  // MARK: operations

  private mutating func apply(_ primitive: Primitive, _ parts: [Syntax], _ whole: Syntax) -> Expression? {
    var operands: [Expression] = []
    for part in parts { if let operand = check(part) { operands.append(operand) } }
    guard operands.count == parts.count else { return nil }
    return build(primitive, operands, whole)
  }

  private mutating func build(_ primitive: Primitive, _ operands: [Expression], _ whole: Syntax) -> Expression? {
    do {
      let shape = try Shape.of(primitive, operands.map(\.shape))
      guard shape.count <= Limits.tensorCount else {
        return fail(.tooLarge(shape.numbers, count: "\(Limits.tensorCount)"), whole.range)
      }
      return Expression(.apply(primitive, operands), shape: shape, range: whole.range)
    } catch {
      return fail(
        .shapesDoNotFit(text: whole.spelled, reason: error.reason), whole.range, notes: declarations(of: operands))
    }
  }

  /// A product by juxtaposition: a scalar scales, tensors multiply as matrices.
  private mutating func product(_ left: Syntax, _ right: Syntax, _ whole: Syntax) -> Expression? {
    guard let (a, b) = both(left, right) else { return nil }
    let multiplies = (try? Shape.of(.product, [a.shape, b.shape])) != nil
    if a.shape.isScalar || b.shape.isScalar || (!multiplies && (a.shape.actsAsScalar || b.shape.actsAsScalar)) {
      return build(.multiply, [a, b], whole)
    }
    return build(.product, [a, b], whole)
  }

  private mutating func both(_ left: Syntax, _ right: Syntax) -> (Expression, Expression)? {
    let (a, b) = (check(left), check(right))
    guard let a, let b else { return nil }
    return (a, b)
  }

  private func declarations(of operands: [Expression]) -> [Diagnostic.Note] {
    var notes: [Diagnostic.Note] = []
    for operand in operands {
      guard case .read(let read) = operand.kind, let entity = Entity(read.source),
        let (line, text) = context.declaration(entity), line != operand.range.line
      else { continue }
      let name = context.names.entities.first { $0.value == entity }?.key ?? ""
      let note = Diagnostic.Note.declaration(name: name, line: line, text: text)
      if !notes.contains(note) { notes.append(note) }
    }
    return notes
  }

  // MARK: functions

  private mutating func call(_ name: String, _ arguments: [Argument], _ range: SourceRange) -> Expression? {
    guard let function = Function.named(name) else {
      return fail(.unknownFunction(name, nearest: nearestName(to: name, among: Function.all.flatMap(\.names))), range)
    }
    for argument in arguments {
      guard let label = argument.label, label != function.optionalLabel, !function.arguments.contains(label) else { continue }
      let expected = function.optionalLabel.map { "\($0):" } ?? "no label"
      return fail(.unknownLabel(label, function: name, expected: expected), argument.value.range)
    }
    let whole = Syntax(.call(name, arguments), range: range)
    let parts = arguments.map(\.value)
    switch function.primitive {
    case .softmax where arguments.count == 2 && arguments[1].label == "where":
      return apply(.maskedSoftmax, parts, whole)
    case .maximum where parts.count == 2: return apply(.larger, parts, whole)
    case .minimum where parts.count == 2: return apply(.smaller, parts, whole)
    case .oneHot where parts.count == 2: return oneHot(parts, whole)
    default: break
    }
    guard parts.count == function.arguments.count else {
      let expected = "\(name)(\(function.arguments.joined(separator: ", ")))"
      return fail(.wrongArgumentCount(name, expected: expected, found: parts.count), range)
    }
    return apply(function.primitive, parts, whole)
  }

  /// `onehot(i, n)`: the length must be known before the run.
  private mutating func oneHot(_ parts: [Syntax], _ whole: Syntax) -> Expression? {
    guard let place = check(parts[0]) else { return nil }
    guard place.shape.isScalar else {
      return fail(.expectedShape("a number", text: parts[0].spelled, found: place.shape.described), parts[0].range)
    }
    do {
      let length = try context.scope.dimension(parts[1])
      return Expression(.apply(.oneHot, [place]), shape: .vector(length), range: whole.range)
    } catch {
      diagnostics.append(error)
      return nil
    }
  }

  // MARK: names

  /// A name with all that touches it: members, then a step, then elements.
  private mutating func name(_ syntax: Syntax) -> Expression? {
    var indices: [(Index, SourceRange)] = []
    var base = syntax
    var step: Int?
    if case .address(let inner, let number) = base.kind {
      guard context.allowsAddresses else {
        return fail(.notOfThisLanguage("@\(number)", hint: "in a sheet another step is written [t-1]"), syntax.range)
      }
      (base, step) = (inner, number)
    }
    while case .index(let inner, let list) = base.kind {
      indices.insert(contentsOf: list.map { ($0, base.range) }, at: 0)
      base = inner
    }
    guard case .name(let name) = base.kind else { return fail(.indexOfNonName, syntax.range) }
    guard let arity = context.names.arity[name] else { return numberNamed(name, indices, base.range, syntax) }
    guard let full = member(name, arity: arity, &indices, base.range) else { return nil }
    guard let entity = context.names.entities[full] else {
      return fail(.noSuchMember(full, members: context.names.members[name] ?? []), syntax.range)
    }
    return read(entity, full, step, &indices, syntax)
  }

  /// A dimension, a loop variable, or the number of the step.
  private mutating func numberNamed(
    _ name: String, _ indices: [(Index, SourceRange)], _ range: SourceRange, _ syntax: Syntax
  ) -> Expression? {
    if let value = context.scope.value(of: name) {
      guard indices.isEmpty else { return fail(.indexOfNonName, syntax.range) }
      return Expression(.number(value), shape: .scalar, range: range)
    }
    if name == context.stepVariable, indices.isEmpty {
      return Expression(.read(Read(.step)), shape: .scalar, range: range)
    }
    if Function.named(name) != nil { return fail(.functionAsValue(name), range) }
    let candidates = context.names.all + context.scope.names
    return fail(.unknownName(name, nearest: nearestName(to: name, among: candidates)), range)
  }

  private mutating func member(
    _ name: String, arity: Int, _ indices: inout [(Index, SourceRange)], _ range: SourceRange
  ) -> String? {
    guard arity > 0 else { return name }
    guard indices.count >= arity else {
      _ = fail(.missingIndex(name, count: arity), range)
      return nil
    }
    var numbers: [Int] = []
    for (index, place) in indices.prefix(arity) {
      guard case .at(let value) = index else {
        _ = fail(.missingIndex(name, count: arity), place)
        return nil
      }
      do {
        numbers.append(try context.scope.wholeNumber(value))
      } catch {
        diagnostics.append(error)
        return nil
      }
    }
    indices.removeFirst(arity)
    return Names.member(name, numbers)
  }

  private mutating func read(
    _ entity: Entity, _ name: String, _ step: Int?, _ indices: inout [(Index, SourceRange)], _ syntax: Syntax
  ) -> Expression? {
    var reference = step.map { StepReference.fixed($0) } ?? .now
    if let (index, range) = indices.first, let found = stepIndex(index, range) {
      guard let offset = found else { return nil }
      indices.removeFirst()
      if offset != 0 { reference = .offset(offset) }
    }
    if reference != .now {
      switch entity {
      case .parameter, .constant: return fail(.stepOfWhatHasNone(name, what: entity.what), syntax.range)
      case .input, .quantity: break
      }
    }
    guard let shape = context.shape(entity, syntax.range) else { return nil }
    let value = Expression(.read(Read(entity.source, at: reference)), shape: shape, range: syntax.range)
    return indices.isEmpty ? value : element(of: value, name, indices, syntax)
  }

  /// The offset of an index that names the step: nil if it does not, `.some(nil)` if it does and is wrong.
  private mutating func stepIndex(_ index: Index, _ range: SourceRange) -> Int?? {
    guard let variable = context.stepVariable else { return .none }
    switch index {
    case .all, .through:
      _ = fail(.notOfThisLanguage("a slice", hint: "slices need a stage of their own (over … in …)"), range)
      return .some(nil)
    case .at(let value):
      guard value.mentions(variable) else { return .none }
      do {
        let zero = try context.scope.wholeNumber(value, substitutes: [variable: 0])
        let one = try context.scope.wholeNumber(value, substitutes: [variable: 1])
        guard one - zero == 1, abs(zero) < 1_000_000 else {
          _ = fail(
            .expected("\(variable) plus or minus a whole number", found: "'\(value.spelled)'"), value.range)
          return .some(nil)
        }
        return .some(zero)
      } catch {
        diagnostics.append(error)
        return .some(nil)
      }
    }
  }

  private mutating func element(
    of value: Expression, _ name: String, _ indices: [(Index, SourceRange)], _ syntax: Syntax
  ) -> Expression? {
    let axes = value.shape.axes
    guard axes.count == indices.count else {
      return fail(
        .expectedShape("\(indices.count == 1 ? "a vector" : "a matrix")", text: name, found: value.shape.described),
        syntax.range)
    }
    var operands = [value]
    for ((index, range), count) in zip(indices, axes) {
      guard case .at(let place) = index else {
        return fail(.notOfThisLanguage("a slice", hint: "an element has a number: \(name)[2]"), range)
      }
      guard let position = check(place) else { return nil }
      if case .number(let number) = position.kind, number != number.rounded() || number < 1 || number > Double(count) {
        let shown = Int(exactly: number.rounded()) ?? 0
        return fail(.indexOutOfRange(name, index: shown, count: count, axis: "entries"), place.range)
      }
      guard position.shape.isScalar else {
        return fail(.expectedShape("a number", text: place.spelled, found: position.shape.described), place.range)
      }
      operands.append(position)
    }
    return build(.element, operands, syntax)
  }
}

extension Entity {
  var source: Read.Source {
    switch self {
    case .input(let id): .input(id)
    case .parameter(let id): .parameter(id)
    case .constant(let id): .constant(id)
    case .quantity(let id): .quantity(id)
    }
  }

  init?(_ source: Read.Source) {
    switch source {
    case .input(let id): self = .input(id)
    case .parameter(let id): self = .parameter(id)
    case .constant(let id): self = .constant(id)
    case .quantity(let id): self = .quantity(id)
    case .step: return nil
    }
  }
}

extension Syntax {
  /// The expressions directly below.
  package var children: [Syntax] {
    switch kind {
    case .number, .name: []
    case .index(let base, let indices):
      [base]
        + indices.compactMap { index in
          switch index {
          case .at(let value), .through(let value): value
          case .all: nil
          }
        }
    case .call(_, let arguments): arguments.map(\.value)
    case .negate(let operand), .root(let operand), .transpose(let operand), .address(let operand, _): [operand]
    case .binary(_, let left, let right), .product(let left, let right): [left, right]
    case .stack(let parts): parts
    }
  }

  /// Whether the name stands anywhere in it.
  package func mentions(_ name: String) -> Bool {
    if case .name(name) = kind { return true }
    return children.contains { $0.mentions(name) }
  }

  /// With loop variables replaced by their numbers: `W[l] h[l-1]` for l = 2 is `W[2] h[1]`.
  func substituting(_ loops: [String: Int]) -> Syntax {
    var copy = self
    switch kind {
    case .number: break
    case .name(let name):
      if let value = loops[name] { copy.kind = .number(Double(value), text: String(value)) }
    case .index(let base, let indices):
      copy.kind = .index(base.substituting(loops), indices.map { $0.substituting(loops) })
    case .call(let name, let arguments):
      copy.kind = .call(
        name,
        arguments.map { Argument($0.value.substituting(loops), label: $0.label, followsSemicolon: $0.followsSemicolon) })
    case .negate(let operand): copy.kind = .negate(operand.substituting(loops))
    case .root(let operand): copy.kind = .root(operand.substituting(loops))
    case .transpose(let operand): copy.kind = .transpose(operand.substituting(loops))
    case .address(let operand, let step): copy.kind = .address(operand.substituting(loops), step: step)
    case .binary(let sign, let left, let right):
      copy.kind = .binary(sign, left.substituting(loops), right.substituting(loops))
    case .product(let left, let right): copy.kind = .product(left.substituting(loops), right.substituting(loops))
    case .stack(let parts): copy.kind = .stack(parts.map { $0.substituting(loops) })
    }
    return copy
  }
}

extension Index {
  fileprivate func substituting(_ loops: [String: Int]) -> Index {
    switch self {
    case .all: return .all
    case .through(let value): return .through(value.substituting(loops))
    case .at(let value):
      let replaced = value.substituting(loops)
      guard replaced != value, let number = try? Scope().wholeNumber(replaced) else { return .at(replaced) }
      return .at(Syntax(.number(Double(number), text: String(number)), range: value.range))
    }
  }
}
