// The large part of the screen: the quantity that is turned to, and its neighbours beside it where there is room. Which
// picture a quantity gets follows from its shape.

import Cells
import Debugger
import Equations

/// Pictures of quantities, side by side.
struct LargeView {
  let interface: Interface

  private var values: LensedValues { interface.values }

  func draw(in area: Rectangle, on screen: inout Screen) {
    screen.mark(area, .view(.large))
    guard let focus = interface.shownQuantity else { return }
    let cursor = interface.cursor
    switch focus.shape {
    case .scalar:
      NumberOverTimeView(values: values, theme: interface.theme, quantity: focus, step: cursor.step, isFocused: true)
        .draw(in: area, on: &screen)
    case .matrix:
      MatrixNowView(
        values: values, theme: interface.theme, quantity: focus, entry: cursor.entry, step: cursor.step, isFocused: true
      ).draw(in: area, on: &screen)
    case .vector, .row: drawUnits(of: focus, in: area, on: &screen)
    }
  }

  private func drawUnits(of focus: Quantity, in area: Rectangle, on screen: inout Screen) {
    let plan = PicturePlan(interface, focus: focus, in: area)
    let firstUnit = interface.firstUnit(of: focus, rows: plan.unitRows)
    for (index, quantity) in plan.quantities.enumerated() {
      UnitsOverTimeView(
        values: values, theme: interface.theme, quantity: quantity, entry: interface.cursor.entry,
        step: interface.cursor.step, firstUnit: firstUnit, isLabelled: plan.isLabelled(index),
        isFocused: quantity.id == focus.id, tileWidth: plan.tileWidth, tileHeight: plan.tileHeight,
        reading: plan.reading
      ).draw(in: plan.place(index), on: &screen)
    }
  }

  /// Rows of units that the large view has in this part of the screen.
  static func unitRows(_ interface: Interface, in area: Rectangle) -> Int {
    guard let focus = interface.shownQuantity else { return 0 }
    return PicturePlan(interface, focus: focus, in: area).unitRows
  }
}
