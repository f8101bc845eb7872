// Writing text and filling areas. Text may come from anywhere: CellGlyph makes it harmless.

extension Grid {
  /// Writes text on one row from this column on, at most `limit` columns of it and never past the right edge.
  ///
  /// A character is drawn whole or not at all; at the left edge, a wide glyph that straddles it leaves a blank.
  /// - Returns: the columns that the drawn text takes, the part left of the grid included.
  @discardableResult
  package mutating func write(
    _ text: some StringProtocol, row: Int, column: Int, style: Style = .plain, limit: Int = .max
  ) -> Int {
    let start = min(max(column, -Rectangle.bound), Rectangle.bound)
    let room = min(max(limit, 0), max(width - start, 0))
    var used = 0
    for character in text {
      let glyphs = CellGlyph.glyphs(of: character)
      let columns = glyphs.reduce(0) { $0 + $1.width }
      if used + columns > room { break }
      for glyph in glyphs {
        place(glyph, row: row, column: start + used, style: style)
        used += glyph.width
      }
    }
    return used
  }

  /// Writes pieces of text one after the other, each with its own style.
  @discardableResult
  package mutating func write(_ pieces: [StyledText], row: Int, column: Int, limit: Int = .max) -> Int {
    let start = min(max(column, -Rectangle.bound), Rectangle.bound)
    var used = 0
    for piece in pieces {
      let room = max(limit, 0) - used
      let taken = write(piece.text, row: row, column: start + used, style: piece.style, limit: room)
      used += taken
      if taken < piece.text.columns { break }
    }
    return used
  }

  /// Fills a part with one glyph; a wide one, or none, counts as a blank.
  package mutating func fill(_ part: Rectangle, _ glyph: Character = " ", style: Style = .plain) {
    let part = part.intersection(bounds)
    guard !part.isEmpty else { return }
    let glyphs = CellGlyph.glyphs(of: glyph)
    let single = glyphs.count == 1 && glyphs[0].width == 1 ? glyphs[0] : CellGlyph(text: " ", width: 1)
    for row in part.rows {
      for column in part.columns { place(single, row: row, column: column, style: style) }
    }
  }

  /// The text of a row, without styles, as wide as the grid.
  package func line(_ row: Int) -> String {
    (0..<width).reduce(into: "") { $0 += self[row, $1].glyph }
  }

  /// The text of all rows, trailing blanks left out; what tests compare with a picture.
  package var lines: [String] {
    (0..<height).map { row in
      let line = self.line(row)
      return String(line[..<(line.lastIndex { $0 != " " }.map { line.index(after: $0) } ?? line.startIndex)])
    }
  }

  /// A grid that shows these lines, as wide as the widest.
  package init(lines: [String], style: Style = .plain) {
    self.init(width: lines.map(\.columns).max() ?? 0, height: lines.count)
    for (row, line) in lines.enumerated() { write(line, row: row, column: 0, style: style) }
  }
}

/// A piece of text in one style.
package struct StyledText: Hashable, Sendable {
  package var text: String
  package var style: Style

  package init(_ text: String, _ style: Style = .plain) {
    self.text = text
    self.style = style
  }
}
