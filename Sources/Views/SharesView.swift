// The gradient by a parameter before it is summed: what each step adds to it, or each level of a tree, and what
// came over each distance.

import Cells
import Debugger
import Equations

/// Rows of bars on one logarithmic scale, in a box.
struct SharesView: PaneView {
  let context: PaneContext

  init(_ context: PaneContext) { self.context = context }

  func draw(in area: Rectangle, on screen: inout Screen) {
    guard area.height >= 6, area.width >= 20 else { return }
    let shares: ParameterShares
    do throws(CommandError) {
      shares = try context.session.parameterShares(context.pane.subject, of: context.pane.target ?? "")
    } catch {
      return PaneMessage(title: context.pane.text, text: error.description, context: context).draw(
        in: area, on: &screen)
    }
    let theme = context.theme
    let scale = LogScale(shares.lists.flatMap(\.lengths)[...])
    let every = shares.every > 1 ? ", distances by the loss of every \(shares.every) steps" : ""
    let note = "\(ValueText.significant(scale.low, digits: 2)) to \(ValueText.significant(scale.high, digits: 2)), "
    screen.grid.box(
      area,
      title: [
        StyledText(
          theme.clip("∂\(shares.target)/∂\(shares.parameter), not yet summed\(every)", area.width - 6),
          theme.title(context.isActive))
      ], note: [StyledText(theme.clip(note + scale.described, area.width - 6), theme.quiet)], glyphs: theme.glyphs,
      style: theme.edge(context.isActive))
    let inner = QuantityFrame.plainInner(area)
    // As many as have room, the last first: where there are many nodes, their levels say more.
    let lists = shares.lists.suffix(max(1, inner.height / 3))
    let parts = inner.splitRows(lists.map { _ in .flexible() })
    for (list, part) in zip(lists, parts) {
      let step = min(
        max(context.pointedStep, 0), max((list.placeOfStep ?? list.lengths.indices.map { $0 }).count - 1, 0))
      draw(list, pointed: list.placeOfStep?[step] ?? step, scale, in: part, on: &screen)
      guard list.kind.isOfSteps else { continue }
      let columns = columns(list.lengths.count, part.width)
      screen.mark(part, .steps(columns.window, width: columns.tileWidth, quantity: shares.quantity.id))
    }
  }

  private func columns(_ count: Int, _ width: Int) -> (window: StepWindow, tileWidth: Int) {
    let tileWidth = min(max(width / max(count, 1), 1), 4)
    return (StepWindow(whole: count, room: width / tileWidth), tileWidth)
  }

  /// A line of words with the number that is pointed at, and the bars below it.
  private func draw(
    _ list: ParameterShares.List, pointed: Int, _ scale: LogScale, in part: Rectangle, on screen: inout Screen
  ) {
    let theme = context.theme
    let lengths = list.lengths
    let (window, tileWidth) = columns(lengths.count, part.width)
    let place = min(pointed, max(lengths.count - 1, 0))
    guard lengths.indices.contains(place), part.height >= 2 else { return }
    let number = "\(list.kind.name) \(place + list.kind.first)"
    let isWay = list.kind == .distance || list.kind == .descent
    let text =
      (isWay ? "over \(number) came: " : "what \(number) adds: ") + ValueText.significant(lengths[place], digits: 3)
    screen.grid.write(theme.clip(text, part.width), row: part.row, column: part.column, style: theme.strong)
    let bars = part.inset(top: 1)
    let bar = RisingBar(scale: .sequential(from: 0, to: 1), glyphs: theme.glyphs)
    for column in 0..<window.columns {
      let steps = window.steps(of: column)
      let longest = lengths[steps.clamped(to: lengths.indices)].max() ?? 0
      guard longest > 0 else { continue }
      bar.draw(
        Float(scale.place(longest)), style: steps.contains(place) ? theme.strong : theme.quiet,
        in: Rectangle(
          row: bars.row, column: bars.column + column * tileWidth, height: bars.height,
          width: max(tileWidth - (tileWidth > 2 ? 1 : 0), 1)), on: &screen.grid)
    }
  }
}
