// Numbers as bars that lie, a row each: a name, the number, the bar. As many columns of rows as there is room for.

import Cells
import Debugger

/// A list of bars.
struct BarList {
  struct Row {
    var label: String
    var value: Float
    /// The entry, from 0, that it is of.
    var entry: Int
  }

  let rows: [Row]
  let scale: ValueScale
  let theme: Theme
  /// The entry that is pointed at.
  let entry: Int
  /// Columns of the labels.
  let label: Int

  private static let number = 8
  private static let gap = 3
  private static let (shortest, longest) = (12, 60)

  init(_ rows: [Row], scale: ValueScale, theme: Theme, entry: Int) {
    self.rows = rows
    self.scale = scale
    self.theme = theme
    self.entry = entry
    label = min(rows.map(\.label.columns).max() ?? 0, 14)
  }

  /// Columns that rows with names so wide take, with bars of a fair length.
  static func width(label: Int) -> Int { min(label, 14) + 1 + number + 2 * shortest }

  /// Columns of rows that a part has room for.
  private func columns(_ area: Rectangle) -> Int {
    let least = label + 1 + Self.number + Self.shortest + Self.gap
    let wanted = (rows.count + max(area.height, 1) - 1) / max(area.height, 1)
    return max(1, min(wanted, (area.width + Self.gap) / least))
  }

  /// How many rows a part shows at once.
  func capacity(_ area: Rectangle) -> Int { columns(area) * area.height }

  func draw(from first: Int, of tensor: ShownTensor, step: Int?, in area: Rectangle, on screen: inout Screen) {
    guard area.height > 0, area.width > label + Self.number else { return }
    let columns = columns(area)
    let width = (area.width + Self.gap) / columns - Self.gap
    for (index, row) in rows.dropFirst(max(first, 0)).prefix(columns * area.height).enumerated() {
      let (column, line) = index.quotientAndRemainder(dividingBy: area.height)
      let part = Rectangle(
        row: area.row + line, column: area.column + column * (width + Self.gap), height: 1, width: width)
      draw(row, in: part, on: &screen.grid)
      mark(row, part, tensor, step, on: &screen)
    }
  }

  private func mark(
    _ row: Row, _ part: Rectangle, _ tensor: ShownTensor, _ step: Int?, on screen: inout Screen
  ) {
    let place = row.entry..<row.entry + 1
    if let id = tensor.quantity {
      screen.mark(part, .spot(.entries(place, quantity: id, step: step)))
    } else {
      screen.mark(part, .spot(.cells(rows: place, columns: 0..<1, tensor: tensor.source, step: nil)))
    }
  }

  private func draw(_ row: Row, in part: Rectangle, on grid: inout Grid) {
    let isPointed = row.entry == entry
    grid.write(
      TextLayout.pad(theme.spell(row.label), to: label, .right, glyphs: theme.glyphs), row: part.row,
      column: part.column, style: isPointed ? theme.marked : theme.quiet, limit: label)
    let number = TextLayout.pad(NumberText.fitted(row.value, width: Self.number - 1), to: Self.number - 1, .right)
    grid.write(
      number, row: part.row, column: part.column + label + 1, style: isPointed ? theme.strong : theme.plain,
      limit: Self.number - 1)
    let left = label + 1 + Self.number
    LyingBar(scale: scale, theme: theme).draw(
      row.value, in: part.inset(left: left, right: max(part.width - left - Self.longest, 0)), on: &grid)
  }
}

/// A number as a bar that lies: to the right from zero, to the left where it is negative.
struct LyingBar {
  let scale: ValueScale
  let theme: Theme

  func draw(_ value: Float, in part: Rectangle, on grid: inout Grid) {
    guard part.width > 0 else { return }
    let zero = scale.low < 0 ? part.width / 2 : 0
    let style = theme.palette.ink(value, on: scale)
    guard value.isFinite else {
      let sign = Sparkline(from: 0, to: 1, glyphs: theme.glyphs).bar(value)
      grid.put(sign, row: part.row, column: part.column + zero, style: theme.strong)
      return
    }
    if value < 0, scale.low < 0 {
      let filled = min(Int((value / scale.low * Float(zero)).rounded(.up)), zero)
      grid.fill(
        Rectangle(row: part.row, column: part.column + zero - filled, height: 1, width: filled),
        theme.glyphs.negativeRamp[2], style: style)
    } else {
      drawRight(value, from: zero, style, in: part, on: &grid)
    }
    // The line that bars start from.
    if scale.low < 0, abs(value) < scale.high / Float(max(zero, 1)) / 8 {
      grid.put(theme.glyphs.zero, row: part.row, column: part.column + zero, style: theme.quiet)
    }
  }

  /// By eighths of a cell.
  private func drawRight(_ value: Float, from zero: Int, _ style: Style, in part: Rectangle, on grid: inout Grid) {
    let low = max(scale.low, 0)
    guard scale.high > low else { return }
    let steps = theme.glyphs.sideBars.count
    let room = part.width - zero
    let share = min(max((value - low) / (scale.high - low), 0), 1)
    let levels = Int((share * Float(room * steps)).rounded())
    let (whole, rest) = levels.quotientAndRemainder(dividingBy: steps)
    let start = part.column + zero
    let full = theme.glyphs.sideBars[steps - 1]
    grid.fill(Rectangle(row: part.row, column: start, height: 1, width: whole), full, style: style)
    if rest > 0 { grid.put(theme.glyphs.sideBars[rest - 1], row: part.row, column: start + whole, style: style) }
  }
}
