// What the mouse does: it points at what it is over. All of it can be done by keys too.

import Cells
import Debugger
import Equations

extension Interface {
  mutating func handle(_ event: MouseEvent) -> [InterfaceEffect] {
    switch event.action {
    case .press(.left): return click(event)
    case .drag(.left): drag(event)
    case .wheelUp: turnWheel(event, by: -3)
    case .wheelDown: turnWheel(event, by: 3)
    default: break
    }
    return []
  }

  private mutating func click(_ event: MouseEvent) -> [InterfaceEffect] {
    let screen = screen
    let view = screen.view(row: event.row, column: event.column)
    if case .pane(let index)? = view, index != session.activePane || isInTranscript {
      activatePane(index)
    }
    switch screen.spot(row: event.row, column: event.column) {
    case .equation(let quantity), .quantity(let quantity): session.focus = quantity
    case .step(let step, _): return runQuietly("goto \(step + 1)")
    case .entries(let entries, let quantity, let step):
      point(at: entries.lowerBound, of: quantity)
      if let step { pointedStep = step }
    case .cells(let rows, let columns, let tensor, let step):
      if case .quantity(let id) = tensor, shownQuantity?.id != id { session.focus = id }
      if let step { pointedStep = step }
      pointed = Place(row: rows.lowerBound, column: columns.lowerBound)
    case .cause(let address): follow(address)
    case .catalogue(let row):
      choice?.choose(row)
      return handle(.enter)
    case nil:
      if view == .prompt { mode = .prompt }
      if view == .transcript { isInTranscript = true }
    }
    revealEntry()
    return []
  }

  /// Points at what the mouse is dragged over, without going anywhere.
  private mutating func drag(_ event: MouseEvent) {
    switch screen.spot(row: event.row, column: event.column) {
    case .entries(let entries, let quantity, let step):
      point(at: entries.lowerBound, of: quantity)
      if let step { pointedStep = step }
    case .cells(let rows, let columns, _, let step):
      pointed = Place(row: rows.lowerBound, column: columns.lowerBound)
      if let step { pointedStep = step }
    case .step(let step, _): pointedStep = step
    case .equation, .quantity, .cause, .catalogue, nil: break
    }
  }

  private mutating func turnWheel(_ event: MouseEvent, by count: Int) {
    switch screen.view(row: event.row, column: event.column) {
    case .page: scrollPage(by: count)
    case .catalogue: choice?.move(by: count < 0 ? -1 : 1)
    case .transcript: scrollTranscript(by: -count)
    case .pane(let index):
      let panes = session.panes
      guard panes.indices.contains(index) else { return }
      switch session.view(of: panes[index]) {
      case .equations: turn(by: count < 0 ? -1 : 1)
      default:
        // With Shift sideways, for what is wider than its pane.
        let isSideways = event.modifiers.contains(.shift)
        scrollPane(index, byRows: isSideways ? 0 : count, columns: isSideways ? count : 0)
      }
    default: break
    }
  }
}
