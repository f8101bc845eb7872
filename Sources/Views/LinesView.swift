// The run in a few lines: the mean of each gate, the entropy of weights, the norm of each state, each number, or any
// expressions, over the steps.

import Cells
import Debugger
import Equations

/// Bars over time, a chart for each line.
struct LinesView: PaneView {
  let context: PaneContext

  init(_ context: PaneContext) { self.context = context }

  private var values: LensedValues { context.values }
  private var theme: Theme { context.theme }
  private var isBoxed: Bool { context.isBoxed }

  private var lines: [LineSeries] {
    let asked = context.pane.expressions.compactMap { LineSeries($0, values) }
    return asked.isEmpty ? LineSeries.suggested(values) : asked
  }

  /// Rows that all charts take at this width, each three rows high, two, one.
  func heights(width: Int) -> [Int] {
    let plan = Plan(context, lines, width: width - Self.sides(isBoxed))
    guard plan.lines > 0 else { return [0] }
    let rows = (plan.lines + plan.perRow - 1) / plan.perRow
    guard isBoxed else { return [rows] }
    return [3, 2, 1].map { rows * $0 + ($0 > 1 ? rows - 1 : 0) + 3 }
  }

  /// Rows of a chart that has all the room it likes.
  private static let highest = 8

  private static func sides(_ isBoxed: Bool) -> Int { isBoxed ? 3 : 4 }

  /// How the charts lie: in a box below each other, so that steps are; as bare lines side by side.
  private struct Plan {
    var lines: Int
    var perRow: Int
    var width: Int
    var label: Int
    var tileWidth: Int
    var window: StepWindow

    static let number = 7
    static let gap = 3

    init(_ context: PaneContext, _ all: [LineSeries], width: Int) {
      lines = all.count
      label = min(max(all.map(\.name.columns).max() ?? 0, 4), 16) + 1
      let steps = all.map { context.values.stepCount($0.quantity.id) }.max() ?? 1
      let head = label + Self.number
      if context.isBoxed {
        perRow = 1
        self.width = max(width, 1)
        tileWidth = min(max((self.width - head) / max(steps, 1), 1), 4)
      } else {
        let fits = [3, 2, 1].first { (head + Self.gap + steps * $0) * all.count <= width + Self.gap }
        perRow =
          fits != nil ? max(lines, 1) : max(1, min(lines, (width + Self.gap) / (head + Self.gap + min(steps, 16))))
        self.width = max((width + Self.gap) / perRow - Self.gap, 1)
        tileWidth = fits ?? min(max((self.width - head) / max(steps, 1), 1), 3)
      }
      window = context.window(
        count: steps, room: (self.width - head) / tileWidth, around: context.pointedStep)
    }
  }

  func draw(in area: Rectangle, on screen: inout Screen) {
    guard !area.isEmpty else { return }
    guard isBoxed else { return drawBare(in: area, on: &screen) }
    guard area.height >= 4, area.width >= 24 else { return }
    guard !lines.isEmpty else {
      let text = "all of it is worked out once: there are no steps over which lines could go"
      return PaneMessage(title: title, text: text, context: context).draw(in: area, on: &screen)
    }
    screen.grid.box(
      area, title: [StyledText(title, theme.title(context.isActive))], glyphs: theme.glyphs,
      style: theme.edge(context.isActive))
    let inner = area.inset(top: 1, left: 2, bottom: 1, right: 1)
    let lines = lines
    let plan = Plan(context, lines, width: inner.width)
    guard let first = lines.first else { return }
    StepHeader(values: values, theme: theme, quantity: first.quantity, pointed: context.pointedStep).draw(
      plan.window, tileWidth: plan.tileWidth,
      in: inner.line(0).inset(left: plan.label + Plan.number), on: &screen)
    let room = inner.height - 1
    let height = min(max((room + 1) / lines.count - 1, 1), Self.highest)
    for (index, line) in lines.enumerated() {
      let row = index * (height > 1 ? height + 1 : 1)
      guard row + height <= room else { break }
      let part = Rectangle(row: inner.row + 1 + row, column: inner.column, height: height, width: inner.width)
      draw(line, plan, in: part, on: &screen)
    }
  }

