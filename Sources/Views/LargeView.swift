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
    let plan = Self.plan(interface, focus: focus, width: area.width)
    let firstUnit = interface.firstUnit(of: focus, rows: Self.unitRows(plan, in: area))
    var place = area
    for (index, quantity) in plan.quantities.enumerated() {
      let isLast = index == plan.quantities.count - 1
      let width = plan.isFull && isLast ? place.width : min(plan.width(labelled: index == 0), place.width)
      UnitsOverTimeView(
        values: values, theme: interface.theme, quantity: quantity, entry: interface.cursor.entry,
        step: interface.cursor.step, firstUnit: firstUnit, isLabelled: index == 0, isFocused: quantity.id == focus.id,
        tileWidth: plan.tileWidth, hasWideNote: plan.isNoteWide(in: area.width)
      ).draw(in: Rectangle(row: place.row, column: place.column, height: place.height, width: width), on: &screen)
      place = place.inset(left: width)
    }
  }

  /// Rows of units that the large view has in this part of the screen.
  static func unitRows(_ interface: Interface, in area: Rectangle) -> Int {
    guard let focus = interface.shownQuantity else { return 0 }
    return unitRows(plan(interface, focus: focus, width: area.width), in: area)
  }

  /// The numbers that are pointed at take a row of their own where one picture's box is narrow: then in all of them.
  private static func unitRows(_ plan: Plan, in area: Rectangle) -> Int {
    let inner = area.height - 2 - UnitsOverTimeView.header
    return max(plan.isNoteWide(in: area.width) ? inner : inner - 1, 0)
  }

  /// How many pictures, and how wide their tiles.
  struct Plan {
    var quantities: [Quantity]
    var tileWidth: Int
    var steps: Int
    var units: Int
    /// Whether not all steps fit, so that all room is taken.
    var isFull: Bool

    /// Whether every box has room for the number that is pointed at beside its legend.
    func isNoteWide(in width: Int) -> Bool {
      quantities.count == 1 && QuantityFrame.isWide(isFull ? width : self.width(labelled: true))
    }

    func width(labelled: Bool) -> Int {
      UnitsOverTimeView.width(steps: steps, tileWidth: tileWidth, units: units, isLabelled: labelled)
    }
  }

  /// Widest tiles for one picture; then neighbours, as many as fit with tiles at least two columns wide.
  static func plan(_ interface: Interface, focus: Quantity, width: Int) -> Plan {
    let steps = interface.values.stepCount(focus.id)
    let units = focus.shape.count
    func plan(_ quantities: [Quantity], _ tileWidth: Int) -> Plan {
      let whole = Plan(quantities: quantities, tileWidth: tileWidth, steps: steps, units: units, isFull: false)
      return whole
    }
    func fits(_ count: Int, _ tileWidth: Int) -> Bool {
      let one = UnitsOverTimeView.width(steps: steps, tileWidth: tileWidth, units: units, isLabelled: false)
      let labels = UnitsOverTimeView.labelWidth(units: units)
      return one.multipliedReportingOverflow(by: count).partialValue + labels <= width && one < width
    }
    if interface.showsNeighbours, steps > 1 {
      let family = Self.neighbours(of: focus, interface.values)
      for count in stride(from: min(family.count, mostPictures), to: 1, by: -1) {
        for tileWidth in [4, 3, 2] where fits(count, tileWidth) {
          return plan(Self.around(focus, in: family, count: count), tileWidth)
        }
      }
    }
    for tileWidth in [4, 3, 2, 1] where fits(1, tileWidth) { return plan([focus], tileWidth) }
    return Plan(quantities: [focus], tileWidth: 1, steps: steps, units: units, isFull: true)
  }

  private static let mostPictures = 6

  /// Quantities whose rows and columns mean the same: as many units, over the same steps.
  private static func neighbours(of focus: Quantity, _ values: LensedValues) -> [Quantity] {
    values.shown.filter { $0.stage == focus.stage && $0.shape == focus.shape }
  }

  private static func around(_ focus: Quantity, in family: [Quantity], count: Int) -> [Quantity] {
    let place = family.firstIndex { $0.id == focus.id } ?? 0
    // The last ones if they hold it: what an equation defines late is what the step is for.
    let start = min(place, family.count - count)
    return Array(family[start..<start + count])
  }
}
