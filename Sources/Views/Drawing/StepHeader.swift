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

  func draw(_ window: StepWindow, tileWidth: Int, in line: Rectangle, on screen: inout Screen) {
    let isOnce = values.session.model.stages[quantity.stage].steps == .once
    let steps = window.steps
    guard !steps.isEmpty, line.height > 0, !isOnce else { return }
    if window.apart == 1, values.symbol(of: quantity.stage, at: steps.lowerBound) != nil {
      drawSymbols(steps, tileWidth, in: line, on: &screen)
    } else {
      drawNumbers(window, tileWidth, in: line, on: &screen)
    }
    screen.mark(line, .steps(window, width: tileWidth, quantity: quantity.id))
  }

  private func drawSymbols(_ steps: Range<Int>, _ tileWidth: Int, in line: Rectangle, on screen: inout Screen) {
    for (index, step) in steps.enumerated() {
      let symbol = values.symbol(of: quantity.stage, at: step) ?? ""
      let text = TextLayout.label(theme.spell(symbol), to: tileWidth, glyphs: theme.glyphs)
      screen.grid.write(
        text, row: line.row, column: line.column + index * tileWidth, style: style(of: step), limit: tileWidth)
    }
  }

  /// Numbers where there is room for them, and always that of the current step.
  private func drawNumbers(_ window: StepWindow, _ tileWidth: Int, in line: Rectangle, on screen: inout Screen) {
    let steps = window.steps
    let widest = String(steps.upperBound).count
    let interval = Self.intervals.first { $0 / window.apart * tileWidth > widest } ?? steps.upperBound
    var kept: [Range<Int>] = []
    // Numbers that are multiples of the interval, each over its column.
    let first = (steps.lowerBound / interval + 1) * interval
    let marks =
      [current].filter(steps.contains) + [0].filter(steps.contains)
      + Array(stride(from: first - 1, to: steps.upperBound, by: interval)).filter { $0 != current }
    for step in marks {
      let text = String(step + 1)
      let tile = line.column + (step - steps.lowerBound) / window.apart * tileWidth
      let start = min(tile + max(0, (tileWidth - text.count) / 2), line.columns.upperBound - text.count)
      let taken = start..<start + text.count
      guard start >= line.column,
        !kept.contains(where: { $0.lowerBound - 1 < taken.upperBound && taken.lowerBound <= $0.upperBound })
      else { continue }
      kept.append(taken)
      screen.grid.write(text, row: line.row, column: start, style: style(of: step), limit: text.count)
    }
  }

  private static let intervals = [1, 2, 5].flatMap { part in (0..<8).map { part * power($0) } }.sorted()

  private static func power(_ exponent: Int) -> Int { (0..<exponent).reduce(1) { result, _ in result * 10 } }

  private func style(of step: Int) -> Style {
    if step == current { return theme.marked }
    if step == pointed { return Style(attributes: [.bold, .underline]) }
    return values.hasHappened(quantity.id, at: step) ? theme.plain : theme.quiet
  }
}
