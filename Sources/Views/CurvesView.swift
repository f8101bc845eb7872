// Lines over the steps on one logarithmic scale: gradients by each state, on each way to a state, of each model on one input;
// a number of several runs.

import Cells
import Debugger
import Equations

/// Lines on a logarithmic scale, in a box.
struct CurvesView: PaneView {
  let context: PaneContext

  init(_ context: PaneContext) { self.context = context }

  private func curves() throws(CommandError) -> LengthCurves {
    let (pane, session) = (context.pane, context.session)
    switch pane.view {
    case .flow: return try session.ways(to: pane.subject, of: pane.target ?? "").curves
    case .race:
      guard let race = session.race else {
        throw .message("race rnn, gru, lstm sets models beside each other, to see whose gradient reaches back how far")
      }
      return race.curves
    case .beside:
      guard let curves = context.quantity.flatMap(session.runCurves) else {
        throw .message("there is no number above 0 that several runs have at each step")
      }
      return curves
    default: return try session.gradientCurves(pane.expressions, of: pane.target ?? "")
    }
  }

  func draw(in area: Rectangle, on screen: inout Screen) {
    guard area.height >= 5, area.width >= 20 else { return }
    let curves: LengthCurves
    do throws(CommandError) {
      curves = try self.curves()
    } catch {
      return PaneMessage(title: context.pane.text, text: error.description, context: context).draw(
        in: area, on: &screen)
    }
    let theme = context.theme
    let inner = QuantityFrame.plainInner(area)
    let room = inner.width - LogChart.axis
    let tileWidth = min(max(room / max(curves.count, 1), 1), 4)
    let window = StepWindow(whole: curves.count, room: room / tileWidth)
    let pointed = pointed(in: curves)
    let chart = LogChart(
      lines: curves.lines.map { line(of: $0, window, pointed) }, theme: theme, tileWidth: tileWidth,
      pointed: pointed / window.apart)
    let note = window.apart > 1 ? "a column is \(window.apart) steps, the longest of them" : ""
    screen.grid.box(
      area, title: [StyledText(theme.clip(curves.title, area.width - 6), theme.title(context.isActive))],
      note: [StyledText(theme.clip(note, area.width - 6), theme.quiet)], glyphs: theme.glyphs,
      style: theme.edge(context.isActive))
    let legend = Array(chart.legend(width: inner.width).prefix(max(inner.height / 3, 1)))
    let top = inner.line(0).inset(left: LogChart.axis)
    drawHeader(curves, window, tileWidth, pointed, in: top, on: &screen)
    let plot = inner.inset(top: 1, bottom: legend.count)
    chart.draw(in: plot, on: &screen.grid)
    for (index, row) in legend.enumerated() {
      screen.grid.write(
        row, row: inner.row + inner.height - legend.count + index, column: inner.column, limit: inner.width)
    }
    if let quantity = curves.quantity {
      screen.mark(plot.inset(left: LogChart.axis), .steps(window, width: tileWidth, quantity: quantity.id))
    }
  }

  /// The place of the step that is pointed at.
  private func pointed(in curves: LengthCurves) -> Int {
    if let quantity = curves.quantity { return context.step(in: quantity) }
    let step = max(context.pointedStep, 0)
    let place = curves.placeOfStep.flatMap { $0.isEmpty ? nil : $0[min(step, $0.count - 1)] } ?? step
    return min(place, max(curves.count - 1, 0))
  }

  private func line(of line: LengthCurves.Line, _ window: StepWindow, _ pointed: Int) -> LogChart.Line {
    let columns = (0..<window.columns).map { column in
      line.lengths[window.steps(of: column).clamped(to: line.lengths.indices)].max() ?? 0
    }
    return LogChart.Line(
      name: line.name, lengths: columns, here: line.lengths.indices.contains(pointed) ? line.lengths[pointed] : nil)
  }

  private func drawHeader(
    _ curves: LengthCurves, _ window: StepWindow, _ tileWidth: Int, _ pointed: Int, in line: Rectangle,
    on screen: inout Screen
  ) {
    guard let quantity = curves.quantity else {
      let text = context.theme.clip("\(curves.axis): 0 at the left, here \(pointed)", line.width)
      screen.grid.write(text, row: line.row, column: line.column, style: context.theme.quiet, limit: line.width)
      return
    }
    StepHeader(values: context.values, theme: context.theme, quantity: quantity, pointed: pointed).draw(
      window, tileWidth: tileWidth, in: line, on: &screen)
  }
}
