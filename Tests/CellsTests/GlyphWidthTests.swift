// Columns of text from many scripts, and what becomes of text that is not meant well.

import Cells
import Testing

@Suite struct GlyphWidthTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("σ ⊙ ‖h‖", 7), ("h\u{303}", 1), ("日本語", 6), ("ｆｕｌｌ", 8), ("한국어", 6),
    ("\u{1112}\u{1161}\u{11AB}", 2), ("ស្រឡាញ់", 5), ("ភាសាខ្មែរ", 8), ("क्षि", 3), ("שָׁלוֹם", 4), ("👍", 2), ("👍🏽", 2),
    ("👨‍👩‍👧", 2), ("🇩🇪", 2), ("❤\u{FE0F}", 2), ("❤", 1), ("🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}", 2),
    ("1\u{FE0F}\u{20E3}", 2), ("▁▂▃▄▅▆▇█", 8), ("░▒▓", 3), ("─│┌┐", 4), ("é", 1), ("\u{200D}", 0), ("a\u{200D}", 1),
  ])
  func `text takes the columns that terminals give it`(text: String, columns: Int) {
    #expect(text.columns == columns)
    var grid = Grid(width: 20, height: 1)
    #expect(grid.write(text, row: 0, column: 0) == columns)
  }

  @Test func `a Khmer word is one cell for each sign that takes a column`() {
    var grid = Grid(width: 5, height: 1)
    grid.write("ស្រឡាញ់", row: 0, column: 0)
    #expect((0..<5).map { grid[0, $0].glyph } == ["ស្", "រ", "ឡ", "ា", "ញ់"])
  }

  @Test(arguments: [
    ("\u{1B}[31mred", "␛[31mred"), ("a\u{7}b", "a␇b"), ("a\nb", "a␊b"), ("a\r\nb", "a␍␊b"), ("\u{9B}31m", "�31m"),
    ("x\u{7F}", "x␡"), ("user\u{202E}gpj", "user�gpj"), ("\u{2066}x\u{2069}", "�x�"), ("a\u{200B}b", "a�b"),
    ("\u{FEFF}x", "�x"), ("a\tb", "a b"), ("\u{0}", "␀"), ("a\u{2028}b", "a�b"), ("\u{E0041}x", "�x"),
    ("\u{3164}", "�"),
    ("\u{90}q\u{9C}", "�q�"),
  ])
  func `what could steer the terminal is shown, never passed on`(text: String, shown: String) {
    #expect(Grid(lines: [text]).lines == [shown])
  }

  @Test func `no scalar gives a cell that holds a control`() {
    // The basic plane, the emoji, the tags and the ends of the code space.
    let values = [0...0xFFFF, 0x1F000...0x1FAFF, 0xE0000...0xE01FF, 0x10FF00...0x10FFFF].flatMap { Array<UInt32>($0) }
    for value in values {
      guard let scalar = Unicode.Scalar(value) else { continue }
      for glyph in CellGlyph.glyphs(of: Character(scalar)) {
        guard let first = glyph.text.unicodeScalars.first else {
          Issue.record("no glyph for U+\(String(value, radix: 16))")
          continue
        }
        let harmless = glyph.text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) }
        if !harmless || glyph.width != first.columns { Issue.record("U+\(String(value, radix: 16)): \(glyph)") }
      }
    }
  }

  @Test func `conjoining vowels and marks take no column and ideographs take two`() {
    let widths = ["\u{300}", "\u{17D2}", "\u{1160}", "\u{FE0F}", "\u{4E00}", "\u{AC00}", "\u{1F600}", "\u{10FFFD}"]
      .flatMap { (text: String) in text.unicodeScalars.map(\.columns) }
    #expect(widths == [0, 0, 0, 0, 2, 2, 2, 1])
  }
}
