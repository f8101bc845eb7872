// A matrix as tiles, one or two values a cell. Knows nothing of what the values are; it asks for them by row and column.

/// What the colors of a heat map span.
package enum ValueScale: Hashable, Sendable {
  /// From -limit to limit, zero in the middle.
  case diverging(limit: Float)
  /// From low to high, in one hue.
  case sequential(from: Float, to: Float)
}

/// How many values share one tile, where there are more than fit.
package enum Pooling: Hashable, Sendable {
  /// The value that is farthest from zero; a NaN always shows.
  case extreme
  case mean
}

/// Draws values as tiles.
package struct HeatMap: Hashable, Sendable {
  package var palette: Palette
  package var scale: ValueScale
  /// Columns of the screen for each column of values.
  package var tileWidth: Int
  /// Two rows of values in each row of the screen, where the terminal has the colors and the glyph for it.
  package var halfBlocks: Bool
  package var pooling: Pooling

  package init(
    palette: Palette, scale: ValueScale, tileWidth: Int = 1, halfBlocks: Bool = false, pooling: Pooling = .extreme
  ) {
    self.palette = palette
    self.scale = scale
    self.tileWidth = min(max(tileWidth, 1), 1000)
    self.halfBlocks = halfBlocks
    self.pooling = pooling
  }

  package func swatch(_ value: Float) -> Swatch {
    switch scale {
    case .diverging(let limit): palette.diverging(value, limit: limit)
    case .sequential(let low, let high): palette.sequential(value, from: low, to: high)
    }
  }

  /// Whether a row of the screen shows two rows of values.
  package var halvesCells: Bool {
    halfBlocks && palette.depth >= .palette256 && palette.glyphs.upperHalf != nil
  }

  /// Rows and columns of values that a part of the screen has room for.
  package func capacity(of part: Rectangle) -> (rows: Int, columns: Int) {
    (part.height * (halvesCells ? 2 : 1), part.width / tileWidth)
  }

  /// Draws a matrix from the upper left corner of a part; values that find no tile of their own are pooled.
  /// - Returns: which rows and columns of values each row and column of tiles shows.
  @discardableResult
  package func draw(
    into grid: inout Grid, part: Rectangle, rows: Int, columns: Int, value: (_ row: Int, _ column: Int) -> Float
  ) -> (rows: [Range<Int>], columns: [Range<Int>]) {
    let room = capacity(of: part)
    let tileRows = Self.bins(of: rows, into: room.rows)
    let tileColumns = Self.bins(of: columns, into: room.columns)
    for (x, columns) in tileColumns.enumerated() {
      let column = part.column + x * tileWidth
      if halvesCells {
        for y in stride(from: 0, to: tileRows.count, by: 2) {
          let upper = swatch(pooled(tileRows[y], columns, value))
          let lower = y + 1 < tileRows.count ? swatch(pooled(tileRows[y + 1], columns, value)) : nil
          grid.put(halved(upper, lower), row: part.row + y / 2, column: column, columns: tileWidth)
        }
      } else {
        for (y, rows) in tileRows.enumerated() {
          grid.put(swatch(pooled(rows, columns, value)), row: part.row + y, column: column, columns: tileWidth)
        }
      }
    }
    return (tileRows, tileColumns)
  }

  private func halved(_ upper: Swatch, _ lower: Swatch?) -> Swatch {
    // A value near zero has no ground of its own; as a foreground it needs one that comes near the terminal's.
    let neutral: Color = palette.ground == .dark ? .named(.black) : .named(.brightWhite)
    return Swatch(
      palette.glyphs.upperHalf ?? upper.glyph,
      Style(foreground: upper.style.background ?? neutral, background: lower?.style.background))
  }

  private func pooled(_ rows: Range<Int>, _ columns: Range<Int>, _ value: (Int, Int) -> Float) -> Float {
    if rows.count == 1, columns.count == 1 { return value(rows.lowerBound, columns.lowerBound) }
    var values = PooledValues()
    for row in rows {
      for column in columns { values.add(value(row, column)) }
    }
    return values.value(pooling)
  }

  /// Shares out so many things among at most so many bins, as evenly as can be, in order.
  package static func bins(of count: Int, into room: Int) -> [Range<Int>] {
    guard count > 0, room > 0 else { return [] }
    let bins = min(count, room)
    let (size, more) = (count / bins, count % bins)
    var start = 0
    return (0..<bins).map { index in
      let end = start + size + (index < more ? 1 : 0)
      defer { start = end }
      return start..<end
    }
  }
}

/// Several values that share one place.
struct PooledValues {
  private var extreme: Float = 0
  private var sum: Float = 0
  private var count = 0

  mutating func add(_ value: Float) {
    count += 1
    sum += value
    if value.isNaN || abs(value) > abs(extreme) { extreme = extreme.isNaN ? extreme : value }
  }

  func value(_ pooling: Pooling) -> Float {
    switch pooling {
    case .extreme: extreme
    case .mean: count == 0 ? 0 : sum / Float(count)
    }
  }
}
