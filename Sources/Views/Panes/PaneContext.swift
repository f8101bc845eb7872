// What a view is given: the session through a lens, the quantity to show, what is pointed at, how it looks. A view knows
// nothing else.

import Debugger
import Equations

/// Everything that a pane's picture follows from.
struct PaneContext {
  let values: LensedValues
  let theme: Theme
  let pane: Pane
  /// The quantity to show; nil where there is none.
  let quantity: Quantity?
  /// The quantity that the session has turned to, which may be another.
  let turnedTo: Int?
  /// The entry that is pointed at, from 0, in whatever quantity has so many.
  let pointedEntry: Int
  /// The step that is pointed at, from 0.
  let pointedStep: Int
  /// Whether keys act on this pane.
  let isActive: Bool
  let scroll: PaneScroll
  let showsNeighbours: Bool
  /// All entries at once, neighbours sharing a tile, rather than a tile each.
  let isBinned: Bool
  /// In a box, or as bare lines where rows are few.
  let isBoxed: Bool

  var session: Session { values.session }

  /// The entry that is pointed at in a quantity.
  func entry(in quantity: Quantity) -> Int { min(max(pointedEntry, 0), max(quantity.shape.count - 1, 0)) }

  /// The step that is pointed at in a quantity.
  func step(in quantity: Quantity) -> Int { min(max(pointedStep, 0), max(values.stepCount(quantity.id) - 1, 0)) }
}

/// The first row and column of a picture that a pane shows.
struct PaneScroll: Hashable, Sendable {
  var row = 0
  var column = 0
}

/// How much of a picture a pane shows, and where what is pointed at lies in it.
struct Viewport {
  /// Rows and columns that are seen, and that there are; none where nothing is scrolled.
  var rows = 0
  var allRows = 0
  var columns = 0
  var allColumns = 0
  var pointed: (row: Int, column: Int)?

  /// A scroll that stays within the picture.
  func clamped(_ scroll: PaneScroll) -> PaneScroll {
    PaneScroll(
      row: min(max(scroll.row, 0), max(allRows - rows, 0)),
      column: min(max(scroll.column, 0), max(allColumns - columns, 0)))
  }

  /// The least scroll that shows what is pointed at.
  func revealing(_ scroll: PaneScroll) -> PaneScroll {
    guard let pointed else { return clamped(scroll) }
    var scroll = scroll
    if rows > 0 { scroll.row = min(max(scroll.row, pointed.row - rows + 1), pointed.row) }
    if columns > 0 { scroll.column = min(max(scroll.column, pointed.column - columns + 1), pointed.column) }
    return clamped(scroll)
  }
}
