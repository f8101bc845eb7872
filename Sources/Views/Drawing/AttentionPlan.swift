// How one picture of attention lies in a part of the screen: a line for each query, a tile for each key, and how much of the
// edges their names take.

import Cells

/// Lines and tiles of weights.
struct AttentionPlan {
  let area: Rectangle
  /// Columns of the screen for the names of queries, and rows for those of keys.
  let label: Int
  private(set) var header = 1
  /// Whether the names of keys are written downwards.
  private(set) var isUpright = false
  private(set) var tileWidth = 1
  /// Queries on each line of the screen, keys in each tile.
  private(set) var lines: [Range<Int>] = []
  private(set) var keys: [Range<Int>] = []
  /// Whether there is more than is seen.
  private(set) var isWindow = false

  private static let mostUpright = 7
  private static let mostWidth = 8
  private static let mostHeight = 4

  /// - `counts`: of queries and of keys.
  /// - `scroll`: the first query and the first key that are seen, where not all are.
  /// - `isBinned`: whether all are, sharing tiles.
  init(
    _ counts: (queries: Int, keys: Int), _ names: AttentionNames, scroll: Place, isBinned: Bool, in area: Rectangle
  ) {
    self.area = area
    label = min(names.queryColumns(counts.queries), max(area.width / 4, 1)) + 1
    let room = area.width - label
    guard counts.queries > 0, counts.keys > 0, room > 0 else { return }
    let whole = (1...Self.mostWidth).last { $0 * counts.keys <= room }
    tileWidth = whole ?? 2
    isUpright = names.keysAreSymbols && names.keyColumns > max(tileWidth - 1, 1) && area.height >= 8
    if isUpright { header = min(names.keyColumns, Self.mostUpright, area.height / 3) }
    guard !tiles.isEmpty else { return }
    if isBinned, whole == nil || counts.queries > tiles.height {
      keys = HeatMap.bins(of: counts.keys, into: tiles.width / tileWidth)
      lines = HeatMap.bins(of: counts.queries, into: tiles.height)
      return
    }
    keys = Self.window(counts.keys, max(tiles.width / tileWidth, 1), from: scroll.column).map { $0..<$0 + 1 }
    let seen = Self.window(counts.queries, tiles.height, from: scroll.row)
    isWindow = keys.count < counts.keys || seen.count < counts.queries
    let height =
      seen.count < counts.queries
      ? 1 : min(max(tiles.height / counts.queries, 1), Self.mostHeight, max(tileWidth / 2, 1))
    lines = seen.flatMap { Array(repeating: $0..<$0 + 1, count: height) }
  }

  /// Where the tiles are: right of the queries' names, below the keys'.
  var tiles: Rectangle { area.inset(top: header, left: label) }

  /// The part that is covered with tiles.
  var covered: Rectangle {
    Rectangle(
      row: tiles.row, column: tiles.column, height: min(lines.count, tiles.height),
      width: min(keys.count * tileWidth, tiles.width))
  }

  var seenQueries: Range<Int> { (lines.first?.lowerBound ?? 0)..<(lines.last?.upperBound ?? 0) }
  var seenKeys: Range<Int> { (keys.first?.lowerBound ?? 0)..<(keys.last?.upperBound ?? 0) }

  private static func window(_ count: Int, _ room: Int, from start: Int) -> Range<Int> {
    let seen = min(count, room)
    let first = min(max(start, 0), count - seen)
    return first..<first + seen
  }
}
