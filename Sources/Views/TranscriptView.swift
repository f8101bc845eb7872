// What was typed and what was answered, the latest at the bottom.

import Cells

/// The last lines of the transcript.
struct TranscriptView {
  let interface: Interface

  func draw(in area: Rectangle, on screen: inout Screen) {
    screen.mark(area, .view(.transcript))
    let lines = interface.transcript.lines
    let end = max(0, lines.count - interface.transcriptScroll)
    let shown = lines[..<end].suffix(area.height)
    for (index, line) in shown.enumerated() {
      let theme = interface.theme
      let style =
        switch line.kind {
        case .typed: theme.quiet
        case .said: theme.plain
        case .failed: theme.strong
        }
      let prefix = line.kind == .typed ? "> " : ""
      let room = max(area.width - 2, 0)
      screen.grid.write(
        theme.clip(prefix + line.text, room), row: area.row + index, column: area.column + 1, style: style,
        limit: room)
    }
  }
}