  private func drawBare(in area: Rectangle, on screen: inout Screen) {
    let inner = area.inset(left: 2, right: 2)
    let lines = lines
    let plan = Plan(context, lines, width: inner.width)
    for (index, line) in lines.enumerated() {
      let (row, place) = index.quotientAndRemainder(dividingBy: plan.perRow)
      guard row < inner.height else { break }
      let column = inner.column + place * (plan.width + Plan.gap)
      draw(
        line, plan, in: Rectangle(row: inner.row + row, column: column, height: 1, width: plan.width), on: &screen)
    }
  }

  private var title: String {
    values.session.ghost == nil ? "over time" : "over time · \(values.lens.name)"
  }

  private func draw(_ line: LineSeries, _ plan: Plan, in part: Rectangle, on screen: inout Screen) {
    let window = plan.window
    let ranges = ranges(line, window)
    let scale = scale(line, ranges.flatMap { [$0.low, $0.high] })
    screen.mark(part, .spot(.quantity(line.quantity.id)))
    drawName(line, plan, scale, in: part, on: &screen)
    let bars = part.inset(left: plan.label + Plan.number)
    for (index, range) in ranges.enumerated() {
      guard line.hasHappened(at: window.steps(of: index).lowerBound, values) else { continue }
      let bar = Rectangle(
        row: bars.row, column: bars.column + index * plan.tileWidth, height: bars.height,
        width: max(plan.tileWidth - (plan.tileWidth > 2 ? 1 : 0), 1))
      RisingBar(scale: scale, glyphs: theme.glyphs).draw(
        from: range.low, to: range.high, style: style(line, range.high, scale), in: bar, on: &screen.grid)
    }
    screen.mark(
      Rectangle(row: bars.row, column: bars.column, height: bars.height, width: window.columns * plan.tileWidth),
      .steps(window, width: plan.tileWidth, quantity: line.quantity.id))
  }

  /// The least and the largest number of each column's steps; one number has no range.
  private func ranges(_ line: LineSeries, _ window: StepWindow) -> [(low: Float, high: Float)] {
    guard window.apart > 1 else { return line.numbers(window.steps, values).map { ($0, $0) } }
    let all = values.session.summaries.series("\(line.name) \(values.lens.word)") { line.numbers(window.steps, values) }
    return (0..<window.columns).map { column in
      let numbers = all[window.steps(of: column).clamped(to: all.indices)]
      return (numbers.min() ?? .nan, numbers.max() ?? .nan)
    }
  }

  /// The name, the number at the step that is pointed at, and above them the scale where there is room.
  private func drawName(
    _ line: LineSeries, _ plan: Plan, _ scale: ValueScale, in part: Rectangle, on screen: inout Screen
  ) {
    let bottom = part.line(part.height - 1)
    screen.grid.write(
      theme.clip(line.name, plan.label - 1), row: bottom.row, column: bottom.column,
      style: context.turnedTo == line.quantity.id ? theme.strong : theme.plain, limit: plan.label - 1)
    let pointed = context.pointedStep
    guard plan.window.steps.contains(pointed), line.hasHappened(at: pointed, values) else { return }
    let number = line.numbers(pointed..<pointed + 1, values).first ?? .nan
    screen.grid.write(
      NumberText.fitted(number, width: Plan.number - 1), row: bottom.row, column: bottom.column + plan.label,
      style: theme.strong)
    guard part.height > 1 else { return }
    let room = plan.label + Plan.number - 1
    let ends = [scale.low, scale.high].map { ValueText.significant(Double($0), digits: 2) }
    let text = ends.joined(separator: " to ")
    screen.grid.write(theme.clip(text, room), row: part.row, column: part.column, style: theme.quiet, limit: room)
  }

  /// A mean has the color that its value has everywhere; a norm is on no such scale.
  private func style(_ line: LineSeries, _ value: Float, _ scale: ValueScale) -> Style {
    line.isMean && values.lens != .difference ? theme.palette.ink(value, on: scale) : theme.quiet
  }

  /// A gate's mean on the scale from 0 to 1, an entropy up to that of weights that are all alike; all else up to its largest,
  /// and down to its least if that is negative.
  private func scale(_ line: LineSeries, _ numbers: [Float]) -> ValueScale {
    if let bound = line.bound, values.lens != .difference { return .sequential(from: 0, to: bound) }
    let finite = numbers.filter(\.isFinite)
    return .sequential(from: min(finite.min() ?? 0, 0), to: max(finite.max() ?? 0, 0))
  }
}
