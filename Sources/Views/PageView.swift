// Text over the lower part of the views, to be read and put away: help, and answers longer than the transcript.

import Cells

/// Lines to scroll through.
package struct Page: Hashable, Sendable {
  package var title: String
  package var lines: [String]
  /// The first line shown, of those that wrapping makes.
  package var top = 0

  package init(title: String, lines: [String]) {
    self.title = title
    self.lines = lines
  }

  /// The lines in a box of this width; long ones go on below, further in.
  func wrapped(width: Int) -> [String] {
    lines.flatMap { HangingText.rows($0, width: max(width - 4, 1)) }
  }
}

/// Draws a page in a box as high as it needs, at the bottom of a part.
struct PageView {
  let page: Page
  let theme: Theme

  private func spelled(_ width: Int) -> [String] {
    Page(title: page.title, lines: page.lines.map(theme.spell)).wrapped(width: width)
  }

  /// The box in this part.
  func place(in area: Rectangle) -> Rectangle {
    let height = min(spelled(area.width).count + 2, area.height)
    return area.inset(top: area.height - height)
  }

  /// The page moved on by so many lines, as far as there are any.
  func scrolled(by count: Int, in area: Rectangle) -> Page {
    let lines = spelled(area.width).count
    var page = page
    page.top = min(max(page.top + count, 0), max(lines - Self.rows(height: place(in: area).height), 0))
    return page
  }

  /// Rows of text in a box of so many.
  static func rows(height: Int) -> Int { max(height - 2, 1) }

  func draw(in area: Rectangle, on screen: inout Screen) {
    let box = place(in: area)
    let lines = spelled(area.width)
    screen.grid.fill(box)
    screen.mark(box, .view(.page))
    let rows = Self.rows(height: box.height)
    let top = min(page.top, max(lines.count - rows, 0))
    let below = max(lines.count - top - rows, 0)
    let note = below > 0 ? "\(below) more: PgDn   Esc closes" : top > 0 ? "PgUp goes back   Esc closes" : "Esc closes"
    screen.grid.box(
      box, title: [StyledText(page.title, theme.strong)], note: [StyledText(note, theme.plain)], glyphs: theme.glyphs,
      style: theme.plain)
    let inner = box.inset(top: 1, left: 2, bottom: 1, right: 2)
    for (index, line) in lines.dropFirst(top).prefix(inner.height).enumerated() {
      screen.grid.write(line, row: inner.row + index, column: inner.column, limit: inner.width)
    }
  }
}
