// What the loss of each step says to each earlier one: t down, k across, by the logarithm of the length. A cell can be
// pointed at, and asked how its gradient came that far.

import Cells
import Debugger
import Equations
import Evaluation

/// ‖∂L_t/∂q_k‖ as a triangle, in a box.
struct TriangleView: PaneView {
  let context: PaneContext

  init(_ context: PaneContext) { self.context = context }

  /// Where the rows and columns of a triangle lie.
  private struct Plan {
    let area: Rectangle
    let label: Int
    let tileWidth: Int
    let tileHeight: Int
    let window: StepWindow

    init(_ triangle: GradientTriangle, in area: Rectangle) {
      self.area = area
      label = String(triangle.targetCount).count + 3
      let room = max(area.width - label, 1)
      tileWidth = min(max(room / max(triangle.count, 1), 1), 4)
      tileHeight = min(max((area.height - 1) / max(triangle.rows.count, 1), 1), 2)
      window = StepWindow(whole: triangle.count, room: room / tileWidth)
    }

    var tiles: Rectangle { area.inset(top: 1, left: label) }
  }

  /// More of them would each be a run forward and back.
  private static let mostRows = 48

  private func triangle(in area: Rectangle) throws(CommandError) -> GradientTriangle {
    let rows = min(max(QuantityFrame.inner(area).height - 1, 1), Self.mostRows)
    return try context.session.triangle(context.pane.subject, of: context.pane.target ?? "", rows: rows)
  }

  func draw(in area: Rectangle, on screen: inout Screen) {
    guard area.height >= 5, area.width >= 20 else { return }
    let triangle: GradientTriangle
    do throws(CommandError) {
      triangle = try self.triangle(in: area)
    } catch {
      return PaneMessage(title: context.pane.text, text: error.description, context: context).draw(
        in: area, on: &screen)
    }
    let theme = context.theme
    let inner = QuantityFrame.inner(area)
    let plan = Plan(triangle, in: inner)
    let scale = triangle.scale
    drawBox(triangle, plan, scale, in: area, on: &screen)
    StepHeader(
      values: context.values, theme: theme, quantity: triangle.quantity, pointed: pointed(triangle).column
    ).draw(plan.window, tileWidth: plan.tileWidth, in: inner.line(0).inset(left: plan.label), on: &screen)
    let map = HeatMap(palette: theme.palette, scale: .sequential(from: 0, to: 1), tileWidth: plan.tileWidth)
    for index in triangle.rows.indices { draw(index, of: triangle, plan, scale, map, on: &screen) }
    let spans = triangle.rows.indices.flatMap { index in
      let first = index == 0 ? 0 : triangle.rows[index - 1] + 1
      return Array(repeating: first..<triangle.rows[index] + 1, count: plan.tileHeight)
    }
    screen.mark(
      plan.tiles,
      .cells(
        rows: spans, columns: (0..<plan.window.columns).map(plan.window.steps), width: plan.tileWidth,
        tensor: .quantity(triangle.quantity.id), step: nil))
  }

  private func draw(
    _ index: Int, of triangle: GradientTriangle, _ plan: Plan, _ scale: LogScale, _ map: HeatMap,
    on screen: inout Screen
  ) {
    let theme = context.theme
    let row = plan.tiles.row + index * plan.tileHeight
    guard row + plan.tileHeight <= plan.tiles.rows.upperBound else { return }
    let pointed = pointed(triangle)
    let isPointed = triangle.row(of: pointed.row) == index
    screen.grid.write(
      TextLayout.pad("t \(triangle.rows[index] + 1)", to: plan.label - 1, .right), row: row, column: plan.area.column,
      style: isPointed ? theme.strong : theme.quiet, limit: plan.label - 1)
    for column in 0..<plan.window.columns {
      let length = triangle.longest(index, among: plan.window.steps(of: column))
      let place = plan.tiles.column + column * plan.tileWidth
      for line in 0..<plan.tileHeight where length > 0 {
        screen.grid.put(map.swatch(Float(scale.place(length))), row: row + line, column: place, columns: plan.tileWidth)
      }
      if isPointed, plan.window.steps(of: column).contains(pointed.column) {
        TileCursor(theme: theme).draw(row: row, column: place, width: plan.tileWidth, on: &screen.grid)
      }
    }
  }

