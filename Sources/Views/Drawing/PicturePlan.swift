// How many pictures of vectors lie beside and below each other, and how large their tiles are.

import Cells
import Debugger
import Equations

/// A grid of pictures in a part of the screen.
struct PicturePlan {
  let area: Rectangle
  private(set) var quantities: [Quantity]
  private(set) var columns = 1
  private(set) var rows = 1
  private(set) var tileWidth = 1
  private(set) var tileHeight = 1
  private let steps: Int
  private let units: Int
  private let names: EntryNames
  /// Whether not all steps fit, so that all room is taken.
  private var isFull = false

  private static let mostPictures = 8

  /// The quantity that is turned to with the widest tiles; its neighbours too, if they are wished for, where tiles two
  /// columns wide leave room for them.
  init(_ context: PaneContext, focus: Quantity, in area: Rectangle) {
    self.area = area
    quantities = [focus]
    steps = context.values.stepCount(focus.id)
    units = focus.shape.count
    names = EntryNames(context.session, focus.shape.stored.rows)
    let family = context.showsNeighbours && steps > 1 ? Self.neighbours(of: focus, context.values) : [focus]
    chooseGrid(family.count)
    quantities = Self.around(focus, in: family, count: min(rows * columns, family.count))
    columns = min(columns, quantities.count)
    rows = (quantities.count + columns - 1) / columns
    let spare = unitRows / max(units, 1)
    tileHeight = min(max(spare, 1), 3)
  }

  /// Most pictures, then the widest tiles; below each other only where all units are seen.
  private mutating func chooseGrid(_ wanted: Int) {
    let mostRows = max(1, min(area.height / (units + Self.overhead), 3))
    var best = (count: 0, tileWidth: 1, rows: 1, columns: 1)
    for tileWidth in [4, 3, 2, 1] where width(tileWidth, isLabelled: true) <= area.width {
      // Narrow tiles are for what would not fit otherwise.
      if tileWidth == 1, best.count > 0 { break }
      let columns = max(1, (area.width - labels) / shared(tileWidth))
      for rows in 1...mostRows {
        let count = min(rows * columns, wanted, Self.mostPictures)
        if count > best.count { best = (count, tileWidth, rows, columns) }
      }
    }
    guard best.count == 0 else {
      (tileWidth, rows, columns) = (best.tileWidth, best.rows, min(best.columns, best.count))
      return
    }
    isFull = width(1, isLabelled: true) > area.width
    guard isFull else { return }
    // A window on the run is as wide as there is room: shared by neighbours, or with tiles that are easier to see.
    columns = max(1, min(wanted, area.width / Self.windowWidth))
    rows = min(mostRows, (wanted + columns - 1) / columns)
    tileWidth = area.width / columns >= 2 * Self.windowWidth ? 2 : 1
  }

  /// Columns of a window that is worth looking through.
  private static let windowWidth = 44

  /// Rows of a box that are not units: its edges, the steps, the number that is pointed at.
  private static let overhead = 4

  private func width(_ tileWidth: Int, isLabelled: Bool) -> Int {
    UnitsPicture.width(steps: min(steps, 100_000), tileWidth: tileWidth, names: names, isLabelled: isLabelled)
  }

  /// Quantities whose rows and columns mean the same: as many units, over the same steps.
  private static func neighbours(of focus: Quantity, _ values: LensedValues) -> [Quantity] {
    let family = values.shown.filter { $0.stage == focus.stage && $0.shape == focus.shape }
    // An input stands before what is made of it.
    return family.contains { $0.id == focus.id } ? family : [focus] + family
  }

  /// So many of them with the focus among them, and as much of what comes after it as there is: what an equation
  /// defines late is what the step is for.
  private static func around(_ focus: Quantity, in family: [Quantity], count: Int) -> [Quantity] {
    let place = family.firstIndex { $0.id == focus.id } ?? 0
    let start = min(place, family.count - count)
    return family.isEmpty ? [focus] : Array(family[start..<start + count])
  }

  // MARK: - Places

  /// Unit numbers stand at the left of each row of pictures.
  func isLabelled(_ index: Int) -> Bool { index % columns == 0 }

  /// Where the number that is pointed at stands: the same in all pictures, so that units line up.
  var reading: QuantityFrame.Reading {
    let width = quantities.count > 1 ? 0 : place(0).width
    return QuantityFrame.reading(width: width, height: area.height / rows)
  }

  /// The lines of the screen that units have in each picture.
  var unitRows: Int {
    max(area.height / rows - 2 - UnitsPicture.header - (reading == .below ? 1 : 0), 0)
  }

  func place(_ index: Int) -> Rectangle {
    let (row, column) = index.quotientAndRemainder(dividingBy: columns)
    // Of several below each other, none is higher than its units.
    let share = area.height / rows
    let height = rows > 1 ? min(share, units * tileHeight + Self.overhead) : share
    if isFull {
      let whole = area.width / columns
      let width = column == columns - 1 ? area.width - whole * column : whole
      return Rectangle(
        row: area.row + row * min(share, height + 1), column: area.column + column * whole, height: height, width: width
      )
    }
    // What is left over makes the boxes wider, for their titles, and parts them.
    let labels = labels
    let tight = columns > 1 ? shared(tileWidth) : width(tileWidth, isLabelled: false)
    let spare = max(area.width - labels - tight * columns, 0) / columns
    let gap = columns > 1 ? min(spare, 1) : 0
    let widened = columns > 1 ? tight + min(spare - gap, 6) : max(tight, Self.leastWidth)
    let start = column == 0 ? 0 : labels + column * (widened + gap)
    return Rectangle(
      row: area.row + row * min(share, height + 1), column: area.column + start, height: height,
      width: min(widened + (column == 0 ? labels : 0), max(area.width - start, 0)))
  }

  /// A single picture is wide enough for its title.
  private static let leastWidth = 26

  /// Columns of a picture that has others beside it, without the numbers of its units: the number that is pointed at
  /// and the scale are read whole.
  private func shared(_ tileWidth: Int) -> Int { max(width(tileWidth, isLabelled: false), 19) }

  /// Columns that the numbers of units take.
  private var labels: Int { width(1, isLabelled: true) - width(1, isLabelled: false) }
}
