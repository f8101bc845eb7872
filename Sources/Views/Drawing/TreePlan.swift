// Where the nodes of a tree stand: leaves beside each other at the bottom, each parent above the middle of its children, as high as
// its farthest leaf is deep. All of it in a part of the screen, or a window on it.

import Cells
import Debugger
import Evaluation

/// Places of nodes in cells.
struct TreePlan {
  let area: Rectangle
  /// Rows and columns of the whole picture.
  let height: Int
  let width: Int
  let first: Place
  let tileWidth: Int
  /// Whether parents and children have room for lines with corners between them.
  let hasCorners: Bool
  /// The row and the column of each node in the whole picture.
  private(set) var rows: [Int]
  private(set) var columns: [Int]

  private static let leastSlot = 3
  private static let mostSlot = 10
  /// Columns of a leaf where few share a wide screen, and rows between a parent and its children where it is high.
  private static let widestSlot = 18
  private static let mostLevel = 6

  /// - `label`: columns of the longest name of a leaf.
  /// - `isWhole`: whether all is seen, however many share a place.
  init(_ tree: Tree, label: Int, scroll: Place, isWhole: Bool, in area: Rectangle) {
    let (heights, middles) = Self.shape(tree)
    let levels = max(heights.last ?? 0, 1)
    // A row for the leaves' tiles, and one for their names.
    let rise = max(area.height - 2, 1)
    let least = min(max(label + 1, Self.leastSlot), Self.mostSlot)
    let slot = min(max(area.width / max(tree.leafCount, 1), Self.leastSlot), max(least, Self.widestSlot))
    let level = min(max(rise / levels, 2), Self.mostLevel)
    let (wholeWidth, wholeHeight) = (slot * tree.leafCount, level * levels + 2)
    let isTight = isWhole && (wholeWidth > area.width || wholeHeight > area.height)
    hasCorners = !isTight
    tileWidth = isTight && area.width < tree.leafCount * 2 ? 1 : 2
    width = isTight ? area.width : wholeWidth
    height = isTight ? area.height : wholeHeight
    // What is smaller than its part stands in the middle.
    self.area = area.inset(top: max(area.height - height, 0) / 2, left: max(area.width - width, 0) / 2)
    first = Place(
      row: min(max(scroll.row, 0), max(height - self.area.height, 0)),
      column: min(max(scroll.column, 0), max(width - self.area.width, 0)))
    let (bottom, spread) = (height - 2, Float(max(width - tileWidth, 0)) / Float(max(tree.leafCount, 1)))
    rows = heights.map { isTight ? bottom - $0 * bottom / levels : bottom - $0 * level }
    let (tile, across) = (tileWidth, slot)
    columns = middles.map { isTight ? Int($0 * spread) : Int($0 * Float(across)) - tile / 2 }
  }

  /// How far each node is from its farthest leaf, and its place over the leaves from left to right.
  private static func shape(_ tree: Tree) -> (heights: [Int], middles: [Float]) {
    var heights = Array(repeating: 0, count: tree.nodeCount)
    var middles = Array(repeating: Float(0), count: tree.nodeCount)
    // From the left: a tree may be as deep as it has leaves, so nothing here calls itself.
    var open = tree.nodeCount > 0 ? [tree.root] : []
    var place: Float = 0.5
    while let node = open.popLast() {
      guard node >= tree.leafCount else {
        middles[node] = place
        place += 1
        continue
      }
      open += [tree.right[node - tree.leafCount], tree.left[node - tree.leafCount]]
    }
    for inner in tree.left.indices {
      let (node, left, right) = (tree.leafCount + inner, tree.left[inner], tree.right[inner])
      heights[node] = 1 + max(heights[left], heights[right])
      middles[node] = (middles[left] + middles[right]) / 2
    }
    return (heights, middles)
  }

  var isWindow: Bool { height > area.height || width > area.width }

  /// Where a cell of the whole picture is on the screen; nil where it is out of sight.
  func place(row: Int, column: Int) -> Place? {
    let (row, column) = (row - first.row, column - first.column)
    guard row >= 0, row < area.height, column >= 0, column < area.width else { return nil }
    return Place(row: area.row + row, column: area.column + column)
  }

  func place(of node: Int) -> Place? { place(row: rows[node], column: columns[node]) }

  /// What of a tree is out of sight.
  struct Outside: Equatable {
    var isRootAbove: Bool
    var areLeavesBelow: Bool
    /// Leaves.
    var left: Int
    var right: Int
  }

  func outside(_ tree: Tree) -> Outside {
    let leaves = 0..<tree.leafCount
    return Outside(
      isRootAbove: (rows.last ?? 0) < first.row, areLeavesBelow: height - 1 > first.row + area.height,
      left: leaves.count { columns[$0] < first.column },
      right: leaves.count { columns[$0] >= first.column + area.width })
  }

  /// Whether something of a node, or of the lines to its children, may be in sight.
  func isSeen(_ node: Int, _ left: Int?, _ right: Int?) -> Bool {
    let (low, high) = (columns[left ?? node], columns[right ?? node] + tileWidth)
    let bottom = max(rows[left ?? node], rows[right ?? node])
    return high >= first.column && low <= first.column + area.width && bottom >= first.row
      && rows[node] <= first.row + area.height
  }
}
