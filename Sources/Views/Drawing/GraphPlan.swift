// Where the nodes of a picture of a graph stand on the screen: all of them in a part of it, or in a larger picture that the part
// is a window on.

import Cells
import Debugger
import Equations

/// Places of nodes in cells; nodes are counted as in the picture.
struct GraphPlan {
  let area: Rectangle
  /// Rows and columns of the whole picture.
  let height: Int
  let width: Int
  /// The first row and column of it that are seen.
  let first: Place
  /// Columns of a node's tile.
  let tileWidth: Int
  private let picture: GraphPicture
  /// Columns at the right for the name of the last node.
  private let margin: Int

  /// Cells that each node should have to itself.
  private static let roomy: Float = 12
  /// Rows and columns that a picture has at most for the root of its number of nodes.
  private static let farthest: (down: Float, across: Float) = (8, 24)

  /// - `isWhole`: whether all nodes are seen however many there are.
  init(_ picture: GraphPicture, label: Int, scroll: Place, isWhole: Bool, in area: Rectangle) {
    // Few nodes need not be far from each other.
    let reach = Float(max(picture.nodes.count, 1)).squareRoot()
    let (most, widest) = (Int(Self.farthest.down * reach), Int(Self.farthest.across * reach))
    let area = area.inset(
      top: max(area.height - most, 0) / 2, left: max(area.width - widest, 0) / 2,
      bottom: (max(area.height - most, 0) + 1) / 2, right: (max(area.width - widest, 0) + 1) / 2)
    self.area = area
    self.picture = picture
    let cells = Float(max(area.height * area.width, 1))
    let share = cells / Float(max(picture.nodes.count, 1))
    let zoom = isWhole || share > Self.roomy * 0.7 ? 1 : (Self.roomy / share).squareRoot()
    height = Int(Float(area.height) * zoom)
    width = Int(Float(area.width) * zoom)
    tileWidth = share * zoom * zoom >= 4 ? 2 : 1
    margin = tileWidth + (share * zoom * zoom >= 4 ? label : 0)
    first = Place(
      row: min(max(scroll.row, 0), max(height - area.height, 0)),
      column: min(max(scroll.column, 0), max(width - area.width, 0)))
  }

  var isWindow: Bool { height > area.height || width > area.width }

  /// The cell of a node's tile in the whole picture.
  func cell(of node: Int) -> Place {
    Place(
      row: Int((picture.y[node] * Float(max(height - 1, 0))).rounded()),
      column: Int((picture.x[node] * Float(max(width - margin, 0))).rounded()))
  }

  /// The same on the screen; nil where it is out of sight.
  func place(of node: Int) -> Place? {
    let cell = cell(of: node)
    let (row, column) = (cell.row - first.row, cell.column - first.column)
    guard row >= 0, row < area.height, column >= 0, column + tileWidth <= area.width else { return nil }
    return Place(row: area.row + row, column: area.column + column)
  }

  /// The middle of a node's tile, in cells from the corner of what is seen.
  func middle(of node: Int) -> (x: Float, y: Float) {
    let cell = cell(of: node)
    return (Float(cell.column - first.column) + Float(tileWidth) / 2, Float(cell.row - first.row) + 0.5)
  }
}
