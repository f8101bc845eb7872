// A part of the grid, and how to share it out among its tenants. All sizes are bounded, so that no sum overflows.

/// A rectangle of cells; rows count downwards from 0, columns to the right from 0.
package struct Rectangle: Hashable, Sendable {
  package let row: Int
  package let column: Int
  package let height: Int
  package let width: Int

  /// Positions are kept within ±1,000,000 and sizes within 0 to 1,000,000.
  package init(row: Int = 0, column: Int = 0, height: Int, width: Int) {
    self.row = min(max(row, -Self.bound), Self.bound)
    self.column = min(max(column, -Self.bound), Self.bound)
    self.height = min(max(height, 0), Self.bound)
    self.width = min(max(width, 0), Self.bound)
  }

  static let bound = 1_000_000

  package var isEmpty: Bool { height == 0 || width == 0 }
  package var rows: Range<Int> { row..<row + height }
  package var columns: Range<Int> { column..<column + width }

  package func contains(row: Int, column: Int) -> Bool { rows.contains(row) && columns.contains(column) }

  /// The part that both have; empty where they do not meet.
  package func intersection(_ other: Rectangle) -> Rectangle {
    let top = max(row, other.row)
    let left = max(column, other.column)
    return Rectangle(
      row: top, column: left, height: min(row + height, other.row + other.height) - top,
      width: min(column + width, other.column + other.width) - left)
  }

  /// The rectangle less a margin on each side.
  package func inset(top: Int = 0, left: Int = 0, bottom: Int = 0, right: Int = 0) -> Rectangle {
    func bounded(_ margin: Int) -> Int { min(max(margin, -Self.bound), Self.bound) }
    let (top, left, bottom, right) = (bounded(top), bounded(left), bounded(bottom), bounded(right))
    return Rectangle(
      row: row + min(top, height), column: column + min(left, width), height: height - top - bottom,
      width: width - left - right)
  }

  /// The rectangle less the same margin on all sides; of 1, it is the inside of a box.
  package func inset(_ margin: Int) -> Rectangle {
    inset(top: margin, left: margin, bottom: margin, right: margin)
  }

  /// One row of it, counted from its top; empty outside.
  package func line(_ index: Int) -> Rectangle {
    rows.contains(row + min(max(index, -1), height))
      ? Rectangle(row: row + index, column: column, height: 1, width: width)
      : Rectangle(row: row, column: column, height: 0, width: width)
  }
}

/// What one part of a split rectangle asks for.
package enum Extent: Hashable, Sendable {
  /// This many rows or columns, if they are there; earlier parts are served first.
  case fixed(Int)
  /// A share of what the fixed parts and the minima leave, by weight.
  case flexible(weight: Int = 1, minimum: Int = 0)
}

extension Rectangle {
  /// Parts from top to bottom, with `gap` empty rows between them.
  ///
  /// Parts that find no room are empty.
  package func splitRows(_ extents: [Extent], gap: Int = 0) -> [Rectangle] {
    Self.shares(extents, of: height, gap: gap).map {
      Rectangle(row: row + $0.lowerBound, column: column, height: $0.count, width: width)
    }
  }

  /// Parts from left to right, with `gap` empty columns between them.
  ///
  /// Parts that find no room are empty.
  package func splitColumns(_ extents: [Extent], gap: Int = 0) -> [Rectangle] {
    Self.shares(extents, of: width, gap: gap).map {
      Rectangle(row: row, column: column + $0.lowerBound, height: height, width: $0.count)
    }
  }

  private static func shares(_ extents: [Extent], of whole: Int, gap: Int) -> [Range<Int>] {
    let gap = min(max(gap, 0), bound)
    var left = whole
    func take(_ wanted: Int) -> Int {
      let taken = min(max(wanted, 0), left)
      left -= taken
      return taken
    }
    _ = take(gap * min(max(extents.count - 1, 0), bound))
    var sizes = extents.map { extent in
      switch extent {
      case .fixed(let size): take(size)
      case .flexible(_, let minimum): take(minimum)
      }
    }
    let weights = extents.map { extent in
      if case .flexible(let weight, _) = extent { min(max(weight, 0), bound) } else { 0 }
    }
    // What is left goes out by weight; each part's rounding is carried on to the next, so that nothing is lost.
    var weightLeft = weights.reduce(0, +)
    for index in sizes.indices where weights[index] > 0 {
      let share = take(left * weights[index] / weightLeft)
      sizes[index] += share
      weightLeft -= weights[index]
    }
    var start = 0
    return sizes.map { size in
      defer { start = min(start + size + gap, whole) }
      return start..<min(start + size, whole)
    }
  }
}
