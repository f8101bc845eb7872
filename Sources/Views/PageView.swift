// Text over the views, to be read and put away: help, and answers longer than the transcript.

import Cells

/// Lines to scroll through.
package struct Page: Hashable, Sendable {
  package var title: String
  package var lines: [String]
  package var top = 0

  package init(title: String, lines: [String]) {
    self.title = title
    self.lines = lines
  }

  mutating func scroll(by count: Int, height: Int) {
    top = min(max(top + count, 0), max(lines.count - height, 0))
  }
}

/// Draws a page in a box.
struct PageView {
  let page: Page
  let theme: Theme

  /// Rows of text in a box of so many.
  static func rows(height: Int) -> Int { max(height - 2, 1) }

  func draw(in area: Rectangle, on screen: inout Screen) {
    screen.grid.fill(area)
    screen.mark(area, .view(.page))
    let rows = Self.rows(height: area.height)
    let top = min(page.top, max(page.lines.count - rows, 0))
    let below = max(page.lines.count - top - rows, 0)
    let note =
      below > 0 ? "\(below) more lines: PgDn   Esc closes" : top > 0 ? "PgUp goes back   Esc closes" : "Esc closes"
    screen.grid.box(
      area, title: [StyledText(page.title, theme.strong)], note: [StyledText(note, theme.plain)], glyphs: theme.glyphs,
      style: theme.quiet)
    let inner = area.inset(top: 1, left: 2, bottom: 1, right: 2)
    for (index, line) in page.lines.dropFirst(top).prefix(inner.height).enumerated() {
      screen.grid.write(
        theme.clip(line, inner.width), row: inner.row + index, column: inner.column, limit: inner.width)
    }
  }
}
