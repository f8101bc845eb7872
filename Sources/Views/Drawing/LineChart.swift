// One line over the entries of a vector: an axis with numbers, a sign at each entry where they are wide enough apart, straight
// ways between them.

import Cells
import Debugger

/// A chart of one line.
struct LineChart {
  let numbers: [Float]
  let scale: ValueScale
  let theme: Theme
  /// What the line is called; nil where it needs no name.
  let name: String?
  let isPointed: Bool
  /// The entry that is pointed at.
  let pointed: Int
  /// Columns of the axis with its numbers and names.
  let gutter: Int

  func draw(in area: Rectangle, on grid: inout Grid) {
    let plot = area.inset(left: gutter)
    guard !plot.isEmpty else { return }
    drawAxis(in: area, on: &grid)
    drawGuides(in: plot, on: &grid)
    var canvas = DotCanvas(width: plot.width, height: plot.height, glyphs: theme.glyphs)
    for place in numbers.indices.dropLast() where numbers[place].isFinite && numbers[place + 1].isFinite {
      canvas.line(
        from: (column(of: place, plot), row(of: numbers[place], plot)),
        to: (column(of: place + 1, plot), row(of: numbers[place + 1], plot)), rank: abs(numbers[place]),
        style: theme.palette.ink(numbers[place], on: scale))
    }
    canvas.draw(in: plot, on: &grid)
    drawSigns(in: plot, on: &grid)
  }

  /// The middle of an entry's part, in cells.
  private func column(of place: Int, _ plot: Rectangle) -> Float {
    (Float(place) + 0.5) * Float(plot.width) / Float(max(numbers.count, 1))
  }

  /// In cells from the top; the ends of the scale lie in the middle of the first and the last dot.
  private func row(of number: Float, _ plot: Rectangle) -> Float {
    let dots = Float(theme.glyphs == .unicode ? plot.height * 4 : plot.height)
    let width = scale.high - scale.low
    let share = width > 0 ? min(max((scale.high - number) / width, 0), 1) : 0.5
    return (share * (dots - 1) + 0.5) * Float(plot.height) / dots
  }

  // MARK: - Round the line

  private func drawAxis(in area: Rectangle, on grid: inout Grid) {
    let edge = area.column + gutter - 1
    for row in area.rows { grid.put(theme.glyphs.vertical, row: row, column: edge, style: theme.quiet) }
    var numbers = [(0, scale.high), (area.height - 1, scale.low)]
    if name == nil, area.height >= 7, !area.height.isMultiple(of: 2) {
      numbers.append((area.height / 2, (scale.high + scale.low) / 2))
    }
    for (line, number) in numbers where line == 0 || area.height > 1 {
      grid.put(theme.glyphs.teeLeft, row: area.row + line, column: edge, style: theme.quiet)
      label(ValueText.short(number), line, theme.quiet, in: area, on: &grid)
    }
    if let name { label(name, area.height / 2, isPointed ? theme.strong : theme.plain, in: area, on: &grid) }
  }

  private func label(_ text: String, _ line: Int, _ style: Style, in area: Rectangle, on grid: inout Grid) {
    let room = gutter - 2
    guard room > 0 else { return }
    grid.write(
      TextLayout.pad(theme.clip(text, room), to: room, .right), row: area.row + line, column: area.column, style: style,
      limit: room)
  }

  /// Where zero is, and the column that is pointed at.
  private func drawGuides(in plot: Rectangle, on grid: inout Grid) {
    if scale.low < 0, scale.high > 0 {
      let row = plot.row + Int(self.row(of: 0, plot))
      for column in plot.columns { grid.put(theme.glyphs.zero, row: row, column: column, style: theme.quiet) }
    }
    let column = plot.column + Int(self.column(of: pointed, plot))
    for row in plot.rows { grid.put(theme.glyphs.zero, row: row, column: column, style: theme.quiet) }
  }

  private func drawSigns(in plot: Rectangle, on grid: inout Grid) {
    let areApart = numbers.count * 2 <= plot.width
    for (place, number) in numbers.enumerated() {
      let isHere = isPointed && place == pointed
      guard areApart || isHere || !number.isFinite else { continue }
      let (sign, row) = sign(number, plot)
      grid.put(
        sign, row: plot.row + row, column: plot.column + Int(column(of: place, plot)),
        style: isHere ? theme.marked : number.isFinite ? theme.palette.ink(number, on: scale) : theme.strong)
    }
  }

  private func sign(_ number: Float, _ plot: Rectangle) -> (Character, row: Int) {
    if number.isNaN { return (theme.glyphs.notANumber, plot.height / 2) }
    if number.isInfinite {
      return number > 0 ? (theme.glyphs.positiveInfinity, 0) : (theme.glyphs.negativeInfinity, plot.height - 1)
    }
    return (theme.glyphs.markers[0], Int(row(of: number, plot)))
  }
}
