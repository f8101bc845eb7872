// What stands in a pane that has nothing to show yet: why, and what to do.

import Cells
import Debugger

/// Some words in a box.
struct PaneMessage {
  let title: String
  let text: String
  let context: PaneContext

  func draw(in area: Rectangle, on screen: inout Screen) {
    let theme = context.theme
    screen.grid.box(
      area, title: [StyledText(theme.clip(title, area.width - 6), theme.title(context.isActive))],
      glyphs: theme.glyphs, style: theme.edge(context.isActive))
    let inner = QuantityFrame.plainInner(area)
    for (index, line) in TextLayout.wrap(theme.spell(text), to: inner.width).prefix(inner.height).enumerated() {
      screen.grid.write(line, row: inner.row + index, column: inner.column, style: theme.quiet, limit: inner.width)
    }
  }
}
