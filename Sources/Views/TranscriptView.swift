// What was typed and what was answered, the latest at the bottom.

import Cells

/// The last lines of the transcript.
struct TranscriptView {
  let interface: Interface

  func draw(in area: Rectangle, on screen: inout Screen) {
    screen.mark(area, .view(.transcript))
    let lines = interface.transcript.lines
    let end = max(0, lines.count - interface.transcriptScroll)
    let room = max(area.width - 2, 1)
    var rows: [(text: String, style: Style)] = []
    for line in lines[..<end].reversed() where rows.count < area.height {
      let theme = interface.theme
      let prefix = line.kind == .typed ? "> " : ""
      let text = theme.spell(prefix + line.text)
      let wrapped = line.kind == .typed ? [theme.clip(text, room)] : Self.wrap(text, to: room)
      rows += wrapped.reversed().map { ($0, Self.style(of: line.kind, theme)) }
    }
    for (index, row) in rows.prefix(area.height).reversed().enumerated() {
      screen.grid.write(row.text, row: area.row + index, column: area.column + 1, style: row.style, limit: room)
    }
  }

  /// Tables and pictures keep their blanks where they fit.
  private static func wrap(_ text: String, to width: Int) -> [String] {
    text.columns <= width ? [text] : TextLayout.wrap(text, to: width, indent: 2)
  }

  private static func style(of kind: Transcript.Line.Kind, _ theme: Theme) -> Style {
    switch kind {
    case .typed: theme.quiet
    case .said: theme.plain
    case .failed: theme.strong
    }
  }
}
