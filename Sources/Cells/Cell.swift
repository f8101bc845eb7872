// One place of the grid: what stands in it and how it looks.

/// A place one column wide.
///
/// A glyph of two columns stands in its left cell; its right cell is a continuation.
package struct Cell: Hashable, Sendable {
  /// One scalar that takes columns and what joins it; empty in a continuation.
  ///
  /// Never a control character.
  package let glyph: String
  /// The columns of the glyph: 1, 2, or 0 in the right half of a wide glyph.
  package let width: Int
  package var style: Style

  /// Cells are made by the grid alone, which keeps each wide glyph and its continuation together.
  init(glyph: String, width: Int, style: Style) {
    self.glyph = glyph
    self.width = width
    self.style = style
  }

  package static let blank = Cell(glyph: " ", width: 1, style: .plain)

  package var isContinuation: Bool { width == 0 }
}
