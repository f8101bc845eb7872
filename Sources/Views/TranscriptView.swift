// What was typed and what was answered, the latest at the bottom.

import Cells

/// The last lines of the transcript; of an answer that is longer, its beginning.
struct TranscriptView {
  let interface: Interface

  private typealias Row = (text: String, style: Style)

  func draw(in area: Rectangle, on screen: inout Screen) {
    screen.mark(area, .view(.transcript))
    guard !area.isEmpty else { return }
    let theme = interface.theme
    let hidden = interface.transcriptScroll == 0 && area.height >= 3 ? hidden(in: area) : 0
    var rows: [Row] = []
    if hidden > 0 {
      rows = interface.transcript.answered.flatMap { self.rows($0, area) }.dropLast(hidden)
      rows.append((theme.clip("… \(hidden) more: F7 shows all", room(area)), theme.quiet))
    } else {
      let end = max(0, interface.transcript.lines.count - interface.transcriptScroll)
      for line in interface.transcript.lines[..<end].reversed() where rows.count < area.height {
        rows = self.rows(line, area) + rows
      }
      rows = rows.suffix(area.height)
    }
    for (index, row) in rows.enumerated() {
      screen.grid.write(row.text, row: area.row + index, column: area.column + 1, style: row.style, limit: room(area))
    }
  }

  /// Rows of the last answer that do not fit, one row being kept to say so; 0 where all fits.
  func hidden(in area: Rectangle) -> Int {
    let count = interface.transcript.answered.reduce(0) { $0 + rows($1, area).count }
    return count > area.height ? count - max(area.height - 1, 0) : 0
  }

  private func room(_ area: Rectangle) -> Int { max(area.width - 2, 1) }

  private func rows(_ line: Transcript.Line, _ area: Rectangle) -> [Row] {
    let theme = interface.theme
    let text = theme.spell((line.kind == .typed ? "> " : "") + line.text)
    let style = Self.style(of: line.kind, theme)
    if line.kind == .typed { return [(theme.clip(text, room(area)), style)] }
    return HangingText.rows(text, width: room(area)).map { ($0, style) }
  }

  private static func style(of kind: Transcript.Line.Kind, _ theme: Theme) -> Style {
    switch kind {
    case .typed: theme.quiet
    case .said: theme.plain
    case .failed: theme.strong
    }
  }
}
