// Which views are shown, and how they lie. Part of the session, so that it is remembered with it; undo leaves it alone.

package import Equations
internal import Evaluation

/// The panes of the screen.
package struct Arrangement: Sendable, Equatable {
  /// How panes lie.
  package enum Form: String, CaseIterable, Sendable {
    /// As suits the views and the screen.
    case auto
    /// Below each other, beside each other, two by two.
    case rows, columns, grid
  }

  /// Empty as long as nobody has chosen: the sheet's own, or those that the model's roles suggest.
  package var panes: [Pane] = []
  package var form = Form.auto
  /// The pane that keys act on; nil for the first with a picture, or else the first beside the equations.
  package var active: Int?
  /// Whether the active pane is shown alone.
  package var isMaximized = false
  package var lens = Lens.now

  package static let mostPanes = 4

  package init() {}
}

extension Session {
  /// The views that are shown.
  package var panes: [Pane] { arrangement.panes.isEmpty ? suggestedPanes : arrangement.panes }

  /// The place of the pane that keys act on.
  package var activePane: Int {
    let panes = panes
    if let active = arrangement.active, panes.indices.contains(active) { return active }
    return panes.firstIndex { $0.view.isPicture } ?? panes.firstIndex { $0.view != .equations } ?? 0
  }

  /// The views that the sheet asks for behind its equations; else the equations, the quantity that is turned to, and what
  /// tells most beside it.
  private var suggestedPanes: [Pane] {
    var asked: [Pane] = []
    for text in sheetViews { if let pane = try? Pane.read(text, self) { asked.append(pane) } }
    if asked.isEmpty { return [equationsPane, Pane(turnedTo.map(suggestedView) ?? .units)] + companion }
    if !asked.contains(where: { $0.view == .equations }) { asked.insert(equationsPane, at: 0) }
    return Array(asked.prefix(Arrangement.mostPanes))
  }

  /// The tree or the graph that is fed, or where one thing looks into others, or else a memory that is a matrix, or else the run in a few lines: the first that is not
  /// turned to anyway.
  private var companion: [Pane] {
    if trace.tree != nil { return [Pane(.tree)] }
    if hasGraph, nodeQuantity != nil { return [Pane(.graph)] }
    let pictures = [attentions.last?.heads.first, model.quantities.last { isMemory($0) }]
    let turned = turnedTo?.id
    if let picture = pictures.lazy.compactMap({ $0 }).first(where: { $0.id != turned && isShowable($0) }) {
      return [Pane(usualView(of: picture), subject: picture.name)]
    }
    return model.quantities.contains { ViewKind.lines.suits($0, in: self) } ? [Pane(.lines)] : []
  }

  /// How the quantity that is turned to is shown where nobody says: over its steps, where it has some.
  private func suggestedView(of quantity: Quantity) -> ViewKind {
    if isOfWaves(quantity) { return .profile }
    return model.stages[quantity.stage].steps == .once && ViewKind.bars.suits(quantity, in: self) ? .bars : .units
  }

  private func isMemory(_ quantity: Quantity) -> Bool { quantity.isState && ViewKind.matrix.suits(quantity, in: self) }

  private func usualView(of quantity: Quantity) -> ViewKind {
    if isOfWaves(quantity) { return .profile }
    return ViewKind.allCases.first { $0.isPicture && $0.suits(quantity, in: self) } ?? .units
  }

  private var sheetViews: [String] {
    model.sheet.items.compactMap { item in
      if case .view(let text) = item.kind { text } else { nil }
    }
  }

  /// What is wrong with the views that the sheet asks for.
  package var viewWarnings: [String] {
    sheetViews.compactMap { text in
      do throws(CommandError) {
        _ = try Pane.read(text, self)
        return nil
      } catch {
        return "view \(text): \(error.description)"
      }
    } + besideWarnings
  }

  // MARK: what panes show

  /// The quantity that a pane shows; nil where the model has none.
  package func quantity(of pane: Pane) -> Quantity? {
    if (pane.inner ?? pane.view) == .attention, let head = head(of: pane) { return head }
    if (pane.inner ?? pane.view) == .graph, pane.subject == nil, let nodes = nodeQuantity { return nodes }
    if (pane.inner ?? pane.view) == .tree, let node = treeQuantity(of: pane) { return node }
    if let name = pane.subject, let quantity = model.quantity(named: name) ?? inputQuantity(named: name),
      isShowable(quantity)
    {
      return quantity
    }
    return turnedTo
  }

  /// The head that is turned to, if it is among those that a pane shows; else the pane's own, or the model's last.
  private func head(of pane: Pane) -> Quantity? {
    let own = pane.subject.flatMap { model.quantity(named: $0) }
    let attention =
      own.flatMap { self.attention(of: $0) } ?? turnedTo.flatMap { self.attention(of: $0) } ?? attentions.last
    let heads = attention?.heads.filter(isShowable) ?? []
    return heads.first { $0.id == turnedTo?.id } ?? heads.first { $0.id == own?.id } ?? heads.first
  }

