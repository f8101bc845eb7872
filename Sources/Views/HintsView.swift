// The last line: news if there is any, else the keys that matter now.

import Cells

/// News or hints.
struct HintsView {
  let interface: Interface

  func draw(in area: Rectangle, on screen: inout Screen) {
    guard !area.isEmpty else { return }
    let theme = interface.theme
    let room = max(area.width - 2, 0)
    if let notice = interface.notice {
      screen.grid.write(
        theme.clip(notice, room), row: area.row, column: area.column + 1, style: theme.strong, limit: room)
      return
    }
    var used = 0
    for hint in KeyBinding.hints(for: interface) {
      let key = theme.glyphs == .unicode ? KeyBinding.sign(hint.key) : hint.key
      let width = key.columns + 1 + hint.word.count
      guard used + width <= room else { break }
      let column = area.column + 1 + used
      screen.grid.write(key, row: area.row, column: column, style: theme.strong)
      screen.grid.write(hint.word, row: area.row, column: column + key.columns + 1, style: theme.quiet)
      used += width + 2
    }
  }
}
