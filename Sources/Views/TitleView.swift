// The first line: which model, on what, where in it.

import Cells
import Debugger
import Equations

/// The title line.
struct TitleView {
  let interface: Interface

  func draw(in area: Rectangle, on screen: inout Screen) {
    screen.mark(area, .view(.title))
    let right = right
    let rightWidth = right.reduce(0) { $0 + $1.text.columns }
    let room = area.width - 1
    let start = max(1, room - rightWidth)
    screen.grid.write(right, row: area.row, column: area.column + start, limit: room)
    screen.grid.write(left(start - 4), row: area.row, column: area.column + 1, limit: max(start - 4, 0))
  }

  private var theme: Theme { interface.theme }
  private var session: Session { interface.session }

  /// The feed, the step, the equation: what is fed is cut first.
  private var right: [StyledText] {
    var pieces: [StyledText] = []
    if !session.pins.isEmpty {
      let count = session.pins.count
      let lens = theme.spell(interface.values.lens.name)
      pieces.append(
        StyledText("\(theme.glyphs.pinned) \(count) pin\(count == 1 ? "" : "s"), \(lens)   ", theme.strong))
    }
    // A count of steps stands behind the step already.
    if let stage = session.moment?.stage, session.symbol(of: stage, at: 0) != nil {
      pieces.append(StyledText(theme.clip(session.feedDescription, 24) + "   ", theme.plain))
    }
    guard case .position(let position) = session.here else { return pieces }
    // The run that is shown may be shorter or longer than the one that is stepped through.
    let steps = session.moment.map { session.stepCount(of: $0.stage, through: interface.values.lens) } ?? position.steps
    pieces.append(StyledText("\(position.kind.name) \(min(position.step, max(steps, 1)))/\(steps)", theme.strong))
    pieces.append(StyledText("   equation \(position.equation)/\(position.equations)", theme.plain))
    return pieces
  }

  /// As much as fits: the program, the model, its title, where its numbers come from, its sizes.
  private func left(_ room: Int) -> [StyledText] {
    var pieces = [StyledText("unroll", theme.strong)]
    var used = 6
    @discardableResult
    func add(_ text: String, gap: String = "   ", _ style: Style) -> Bool {
      let spelled = theme.spell(text)
      guard !text.isEmpty, used + gap.count + spelled.columns <= room else { return false }
      pieces.append(StyledText(theme.spell(gap) + spelled, style))
      used += gap.count + spelled.columns
      return true
    }
    let name = session.model.name.split(separator: "/").last.map(String.init) ?? session.model.name
    if used + 3 + name.columns <= room {
      add(name, theme.strong)
    } else {
      add(theme.clip(name, room - used - 3), theme.strong)
    }
    add(session.model.title, gap: " · ", theme.plain)
    add(session.model.parameters.isEmpty ? "" : session.weightsDescription, gap: " · ", theme.plain)
    // The size of what is shown tells most.
    let shown = interface.shownQuantity?.shape.rows.label
    let dims = session.model.dims
    for dimension in dims.filter({ $0.name == shown }) + dims.filter({ $0.name != shown }) {
      guard add("\(dimension.name) \(dimension.count)", theme.quiet) else { break }
    }
    return pieces
  }
}
