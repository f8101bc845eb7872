// A matrix at one step, as a heat map: rows and columns as it has them.

import Cells
import Equations

/// A matrix at the current step, in a box.
struct MatrixView: PaneView {
  let context: PaneContext

  init(_ context: PaneContext) { self.context = context }

  func draw(in area: Rectangle, on screen: inout Screen) {
    guard let quantity = context.quantity else { return }
    let (values, theme) = (context.values, context.theme)
    let (entry, step) = (context.entry(in: quantity), context.step(in: quantity))
    let scale = QuantityScale(values: values).scale(of: quantity.id, showing: step..<step + 1)
    let frame = QuantityFrame(
      values: values, theme: theme, quantity: quantity, entry: entry, step: step, isFocused: true,
      isActive: context.isActive,
      reading: QuantityFrame.reading(width: area.width, height: area.height))
    guard let inner = frame.draw(in: area, scale: scale, on: &screen) else { return }
    let (rows, columns) = (quantity.shape.rows.count, quantity.shape.columns.count)
    guard values.hasHappened(quantity.id, at: step), rows > 0, columns > 0 else { return }
    let numbers = values.values(quantity.id, at: step)
    guard numbers.count == rows * columns else { return }
    let tileWidth = min(max(inner.width / columns, 1), 4)
    let map = HeatMap(palette: theme.palette, scale: scale, tileWidth: tileWidth)
    map.draw(into: &screen.grid, part: inner, rows: rows, columns: columns) { numbers[$0 * columns + $1] }
  }
}
