// Equations: what they read, and their shapes, each after those that it takes its shape from.

extension ModelBuilder {
  /// What an equation reads, found by checking it with no shape known.
  func equation(of draft: Draft) -> Schedule.Equation {
    let state = states[draft.name]
    return Schedule.Equation(
      name: draft.name, range: draft.range, isState: state != nil,
      walk: unrolling.hasStages ? draft.line.scope.step.walk : nil, reads: reads(draft.syntax, draft.line.scope),
      startReads: (state.flatMap { state in state.initial.map { reads($0, state.line.scope) } } ?? [])
        + (draft.leaf.map { [Schedule.PlacedRead(read: Read(.quantity($0), at: .all), range: draft.range)] } ?? []))
  }

  private func reads(_ syntax: Syntax, _ scope: Scope) -> [Schedule.PlacedRead] {
    var reads: [Schedule.PlacedRead] = []
    var checker = ExpressionChecker(
      context(scope) { read, range in
        reads.append(Schedule.PlacedRead(read: read, range: range))
        return nil
      })
    _ = checker.check(syntax)
    return reads
  }

  /// Checks all equations, in whatever order they stand on the sheet.
  ///
  /// - Parameters:
  ///   - equations: what each draft reads.
  ///   - circular: those that need themselves at the same step, which has been told.
  func checkShapes(_ equations: [Schedule.Equation], circular: Set<Int>) {
    for (id, draft) in drafts.enumerated() {
      if let state = states[draft.name], state.shape == nil { broken.insert(.quantity(id)) }
    }
    // A declared state has its shape before its equation is checked; nothing waits for it.
    let waits = equations.map { equation in
      equation.reads.compactMap { placed -> Int? in
        guard case .quantity(let id) = placed.read.source, !equations[id].isState else { return nil }
        // Of the children the leaves tell the shape.
        return placed.read.at.isKin ? drafts[id].leaf ?? id : id
      }
    }
    let graph = Graph(waits)
    for group in graph.components {
      if !graph.circle(in: group).isEmpty, !circular.isDisjoint(with: group) || !foundShapes(of: group, equations) {
        broken.formUnion(group.map { .quantity($0) })
        if circular.isDisjoint(with: group) { reportShape(dependingOnItself: group, equations) }
      }
      for id in group { check(id) }
    }
  }

  /// Told at the place where the shape is asked for.
  private func reportShape(dependingOnItself group: [Int], _ equations: [Schedule.Equation]) {
    for id in group {
      for placed in equations[id].reads {
        guard case .quantity(let source) = placed.read.source, group.contains(source) else { continue }
        return report(.shapeDependsOnItself(equations[source].name), placed.range, in: drafts[id].line)
      }
    }
  }

  private func check(_ id: Int) {
    let draft = drafts[id]
    var checker = ExpressionChecker(context(draft.line.scope) { self.shape(of: $0, at: $1, in: draft.line) })
    let expression = checker.check(draft.syntax)
    for mistake in checker.diagnostics { report(mistake, in: draft.line) }
    guard let expression, !broken.contains(.quantity(id)) else {
      broken.insert(.quantity(id))
      return
    }
    let found = expression.shape.stored
    if let state = states[draft.name], let declared = state.shape {
      guard declared == found else {
        return report(
          .stateShape(draft.name, declared: declared.described, found: found.described), draft.syntax.range,
          notes: [note(on: draft.name, state.range)], in: draft.line)
      }
      warnAboutChance(declared, found, draft)
    }
    drafts[id].expression = expression
  }

  /// What is wrong with an equation that defines nothing, beside that.
  func checkStray(_ syntax: Syntax, _ line: Line) {
    var checker = ExpressionChecker(context(line.scope) { self.shape(of: $0, at: $1, in: line) })
    _ = checker.check(syntax)
    for mistake in checker.diagnostics where mistake.severity == .error { report(mistake, in: line) }
  }

  private func warnAboutChance(_ declared: Shape, _ found: Shape, _ draft: Draft) {
    for (one, other) in [(declared.rows, found.rows), (declared.columns, found.columns)]
    where draft.line.scope.agreeByChance(one, other) {
      report(
        .dimensionsAgreeByChance(one.label, other.label, text: "the state \(draft.name)", value: one.count),
        draft.syntax.range, in: draft.line)
    }
  }

  func checkStateIsDefined(_ name: String) {
    guard let state = states[name] else { return }
    if case .quantity = names.entities[name] { return }
    let bare = String(name.prefix { $0 != "[" })
    guard !brokenNames.contains(bare) else { return }
    let nearest = numbers.scope.suggestions.nearest(to: name, kind: "state ") {
      drafts.map(\.name).filter { states[$0] == nil }
    }
    report(.stateWithoutEquation(name, nearest: nearest), state.range, in: state.line)
  }

  func checkLoss() {
    guard let loss = drafts.first(where: { $0.name == "loss" }), let shape = loss.expression?.shape, !shape.isScalar
    else { return }
    report(.lossNotScalar(found: shape.described), loss.syntax.range)
  }

  // MARK: quantities

  func quantity(_ draft: Draft, _ id: Int, _ start: Expression?, stage: Int) -> Quantity? {
    guard let expression = draft.expression, let shape = shape(of: .quantity(id)) else { return nil }
    let right = draft.syntax.substituting(draft.line.scope.loops).spelled
    let text = "\(draft.leafOf.map { "leaf \($0)" } ?? draft.name) = \(right)"
    return Quantity(
      id: id, name: draft.name, shape: shape, stage: stage,
      walk: unrolling.hasStages ? draft.line.scope.step.walk : nil,
      isState: states[draft.name] != nil || draft.isRecurrent,
      alphabet: alphabets[draft.name]?.alphabet, initial: start, leaf: draft.leaf,
      expression: expression, caption: draft.line.item.caption, text: text, item: draft.line.path, range: draft.range)
  }

  /// Where a state starts: from parameters, constants and what is computed or given once.
  func start(of draft: Draft) -> Expression? {
    guard let state = states[draft.name], let syntax = state.initial, let declared = state.shape else { return nil }
    var checker = ExpressionChecker(context(state.line.scope) { self.shape(of: $0, at: $1, in: state.line) })
    let expression = checker.check(syntax)
    for mistake in checker.diagnostics { report(mistake, in: state.line) }
    guard let expression else { return nil }
    let found = expression.shape.stored
    guard found == declared || found.isScalar else {
      report(
        .startShape(draft.name, declared: declared.described, found: found.described), syntax.range,
        notes: [note(on: draft.name, state.range)], in: state.line)
      return nil
    }
    return expression
  }
}
