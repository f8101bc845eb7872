// The run in a few lines: the mean of each gate, the norm of each state, each number, over the steps.

import Cells
import Debugger
import Equations

/// Lines of bars over time.
struct OverTimeView {
  let interface: Interface
  /// In a box, or as bare lines where rows are few.
  let isBoxed: Bool

  private var values: LensedValues { interface.values }
  private var theme: Theme { interface.theme }

  /// One line: what of which quantity.
  struct Line {
    enum Summary { case mean, norm, value }
    var quantity: Quantity
    var summary: Summary

    var name: String {
      switch summary {
      case .mean: "mean \(quantity.name)"
      case .norm: "‖\(quantity.name)‖"
      case .value: quantity.name
      }
    }

    func value(of numbers: [Float]) -> Float {
      switch summary {
      case .mean: numbers.isEmpty ? .nan : numbers.reduce(0, +) / Float(numbers.count)
      case .norm: numbers.reduce(0) { $0 + $1 * $1 }.squareRoot()
      case .value: numbers.first ?? .nan
      }
    }
  }

  static func lines(_ interface: Interface) -> [Line] {
    let values = interface.values
    let scale = QuantityScale(values: values)
    let moving = values.shown.filter { interface.session.model.stages[$0.stage].steps != .once }
    let lines = moving.compactMap { quantity -> Line? in
      if quantity.shape.isScalar { return Line(quantity: quantity, summary: .value) }
      if scale.isGate(quantity.id) { return Line(quantity: quantity, summary: .mean) }
      return quantity.isState ? Line(quantity: quantity, summary: .norm) : nil
    }
    return lines.isEmpty ? moving.map { Line(quantity: $0, summary: .norm) } : lines
  }

  /// Rows that all lines take at this width.
  static func height(_ interface: Interface, width: Int, isBoxed: Bool) -> Int {
    let layout = Columns(interface, width: width - (isBoxed ? 4 : 2), perRow: nil)
    let count = lines(interface).count
    return count == 0 ? 0 : (count + layout.count - 1) / layout.count + (isBoxed ? 2 : 0)
  }

  /// How the lines lie beside each other.
  private struct Columns {
    var count: Int
    var width: Int
    var label: Int
    var barWidth: Int
    var window: StepWindow

    static let number = 7
    static let gap = 3

    init(_ interface: Interface, width: Int, perRow: Int?) {
      let lines = OverTimeView.lines(interface)
      label = min(max(lines.map(\.name.columns).max() ?? 0, 4), 12) + 1
      let steps = lines.map { interface.values.stepCount($0.quantity.id) }.max() ?? 1
      let overhead = label + Self.number + Self.gap
      // The widest bars with which all lines lie in one row; if there are none, two lines to a row.
      let bars = [3, 2, 1].first { (overhead + steps * $0) * lines.count <= width + Self.gap }
      count =
        bars != nil ? max(lines.count, 1) : max(1, min(lines.count, (width + Self.gap) / (overhead + min(steps, 16))))
      self.width = max((width + Self.gap) / max(count, 1) - Self.gap, 1)
      let room = max(self.width - label - Self.number, 1)
      barWidth = bars ?? min(max(room / max(steps, 1), 1), 3)
      window = StepWindow(count: steps, room: room / barWidth, around: interface.cursor.step)
    }
  }

  func draw(in area: Rectangle, on screen: inout Screen) {
    screen.mark(area, .view(.overTime))
    guard !area.isEmpty else { return }
    var inner = area.inset(left: 2)
    if isBoxed {
      guard area.height >= 3, area.width >= 8 else { return }
      screen.grid.box(area, title: [StyledText(title, theme.quiet)], glyphs: theme.glyphs, style: theme.quiet)
      inner = area.inset(top: 1, left: 2, bottom: 1, right: 2)
    }
    let columns = Columns(interface, width: inner.width, perRow: nil)
    for (index, line) in Self.lines(interface).enumerated() {
      let (row, place) = index.quotientAndRemainder(dividingBy: columns.count)
      guard row < inner.height else { break }
      let start = inner.column + place * (columns.width + Columns.gap)
      draw(
        line, columns, in: Rectangle(row: inner.row + row, column: start, height: 1, width: columns.width), on: &screen)
    }
  }

  private var title: String {
    values.session.ghost == nil ? "over time" : "over time · \(values.lens.name)"
  }

  private func draw(_ line: Line, _ columns: Columns, in area: Rectangle, on screen: inout Screen) {
    let id = line.quantity.id
    let isShown = interface.shownQuantity?.id == id
    screen.grid.write(
      theme.clip(line.name, columns.label - 1), row: area.row, column: area.column,
      style: isShown ? theme.strong : theme.plain, limit: columns.label - 1)
    let steps = columns.window.steps
    let numbers = steps.map { line.value(of: values.values(id, at: $0)) }
    let sparkline = scale(line, numbers)
    let bars = area.inset(left: columns.label)
    for (index, step) in steps.enumerated() where values.hasHappened(id, at: step) {
      let column = bars.column + index * columns.barWidth
      let style = step == interface.cursor.step ? theme.strong : theme.plain
      for offset in 0..<columns.barWidth {
        screen.grid.put(sparkline.bar(numbers[index]), row: area.row, column: column + offset, style: style)
      }
    }
    screen.mark(area, .spot(.quantity(id)))
    screen.mark(
      Rectangle(row: area.row, column: bars.column, height: 1, width: steps.count * columns.barWidth),
      .steps(steps, width: columns.barWidth, quantity: id))
    let current = interface.cursor.step
    guard steps.contains(current), values.hasHappened(id, at: current) else { return }
    let text = " " + NumberText.fitted(numbers[current - steps.lowerBound], width: Columns.number - 1)
    screen.grid.write(
      text, row: area.row, column: bars.column + steps.count * columns.barWidth, style: theme.strong,
      limit: Columns.number)
  }

  /// A gate's mean on the scale from 0 to 1, all else from 0 or its least to its largest.
  private func scale(_ line: Line, _ numbers: [Float]) -> Sparkline {
    if values.lens == .difference { return Sparkline(spanning: numbers, glyphs: theme.glyphs) }
    switch line.summary {
    case .mean: return Sparkline(from: 0, to: 1, glyphs: theme.glyphs)
    case .norm: return Sparkline(from: 0, to: numbers.filter(\.isFinite).max() ?? 1, glyphs: theme.glyphs)
    case .value: return Sparkline(spanning: numbers, glyphs: theme.glyphs)
    }
  }
}
