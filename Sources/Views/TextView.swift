// What was read, as running text, each symbol on the color that one unit has there: where a unit is about brackets or line
// ends, one sees it at once.

import Cells
import Debugger
import Equations

/// The text under one unit's values, in a box.
struct TextView: PaneView {
  let context: PaneContext

  init(_ context: PaneContext) { self.context = context }

  /// Colors on the symbols, where there are enough of them; else a line of signs below each line of text.
  private var hasGround: Bool { context.theme.palette.depth >= .palette256 }
  private var linesPerRow: Int { hasGround ? 1 : 2 }

  /// How the text is broken into rows.
  private struct Plan {
    var symbol: Int
    var perRow: Int
    var rows: Int

    init(steps: Int, longest: Int, width: Int) {
      // A short text is set wide, with its longer symbols whole; in a long one each symbol has a column.
      symbol = min(max(width / max(steps, 1), 1), max(longest + 1, 2))
      perRow = max(width / symbol, 1)
      rows = (steps + perRow - 1) / perRow
    }
  }

  private func plan(_ quantity: Quantity, _ width: Int) -> Plan {
    let steps = context.values.stepCount(quantity.id)
    let longest = (0..<min(steps, 64)).compactMap { symbol(quantity, $0)?.columns }.max() ?? 1
    return Plan(steps: steps, longest: longest, width: width)
  }

  private func symbol(_ quantity: Quantity, _ step: Int) -> String? {
    context.values.symbol(of: quantity.stage, at: step)
  }

  func draw(in area: Rectangle, on screen: inout Screen) {
    guard let quantity = context.quantity else { return }
    let entry = context.entry
    let plan = plan(quantity, area.width - QuantityFrame.sides)
    let first = min(max(context.scroll.row, 0), max(plan.rows - 1, 0))
    let shown = first * plan.perRow..<min((first + area.height) * plan.perRow, context.values.stepCount(quantity.id))
    let step = context.step(in: quantity)
    let scale = QuantityScale(values: context.values).scale(of: quantity.id, showing: shown)
    let frame = context.frame(
      of: ShownTensor(quantity), entry: entry, at: step, in: area, remark: "text under unit \(entry + 1)")
    guard let inner = frame.draw(in: area, scale: scale, on: &screen) else { return }
    let map = HeatMap(palette: context.theme.palette, scale: scale)
    for line in 0..<inner.height / linesPerRow {
      let start = (first + line) * plan.perRow
      let count = context.values.stepCount(quantity.id)
      guard start < count else { break }
      let steps = start..<min(start + plan.perRow, count)
      let row = inner.row + line * linesPerRow
      for (place, step) in steps.enumerated() {
        draw(quantity, step, map, row: row, column: inner.column + place * plan.symbol, width: plan.symbol, on: &screen)
      }
      screen.mark(
        Rectangle(row: row, column: inner.column, height: linesPerRow, width: steps.count * plan.symbol),
        .steps(StepWindow(steps), width: plan.symbol, quantity: quantity.id))
    }
  }

  private func draw(
    _ quantity: Quantity, _ step: Int, _ map: HeatMap, row: Int, column: Int, width: Int, on screen: inout Screen
  ) {
    let theme = context.theme
    let text = TextLayout.pad(theme.spell(symbol(quantity, step) ?? ""), to: width, glyphs: theme.glyphs)
    let isCurrent = step == context.step(in: quantity)
    guard context.values.hasHappened(quantity.id, at: step) else {
      screen.grid.write(text, row: row, column: column, style: theme.quiet, limit: width)
      return
    }
    let numbers = context.values.values(quantity.id, at: step)
    guard numbers.indices.contains(context.entry) else { return }
    let swatch = map.swatch(numbers[context.entry])
    var style = isCurrent ? theme.strong : theme.plain
    if hasGround, let ground = swatch.style.background {
      style = Style(foreground: ground.contrast, background: ground, attributes: style.attributes)
    }
    if isCurrent { style = style.adding(hasGround ? .underline : .reverse) }
    screen.grid.write(text, row: row, column: column, style: style, limit: width)
    if !hasGround {
      screen.grid.put(swatch, row: row + 1, column: column, columns: max(width - (width > 2 ? 1 : 0), 1))
    }
  }

  func heights(width: Int) -> [Int] {
    guard let quantity = context.quantity else { return [] }
    let rows = plan(quantity, width - QuantityFrame.sides).rows
    return [min(rows, 12), min(rows, 6), min(rows, 3), 1].map { $0 * linesPerRow + 3 }
  }

  func viewport(in area: Rectangle) -> Viewport {
    guard let quantity = context.quantity else { return Viewport() }
    let plan = plan(quantity, area.width - QuantityFrame.sides)
    return Viewport(
      rows: QuantityFrame.inner(area).height / linesPerRow, allRows: plan.rows,
      pointed: (context.step(in: quantity) / plan.perRow, 0))
  }
}
