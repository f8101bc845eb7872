// What stands above the columns of steps: the symbols that were read, or the numbers of the steps.

import Cells
import Debugger
import Equations

/// A line of names for steps.
struct StepHeader {
  let values: LensedValues
  let theme: Theme
  let quantity: Quantity
  /// The step that is pointed at, from 0.
  let pointed: Int

  /// Where the session stands.
  private var current: Int { values.session.moment?.step ?? 0 }

  func draw(_ steps: Range<Int>, tileWidth: Int, in line: Rectangle, on screen: inout Screen) {
    let isOnce = values.session.model.stages[quantity.stage].steps == .once
    guard !steps.isEmpty, line.height > 0, !isOnce else { return }
    if values.session.symbol(of: quantity.stage, at: steps.lowerBound) != nil {
      drawSymbols(steps, tileWidth, in: line, on: &screen)
    } else {
      drawNumbers(steps, tileWidth, in: line, on: &screen)
    }
    screen.mark(line, .steps(steps, width: tileWidth, quantity: quantity.id))
  }

  private func drawSymbols(_ steps: Range<Int>, _ tileWidth: Int, in line: Rectangle, on screen: inout Screen) {
    for (index, step) in steps.enumerated() {
      let symbol = values.session.symbol(of: quantity.stage, at: step) ?? ""
      let text = TextLayout.pad(theme.spell(symbol), to: tileWidth, .center, glyphs: theme.glyphs)
      screen.grid.write(
        text, row: line.row, column: line.column + index * tileWidth, style: style(of: step), limit: tileWidth)
    }
  }

  /// Numbers where there is room for them, and always that of the current step.
  private func drawNumbers(_ steps: Range<Int>, _ tileWidth: Int, in line: Rectangle, on screen: inout Screen) {
    let widest = String(steps.upperBound).count
    let interval = [1, 2, 5, 10, 20, 50, 100, 1000].first { $0 * tileWidth > widest } ?? 10_000
    var taken = line.column..<line.column
    let order = [current].filter(steps.contains) + steps.filter { $0 != current }
    var kept: [Range<Int>] = []
    for step in order where step == current || step == 0 || (step + 1).isMultiple(of: interval) {
      let text = String(step + 1)
      let tile = line.column + (step - steps.lowerBound) * tileWidth
      let start = min(tile + max(0, (tileWidth - text.count) / 2), line.columns.upperBound - text.count)
      taken = start..<max(start + text.count, start)
      guard start >= line.column,
        !kept.contains(where: { $0.lowerBound - 1 < taken.upperBound && taken.lowerBound <= $0.upperBound })
      else { continue }
      kept.append(taken)
      screen.grid.write(text, row: line.row, column: start, style: style(of: step), limit: text.count)
    }
  }

  private func style(of step: Int) -> Style {
    if step == current { return theme.marked }
    if step == pointed { return Style(attributes: [.bold, .underline]) }
    return values.hasHappened(quantity.id, at: step) ? theme.plain : theme.quiet
  }
}
