// The line being typed.

import Cells
import Debugger

/// The prompt, with the place of the cursor.
struct PromptView {
  let interface: Interface

  func draw(in area: Rectangle, on screen: inout Screen) {
    screen.mark(area, .view(.prompt))
    guard !area.isEmpty else { return }
    let theme = interface.theme
    guard interface.mode == .prompt else {
      screen.grid.write(
        theme.clip("keys alone, j and k move in the \(moved); i or : brings the prompt back", area.width - 2),
        row: area.row, column: area.column + 1,
        style: theme.quiet)
      return
    }
    let (label, text, before) = content
    let start = area.column + 1
    let labelWidth = screen.grid.write(
      theme.spell(label), row: area.row, column: start, style: theme.strong, limit: max(area.width - 2, 0))
    let room = area.width - 2 - labelWidth
    guard room > 0 else { return }
    // The line is moved so that the cursor has a column of its own.
    let (kept, columns) = Self.end(of: theme.spell(before), columns: room - 1)
    let behind = theme.spell(String(text.dropFirst(before.count)))
    let shown = kept + behind.prefix(room)
    screen.grid.write(shown, row: area.row, column: start + labelWidth, limit: room)
    screen.cursor = (area.row, start + labelWidth + columns)
  }

  /// As much of the end of a text as fits so many columns, and how many it takes.
  private static func end(of text: String, columns room: Int) -> (Substring, columns: Int) {
    var (start, columns) = (text.endIndex, 0)
    while start > text.startIndex {
      let before = text.index(before: start)
      let width = text[before].columns
      guard columns + width <= room else { break }
      (start, columns) = (before, columns + width)
    }
    return (text[start...], columns)
  }

  private var moved: String {
    if interface.isInTranscript { return "transcript" }
    let view = interface.activeView
    return view == .equations ? view.name : "units"
  }

  /// What stands before the line, the line, and the part of it before the cursor.
  private var content: (label: String, text: String, before: String) {
    let editor = interface.editor
    guard let search = interface.search else { return ("> ", editor.text, editor.beforeCursor) }
    let label = search.hasFailed ? "no line has" : "search"
    return ("(\(label) '\(search.query)') ", editor.text, editor.beforeCursor)
  }
}
