// Equations: the circles among them, their shapes, each after those that it takes its shape from.

extension ModelBuilder {
  /// What one equation reads of another.
  private struct Need {
    var quantity: Int
    var isAtSameStep: Bool
    var range: SourceRange
  }

  /// Checks all equations, in whatever order they stand on the sheet.
  func checkEquations() {
    for (id, draft) in drafts.enumerated() {
      if let state = states[draft.name], state.shape == nil { broken.insert(.quantity(id)) }
    }
    let needs = drafts.map { self.needs(of: $0) }
    let sameStep = Graph(needs.map { $0.filter(\.isAtSameStep).map(\.quantity) })
    for group in sameStep.components {
      let circle = sameStep.circle(through: group[0])
      guard !circle.isEmpty else { continue }
      broken.formUnion(group.map { .quantity($0) })
      let names = (circle + [group[0]]).map { drafts[$0].name }
      report(.cycle(names), drafts[group[0]].range, in: drafts[group[0]].line)
    }
    // A declared state has its shape before its equation is checked; nothing waits for it.
    let waits = needs.map { $0.filter { states[drafts[$0.quantity].name] == nil } }
    for group in Graph(waits.map { $0.map(\.quantity) }).components {
      if let need = circle(in: group, waits) {
        if group.allSatisfy({ !broken.contains(.quantity($0)) }) {
          report(.shapeDependsOnItself(drafts[need.quantity].name), need.range, in: drafts[group[0]].line)
        }
        broken.formUnion(group.map { .quantity($0) })
      }
      for id in group { check(id) }
    }
  }

  /// What an equation reads, found by checking it with no shape known.
  private func needs(of draft: Draft) -> [Need] {
    var needs: [Need] = []
    var checker = ExpressionChecker(
      context(draft.line.scope) { entity, step, range in
        if case .quantity(let id) = entity {
          needs.append(Need(quantity: id, isAtSameStep: step == .now, range: range))
        }
        return nil
      })
    _ = checker.check(draft.syntax)
    return needs
  }

  /// A read by which the shape of a group comes to depend on itself.
  private func circle(in group: [Int], _ waits: [[Need]]) -> Need? {
    let members = Set(group)
    for id in group {
      if let need = waits[id].first(where: { members.contains($0.quantity) }) { return need }
    }
    return nil
  }

  private func check(_ id: Int) {
    let draft = drafts[id]
    var checker = ExpressionChecker(context(draft.line.scope) { entity, _, _ in self.shape(of: entity) })
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
    let nearest = nearestName(to: name, among: drafts.map(\.name).filter { states[$0] == nil })
    report(.stateWithoutEquation(name, nearest: nearest), state.range, in: state.line)
  }

  func checkLoss() {
    guard let loss = drafts.first(where: { $0.name == "loss" }), let shape = loss.expression?.shape, !shape.isScalar
    else { return }
    report(.lossNotScalar(found: shape.described), loss.syntax.range)
  }

  // MARK: quantities

  func quantity(_ draft: Draft, _ id: Int, _ initial: Expression?) -> Quantity? {
    guard let expression = draft.expression, let shape = shape(of: .quantity(id)) else { return nil }
    let text = "\(draft.name) = \(draft.syntax.substituting(draft.line.scope.loops).spelled)"
    return Quantity(
      id: id, name: draft.name, shape: shape, stage: 0, isState: states[draft.name] != nil, initial: initial,
      expression: expression, caption: draft.line.item.caption, text: text, item: draft.line.path, range: draft.range)
  }

  /// Where a state starts: from parameters, constants and what is computed or given once.
  func initialValue(of draft: Draft) -> Expression? {
    guard let state = states[draft.name], let syntax = state.initial, let declared = state.shape else { return nil }
    var checker = ExpressionChecker(context(state.line.scope) { entity, _, _ in self.shape(of: entity) })
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
