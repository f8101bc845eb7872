// Who a name is, with all that touches it: members of a family, then a step, then elements.

extension ExpressionChecker {
  /// An index, and where it stands.
  private typealias PlacedIndex = (index: Index, range: SourceRange)

  mutating func named(_ syntax: Syntax) -> Expression? {
    var base = syntax
    var indices: [PlacedIndex] = []
    var address: Int?
    while true {
      if case .index(let inner, let list) = base.kind {
        indices = list.map { ($0, base.range) } + indices
        base = inner
      } else if case .address(let inner, let step) = base.kind, address == nil {
        guard context.allowsAddresses else {
          return fail(.notOfThisLanguage("@\(step)", hint: "in a sheet another step is written [t-1]"), syntax.range)
        }
        (address, base) = (step, inner)
      } else {
        break
      }
    }
    guard case .name(let name) = base.kind else { return fail(.indexOfNonName(base.spelled), syntax.range) }
    guard let indexCount = context.names.indexCount(name) else {
      return indices.isEmpty && address == nil ? number(name, base.range) : nameless(name, base.range)
    }
    guard let full = member(name, indexCount, &indices, base.range) else { return nil }
    guard let entity = context.names.entities[full] else {
      return context.scope.broken.contains(name)
        ? nil : fail(.noSuchMember(full, members: context.names.membersDescribed(name)), syntax.range)
    }
    let step = step(among: &indices)
    // What is wrong with the step has been told.
    if case .some(nil) = step { return nil }
    if step != nil || address != nil, let what = context.whyWithoutSteps(entity) {
      return fail(.stepOfWhatHasNone(full, what: what), syntax.range)
    }
    let offset = (step ?? nil) ?? 0
    guard let address else { return read(entity, full, offset == 0 ? .now : .offset(offset), indices, syntax) }
    guard address <= Limits.steps, address + offset >= 1 else {
      return fail(.expected("a step, from 1", found: base.spelled + "@\(address)", hint: ""), syntax.range)
    }
    return read(entity, full, .fixed(address + offset), indices, syntax)
  }

  /// A dimension, a loop variable, or the number of the step.
  private mutating func number(_ name: String, _ range: SourceRange) -> Expression? {
    if let value = context.scope.value(of: name) { return Expression(.number(value), shape: .scalar, range: range) }
    if name == Names.step {
      return context.shape(Read(.step), range).map { Expression(.read(Read(.step)), shape: $0, range: range) }
    }
    return nameless(name, range)
  }

  /// What is told of a name that stands for nothing that can be read.
  private mutating func nameless(_ name: String, _ range: SourceRange) -> Expression? {
    if context.scope.broken.contains(name) { return nil }
    if context.scope.value(of: name) != nil || name == Names.step {
      return fail(.notOfThisLanguage("an index", hint: "\(name) is a single number"), range)
    }
    if let function = Function.named(name) { return fail(.functionAsValue(name, usage: function.usage), range) }
    let stem = name.hasSuffix("_t") ? String(name.dropLast(2)) : ""
    let hint =
      context.names.indexCount(stem) == nil ? "" : "\(stem) at this step is plain \(stem), the one before \(stem)[t-1]"
    let nearest = context.scope.suggestions.nearest(to: name) { context.names.all + context.scope.names }
    return fail(.unknownName(name, nearest: nearest, hint: hint), range)
  }

  /// The full name of the member that the first indices pick; they are taken away.
  private mutating func member(
    _ name: String, _ count: Int, _ indices: inout [PlacedIndex], _ range: SourceRange
  ) -> String? {
    guard count > 0 else { return name }
    var numbers: [Int] = []
    for (index, _) in indices.prefix(count) {
      guard case .at(let value) = index, !value.mentions(Names.step) else { break }
      do {
        numbers.append(try context.scope.wholeNumber(value))
      } catch {
        _ = fail(error)
        return nil
      }
    }
    guard numbers.count == count else {
      _ = fail(.missingIndex(name, example: context.names.firstMember(name) ?? name), range)
      return nil
    }
    indices.removeFirst(count)
    return Names.member(name, numbers)
  }

  /// How many steps away the value is read, if one of the indices tells, which is taken away.
  ///
  /// - Returns: `.some(nil)` if the index names the step and is wrong, which is told.
  private mutating func step(among indices: inout [PlacedIndex]) -> Int?? {
    for (place, (index, range)) in indices.enumerated() {
      switch index {
      case .all, .through:
        _ = fail(.notOfThisLanguage("a slice", hint: "a sheet of one stage reads single steps, such as [t-1]"), range)
        return .some(nil)
      case .at(let value):
        if case .name(let word) = value.kind, ["end", "left", "right"].contains(word),
          context.names.indexCount(word) == nil, context.scope.value(of: word) == nil
        {
          _ = fail(
            .notOfThisLanguage("[\(word)]", hint: "a sheet of one stage reads single steps, such as [t-1]"), value.range
          )
          return .some(nil)
        }
        guard value.mentions(Names.step) else { continue }
        indices.remove(at: place)
        return .some(offset(value))
      }
    }
    return nil
  }

  /// `t-1` is -1; nil, which is told, if it is not the step plus or minus a known whole number.
  private mutating func offset(_ value: Syntax) -> Int? {
    do {
      let zero = try context.scope.wholeNumber(value, substitutes: [Names.step: 0])
      let one = try context.scope.wholeNumber(value, substitutes: [Names.step: 1])
      if one - zero == 1, abs(zero) <= Limits.steps { return zero }
      let what = "\(Names.step) plus or minus a whole number"
      _ = fail(.expected(what, found: "'\(value.spelledInIndex)'", hint: "as in [t-1]"), value.range)
    } catch {
      _ = fail(error)
    }
    return nil
  }

  private mutating func read(
    _ entity: Entity, _ name: String, _ step: StepReference, _ indices: [PlacedIndex], _ syntax: Syntax
  ) -> Expression? {
    // The places are checked first: they are told, and read, even if the shape is not known.
    var places: [Expression?] = []
    for (index, _) in indices { if case .at(let place) = index { places.append(check(place)) } }
    let read = Read(entity.source, at: step)
    guard let shape = context.shape(read, syntax.range) else { return nil }
    let value = Expression(.read(read), shape: shape, range: syntax.range)
    guard !indices.isEmpty else { return value }
    let axes = shape.axes
    guard axes.count == indices.count else {
      return fail(.elementIndices(name, shape: shape.described, needed: axes.count, found: indices.count), syntax.range)
    }
    var (operands, parts) = ([value], [Syntax(.name(name), range: syntax.range)])
    for ((index, place), count) in zip(zip(indices, places), axes) {
      guard let place, case .at(let part) = index.index else { return nil }
      if case .number(let number) = place.kind, !(1...Double(count)).contains(number) || number != number.rounded() {
        return fail(.elementOutOfRange(syntax.spelled, of: name, shape: shape.described), part.range)
      }
      operands.append(place)
      parts.append(part)
    }
    return build(.element, operands, parts, syntax)
  }
}
