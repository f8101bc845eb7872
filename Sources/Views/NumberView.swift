// One number over time, as bars that rise from a line.

import Cells
import Debugger
import Equations

/// A scalar over steps, in a box.
struct NumberView: PaneView {
  let context: PaneContext

  init(_ context: PaneContext) { self.context = context }

  func draw(in area: Rectangle, on screen: inout Screen) {
    guard let quantity = context.quantity else { return }
    let (values, theme) = (context.values, context.theme)
    let (entry, step) = (context.entry(in: quantity), context.step(in: quantity))
    let count = values.stepCount(quantity.id)
    let room = area.width - QuantityFrame.sides
    let tileWidth = min(max(room / max(count, 1), 1), 4)
    let window = context.window(count: count, room: room / tileWidth, around: step)
    let scale = QuantityScale(values: values).scale(of: quantity.id, showing: window.steps)
    let frame = QuantityFrame(
      values: values, theme: theme, tensor: ShownTensor(quantity), entry: entry, step: step, isFocused: true,
      isActive: context.isActive,
      reading: QuantityFrame.reading(width: area.width, height: area.height))
    guard let inner = frame.draw(in: area, scale: scale, on: &screen) else { return }
    StepHeader(values: values, theme: theme, quantity: quantity, pointed: step).draw(
      window, tileWidth: tileWidth, in: inner.line(0), on: &screen)
    let chart = inner.inset(top: 1)
    for index in 0..<window.columns {
      let steps = window.steps(of: index)
      guard values.hasHappened(quantity.id, at: steps.lowerBound) else { continue }
      guard let value = values.extremes(quantity, steps).first else { continue }
      let part = Rectangle(
        row: chart.row, column: chart.column + index * tileWidth, height: chart.height, width: max(1, tileWidth - 1))
      RisingBar(scale: scale, glyphs: theme.glyphs).draw(
        value, style: theme.palette.ink(value, on: scale), in: part, on: &screen.grid)
    }
    screen.mark(
      chart,
      .entries(
        rows: Array(repeating: 0..<1, count: chart.height), steps: window, width: tileWidth,
        quantity: quantity.id))
  }
}
