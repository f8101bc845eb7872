// One grid, written three ways and at every depth of color.

import Cells
import Testing

@Suite struct WriterTests {
  private var grid: Grid {
    var grid = Grid(width: 10, height: 3)
    grid.write("a<b>&\"", row: 0, column: 1)
    grid.write("日", row: 1, column: 0, style: Style(foreground: .rgb(255, 135, 0), attributes: .bold))
    grid.write("x", row: 1, column: 2, style: Style(foreground: .rgb(255, 135, 0), attributes: .bold))
    grid.write(" ", row: 1, column: 4, style: Style(background: .named(.blue)))
    return grid
  }

  @Test func `plain text has no trailing blanks`() {
    #expect(PlainTextWriter.text(grid) == " a<b>&\"\n日x\n\n")
    #expect(PlainTextWriter.text(Grid(width: 0, height: 2)) == "\n\n")
    #expect(PlainTextWriter.text(Grid(width: 9, height: 0)) == "")
  }

  @Test(arguments: [
    (ColorDepth.truecolor, "\u{1B}[0;1;38;2;255;135;0m日x\u{1B}[0m \u{1B}[0;44m \u{1B}[0m"),
    (.palette256, "\u{1B}[0;1;38;5;208m日x\u{1B}[0m \u{1B}[0;44m \u{1B}[0m"),
    (.ansi8, "\u{1B}[0;1;33m日x\u{1B}[0m \u{1B}[0;44m \u{1B}[0m"), (.monochrome, "日x"),
  ])
  func `escapes are written for a depth of color, once for each run`(depth: ColorDepth, line: String) {
    #expect(ANSIWriter.text(grid, depth: depth) == " a<b>&\"\n\(line)\n\n")
  }

  @Test func `without colors there is no escape, whatever the style`() {
    var grid = Grid(width: 4, height: 1)
    grid.write("x", row: 0, column: 0, style: Style(foreground: .named(.red), attributes: [.bold, .reverse]))
    #expect(!ANSIWriter.text(grid, depth: .monochrome).contains("\u{1B}"))
  }

  @Test func `a picture in SVG is this`() {
    #expect(
      SVGWriter.text(grid) == """
        <svg xmlns="http://www.w3.org/2000/svg" width="90" height="54" viewBox="0 0 90 54" \
        font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="15" fill="#d8dee9">
        <rect width="100%" height="100%" fill="#101418"/>
        <text x="0" y="14" textLength="90" lengthAdjust="spacingAndGlyphs" xml:space="preserve"> a&lt;b&gt;&amp;"   </text>
        <rect x="36" y="18" width="9" height="18" fill="#0000ee"/>
        <text x="0" y="32" textLength="18" lengthAdjust="spacingAndGlyphs" xml:space="preserve" fill="#ff8700" \
        font-weight="bold">日</text>
        <text x="18" y="32" textLength="9" lengthAdjust="spacingAndGlyphs" xml:space="preserve" fill="#ff8700" \
        font-weight="bold">x</text>
        </svg>

        """)
  }

  @Test func `text from outside cannot leave its place in any writer`() {
    let grid = Grid(lines: ["\u{1B}]0;title\u{7}", "</text><script>", "\u{9B}2J\u{0}"])
    for text in [
      PlainTextWriter.text(grid), ANSIWriter.text(grid, depth: .truecolor), SVGWriter.text(grid, ground: .light),
    ] {
      #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) })
    }
    #expect(!SVGWriter.text(grid).contains("<script"))
  }

  @Test(arguments: [
    (Color.rgb(0, 0, 0), 16, 0), (.rgb(255, 255, 255), 231, 7), (.rgb(95, 135, 175), 67, 6),
    (.rgb(128, 128, 128), 244, 7),
    (.rgb(250, 10, 10), 196, 1), (.rgb(8, 8, 8), 232, 0), (.named(.brightRed), 9, 1), (.named(.cyan), 6, 6),
  ])
  func `a color is lowered to the nearest that there is`(color: Color, of256: UInt8, of8: UInt8) {
    #expect(color.lowered(to: .palette256) == .index(of256))
    #expect(color.lowered(to: .ansi8) == .index(of8))
    #expect(color.lowered(to: .monochrome) == nil)
  }

  @Test func `every entry of the cube is lowered to itself`() {
    for index in 16..<232 {
      let (red, green, blue) = ((index - 16) / 36, (index - 16) / 6 % 6, (index - 16) % 6)
      let levels = Color.cubeLevels
      let lowered = Color.rgb(levels[red], levels[green], levels[blue]).lowered(to: .palette256)
      #expect(lowered == .index(UInt8(index)))
    }
  }
}
