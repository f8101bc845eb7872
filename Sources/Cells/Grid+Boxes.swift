// Boxes and rules.

extension Grid {
  /// Draws a box along the edge of a part, a title in its upper edge and a note in its lower one.
  ///
  /// Of a part less than two cells high or wide nothing is drawn. The inside is left as it is: `part.inset(1)`.
  package mutating func box(
    _ part: Rectangle, title: [StyledText] = [], note: [StyledText] = [], glyphs: GlyphSet, style: Style = .plain
  ) {
    guard part.height >= 2, part.width >= 2 else { return }
    let (top, bottom) = (part.row, part.row + part.height - 1)
    let (left, right) = (part.column, part.column + part.width - 1)
    rule(row: top, columns: left + 1..<right, glyphs: glyphs, style: style)
    rule(row: bottom, columns: left + 1..<right, glyphs: glyphs, style: style)
    rule(column: left, rows: top + 1..<bottom, glyphs: glyphs, style: style)
    rule(column: right, rows: top + 1..<bottom, glyphs: glyphs, style: style)
    put(glyphs.topLeft, row: top, column: left, style: style)
    put(glyphs.topRight, row: top, column: right, style: style)
    put(glyphs.bottomLeft, row: bottom, column: left, style: style)
    put(glyphs.bottomRight, row: bottom, column: right, style: style)
    label(title, row: top, column: left, width: part.width, style: style, glyphs: glyphs)
    label(note, row: bottom, column: left, width: part.width, style: style, glyphs: glyphs)
  }

  /// A box with a title in the box's own style.
  package mutating func box(_ part: Rectangle, title: String, glyphs: GlyphSet, style: Style = .plain) {
    box(part, title: title.isEmpty ? [] : [StyledText(title, style)], glyphs: glyphs, style: style)
  }

  /// A title set into an edge with a blank on either side, cut short with an ellipsis where it is too long.
  private mutating func label(
    _ pieces: [StyledText], row: Int, column: Int, width: Int, style: Style, glyphs: GlyphSet
  ) {
    // Two corners and two blanks leave this much.
    let room = width - 4
    guard room > 0, pieces.contains(where: { !$0.text.isEmpty }) else { return }
    let spelled = pieces.map { StyledText(glyphs.spell($0.text), $0.style) }
    let clipped = TextLayout.clip(spelled, to: room, glyphs: glyphs)
    put(" ", row: row, column: column + 1, style: style)
    let used = write(clipped, row: row, column: column + 2, limit: room)
    put(" ", row: row, column: column + 2 + used, style: style)
  }

  /// A horizontal line over these columns.
  package mutating func rule(row: Int, columns: Range<Int>, glyphs: GlyphSet, style: Style = .plain) {
    for column in columns.clamped(to: 0..<width) { put(glyphs.horizontal, row: row, column: column, style: style) }
  }

  /// A vertical line over these rows.
  package mutating func rule(column: Int, rows: Range<Int>, glyphs: GlyphSet, style: Style = .plain) {
    for row in rows.clamped(to: 0..<height) { put(glyphs.vertical, row: row, column: column, style: style) }
  }

  /// One character, wherever it may be.
  package mutating func put(_ character: Character, row: Int, column: Int, style: Style = .plain) {
    var column = column
    for glyph in CellGlyph.glyphs(of: character) {
      place(glyph, row: row, column: column, style: style)
      column += glyph.width
    }
  }

  /// A value's picture, its glyph repeated over some columns.
  package mutating func put(_ swatch: Swatch, row: Int, column: Int, columns: Int = 1) {
    let first = min(max(column, 0), width)
    for x in first..<max(first, min(column + min(columns, width), width)) {
      put(swatch.glyph, row: row, column: x, style: swatch.style)
    }
  }
}
