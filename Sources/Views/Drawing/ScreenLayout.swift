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
  var body = Rectangle(height: 0, width: 0)

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
    let room = body.width
    let left = min(max(EquationsView.width(interface) + 26, 60), room * 9 / 20)
    let columns = body.splitColumns([.fixed(left), .flexible()], gap: 1)
    large = columns[1]
    let wanted = EquationsView.height(interface, width: left, captions: true)
    isOverTimeBoxed = true
    let lines = OverTimeView.height(interface, width: left, isBoxed: true)
    let rows = columns[0].splitRows([
      .fixed(min(wanted, body.height * 11 / 20)), .fixed(min(lines, body.height / 4)), .fixed(1), .flexible(),
    ])
    (equations, overTime, transcript) = (rows[0], rows[1], rows[3])
  }

  private mutating func layOutRows(_ interface: Interface) {
    let height = body.height
    isOverTimeBoxed = height >= 28
    let lines = height < 12 ? 0 : OverTimeView.height(interface, width: body.width, isBoxed: isOverTimeBoxed)
    let rows = body.splitRows([
      .flexible(), .fixed(min(lines, max(height / 6, 2))), .fixed(height >= 18 ? 1 : 0),
      .fixed(min(max(height / 5, 2), 14)),
    ])
    (overTime, transcript) = (rows[1], rows[3])
    let main = rows[0]
    let natural = EquationsView.width(interface)
    if body.width < 64 {
      let wanted = EquationsView.height(interface, width: body.width, captions: false)
      let parts = main.splitRows([.fixed(min(wanted, main.height * 2 / 5)), .flexible()])
      (equations, large) = (parts[0], parts[1])
      return
    }
    let picture = Self.pictureWidth(interface)
    let least = min(picture(3), body.width / 2)
    let spare = body.width - natural - picture(4)
    let left = min(max(natural + min(max(spare, 0), 16), 28), body.width - max(least, 30))
    let parts = main.splitColumns([.fixed(left), .flexible()])
    (equations, large) = (parts[0], parts[1])
  }

  /// Columns of the picture that is turned to, by the width of its tiles.
  private static func pictureWidth(_ interface: Interface) -> (Int) -> Int {
    guard let quantity = interface.shownQuantity else { return { _ in 30 } }
    let steps = min(interface.values.stepCount(quantity.id), 10_000)
    return {
      UnitsOverTimeView.width(steps: steps, tileWidth: $0, units: quantity.shape.count, isLabelled: true)
    }
  }
}
