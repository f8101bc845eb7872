// One view of several runs side by side, on one scale: those that were kept, the one without pins, this one.

import Cells
import Debugger
import Equations

/// Runs beside each other.
struct BesideView: PaneView {
  let context: PaneContext

  init(_ context: PaneContext) { self.context = context }

  private static let leastWidth = 22

  /// Whether lines of one chart tell the runs better: those of a number do.
  static func isOneChart(_ context: PaneContext) -> Bool {
    guard context.pane.inner.map({ $0 == .number }) ?? true, let quantity = context.quantity else { return false }
    return context.session.runCurves(of: quantity) != nil
  }

  func draw(in area: Rectangle, on screen: inout Screen) {
    let runs = context.session.runs
    guard runs.count > 1 else { return drawEmpty(in: area, on: &screen) }
    let all = runs.map { values($0) }
    for (index, place) in Self.places(runs.count, in: area).enumerated() {
      var values = all[index]
      values.others = all
      draw(runs[index], values, in: place, on: &screen)
    }
  }

  /// A part for each run, beside each other as far as they are wide enough.
  private static func places(_ count: Int, in area: Rectangle) -> [Rectangle] {
    let columns = max(1, min(count, area.width / leastWidth))
    let lines = area.splitRows(Array(repeating: .flexible(), count: (count + columns - 1) / columns))
    return lines.enumerated().flatMap { index, line in
      line.splitColumns(Array(repeating: .flexible(), count: min(columns, count - index * columns)))
    }
  }

  private func values(_ run: ShownRun) -> LensedValues {
    var values = LensedValues(run.session, run.lens)
    values.run = run.name
    return values
  }

  private func draw(_ run: ShownRun, _ values: LensedValues, in area: Rectangle, on screen: inout Screen) {
    let marked = screen.regions.count
    guard let name = context.quantity?.name, let quantity = run.session.model.quantity(named: name) else {
      return drawMissing(run, in: area, on: &screen)
    }
    view(of: quantity, run, values).draw(in: area, on: &screen)
    // What another model's picture means, means nothing here.
    if run.session.model.sheet != context.session.model.sheet {
      screen.regions.removeSubrange(marked...)
    }
  }

  /// The view of one run.
  private func view(of quantity: Quantity, _ run: ShownRun, _ values: LensedValues) -> any PaneView {
    var pane = Pane(context.pane.inner ?? .units, subject: quantity.name)
    (pane.entry, pane.part, pane.order) = (context.pane.entry, context.pane.part, context.pane.order)
    let inner = PaneContext(
      values: values, theme: context.theme, pane: pane, quantity: quantity, tensor: ShownTensor(quantity),
      turnedTo: context.turnedTo, pointed: context.pointed, term: 0, pointedStep: context.pointedStep,
      isActive: context.isActive, isTyping: context.isTyping, scroll: context.scroll, showsNeighbours: false,
      isBinned: context.isBinned,
      isWholeRun: context.isWholeRun, isBoxed: true)
    return run.session.view(of: pane).view(inner)
  }

  private func drawMissing(_ run: ShownRun, in area: Rectangle, on screen: inout Screen) {
    let theme = context.theme
    screen.grid.box(area, title: [StyledText(run.name, theme.plain)], glyphs: theme.glyphs, style: theme.quiet)
    let inner = area.inset(top: 1, left: 2, bottom: 1, right: 1)
    screen.grid.write(
      theme.clip("has no \(context.quantity?.name ?? "such quantity")", inner.width), row: inner.row,
      column: inner.column, style: theme.quiet, limit: inner.width)
  }

  private func drawEmpty(in area: Rectangle, on screen: inout Screen) {
    let theme = context.theme
    screen.grid.box(
      area, title: [StyledText("side by side", theme.title(context.isActive))], glyphs: theme.glyphs,
      style: theme.edge(context.isActive))
    let inner = area.inset(top: 1, left: 2, bottom: 1, right: 1)
    let text = "there is one run only: keep one and change something, pin something, or compare MODEL"
    for (index, line) in TextLayout.wrap(theme.spell(text), to: inner.width).prefix(inner.height).enumerated() {
      screen.grid.write(line, row: inner.row + index, column: inner.column, style: theme.quiet, limit: inner.width)
    }
  }

  func viewport(in area: Rectangle) -> Viewport {
    let runs = context.session.runs
    guard let quantity = context.quantity, let run = runs.last, let place = Self.places(runs.count, in: area).last
    else {
      return Viewport()
    }
    return view(of: quantity, run, values(run)).viewport(in: place)
  }
}
