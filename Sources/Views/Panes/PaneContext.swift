// What a view is given: the session through a lens, the quantity to show, what is pointed at, how it looks. A view knows
// nothing else.

import Cells
import Debugger
import Equations

/// Everything that a pane's picture follows from.
struct PaneContext {
  let values: LensedValues
  let theme: Theme
  let pane: Pane
  /// The quantity to show; nil where there is none.
  let quantity: Quantity?
  /// The same, or the parameter or constant that the pane names.
  let tensor: ShownTensor?
  /// The quantity that the session has turned to, which may be another.
  let turnedTo: Int?
  /// The row and the column that are pointed at, from 0, in whatever has so many.
  let pointed: Place
  /// The line of an explanation that is marked, from 0.
  let term: Int
  /// The step that is pointed at, from 0.
  let pointedStep: Int
  /// Whether keys act on this pane.
  let isActive: Bool
  /// Whether characters are typed rather than commands.
  let isTyping: Bool
  let scroll: Place
  let showsNeighbours: Bool
  /// All entries at once, neighbours sharing a tile, rather than a tile each.
  let isBinned: Bool
  /// All steps, many sharing a column, rather than a window on them.
  let isWholeRun: Bool
  /// In a box, or as bare lines where rows are few.
  let isBoxed: Bool

  var session: Session { values.session }

  /// The entry that is pointed at in a quantity.
  func entry(in quantity: Quantity) -> Int { pointed.entry(in: quantity.shape) }

  /// The steps that a picture with so many columns shows of a run of so many steps.
  func window(count: Int, room: Int, around step: Int) -> StepWindow {
    isWholeRun ? StepWindow(whole: count, room: room) : StepWindow(count: count, room: room, around: step)
  }

  /// The entry that the pane is about: its own, or the one that is pointed at.
  var entry: Int {
    guard let tensor else { return 0 }
    guard let row = pane.entry.first else { return pointed.entry(in: tensor.shape) }
    return Place(row: row - 1, column: (pane.entry.dropFirst().first ?? 1) - 1).entry(in: tensor.shape)
  }

  /// The frame of a picture that fills the pane.
  func frame(
    of tensor: ShownTensor, entry: Int, at step: Int, in area: Rectangle, remark: String? = nil, said: String? = nil
  ) -> QuantityFrame {
    QuantityFrame(
      values: values, theme: theme, tensor: tensor, entry: entry, step: step, isFocused: true, isActive: isActive,
      reading: QuantityFrame.reading(width: area.width, height: area.height), remark: remark, said: said)
  }

  /// Whether a tensor has numbers of its own at each step.
  func hasSteps(_ tensor: ShownTensor) -> Bool {
    guard let quantity = tensor.quantity.flatMap(values.quantity) else { return false }
    return session.model.stages[quantity.stage].steps != .once
  }

  /// The step that is pointed at in a tensor; 0 for what does not move.
  func step(in tensor: ShownTensor) -> Int {
    tensor.quantity.flatMap(values.quantity).map(step) ?? 0
  }

  /// The step that is pointed at in a quantity.
  func step(in quantity: Quantity) -> Int { min(max(pointedStep, 0), max(values.stepCount(quantity.id) - 1, 0)) }
}

/// A row and a column of a picture, from 0: the first that a pane shows, or those that are pointed at.
struct Place: Hashable, Sendable {
  var row = 0
  var column = 0

  /// The entry here, from 0; of what is smaller the last.
  func entry(in shape: Shape) -> Int {
    let (rows, columns) = (shape.stored.rows.count, shape.stored.columns.count)
    return min(max(row, 0), max(rows - 1, 0)) * columns + min(max(column, 0), max(columns - 1, 0))
  }
}

/// How much of a picture a pane shows, and where what is pointed at lies in it.
struct Viewport {
  /// Rows and columns that are seen, and that there are; none where nothing is scrolled.
  var rows = 0
  var allRows = 0
  var columns = 0
  var allColumns = 0
  var pointed: (row: Int, column: Int)?
  /// Whether rows stand by their rank, which changes from step to step: then only moving scrolls to what is pointed at.
  var isRanked = false

  /// A scroll that stays within the picture.
  func clamped(_ scroll: Place) -> Place {
    Place(
      row: min(max(scroll.row, 0), max(allRows - rows, 0)),
      column: min(max(scroll.column, 0), max(allColumns - columns, 0)))
  }

  /// The least scroll that shows what is pointed at.
  func revealing(_ scroll: Place) -> Place {
    guard let pointed else { return clamped(scroll) }
    var scroll = scroll
    if rows > 0 { scroll.row = min(max(scroll.row, pointed.row - rows + 1), pointed.row) }
    if columns > 0 { scroll.column = min(max(scroll.column, pointed.column - columns + 1), pointed.column) }
    return clamped(scroll)
  }
}
