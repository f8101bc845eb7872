// Where there is no room for anything else.

import Cells

/// One line that says what is missing.
struct TinyView {
  let interface: Interface

  static let (leastWidth, leastHeight) = (40, 10)

  func draw(in area: Rectangle, on screen: inout Screen) {
    let theme = interface.theme
    let wishes = [
      "unroll needs \(Self.leastWidth)×\(Self.leastHeight) cells; here are \(area.width)×\(area.height)",
      "needs \(Self.leastWidth)×\(Self.leastHeight)", "too small", "…",
    ].map(theme.spell)
    let text = wishes.first { $0.columns <= area.width } ?? ""
    screen.grid.write(
      text, row: area.row + area.height / 2, column: area.column + max(0, (area.width - text.columns) / 2))
  }
}
