// A cell of the grid in the form that the C library and every terminal agree on: one scalar that takes columns, and marks
// that take none. Where they would disagree about the width, something plainer is shown, so that no line ever shifts.

import Cells

/// Scalars for one cell, or for a cell and its continuation.
struct CursesCell: Hashable {
  /// The scalar that takes the columns, then at most four marks.
  var scalars: [Unicode.Scalar]
  /// What the second column shows where the scalar fills only one of two; nil otherwise.
  var second: Unicode.Scalar?

  /// - Parameters:
  ///   - cell: not a continuation.
  ///   - glyphs: what the terminal shows.
  ///   - columns: the C library's opinion of a scalar: 0, 1 or 2, or -1 if it does not know it.
  init(_ cell: Cell, glyphs: GlyphSet, columns: (Unicode.Scalar) -> Int) {
    let all = Array(cell.glyph.unicodeScalars)
    let base = all.first ?? " "
    if glyphs == .ascii, !base.isASCII || all.count > 1 {
      let spelled = cell.glyph.transliterated().unicodeScalars
      scalars = [spelled.first ?? "?"]
      second = cell.width == 2 ? spelled.dropFirst().first ?? " " : nil
      return
    }
    let flag = all.prefix(2).compactMap(Self.letter)
    if flag.count == 2 {
      (scalars, second) = ([flag[0]], flag[1])
      return
    }
    let known = columns(base)
    guard known == 1 || known == 2, known <= cell.width else {
      (scalars, second) = ([glyphs == .ascii ? "?" : "\u{FFFD}"], cell.width == 2 ? " " : nil)
      return
    }
    // A variation selector or a joiner makes some terminals draw wider than others.
    let marks = all.dropFirst().filter { columns($0) == 0 && !Self.changesWidth($0) }
    scalars = [base] + (cell.width == 2 && known == 1 ? [] : marks.prefix(4))
    second = known < cell.width ? " " : nil
  }

  private static func changesWidth(_ scalar: Unicode.Scalar) -> Bool {
    (0xFE00...0xFE0F).contains(scalar.value) || scalar == "\u{200D}" || (0x1F3FB...0x1F3FF).contains(scalar.value)
      || (0xE0020...0xE007F).contains(scalar.value)
  }

  /// The letter of a regional indicator: two of them are a flag.
  private static func letter(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    (0x1F1E6...0x1F1FF).contains(scalar.value) ? Unicode.Scalar(scalar.value - 0x1F1E6 + 0x41) : nil
  }
}
