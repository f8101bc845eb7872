// Where the views lie. Below each other on a small screen; in two columns on a large one, so that the picture is tall.

import Cells
import Equations

/// The parts of the screen; those that find no room are empty.
struct ScreenLayout {
  var title = Rectangle(height: 0, width: 0)
  var equations = Rectangle(height: 0, width: 0)
  var large = Rectangle(height: 0, width: 0)
  var overTime = Rectangle(height: 0, width: 0)
  var isOverTimeBoxed = false
  var transcript = Rectangle(height: 0, width: 0)
  var prompt = Rectangle(height: 0, width: 0)
  var hints = Rectangle(height: 0, width: 0)
  /// Everything between the title and the prompt.
  private var body = Rectangle(height: 0, width: 0)
  /// Where pages may lie: beside the large view if that has a column of its own.
  var pages = Rectangle(height: 0, width: 0)

  /// Below this size there is only a word about it.
  static func isTooSmall(width: Int, height: Int) -> Bool {
    width < TinyView.leastWidth || height < TinyView.leastHeight
  }

  init(_ interface: Interface, width: Int, height: Int) {
    let whole = Rectangle(height: height, width: width)
    let hintRows = height >= 14 ? 1 : 0
    let parts = whole.splitRows([.fixed(1), .fixed(height >= 30 ? 1 : 0), .flexible(), .fixed(1), .fixed(hintRows)])
    (title, body, prompt, hints) = (parts[0], parts[2], parts[3], parts[4])
    if width >= 120, height >= 36 {
      layOutColumns(interface)
    } else {
      layOutRows(interface)
    }
  }

  private mutating func layOutColumns(_ interface: Interface) {
    let left = leftColumn(interface)
    let columns = body.splitColumns([.fixed(left), .flexible()], gap: 1)
    pages = columns[0]
    large = columns[1]
    let height = body.height
    let wanted = EquationsView.height(interface, width: left, captions: true)
    let equationRows = min(wanted, height / 2)
    // As tall as leaves the transcript a third of what is below the equations.
    isOverTimeBoxed = true
    let charts = [3, 2, 1].map { OverTimeView.height(interface, width: left, isBoxed: true, chart: $0) }
    let below = height - equationRows - 1
    let chartRows = charts.first { $0 <= below * 2 / 3 } ?? below / 2
    let rows = columns[0].splitRows([.fixed(equationRows), .fixed(chartRows), .fixed(1), .flexible()])
    (equations, overTime, transcript) = (rows[0], rows[1], rows[3])
  }

  /// Wide enough for equations and their values; less where the picture's tiles would become wider by it.
  private func leftColumn(_ interface: Interface) -> Int {
    let natural = EquationsView.width(interface)
    let wished = min(max(natural + 26, 60), body.width * 9 / 20)
    let least = min(max(natural, 44), wished)
    let picture = pictureWidths(interface).first { $0 <= body.width - least - 1 }
    return picture.map { max(least, min(wished, body.width - 1 - $0)) } ?? wished
  }

  /// Columns of the picture that is turned to, with tiles from the widest to the narrowest.
  private func pictureWidths(_ interface: Interface) -> [Int] {
    guard let quantity = interface.shownQuantity else { return [] }
    let steps = min(interface.values.stepCount(quantity.id), 10_000)
    return [4, 3, 2, 1].map { tileWidth in
      max(
        UnitsOverTimeView.width(
          steps: steps, tileWidth: tileWidth, units: quantity.shape.count, isLabelled: true), 26)
    }
  }

  private mutating func layOutRows(_ interface: Interface) {
    pages = body
    let height = body.height
    isOverTimeBoxed = height >= 32
    let lines = height < 12 ? 0 : OverTimeView.height(interface, width: body.width, isBoxed: isOverTimeBoxed)
    let rows = body.splitRows([
      .flexible(), .fixed(min(lines, max(height / 5, 2))), .fixed(height >= 18 ? 1 : 0),
      .fixed(height < 12 ? 1 : min(max(height / 5, 2), 14)),
    ])
    (overTime, transcript) = (rows[1], rows[3])
    let main = rows[0]
    if body.width < 64 {
      let wanted = EquationsView.height(interface, width: body.width, captions: false)
      let share = min(wanted, main.height * 2 / 5)
      // A box with nothing in it helps nobody.
      let parts = main.splitRows([.fixed(share >= 3 ? share : 0), .flexible()])
      (equations, large) = (parts[0], parts[1])
      return
    }
    let parts = main.splitColumns([.fixed(equationColumns(interface)), .flexible()])
    (equations, large) = (parts[0], parts[1])
  }

  /// The equations whole and the picture with the widest tiles that then fit; what is left for the equations' values.
  private func equationColumns(_ interface: Interface) -> Int {
    let width = body.width
    let natural = EquationsView.width(interface)
    let pictures = pictureWidths(interface)
    guard let picture = pictures.first(where: { natural + $0 <= width }) else {
      // Neither fits whole: the equations give way, but not beyond half of the room.
      return min(natural, max(width / 2, width - (pictures.last ?? width)))
    }
    let spare = width - natural - picture
    return natural + (spare >= EquationsView.leastValues ? min(spare, 18) : 0)
  }
}
