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
    guard case .name(let written) = base.kind else { return fail(.indexOfNonName(base.spelled), syntax.range) }
    let name = context.scope.step.kin == .leaf ? context.names.atLeaves(written) ?? written : written
    guard let indexCount = context.names.indexCount(name) else {
      if indices.count == 1, address == nil, let length = length(name, indices[0].index, syntax.range) { return length }
      return indices.isEmpty && address == nil ? number(name, base.range) : nameless(name, base.range)
    }
    if let series = series(name, indexCount, &indices, base.range) {
      return series.flatMap { read(.series($0), name, .now, indices, syntax) }
    }
    guard let full = member(name, indexCount, &indices, base.range) else { return nil }
    guard let entity = context.names.entities[full] else {
      return context.scope.broken.contains(name)
        ? nil : fail(.noSuchMember(full, members: context.names.membersDescribed(name)), syntax.range)
    }
    let step = step(among: &indices, of: name)
    // What is wrong with the step has been told.
    if case .some(nil) = step { return nil }
    if step != nil || address != nil, let what = context.whyWithoutSteps(entity) {
      return fail(.stepOfWhatHasNone(full, what: what), syntax.range)
    }
    let reference = (step ?? nil) ?? .now
    guard let address else { return read(entity.source, full, reference, indices, syntax) }
    guard reference.isMoving else {
      return fail(.notOfThisLanguage("@\(address)", hint: "one step, or all of them"), syntax.range)
    }
    guard !reference.isKin else {
      return fail(
        .notOfThisLanguage("@\(address)", hint: "the step is that of the child: name its number"), syntax.range)
    }
    let offset = reference.offset
    guard address <= Limits.steps, address + offset >= 1 else {
      return fail(.expected("a step, from 1", found: base.spelled + "@\(address)", hint: ""), syntax.range)
    }
    return read(entity.source, full, .fixed(address + offset), indices, syntax)
  }

  /// A dimension, a loop variable, or the number of the step.
  private mutating func number(_ name: String, _ range: SourceRange) -> Expression? {
    if let value = context.scope.value(of: name) { return Expression(.number(value), shape: .scalar, range: range) }
    if isStep(name), let shape = context.shape(Read(.step), range) {
      let step = Expression(.read(Read(.step)), shape: shape, range: range)
      // A range need not begin with 1.
      guard let first = context.scope.step.range?.lowerBound, first != 1 else { return step }
      let shift = Expression(.number(Double(first - 1)), shape: .scalar, range: range)
      return Expression(.apply(.add, [step, shift]), shape: .scalar, range: range)
    }
    return nameless(name, range)
  }

  /// `t[end]`: the number of the last step, of the stage at hand or of the only one that calls its steps so.
  ///
  /// - Returns: nil if it is no such thing.
  private func length(_ name: String, _ index: Index, _ range: SourceRange) -> Expression? {
    guard case .at(let word) = index, case .name("end") = word.kind, context.scope.value(of: name) == nil else {
      return nil
    }
    let own = context.scope.step.variable == name ? context.scope.step.walk : nil
    let named = context.walks.indices.filter { context.walks[$0].variable == name }
    guard let walk = own ?? (named.count == 1 ? named.first : nil) else { return nil }
    let read = Read(.length(walk))
    let count = Expression(.read(read), shape: context.shape(read, range) ?? .scalar, range: range)
    let first = context.walks[walk].steps.first
    guard first != 1 else { return count }
    let shift = Expression(.number(Double(first - 1)), shape: .scalar, range: range)
    return Expression(.apply(.add, [count, shift]), shape: .scalar, range: range)
  }

  /// Whether a name is the number of the step; at the prompt every stage's is, and `t` always.
  private func isStep(_ name: String) -> Bool {
    name == context.scope.step.variable
      || (context.allowsAddresses && (name == Names.step || context.scope.walks.contains(name)))
  }

  /// The parameters of a family that belong to the steps: `W_q[l,2]` under `over l in 1..L`.
  ///
  /// Their indices are taken away.
  ///
  /// - Returns: nil if it is no such thing; `.some(nil)` if it holds a mistake, which is told.
  private mutating func series(
    _ name: String, _ count: Int, _ indices: inout [PlacedIndex], _ range: SourceRange
  ) -> Int?? {
    guard count > 0, indices.count >= count, let steps = context.scope.step.range,
      let first = context.names.firstMember(name), case .parameter = context.names.entities[first]
    else { return nil }
    let own = indices.prefix(count).compactMap { if case .at(let value) = $0.index { value } else { nil } }
    guard own.count == count, own.contains(where: { context.scope.step.mentioned(in: $0) }),
      let variable = context.scope.step.variable
    else { return nil }
    indices.removeFirst(count)
    var members: [Int] = []
    for step in steps {
      do {
        let numbers = try own.map { index throws(Unknowable) in
          try context.scope.wholeNumber(index, substitutes: [variable: Double(step)])
        }
        let full = Names.member(name, numbers)
        guard case .parameter(let id) = context.names.entities[full] else {
          guard !context.scope.broken.contains(name) else { return .some(nil) }
          _ = fail(.noSuchMember(full, members: context.names.membersDescribed(name)), range)
          return .some(nil)
        }
        members.append(id)
      } catch {
        _ = fail(error)
        return .some(nil)
      }
    }
    let spelled = "\(name)[\(own.map { $0.substituting(context.scope.loops).spelledInIndex }.joined(separator: ","))]"
    return .some(context.series(Series(name: spelled, members: members)))
  }

  /// What is told of a name that stands for nothing that can be read.
  private mutating func nameless(_ name: String, _ range: SourceRange) -> Expression? {
    if context.scope.broken.contains(name) { return nil }
    if name == Names.step || context.scope.walks.contains(name), name != context.scope.step.variable {
      return fail(.noStepHere(name), range)
    }
    if context.scope.value(of: name) != nil || name == context.scope.step.variable {
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
      guard case .at(let value) = index, !context.scope.step.mentioned(in: value) else { break }
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

  /// Which step is read, if one of the indices tells, which is taken away.
  ///
  /// - Returns: `.some(nil)` if the index names the step and is wrong, which is told.
  private mutating func step(among indices: inout [PlacedIndex], of name: String) -> StepReference?? {
    let variable = context.variable(name)
    for (place, (index, range)) in indices.enumerated() {
      switch index {
      case .all:
        indices.remove(at: place)
        return .some(.all)
      case .through(let value):
        guard let variable, value.mentions(variable) else {
          let step = variable ?? Names.step
          let hint = "[:] is the whole sequence, [:\(step)] what there is of it at this step, [end] its last step"
          _ = fail(.notOfThisLanguage("[:\(value.spelledInIndex)]", hint: hint), range)
          return .some(nil)
        }
        guard let shift = offset(value, variable) else { return .some(nil) }
        guard shift <= 0 else {
          let hint = "[:\(variable)] goes up to this step, and later ones are not there yet; [:] is the whole sequence"
          _ = fail(.notOfThisLanguage("[:\(value.spelledInIndex)]", hint: hint), range)
          return .some(nil)
        }
        indices.remove(at: place)
        return .some(.through(shift))
      case .at(let value):
        if let side = side(value) {
          indices.remove(at: place)
          guard context.scope.step.kin == .node || context.allowsAddresses else {
            let hint = context.scope.step.kin == .leaf ? "a leaf has no children" : "only nodes of a tree have children"
            _ = fail(.notOfThisLanguage("[\(side.rawValue)]", hint: hint), value.range)
            return .some(nil)
          }
          return .some(.child(side))
        }
        if case .name(let word) = value.kind, ["end", "left", "right"].contains(word),
          context.names.indexCount(word) == nil, context.scope.value(of: word) == nil
        {
          guard word == "end" else {
            _ = fail(.notOfThisLanguage("[\(word)]", hint: "the steps of a sheet are no nodes of a tree"), value.range)
            return .some(nil)
          }
          indices.remove(at: place)
          return .some(.last)
        }
        if value.mentions("end"), context.names.indexCount("end") == nil, context.scope.value(of: "end") == nil {
          let hint = "[end] is the last step, and no other is read from there; [:] has all of them as columns"
          _ = fail(.notOfThisLanguage("[\(value.spelledInIndex)]", hint: hint), value.range)
          return .some(nil)
        }
        if let other = context.scope.walks.union([Names.step]).sorted().first(where: value.mentions), other != variable,
          context.scope.value(of: other) == nil, context.names.indexCount(other) == nil
        {
          _ = fail(.noStepHere(other), value.range)
          return .some(nil)
        }
        guard let variable, value.mentions(variable) else { continue }
        indices.remove(at: place)
        return .some(offset(value, variable).map { $0 == 0 ? .now : .offset($0) })
      }
    }
    return nil
  }

  /// The child that an index names, on a sheet that has a tree.
  private func side(_ index: Syntax) -> StepReference.Side? {
    guard context.scope.hasTree, case .name(let word) = index.kind else { return nil }
    return StepReference.Side(rawValue: word)
  }

  /// `t-1` is -1; nil, which is told, if it is not the step plus or minus a known whole number.
  private mutating func offset(_ value: Syntax, _ variable: String) -> Int? {
    do {
      let zero = try context.scope.wholeNumber(value, substitutes: [variable: 0])
      let one = try context.scope.wholeNumber(value, substitutes: [variable: 1])
      if one - zero == 1, abs(zero) <= Limits.steps { return zero }
      let what = "\(variable) plus or minus a whole number"
      _ = fail(.expected(what, found: "'\(value.spelledInIndex)'", hint: "as in [\(variable)-1]"), value.range)
    } catch {
      _ = fail(error)
    }
    return nil
  }

  private mutating func read(
    _ source: Read.Source, _ name: String, _ step: StepReference, _ indices: [PlacedIndex], _ syntax: Syntax
  ) -> Expression? {
    // The places are checked first: they are told, and read, even if the shape is not known.
    var places: [Expression?] = []
    for (index, _) in indices { if case .at(let place) = index { places.append(check(place)) } }
    let read = Read(source, at: step)
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
      if let number = try? context.scope.number(part),
        !(1...Double(count)).contains(number) || number != number.rounded()
      {
        let size = shape.isOpen ? "as long as the steps so far, at most \(count)" : shape.described
        return fail(.elementOutOfRange(syntax.spelled, of: name, shape: size), part.range)
      }
      operands.append(place)
      parts.append(part)
    }
    return build(.element, operands, parts, syntax)
  }
}
