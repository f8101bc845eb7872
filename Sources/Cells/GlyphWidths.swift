// How many columns text takes on a terminal. The ranges are in GlyphWidthTable; a terminal's own opinion is not asked.

extension Unicode.Scalar {
  /// The columns of this scalar by itself: 0 if it joins the glyph before it, 2 if it is wide, else 1.
  ///
  /// Control characters count 1: what is drawn in their place is one column wide.
  package var columns: Int {
    // Nothing below U+0300 joins or is wide.
    if value < 0x300 { return 1 }
    if Self.contains(GlyphWidthTable.zeroWidth, value) { return 0 }
    return Self.contains(GlyphWidthTable.wide, value) ? 2 : 1
  }

  private static func contains(_ ranges: [(first: UInt32, last: UInt32)], _ value: UInt32) -> Bool {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].last < value { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].first <= value
  }
}

extension Character {
  /// The columns that a grid gives this character, 0 if it draws nothing of it.
  package var columns: Int {
    // "\r\n" is one character of two scalars.
    utf8.count == 1 ? 1 : CellGlyph.glyphs(of: self).reduce(0) { $0 + $1.width }
  }
}

extension StringProtocol {
  /// The columns that a grid gives this text.
  package var columns: Int { reduce(0) { $0 + $1.columns } }
}
