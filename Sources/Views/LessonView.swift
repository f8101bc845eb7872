// What a lesson says at its part: it stands over the prompt as long as the part lasts, whatever is typed in between.

import Cells
import Debugger

/// The paragraphs of a part below a line that says where in the lesson this is.
struct LessonView {
  let progress: LessonProgress
  let theme: Theme

  /// Nil where no lesson is open.
  init?(_ interface: Interface) {
    guard let progress = interface.session.lesson else { return nil }
    (self.progress, theme) = (progress, interface.theme)
  }

  /// Longer lines are hard to read from the last row of a hall.
  private static let widest = 110

  /// Rows that all of it takes.
  func height(width: Int) -> Int { 1 + lines(width).count }

  func draw(in area: Rectangle, on screen: inout Screen) {
    screen.mark(area, .view(.lesson))
    guard !area.isEmpty else { return }
    let column = area.column + 1
    let room = max(area.width - 2, 1)
    let goesOn = progress.isAtEnd ? "Enter ends it" : "Enter goes on"
    let head = [
      StyledText(theme.spell("\(progress.place)  "), theme.strong),
      StyledText(theme.spell(progress.lesson.title), theme.plain),
      StyledText(theme.spell("   \(goesOn)" + (progress.part > 1 ? ", lesson back" : "")), theme.quiet),
    ]
    screen.grid.write(
      TextLayout.clip(head, to: room, glyphs: theme.glyphs), row: area.row, column: column, limit: room)
    let lines = lines(area.width)
    let shown = lines.count < area.height ? lines : Array(lines.prefix(max(area.height - 2, 0)))
    for (index, line) in shown.enumerated() {
      screen.grid.write(line, row: area.row + 1 + index, column: column, style: theme.strong, limit: room)
    }
    guard shown.count < lines.count, area.height >= 2 else { return }
    let more = "… \(lines.count - shown.count) more: lesson says all"
    screen.grid.write(
      theme.clip(more, room), row: area.row + area.height - 1, column: column, style: theme.quiet, limit: room)
  }

  private func lines(_ width: Int) -> [String] {
    let room = min(max(width - 2, 1), Self.widest)
    return progress.prose.flatMap { theme.spell($0).broken(to: room) }
  }
}
