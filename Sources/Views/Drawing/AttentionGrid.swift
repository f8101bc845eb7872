// All heads at once: as many small pictures as there is room for, a row for each layer where that goes, each with its name and
// how widely it looks about.

import Cells

/// Parts of the screen for pictures beside and below each other.
struct AttentionGrid {
  let area: Rectangle
  let columns: Int
  let rows: Int
  /// The pictures that are seen.
  let seen: Range<Int>

  private static let leastWidth = 9
  private static let leastHeight = 4
  private static let gap = 1

  /// - `count`: of pictures, and of those that belong to one layer.
  /// - `size`: columns and rows that one would like to have.
  /// - `picked`: the place of the picture that is looked at, which is always seen.
  init(_ count: (all: Int, perLayer: Int), size: (width: Int, height: Int), picked: Int, in area: Rectangle) {
    self.area = area
    let most = max((area.width + Self.gap) / (Self.leastWidth + Self.gap), 1)
    let mostRows = max(area.height / Self.leastHeight, 1)
    // Most pictures; of as many, the largest; layers below each other where they are not much smaller then.
    func seen(_ columns: Int) -> (count: Int, size: Int) {
      let rows = min((count.all + columns - 1) / columns, mostRows)
      let width = (area.width + Self.gap) / columns - Self.gap
      return (min(columns * rows, count.all), min(width, size.width) * min(area.height / rows, size.height))
    }
    let choices = 1...max(min(most, count.all), 1)
    let best = choices.max { seen($0) < seen($1) } ?? 1
    let layered =
      choices.contains(count.perLayer) && seen(count.perLayer).count == seen(best).count
      && seen(count.perLayer).size * 4 >= seen(best).size * 3
    columns = layered ? count.perLayer : best
    rows = min((count.all + columns - 1) / columns, mostRows)
    let shown = min(columns * rows, count.all)
    let first = picked / columns * columns
    let start =
      count.all <= shown
      ? 0 : min(max(first - shown + columns, 0), (count.all - shown + columns - 1) / columns * columns)
    self.seen = start..<min(start + shown, count.all)
  }

  /// The part of one of the pictures that are seen, by its place among all.
  func part(of picture: Int) -> Rectangle {
    let (row, column) = (picture - seen.lowerBound).quotientAndRemainder(dividingBy: columns)
    let (width, height) = ((area.width + Self.gap) / columns, area.height / rows)
    return Rectangle(
      row: area.row + row * height, column: area.column + column * width, height: height, width: width - Self.gap)
  }
}