  private func drawBox(
    _ triangle: GradientTriangle, _ plan: Plan, _ scale: LogScale, in area: Rectangle, on screen: inout Screen
  ) {
    let theme = context.theme
    var title = "‖∂\(triangle.target)ₜ/∂\(triangle.quantity.name)ₖ‖"
    let apart = triangle.rows.count > 1 ? triangle.rows[1] - triangle.rows[0] : 1
    if apart > 1 { title += " · t by \(apart)" }
    if plan.window.apart > 1 { title += " · k by \(plan.window.apart)" }
    title += " · t down, k across"
    let map = HeatMap(palette: theme.palette, scale: .sequential(from: 0, to: 1))
    let swatches = [0.01, 0.2, 0.4, 0.65, 0.9].map { map.swatch($0) }
    let ends = [scale.low, scale.high].map { ValueText.significant($0, digits: 2) }
    screen.grid.box(
      area, title: [StyledText(theme.clip(title, area.width - 6), theme.title(context.isActive))],
      note: [StyledText("\(ends[0]) ", theme.plain)] + swatches.map { StyledText(String($0.glyph), $0.style) }
        + [StyledText(" \(ends[1])", theme.plain)], glyphs: theme.glyphs, style: theme.edge(context.isActive))
    let said = theme.clip(said(triangle), area.width - 6)
    let reading = QuantityFrame.reading(width: area.width, height: area.height)
    let inner = QuantityFrame.inner(area)
    if reading == .below {
      screen.grid.write(
        said, row: inner.row + inner.height, column: inner.column, style: theme.strong, limit: inner.width)
    } else {
      let column = max(area.columns.upperBound - said.columns - 2, area.column + 24)
      screen.grid.write(
        said, row: area.rows.upperBound - 1, column: column, style: theme.strong,
        limit: area.columns.upperBound - column - 1)
    }
  }

  /// The length that is pointed at, and the command that tells how it came to be.
  private func said(_ triangle: GradientTriangle) -> String {
    let pointed = pointed(triangle)
    let row = triangle.rows[triangle.row(of: pointed.row)]
    guard let lengths = triangle.lengths[safe: triangle.row(of: pointed.row)],
      let length = lengths[safe: pointed.column]
    else { return "" }
    let text = "t \(row + 1), k \(pointed.column + 1): \(ValueText.significant(length, digits: 4))"
    guard context.isActive else { return text }
    return text + (context.isTyping ? " (Esc, Enter: how)" : " (Enter: how)")
  }

  /// The step t as row and the step k as column.
  private func pointed(_ triangle: GradientTriangle) -> Place {
    Place(
      row: min(max(context.pointed.row, 0), max(triangle.targetCount - 1, 0)),
      column: min(max(context.pointed.column, 0), max(triangle.count - 1, 0)))
  }

  /// What tells how the gradient of the cell that is pointed at came to be; nil where there is none.
  func question(in area: Rectangle) -> String? {
    guard let triangle = try? triangle(in: area) else { return nil }
    let pointed = pointed(triangle)
    let step = triangle.rows[triangle.row(of: pointed.row)] + 1
    return "reach \(triangle.quantity.name)@\(pointed.column + 1) of \(triangle.target)@\(step)"
  }

  func viewport(in area: Rectangle) -> Viewport {
    guard let triangle = try? triangle(in: area) else { return Viewport() }
    return Viewport(
      rows: triangle.targetCount, allRows: triangle.targetCount, columns: triangle.count, allColumns: triangle.count)
  }

  func moved(rows: Int, columns: Int) -> Place {
    let count = context.session.present.trace.stages.map(\.steps).max() ?? 1
    func on(_ place: Int, _ moves: Int) -> Int {
      let stride = max(1, (count + Self.mostRows - 1) / Self.mostRows)
      return min(max(min(place, count - 1) + moves * stride, 0), count - 1)
    }
    return Place(row: on(context.pointed.row, rows), column: on(context.pointed.column, columns))
  }
}

extension GradientTriangle {
  /// The row that stands for a step t.
  fileprivate func row(of step: Int) -> Int { rows.firstIndex { $0 >= step } ?? max(rows.count - 1, 0) }

  /// The longest gradient of a row among some steps k.
  fileprivate func longest(_ row: Int, among steps: Range<Int>) -> Double {
    guard let lengths = lengths[safe: row] else { return 0 }
    return lengths[steps.clamped(to: lengths.indices)].max() ?? 0
  }
}

extension Array {
  fileprivate subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
