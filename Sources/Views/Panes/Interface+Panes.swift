// The panes of the interface: what each is given to draw, which keys and the mouse act on, and how they are scrolled.

import Cells
import Debugger
import Equations
import Evaluation

extension Interface {
  /// What a pane is given.
  func context(ofPane index: Int, isBoxed: Bool) -> PaneContext {
    let panes = session.panes
    let pane = panes.indices.contains(index) ? panes[index] : Pane(.equations)
    return PaneContext(
      values: LensedValues(session, pane.lens ?? lens), theme: theme, pane: pane, quantity: session.quantity(of: pane),
      tensor: session.tensor(of: pane), turnedTo: shownQuantity?.id, pointed: pointed, term: term,
      pointedStep: pointedStep ?? session.moment?.step ?? 0,
      isActive: index == session.activePane && !isInTranscript, isTyping: mode == .prompt,
      scroll: scrolls[index, default: Place()],
      showsNeighbours: showsNeighbours, isBinned: isBinned, isWholeRun: isWholeRun, isBoxed: isBoxed)
  }

  func view(ofPane index: Int, isBoxed: Bool) -> any PaneView {
    let context = context(ofPane: index, isBoxed: isBoxed)
    return session.view(of: context.pane).view(context)
  }

  /// Whether a pane has a box in this layout.
  private func isBoxed(_ index: Int, _ layout: ScreenLayout) -> Bool {
    let panes = session.panes
    guard panes.indices.contains(index), session.view(of: panes[index]).place == .strip else { return true }
    return layout.areStripsBoxed || session.arrangement.isMaximized
  }

  func drawPanes(_ layout: ScreenLayout, on screen: inout Screen) {
    for (index, area) in layout.panes.enumerated() where !area.isEmpty {
      screen.mark(area, .view(.pane(index)))
      view(ofPane: index, isBoxed: isBoxed(index, layout)).draw(in: area, on: &screen)
    }
  }

  /// What a pane shows of its picture.
  func viewport(ofPane index: Int) -> Viewport {
    let layout = layout
    guard layout.panes.indices.contains(index), !layout.panes[index].isEmpty else { return Viewport() }
    return view(ofPane: index, isBoxed: isBoxed(index, layout)).viewport(in: layout.panes[index])
  }

  /// Scrolls each pane so that what is pointed at is seen.
  mutating func revealEntry(afterMoving: Bool = false) {
    let layout = layout
    for (index, area) in layout.panes.enumerated() where !area.isEmpty {
      let viewport = view(ofPane: index, isBoxed: isBoxed(index, layout)).viewport(in: area)
      let scroll = scrolls[index, default: Place()]
      scrolls[index] = viewport.isRanked && !afterMoving ? viewport.clamped(scroll) : viewport.revealing(scroll)
    }
  }

  /// Points further on in the pane that keys act on.
  mutating func moveInPane(rows: Int, columns: Int = 0) {
    let index = session.activePane
    let view = view(ofPane: index, isBoxed: true)
    let place = view.moved(rows: rows, columns: columns)
    let (step, picked) = (view.movedStep(rows: rows, columns: columns), view.picked(rows: rows, columns: columns))
    if let step { pointedStep = step }
    if let picked { session.focus = picked }
    if activeView == .explain { term = place.row } else { pointed = place }
    revealEntry(afterMoving: true)
  }

  mutating func scrollPane(_ index: Int, byRows rows: Int, columns: Int = 0) {
    var scroll = scrolls[index, default: Place()]
    scroll.row += rows
    scroll.column += columns
    scrolls[index] = viewport(ofPane: index).clamped(scroll)
  }

  /// The view of the pane that keys act on.
  var activeView: ViewKind {
    let panes = session.panes
    return session.view(of: panes[session.activePane])
  }

  /// The pane so many places further is the one that keys act on; behind the last comes the transcript.
  mutating func changePane(by count: Int) {
    let places = session.panes.count + 1
    let place = isInTranscript ? places - 1 : session.activePane
    let next = ((place + count) % places + places) % places
    isInTranscript = next == places - 1
    if !isInTranscript { activatePane(next) }
  }

  /// Keys act on a pane from now on; as a command, so that a session that is brought back knows.
  mutating func activatePane(_ index: Int) {
    isInTranscript = false
    let wasPlaying = isPlaying
    _ = runQuietly("pane \(index + 1)")
    isPlaying = wasPlaying
  }

  // MARK: - Pointing

  /// Points at an entry, from 0, of a quantity, and turns to it.
  mutating func point(at entry: Int, of id: Int) {
    if shownQuantity?.id != id { session.focus = id }
    guard let shape = values.quantity(id)?.shape else { return }
    let columns = max(shape.stored.columns.count, 1)
    pointed = Place(row: entry / columns, column: entry % columns)
  }

  /// Points at what a number came from.
  mutating func follow(_ address: Explanation.Address) {
    guard let quantity = values.quantity(address.quantity), values.has(quantity.id) else { return }
    session.focus = quantity.id
    pointed = Place(row: address.entry.row, column: address.entry.column)
    pointedStep = min(max(address.step, 0), max(values.stepCount(quantity.id) - 1, 0))
    term = 0
    revealEntry()
  }

  /// Points at a number that was asked for by its address, where a pane shows what it is of: in a crowd it is found so.
  mutating func pointAtExplained(_ reports: [Report]) {
    for case .explanation(let explanation) in reports {
      guard let address = explanation.address,
        session.panes.contains(where: { session.quantity(of: $0)?.id == address.quantity && $0.view.isPicture })
      else { continue }
      follow(address)
    }
  }

  /// Explains what is pointed at further: a cell of a triangle, or the term of an explanation that is marked.
  mutating func follow() -> [InterfaceEffect] {
    let (index, layout) = (session.activePane, layout)
    guard activeView == .triangle, !isInTranscript, layout.panes.indices.contains(index) else {
      followTerm()
      return []
    }
    let triangle = TriangleView(context(ofPane: index, isBoxed: true))
    return triangle.question(in: layout.panes[index]).map { submit($0) } ?? []
  }

  /// Follows the term of the explanation that is marked.
  mutating func followTerm() {
    let panes = session.panes
    guard let index = panes.indices.first(where: { session.view(of: panes[$0]) == .explain }) else {
      notice = "view new explain shows what a number came from; Enter goes on from there"
      return
    }
    if let address = ExplainView(context(ofPane: index, isBoxed: true)).markedAddress { follow(address) }
  }
}
