// The models that come with the program, to choose one from.

import Cells

/// A sheet that can be opened.
package struct CatalogueRow: Hashable, Sendable {
  /// What `open` takes.
  package var name: String
  package var title: String

  package init(name: String, title: String) {
    self.name = name
    self.title = title
  }
}

/// The list, and the row that is chosen.
package struct CatalogueChoice: Hashable, Sendable {
  package let rows: [CatalogueRow]
  package private(set) var chosen: Int

  init(_ rows: [CatalogueRow], current: String) {
    self.rows = rows
    chosen = rows.firstIndex { $0.name == current } ?? 0
  }

  var row: CatalogueRow? { rows.indices.contains(chosen) ? rows[chosen] : nil }

  mutating func choose(_ row: Int) { chosen = min(max(row, 0), max(rows.count - 1, 0)) }

  mutating func move(by count: Int) { choose(chosen + count) }

  /// On to the next row whose name begins with a letter, round and round.
  mutating func jump(to letter: Character) {
    let order = rows.indices.map { (chosen + 1 + $0) % rows.count }
    if let found = order.first(where: { rows[$0].name.lowercased().first == letter }) { chosen = found }
  }
}

/// Draws the list in a box at the bottom of a part, as pages are.
struct CatalogueView {
  let choice: CatalogueChoice
  let theme: Theme

  func draw(in area: Rectangle, on screen: inout Screen) {
    let height = min(choice.rows.count + 2, area.height)
    let box = area.inset(top: area.height - height)
    screen.grid.fill(box)
    screen.mark(box, .view(.catalogue))
    screen.grid.box(
      box, title: [StyledText("models", theme.strong)],
      note: [StyledText("Enter opens   a letter jumps   Esc closes", theme.plain)], glyphs: theme.glyphs,
      style: theme.plain)
    let inner = box.inset(top: 1, left: 2, bottom: 1, right: 2)
    guard !inner.isEmpty else { return }
    let first = min(max(0, choice.chosen - inner.height / 2), max(0, choice.rows.count - inner.height))
    let names = (choice.rows.map(\.name.columns).max() ?? 0) + 2
    for (index, row) in choice.rows.dropFirst(first).prefix(inner.height).enumerated() {
      let isChosen = first + index == choice.chosen
      let line = inner.line(index)
      if isChosen { screen.grid.put(theme.glyphs.current, row: line.row, column: line.column, style: theme.strong) }
      let rest = line.inset(left: 2)
      screen.grid.write(
        theme.spell(row.name), row: line.row, column: rest.column, style: isChosen ? theme.strong : theme.plain,
        limit: rest.width)
      let titles = rest.inset(left: names)
      screen.grid.write(
        theme.clip(row.title, titles.width), row: line.row, column: titles.column,
        style: isChosen ? theme.plain : theme.quiet, limit: titles.width)
      screen.mark(line, .spot(.catalogue(first + index)))
    }
  }
}
