// What remains of the past: for each step, a row that says how much of the state it left is still there at each later step.

import Cells
import Debugger
import Equations
import Evaluation

/// Decay as a triangle, in a box.
struct DecayView: PaneView {
  let context: PaneContext

  init(_ context: PaneContext) { self.context = context }

  func draw(in area: Rectangle, on screen: inout Screen) {
    guard let quantity = context.quantity else { return }
    let values = context.values
    let step = context.step(in: quantity)
    let plan = Plan(context, quantity, in: QuantityFrame.inner(area))
    let rows = remains(quantity, plan)
    let scale = scale(rows)
    let entry = context.pane.entry.isEmpty ? nil : context.entry
    let frame = context.frame(
      of: ShownTensor(quantity), entry: context.entry, at: step, in: area,
      remark: "what remains" + (entry.map { " in unit \($0 + 1)" } ?? ""), said: said(rows, plan, step))
    guard frame.draw(in: area, scale: scale, on: &screen) != nil else { return }
    guard !rows.isEmpty else { return drawNothing(quantity, in: QuantityFrame.inner(area), on: &screen) }
    StepHeader(values: values, theme: context.theme, quantity: quantity, pointed: step).draw(
      plan.window, tileWidth: plan.tileWidth, in: plan.header, on: &screen)
    let map = HeatMap(palette: context.theme.palette, scale: scale)
    for (line, origin) in plan.origins.enumerated() {
      draw(rows[line], of: origin, line, map, plan, quantity, on: &screen)
    }
    screen.mark(plan.tiles, .steps(plan.window, width: plan.tileWidth, quantity: quantity.id))
  }

  /// Which steps are seen as columns, and which as rows.
  private struct Plan {
    let area: Rectangle
    let label: Int
    let tileWidth: Int
    let window: StepWindow
    /// Evenly over the steps that are seen, so that the triangle is seen whole.
    let origins: [Int]

    init(_ context: PaneContext, _ quantity: Quantity, in area: Rectangle) {
      self.area = area
      let count = context.values.stepCount(quantity.id)
      let step = context.step(in: quantity)
      label = max(String(count).count, 4) + 1
      let room = area.width - label
      tileWidth = min(max(room / max(count, 1), 1), 4)
      window = StepWindow(count: count, room: room / tileWidth, around: step)
      let steps = window.steps
      let rows = max(area.height - 1, 1)
      let apart = max((steps.count + rows - 1) / rows, 1)
      origins = Array(stride(from: steps.lowerBound, to: steps.upperBound, by: apart))
    }

    var steps: Range<Int> { window.steps }
    var header: Rectangle { area.line(0).inset(left: label) }
    var tiles: Rectangle { area.inset(top: 1, left: label) }
  }

  /// What remains of each row's step; empty where nothing is carried over as it is.
  private func remains(_ quantity: Quantity, _ plan: Plan) -> [[(step: Int, share: Float)]] {
    let session = context.session
    func rows(_ trace: Trace<Float>) -> [[(step: Int, share: Float)]] {
      guard let own = trace.model.quantity(named: quantity.name), let carry = Carry(own),
        let remains = Remains(carry, in: trace, steps: plan.steps)
      else { return [] }
      let entry = context.pane.entry.isEmpty ? nil : context.entry
      return plan.origins.map { remains.left(from: $0, entry: entry) }
    }
    switch context.values.lens {
    case .now: return rows(session.present.trace)
    case .before: return rows(session.baseline.trace)
    case .difference:
      return zip(rows(session.present.trace), rows(session.baseline.trace)).map {
        zip($0, $1).map { ($0.step, $0.share - $1.share) }
      }
    }
  }

  /// From 0 to 1, unless something grows or changes its sign.
  private func scale(_ rows: [[(step: Int, share: Float)]]) -> ValueScale {
    let shares = rows.joined().map(\.share).filter(\.isFinite)
    let isPlain = context.values.lens != .difference && shares.allSatisfy { $0 >= 0 && $0 <= 1 }
    if isPlain { return .sequential(from: 0, to: 1) }
    return .diverging(limit: QuantityScale.rounded(shares.map(abs).max() ?? 1))
  }

  private func draw(
    _ row: [(step: Int, share: Float)], of origin: Int, _ line: Int, _ map: HeatMap, _ plan: Plan,
    _ quantity: Quantity, on screen: inout Screen
  ) {
    let theme = context.theme
    let name = context.values.symbol(of: quantity.stage, at: origin) ?? String(origin + 1)
    screen.grid.write(
      TextLayout.pad(theme.spell(name), to: plan.label - 1, .right, glyphs: theme.glyphs), row: plan.tiles.row + line,
      column: plan.area.column, style: origin == context.step(in: quantity) ? theme.strong : theme.quiet,
      limit: plan.label - 1)
    for (step, share) in row where plan.steps.contains(step) {
      guard context.values.hasHappened(quantity.id, at: step) else { continue }
      screen.grid.put(
        map.swatch(share), row: plan.tiles.row + line,
        column: plan.tiles.column + (step - plan.steps.lowerBound) * plan.tileWidth, columns: plan.tileWidth)
    }
  }

  /// How much of the first row's step is left here, and after how many steps half is.
  private func said(_ rows: [[(step: Int, share: Float)]], _ plan: Plan, _ step: Int) -> String? {
    guard let origin = plan.origins.first, let left = rows.first?.first(where: { $0.step == step })?.share else {
      return nil
    }
    let half = rows.compactMap { row in row.firstIndex { $0.share <= 0.5 } }.first
    return "of step \(origin + 1) at step \(step + 1): \(ValueText.short(left))"
      + (half.map { ", half after \($0)" } ?? "")
  }

  private func drawNothing(_ quantity: Quantity, in inner: Rectangle, on screen: inout Screen) {
    let text = "nothing of \(quantity.name) is carried over as it is: \(quantity.text)"
    for (index, line) in TextLayout.wrap(context.theme.spell(text), to: inner.width).prefix(inner.height).enumerated() {
      screen.grid.write(
        line, row: inner.row + index, column: inner.column, style: context.theme.quiet, limit: inner.width)
    }
  }
}
