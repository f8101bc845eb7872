// The emulator is the witness in all tests of the screen, so it is tested itself: known sequences, known pictures.

import TestSupport
import Testing

@Suite struct ScreenEmulatorTests {
  /// What is written, on a screen of 8 by 4, and what is seen.
  @Test(arguments: [
    ("plain text wraps at the edge", "abcdefghij", ["abcdefgh", "ij"]),
    ("a full line waits before it wraps", "abcdefgh\rX", ["Xbcdefgh"]),
    ("the last line scrolls", "1\r\n2\r\n3\r\n4\r\n5", ["2", "3", "4", "5"]),
    ("backspace and tab move", "abc\u{8}X\tY", ["abX    Y"]),
    ("the cursor is placed", "\u{1B}[2;3Hx\u{1B}[Hy\u{1B}[4;8Hz", ["y", "  x", "", "       z"]),
    ("the cursor moves", "\u{1B}[2B\u{1B}[3Ca\u{1B}[A\u{1B}[2Db\u{1B}[1dc\u{1B}[6Gd", ["   c d", "  b", "   a"]),
    ("to the line's end is erased", "abcdef\u{1B}[3D\u{1B}[K", ["abc"]),
    ("to the line's start is erased", "abcdef\u{1B}[3D\u{1B}[1K", ["    ef"]),
    ("the screen is erased", "ab\r\ncd\u{1B}[2Je", ["", "  e"]),
    ("below is erased", "ab\r\ncd\r\nef\u{1B}[2;2H\u{1B}[J", ["ab", "c"]),
    ("above is erased", "ab\r\ncd\r\nef\u{1B}[2;1H\u{1B}[1J", ["", " d", "ef"]),
    ("characters are erased, deleted and inserted", "abcdef\r\u{1B}[2X\u{1B}[3C\u{1B}[P\u{1B}[2@", ["  c  ef"]),
    ("lines are inserted and deleted", "1\r\n2\r\n3\u{1B}[2H\u{1B}[L\u{1B}[H\u{1B}[M", ["", "2", "3"]),
    ("only the region scrolls", "1\r\n2\r\n3\r\n4\u{1B}[2;3r\u{1B}[3H\nx", ["1", "3", "x", "4"]),
    ("the region scrolls back", "1\r\n2\r\n3\r\n4\u{1B}[2;3r\u{1B}[2H\u{1B}Mx", ["1", "x", "2", "4"]),
    ("scrolling by number", "1\r\n2\r\n3\u{1B}[S\u{1B}[2T", ["", "", "2", "3"]),
    ("a glyph is repeated", "ab\u{1B}[4b", ["abbbbb"]),
    ("line-drawing signs", "\u{1B}(0lqk\u{1B}(Bq\u{E}\u{1B})0x\u{F}x", ["┌─┐q│x"]),
    ("insert mode pushes", "abc\r\u{1B}[4hX\u{1B}[4lY", ["XYbc"]),
    ("wide glyphs take two columns", "日本x\r\u{1B}[C|", [" |本x"]),
    ("a wide glyph does not wrap in two", "abcdefg日", ["abcdefg", "日"]),
    ("marks join", "h\u{303}x", ["h\u{303}x"]),
    ("without wrapping the last column is drawn over", "\u{1B}[?7labcdefghij\u{1B}[?7h", ["abcdefgj"]),
    ("the cursor is kept and restored", "ab\u{1B}7\u{1B}[3Hx\u{1B}8c", ["abc", "", "x"]),
    ("the first screen comes back", "ab\u{1B}[?1049hxyz\u{1B}[?1049lc", ["abc"]),
    ("commands draw nothing", "a\u{1B}]0;title\u{7}b\u{1B}Pq#\u{1B}\\c", ["abc"]),
  ])
  func `a known sequence gives a known picture`(name: String, written: String, seen: [String]) {
    var screen = ScreenEmulator(width: 8, height: 4)
    screen.feed(written)
    #expect(screen.lines == seen + Array(repeating: "", count: 4 - seen.count), "\(name)")
    #expect(screen.unknown == [])
  }

