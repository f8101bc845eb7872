// What is looked at where it has long names, such as sentences: a line for each, its name at the left, and beside it the weight
// that each query gives it, as a bar and a number.

import Cells
import Debugger

/// Keys one below another.
struct AttentionList {
  let area: Rectangle
  /// Columns of the names.
  let label: Int
  /// The queries and keys that are seen.
  let queries: Range<Int>
  let keys: Range<Int>
  /// Columns for one query.
  let slot: Int

  private static let gap = 2
  private static let number = 5
  private static let leastBar = 4
  private static let mostBar = 40

  /// - `counts`: of queries and of keys.
  /// - `query`: the one that is pointed at, which is always seen.
  /// - `first`: the first key that is seen, where not all are.
  init(_ counts: (queries: Int, keys: Int), _ names: AttentionNames, query: Int, first: Int, in area: Rectangle) {
    self.area = area
    let least = Self.gap + Self.leastBar + 1 + Self.number
    label = min(names.longestKey, max(area.width - least, area.width / 2, 1))
    let room = max(area.width - label, 1)
    let seen = max(min(counts.queries, room / least), 1)
    let start = min(max(query - seen / 2, 0), max(counts.queries - seen, 0))
    queries = start..<min(start + seen, max(counts.queries, 1))
    slot = min(room / seen, least - Self.leastBar + Self.mostBar)
    let rows = max(min(counts.keys, area.height - 1), 0)
    let top = min(max(first, 0), max(counts.keys - rows, 0))
    keys = top..<top + rows
  }

  func isWindow(on counts: (queries: Int, keys: Int)) -> Bool {
    queries.count < counts.queries || keys.count < counts.keys
  }

  /// The line of a key.
  func line(of key: Int) -> Rectangle {
    Rectangle(row: area.row + 1 + key - keys.lowerBound, column: area.column, height: 1, width: area.width)
  }

  /// The part for a query, on any line.
  private func part(of query: Int, on line: Rectangle) -> Rectangle {
    let left = label + (query - queries.lowerBound) * slot + Self.gap
    return line.inset(left: left, right: max(line.width - left - slot + Self.gap, 0))
  }

  // MARK: - Drawing

  func draw(
    _ picture: AttentionPicture, of weights: AttentionValues, _ names: AttentionNames, heads: (Int) -> String,
    tensor: ShownTensor, pointed: Place, scale: ValueScale, theme: Theme, on screen: inout Screen
  ) {
    for query in queries {
      let part = part(of: query, on: area.line(0))
      screen.grid.write(
        theme.clip(heads(query), part.width), row: part.row, column: part.column,
        style: query == pointed.row ? theme.strong : theme.quiet, limit: part.width)
    }
    for key in keys {
      let line = line(of: key)
      screen.grid.write(
        theme.clip(names.key(key), label), row: line.row, column: line.column,
        style: key == pointed.column ? theme.marked : theme.plain, limit: label)
      for query in queries where weights.hasHappened(picture, query: query) {
        let part = part(of: query, on: line)
        let place = weights.place(picture, query: query, key: key)
        let isPointed = query == pointed.row && key == pointed.column
        draw(
          weights.number(picture, query: query, key: key), isWeight: weights.areWeights, isPointed: isPointed, scale,
          theme, in: part, on: &screen.grid)
        screen.mark(
          part,
          .spot(.entries(place.entry..<place.entry + 1, quantity: tensor.quantity ?? picture.head, step: place.step)))
      }
    }
  }

  /// A bar, and behind it its number.
  private func draw(
    _ value: Float, isWeight: Bool, isPointed: Bool, _ scale: ValueScale, _ theme: Theme, in part: Rectangle,
    on grid: inout Grid
  ) {
    LyingBar(scale: scale, theme: theme).draw(value, in: part.inset(right: Self.number + 1), on: &grid)
    let text = isWeight ? AttentionView.hundredths(value) : NumberText.fitted(value, width: Self.number)
    grid.write(
      TextLayout.pad(text, to: Self.number, .right, glyphs: theme.glyphs), row: part.row,
      column: part.columns.upperBound - Self.number, style: isPointed ? theme.marked : theme.plain, limit: Self.number)
  }
}
