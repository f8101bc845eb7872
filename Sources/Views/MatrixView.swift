// A matrix at one step, or a parameter: rows and columns as it has them, labelled; whole with neighbours sharing tiles, or
// a window on it, with its numbers where there is room.

import Cells
import Debugger
import Equations

/// A matrix now, in a box.
struct MatrixView: PaneView {
  let context: PaneContext

  init(_ context: PaneContext) { self.context = context }

  func draw(in area: Rectangle, on screen: inout Screen) {
    guard let tensor = context.tensor else { return }
    let step = context.step(in: tensor)
    let scale = QuantityScale(values: context.values).scale(of: tensor, showing: step..<step + 1)
    let plan = MatrixPlan(tensor.shape, context, in: QuantityFrame.inner(area))
    let frame = context.frame(of: tensor, entry: context.entry, at: step, in: area, remark: plan.remark)
    guard frame.draw(in: area, scale: scale, on: &screen) != nil else { return }
    let entries = LensedEntries(tensor, context.values)
    guard context.values.hasHappened(tensor, at: step), entries.value(0, at: step) != nil else { return }
    drawLabels(plan, on: &screen)
    let apart = plan.apart
    let map = HeatMap(palette: context.theme.palette, scale: scale, tileWidth: min(plan.tileWidth, plan.tiles.width))
    for (line, rows) in plan.lines.enumerated() {
      for (place, columns) in plan.columns.enumerated() {
        let value = pooled(rows, columns, by: apart) { row, column in
          entries.value(row * tensor.shape.stored.columns.count + column, at: step) ?? .nan
        }
        draw(value, map, plan, line: line, place: place, on: &screen)
      }
    }
    screen.mark(
      plan.tiles,
      .cells(
        rows: plan.lines, columns: plan.columns, width: plan.tileWidth, tensor: tensor.source,
        step: context.hasSteps(tensor) ? step : nil))
    drawCursor(plan, tensor.shape, on: &screen)
  }

  /// The value farthest from zero of a tile; a NaN always shows.
  ///
  /// - `apart`: how far apart the rows and columns are that are looked at.
  private func pooled(
    _ rows: Range<Int>, _ columns: Range<Int>, by apart: Int, _ entry: (Int, Int) -> Float
  ) -> Float {
    var result: Float = 0
    for row in stride(from: rows.lowerBound, to: rows.upperBound, by: apart) {
      for column in stride(from: columns.lowerBound, to: columns.upperBound, by: apart) {
        let value = entry(row, column)
        if value.isNaN { return value }
        if abs(value) > abs(result) { result = value }
      }
    }
    return result
  }

  private func draw(
    _ value: Float, _ map: HeatMap, _ plan: MatrixPlan, line: Int, place: Int, on screen: inout Screen
  ) {
    let (row, column) = (plan.tiles.row + line, plan.tiles.column + place * plan.tileWidth)
    guard plan.hasNumbers else {
      return screen.grid.put(map.swatch(value), row: row, column: column, columns: plan.tileWidth)
    }
    screen.grid.put(map.swatch(value), row: row, column: column, columns: 2)
    let width = plan.tileWidth - 4
    let text = TextLayout.pad(NumberText.fitted(value, width: width), to: width, .right)
    screen.grid.write(text, row: row, column: column + 3, style: context.theme.plain, limit: width)
  }

  private func drawLabels(_ plan: MatrixPlan, on screen: inout Screen) {
    let theme = context.theme
    let pointed = plan.pointed(context)
    for (line, rows) in plan.lines.enumerated() where line == 0 || plan.lines[line - 1] != rows {
      let text = TextLayout.pad(
        theme.spell(plan.rowNames.name(of: rows.lowerBound)), to: plan.label - 1, .right, glyphs: theme.glyphs)
      screen.grid.write(
        text, row: plan.tiles.row + line, column: plan.area.column,
        style: rows.contains(pointed.row) ? theme.strong : theme.quiet, limit: plan.label - 1)
    }
    var free = plan.tiles.column
    for (place, columns) in plan.columns.enumerated() {
      let column = plan.tiles.column + place * plan.tileWidth
      let isPointed = columns.contains(pointed.column)
      let name = theme.spell(plan.columnNames.name(of: columns.lowerBound))
      guard column >= free, column + name.columns <= plan.tiles.columns.upperBound else { continue }
      screen.grid.write(name, row: plan.area.row, column: column, style: isPointed ? theme.strong : theme.quiet)
      free = column + name.columns + 1
    }
  }

  private func drawCursor(_ plan: MatrixPlan, _ shape: Shape, on screen: inout Screen) {
    let pointed = plan.pointed(context)
    guard let line = plan.lines.firstIndex(where: { $0.contains(pointed.row) }),
      let place = plan.columns.firstIndex(where: { $0.contains(pointed.column) })
    else { return }
    TileCursor(theme: context.theme).draw(
      row: plan.tiles.row + line, column: plan.tiles.column + place * plan.tileWidth,
      width: plan.tileWidth, on: &screen.grid)
  }

  /// Whole, each row of the matrix a few lines high.
  func heights(width: Int) -> [Int] {
    guard let tensor = context.tensor, tensor.shape.stored.rows.count <= 16 else { return [] }
    return [tensor.shape.stored.rows.count * 2 + 5]
  }

  func viewport(in area: Rectangle) -> Viewport {
    guard let tensor = context.tensor else { return Viewport() }
    let plan = MatrixPlan(tensor.shape, context, in: QuantityFrame.inner(area))
    let pointed = plan.pointed(context)
    let shape = tensor.shape.stored
    // What is seen whole has no window to scroll, but still columns to go through.
    guard plan.isWindow else {
      return Viewport(
        rows: shape.rows.count, allRows: shape.rows.count, columns: shape.columns.count,
        allColumns: shape.columns.count)
    }
    return Viewport(
      rows: plan.lines.count, allRows: shape.rows.count, columns: plan.columns.count, allColumns: shape.columns.count,
      pointed: (pointed.row, pointed.column))
  }
}