  /// What is turned to, if the pane shows it at inner nodes or at leaves; else the pane's own, or the last that a tree has.
  private func treeQuantity(of pane: Pane) -> Quantity? {
    let own = pane.subject.flatMap { model.quantity(named: $0) }
    if let turned = turnedTo, let tree = treeQuantity(of: turned), own.map({ $0.id == tree.nodes.id }) ?? true {
      return turned
    }
    if let own, treeQuantity(of: own) != nil { return own }
    let inner = model.quantities.filter { treeQuantity(of: $0)?.nodes.id == $0.id && isShowable($0) }
    return inner.last { $0.isState } ?? inner.last
  }

  /// What nodes are colored by: what is turned to, if it has an entry for each, else the waves on them, or the last that has.
  private var nodeQuantity: Quantity? {
    if let turned = turnedTo, nodeAxis(of: turned) != nil { return turned }
    if let waves, nodeAxis(of: waves) != nil { return waves }
    return model.quantities.last { nodeAxis(of: $0) != nil && isShowable($0) }
  }

  /// The view that a pane shows: its own, or another where that has no picture of the quantity that is turned to.
  package func view(of pane: Pane) -> ViewKind {
    if pane.view.isOfTensors, pane.subject.map({ tensor(named: $0) != nil }) ?? false { return pane.view }
    guard pane.view.isPicture, let quantity = quantity(of: pane), !pane.view.suits(quantity, in: self) else {
      return pane.view
    }
    return usualView(of: quantity)
  }

  /// Whether the run has a quantity, and its ghost too where that is shown.
  private func isShowable(_ quantity: Quantity) -> Bool {
    if fedInput(quantity.id) != nil { return true }
    guard let ghost, arrangement.lens != .now else { return trace.has(quantity) }
    return trace.has(quantity) && ghost.has(quantity)
  }

  /// The quantity that is turned to: the one in focus; else within a step that of the equation, and between steps the
  /// state that the step led to.
  package var turnedTo: Quantity? {
    let shown = model.quantities.filter { !$0.isUnnamed && isShowable($0) }
    if let focus, let quantity = shown.first(where: { $0.id == focus }) { return quantity }
    if position != timeline.endOfStep(at: position), let current = currentQuantity, !current.shape.isScalar,
      isShowable(current)
    {
      return current
    }
    let here = timeline.part(at: position)?.quantities ?? []
    let candidates = shown.filter { here.contains($0.id) && !$0.shape.isScalar }
    return candidates.last(where: isOfState) ?? candidates.last ?? shown.last
  }

  /// A state, or on the way back the gradient by one.
  private func isOfState(_ quantity: Quantity) -> Bool {
    quantity.isState || backward?.isOfState(quantity) ?? false
  }

  // MARK: changes

  /// Turns the active pane to the view so many places further, of those that suit its quantity and are not shown yet.
  mutating func turnView(by count: Int) {
    var panes = panes
    let active = activePane
    let pane = panes[active]
    let others = panes.indices.filter { $0 != active }.map { view(of: panes[$0]) }
    let kinds = ViewKind.allCases.filter { kind in
      !others.contains(kind) && (kind != .beside || runs.count > 1)
        && quantity(of: pane).map { kind.suits($0, in: self) } ?? true
    }
    guard let place = kinds.firstIndex(of: view(of: pane)), !kinds.isEmpty else { return }
    panes[active].view = kinds[((place + count) % kinds.count + kinds.count) % kinds.count]
    arrangement.active = active
    arrangement.panes = panes
  }

  /// Puts a pane at a place, from 0; the place behind the last makes a new one.
  mutating func show(_ pane: Pane, at place: Int) throws(CommandError) {
    var panes = panes
    guard place >= 0, place <= panes.count else {
      throw .message("there are \(panes.count) panes: say 1 to \(panes.count), or new")
    }
    guard place < Arrangement.mostPanes else {
      throw .message("\(Arrangement.mostPanes) panes are shown already: close one, or say which is to show it")
    }
    if place == panes.count { panes.append(pane) } else { panes[place] = pane }
    arrangement.panes = panes
    arrangement.active = place
  }

  /// Shows how a training goes: in a pane more, or where there is no room for one in the place of the last.
  package mutating func showTraining() {
    var panes = panes
    guard !panes.contains(where: { $0.view == .training }) else { return }
    let active = activePane
    if panes.count == Arrangement.mostPanes { panes.removeLast() }
    arrangement.panes = panes + [Pane(.training)]
    arrangement.active = min(active, panes.count)
  }

  mutating func closePane() throws(CommandError) {
    var panes = panes
    guard panes.count > 1 else { throw .message("this is the only pane") }
    let active = activePane
    panes.remove(at: active)
    arrangement.panes = panes
    arrangement.active = min(active, panes.count - 1)
    arrangement.isMaximized = false
  }
}
