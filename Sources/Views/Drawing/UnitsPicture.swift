// One vector over time: a row for each unit, a column for each step. The same for every model; what it shows is given.

import Cells
import Debugger
import Equations

/// A quantity's units over steps, as a heat map in a box.
struct UnitsPicture {
  let values: LensedValues
  let theme: Theme
  let quantity: Quantity
  /// The entry and the step that are pointed at, from 0.
  let entry: Int
  let step: Int
  /// The first row shown; all units at once if nil.
  let firstUnit: Int?
  /// The units from the first row to the last.
  let order: UnitOrder
  /// Whether all steps are seen, many sharing a column.
  let isWholeRun: Bool
  /// Whether unit numbers stand at the left.
  let isLabelled: Bool
  /// Whether it is the quantity that is turned to.
  let isFocused: Bool
  /// Whether keys act on its pane.
  let isActive: Bool
  let tileWidth: Int
  /// Rows of the screen for each unit, where there are few.
  let tileHeight: Int
  let reading: QuantityFrame.Reading
  let remark: String?

  /// Columns that the names of units take.
  private static func labelWidth(_ names: EntryNames) -> Int { max(names.columns, 2) + 1 }

  private var names: EntryNames { EntryNames(values.session, quantity.shape.stored.rows) }

  /// Columns of a box that shows so many steps.
  static func width(steps: Int, tileWidth: Int, names: EntryNames, isLabelled: Bool) -> Int {
    steps * tileWidth + (isLabelled ? labelWidth(names) : 0) + QuantityFrame.sides
  }

  /// Rows inside the box that are not units.
  static let header = 1

  func draw(in area: Rectangle, on screen: inout Screen) {
    let frame = QuantityFrame(
      values: values, theme: theme, tensor: ShownTensor(quantity), entry: entry, step: step, isFocused: isFocused,
      isActive: isActive,
      reading: reading, remark: remark)
    let scale = QuantityScale(values: values).scale(of: quantity.id, showing: window(area).steps)
    guard let inner = frame.draw(in: area, scale: scale, on: &screen) else { return }
    let labels = isLabelled ? Self.labelWidth(names) : 0
    let tiles = inner.inset(top: Self.header, left: labels)
    let window = window(area)
    let header = Rectangle(row: inner.row, column: tiles.column, height: 1, width: tiles.width)
    StepHeader(values: values, theme: theme, quantity: quantity, pointed: step).draw(
      window, tileWidth: tileWidth, in: header, on: &screen)
    let map = HeatMap(
      palette: theme.palette, scale: scale, tileWidth: tileWidth, halfBlocks: firstUnit == nil)
    let rows = rows(map, tiles)
    drawTiles(map, window, rows, in: tiles, on: &screen)
    let lines = lines(rows, perLine: map.perLine(firstUnit))
    if isLabelled { drawLabels(lines, in: inner, on: &screen) }
    let units = lines.map(order.units)
    screen.mark(tiles, .entries(rows: units, steps: window, width: tileWidth, quantity: quantity.id))
    screen.mark(
      Rectangle(row: tiles.row, column: inner.column, height: tiles.height, width: labels),
      .entries(rows: units, steps: nil, width: 1, quantity: quantity.id))
  }

  private func window(_ area: Rectangle) -> StepWindow {
    let labels = isLabelled ? Self.labelWidth(names) : 0
    let count = values.stepCount(quantity.id)
    let room = (area.width - QuantityFrame.sides - labels) / max(tileWidth, 1)
    return isWholeRun ? StepWindow(whole: count, room: room) : StepWindow(count: count, room: room, around: step)
  }

  /// The units of each row of tiles, before tiles are made higher.
  private func rows(_ map: HeatMap, _ tiles: Rectangle) -> [Range<Int>] {
    let units = quantity.shape.count
    guard let firstUnit else { return HeatMap.bins(of: units, into: map.capacity(of: tiles).rows) }
    let first = min(max(firstUnit, 0), max(units - tiles.height, 0))
    return (first..<min(first + tiles.height, units)).map { $0..<$0 + 1 }
  }

  /// The units of each line of the screen.
  private func lines(_ rows: [Range<Int>], perLine: Int) -> [Range<Int>] {
    stride(from: 0, to: rows.count, by: perLine).flatMap { index in
      let units = rows[index].lowerBound..<rows[min(index + perLine, rows.count) - 1].upperBound
      return Array(repeating: units, count: tileHeight)
    }
  }

  private func drawTiles(
    _ map: HeatMap, _ window: StepWindow, _ rows: [Range<Int>], in tiles: Rectangle, on screen: inout Screen
  ) {
    guard let firstRow = rows.first else { return }
    for index in 0..<window.columns {
      let steps = window.steps(of: index)
      guard values.hasHappened(quantity.id, at: steps.lowerBound) else { continue }
      let numbers = order.sorted(values.extremes(quantity, steps))
      guard numbers.count == quantity.shape.count else { continue }
      let column = Rectangle(
        row: tiles.row, column: tiles.column + index * tileWidth, height: tiles.height, width: tileWidth)
      let shown = firstUnit == nil ? numbers.count : rows.count * tileHeight
      let offset = firstUnit == nil ? 0 : firstRow.lowerBound
      map.draw(into: &screen.grid, part: column, rows: shown, columns: 1) { row, _ in numbers[row / tileHeight + offset]
      }
      if steps.contains(step), let row = rows.firstIndex(where: { $0.contains(order.row(of: entry)) }) {
        let line = row / map.perLine(firstUnit) * tileHeight + (tileHeight - 1) / 2
        TileCursor(theme: theme).draw(row: tiles.row + line, column: column.column, width: tileWidth, on: &screen.grid)
      }
    }
  }

  private func drawLabels(_ lines: [Range<Int>], in inner: Rectangle, on screen: inout Screen) {
    let names = names
    let width = Self.labelWidth(names) - 1
    for (index, rows) in lines.enumerated() where index % tileHeight == (tileHeight - 1) / 2 {
      let units = order.units(rows)
      let name = theme.spell(names.name(of: units.lowerBound))
      let text = TextLayout.pad(name, to: width, .right, glyphs: theme.glyphs)
      screen.grid.write(
        text, row: inner.row + Self.header + index, column: inner.column,
        style: units.contains(entry) ? theme.strong : theme.quiet)
    }
  }
}

extension HeatMap {
  /// Rows of values on one row of the screen; units that are scrolled stand alone.
  fileprivate func perLine(_ firstUnit: Int?) -> Int { firstUnit == nil && halvesCells ? 2 : 1 }
}
