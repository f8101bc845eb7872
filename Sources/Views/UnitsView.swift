// A vector over time, and beside it its neighbours where there is room: quantities with as many units over the same steps.

import Cells
import Debugger
import Equations

/// Pictures of vectors, side by side.
struct UnitsView: PaneView {
  let context: PaneContext

  init(_ context: PaneContext) { self.context = context }

  func draw(in area: Rectangle, on screen: inout Screen) {
    guard let focus = context.quantity else { return }
    let plan = PicturePlan(context, focus: focus, in: area)
    let firstUnit = firstUnit(of: focus, rows: plan.unitRows)
    let order = order(of: focus)
    for (index, quantity) in plan.quantities.enumerated() {
      UnitsPicture(
        values: context.values, theme: context.theme, quantity: quantity, entry: context.entry(in: focus),
        step: context.step(in: focus), firstUnit: firstUnit, order: order, isWholeRun: context.isWholeRun,
        isLabelled: plan.isLabelled(index),
        isFocused: quantity.id == focus.id, isActive: context.isActive, tileWidth: plan.tileWidth,
        tileHeight: plan.tileHeight,
        reading: plan.reading, remark: quantity.id == focus.id ? order.name : nil
      ).draw(in: plan.place(index), on: &screen)
    }
  }

  /// All units, a few lines high each; many take what there is.
  func heights(width: Int) -> [Int] {
    guard let quantity = context.quantity, quantity.shape.count <= 12 else { return [] }
    return [quantity.shape.count * 2 + 5]
  }

  private func order(of focus: Quantity) -> UnitOrder {
    UnitOrder(context.pane.order, of: focus, context.values, at: context.step(in: focus))
  }

  func moved(rows: Int, columns: Int) -> Place {
    guard let focus = context.quantity else { return context.pointed }
    let order = order(of: focus)
    let row = order.row(of: context.entry(in: focus)) + rows
    return Place(row: order.unit(at: min(max(row, 0), max(focus.shape.count - 1, 0))))
  }

  /// The first unit with so many rows; nil where all units share them.
  private func firstUnit(of quantity: Quantity, rows: Int) -> Int? {
    if quantity.shape.count <= rows { return 0 }
    return context.isBinned ? nil : min(max(context.scroll.row, 0), quantity.shape.count - rows)
  }

  func viewport(in area: Rectangle) -> Viewport {
    guard let focus = context.quantity else { return Viewport() }
    let rows = PicturePlan(context, focus: focus, in: area).unitRows
    return Viewport(
      rows: rows, allRows: focus.shape.count, pointed: (order(of: focus).row(of: context.entry(in: focus)), 0))
  }

  /// With tiles from the widest to the narrowest.
  var widths: [Int] {
    guard let quantity = context.quantity else { return [] }
    let steps = min(context.values.stepCount(quantity.id), 10_000)
    return [4, 3, 2, 1].map { tileWidth in
      max(
        UnitsPicture.width(
          steps: steps, tileWidth: tileWidth, names: EntryNames(context.session, quantity.shape.stored.rows),
          isLabelled: true), 26)
    }
  }
}
