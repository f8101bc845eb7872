// How a matrix lies in a part of the screen: how large its tiles are, which rows and columns are seen, what they are called.

import Cells
import Debugger
import Equations

/// Lines and columns of tiles.
struct MatrixPlan {
  let area: Rectangle
  let shape: Shape
  let rowNames: EntryNames
  let columnNames: EntryNames
  /// Columns of the screen for the names of rows.
  let label: Int
  private(set) var tileWidth = 1
  /// Whether tiles are wide enough for their numbers.
  private(set) var hasNumbers = false
  /// Whether there is more than is seen.
  private(set) var isWindow = false
  /// The rows of the matrix on each line of the screen, and its columns in each tile.
  private(set) var lines: [Range<Int>] = []
  private(set) var columns: [Range<Int>] = []

  /// Columns of a tile with its number: two of its color, a blank, six for the number, a blank.
  private static let numberWidth = 10
  private static let mostHeight = 3

  init(_ shape: Shape, _ context: PaneContext, in area: Rectangle) {
    self.area = area
    self.shape = shape.stored
    let (rows, columns) = (self.shape.rows.count, self.shape.columns.count)
    rowNames = EntryNames(context.session, self.shape.rows)
    columnNames = EntryNames(context.session, self.shape.columns)
    label = rowNames.columns + 1
    guard rows > 0, columns > 0, !tiles.isEmpty else { return }
    let room = tiles
    if let whole = [Self.numberWidth, 4, 3, 2, 1].first(where: { $0 * columns <= room.width }), rows <= room.height {
      layOutWhole(rows, columns, whole)
    } else if context.isBinned {
      layOutBinned(rows, columns)
    } else {
      layOutWindow(rows, columns, context.scroll)
    }
  }

  /// Where the tiles are: right of the rows' names, below the columns'.
  var tiles: Rectangle { area.inset(top: 1, left: label) }

  private mutating func layOutWhole(_ rows: Int, _ columns: Int, _ width: Int) {
    tileWidth = width
    hasNumbers = width == Self.numberWidth
    let height = hasNumbers ? 1 : min(max(tiles.height / rows, 1), Self.mostHeight, max(width / 2, 1))
    lines = (0..<rows).flatMap { Array(repeating: $0..<$0 + 1, count: height) }
    self.columns = (0..<columns).map { $0..<$0 + 1 }
  }

  private mutating func layOutBinned(_ rows: Int, _ columns: Int) {
    tileWidth = min(max(tiles.width / columns, 1), 2)
    lines = HeatMap.bins(of: rows, into: tiles.height)
    self.columns = HeatMap.bins(of: columns, into: tiles.width / tileWidth)
  }

  private mutating func layOutWindow(_ rows: Int, _ columns: Int, _ scroll: Place) {
    isWindow = true
    tileWidth = min(max(tiles.width / columns, 2), 4)
    let seen = (rows: min(rows, tiles.height), columns: min(columns, max(tiles.width / tileWidth, 1)))
    let first = (
      row: min(max(scroll.row, 0), rows - seen.rows), column: min(max(scroll.column, 0), columns - seen.columns)
    )
    lines = (first.row..<first.row + seen.rows).map { $0..<$0 + 1 }
    self.columns = (first.column..<first.column + seen.columns).map { $0..<$0 + 1 }
  }

  /// Numbers that are looked at for one picture: of more, some, evenly in both directions.
  private static let mostSeen = 1 << 20

  /// How far apart the rows and columns are that are looked at where many share a tile: 1 for all of them.
  var apart: Int {
    let seen = isWindow ? 0 : shape.count
    var apart = 1
    while seen / (apart * apart) > Self.mostSeen { apart += 1 }
    return apart
  }

  /// Which part is seen, where it is not all.
  var remark: String? {
    guard isWindow, let top = lines.first, let bottom = lines.last, let left = columns.first, let right = columns.last
    else { return nil }
    return "[\(top.lowerBound + 1)–\(bottom.upperBound), \(left.lowerBound + 1)–\(right.upperBound)]"
  }

  /// The row and the column that are pointed at.
  func pointed(_ context: PaneContext) -> Place {
    let entry = context.entry
    let stride = max(shape.columns.count, 1)
    return Place(row: entry / stride, column: entry % stride)
  }
}
