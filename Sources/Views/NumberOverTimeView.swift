// One number over time, as columns that rise from a line.

import Cells
import Equations

/// A scalar over steps, in a box.
struct NumberOverTimeView {
  let values: LensedValues
  let theme: Theme
  let quantity: Quantity
  let step: Int
  let isFocused: Bool

  func draw(in area: Rectangle, on screen: inout Screen) {
    let count = values.stepCount(quantity.id)
    let tileWidth = min(max((area.width - 4) / max(count, 1), 1), 4)
    let window = StepWindow(count: count, room: (area.width - 4) / tileWidth, around: step)
    let scale = QuantityScale(values: values).scale(of: quantity.id, showing: window.steps)
    let frame = QuantityFrame(
      values: values, theme: theme, quantity: quantity, entry: 0, step: step, isFocused: isFocused,
      hasWideNote: QuantityFrame.isWide(area.width))
    guard let inner = frame.draw(in: area, scale: scale, on: &screen) else { return }
    StepHeader(values: values, theme: theme, quantity: quantity, current: step).draw(
      window.steps, tileWidth: tileWidth, in: inner.line(0), on: &screen)
    let chart = inner.inset(top: 1)
    for (index, step) in window.steps.enumerated() where values.hasHappened(quantity.id, at: step) {
      guard let value = values.values(quantity.id, at: step).first else { continue }
      let column = Rectangle(
        row: chart.row, column: chart.column + index * tileWidth, height: chart.height, width: max(1, tileWidth - 1))
      draw(value, scale, in: column, on: &screen)
    }
    screen.mark(
      chart,
      .entries(
        rows: Array(repeating: 0..<1, count: chart.height), steps: window.steps, width: tileWidth, quantity: quantity.id
      ))
  }

  private func draw(_ value: Float, _ scale: ValueScale, in column: Rectangle, on screen: inout Screen) {
    guard value.isFinite, scale.high > scale.low else {
      let bar = Sparkline(from: scale.low, to: scale.high, glyphs: theme.glyphs).bar(value)
      return screen.grid.fill(column.line(column.height - 1), bar)
    }
    let part = min(max((value - scale.low) / (scale.high - scale.low), 0), 1)
    let eighths = Int(part * Float(column.height * 8))
    for line in 0..<column.height {
      let filled = min(max(eighths - line * 8, line == 0 ? 1 : 0), 8)
      guard filled > 0 else { continue }
      screen.grid.fill(column.line(column.height - 1 - line), theme.glyphs.bars[filled - 1])
    }
  }
}