  @Test(arguments: [
    ("\u{1B}[1;31;44mx", EmulatedStyle(foreground: .index(1), background: .index(4), bold: true)),
    ("\u{1B}[38;5;208;7mx", EmulatedStyle(foreground: .index(208), reverse: true)),
    ("\u{1B}[48;2;1;2;3;4mx", EmulatedStyle(background: .rgb(1, 2, 3), underline: true)),
    ("\u{1B}[38:2::9:8:7;2mx", EmulatedStyle(foreground: .rgb(9, 8, 7), dim: true)),
    ("\u{1B}[38:2:9:8:7mx", EmulatedStyle(foreground: .rgb(9, 8, 7))),
    ("\u{1B}[38:5:17mx", EmulatedStyle(foreground: .index(17))),
    ("\u{1B}[97;101mx", EmulatedStyle(foreground: .index(15), background: .index(9))),
    ("\u{1B}[1;2;4;7;31;41m\u{1B}[22;24;27;39;49mx", .plain), ("\u{1B}[1;4m\u{1B}[mx", .plain),
  ])
  func `styles are read`(written: String, style: EmulatedStyle) {
    var screen = ScreenEmulator(width: 4, height: 1)
    screen.feed(written)
    #expect(screen[0, 0].style == style)
    #expect(screen.unknown == [])
  }

  @Test func `bytes may come one at a time`() {
    var (whole, parts) = (ScreenEmulator(width: 9, height: 3), ScreenEmulator(width: 9, height: 3))
    let text = "日本\u{1B}[1;31mh\u{303}\u{1B}[2;2H\u{1B}]2;t\u{1B}\\σ"
    whole.feed(text)
    for byte in text.utf8 { parts.feed([byte]) }
    #expect(whole.lines == parts.lines)
    #expect(parts.title == "t")
    #expect(whole[0, 4].style == parts[0, 4].style)
  }

  @Test(arguments: [
    ("\u{1B}[?1049h", "the alternate screen is still shown"), ("\u{1B}[?25l", "the cursor is hidden"),
    ("\u{1B}[?2004h", "bracketed paste is on"), ("\u{1B}[?1000h\u{1B}[?1006h", "mouse modes are on: [1000, 1006]"),
    ("\u{1B}[?1h", "cursor keys are in application mode"), ("\u{1B}=", "the keypad is in application mode"),
    ("\u{1B}[2;3r", "only rows 1..<3 scroll"), ("\u{1B}(0", "the line-drawing set is in use"),
    ("\u{1B}[4h", "insert mode is on"), ("\u{1B}[?7l", "lines do not wrap"), ("\u{1B}[?6h", "origin mode is on"),
  ])
  func `a terminal in disorder is told`(written: String, told: String) {
    var screen = ScreenEmulator(width: 8, height: 4)
    #expect(screen.disorder == [])
    screen.feed(written)
    #expect(screen.disorder == [told])
    screen.feed("\u{1B}[1m")
    #expect(screen.disorder.count == 2)
  }

  @Test func `what is not understood is kept`() {
    var screen = ScreenEmulator(width: 8, height: 4)
    screen.feed("\u{1B}[?9999h\u{1B}[5y\u{1B}Q\u{1B}[77m\u{FF}".utf8.map { $0 } + [0xFF])
    #expect(screen.unknown.prefix(4) == ["CSI ?9999h", "CSI 5y", "ESC Q", "SGR 77"])
    #expect(screen.unknown.last == "byte 255")
  }

  @Test func `any bytes are survived`() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<300 {
      var screen = ScreenEmulator(
        width: Int.random(in: 0...9, using: &random), height: Int.random(in: 0...4, using: &random))
      for _ in 0..<100 {
        let pieces = [
          "\u{1B}[", "\u{1B}", ";", "?", "日", "h\u{303}", "m", "\u{1B}[9@", "\u{1B}[3P", "\u{1B}[2;3r", "\u{1B}M",
        ]
        if Bool.random(using: &random) {
          screen.feed(pieces.randomElement(using: &random) ?? "")
        } else {
          screen.feed([UInt8.random(in: 0...255, using: &random)])
        }
      }
      screen.resize(width: Int.random(in: -1...9, using: &random), height: Int.random(in: 0...4, using: &random))
      #expect(screen.lines.count == screen.height)
    }
  }
}
