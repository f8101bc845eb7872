// What a terminal is thought to be able to do, and what is sent to take and leave it: pure functions.

import Cells
import Testing

@testable import Terminal

@Suite struct CapabilitiesTests {
  @Test(arguments: [
    ("xterm-256color", 256, false, [:], ColorDepth.palette256), ("xterm", 8, false, [:], .ansi8),
    ("xterm-16color", 16, false, [:], .ansi8), ("vt100", -1, false, [:], .monochrome),
    ("xterm-direct", 1 << 24, true, [:], .truecolor),
    ("xterm-256color", 256, false, ["COLORTERM": "truecolor"], .palette256),
    ("xterm-direct", 1 << 24, true, ["NO_COLOR": "1"], .monochrome), ("xterm", 8, false, ["NO_COLOR": ""], .ansi8),
  ])
  func `the depth of color follows the terminal and the wish for none`(
    name: String, colors: Int, direct: Bool, variables: [String: String], depth: ColorDepth
  ) {
    let facts = TerminalFacts(name: name, colors: colors, hasDirectColor: direct, usesUTF8: true)
    #expect(Capabilities(facts: facts) { variables[$0] }.depth == depth)
  }

  @Test(arguments: [
    ("15;0", Ground.dark), ("0;15", .light), ("0;default;15", .light), ("0;7", .light), ("x", .dark), ("0;8", .dark),
  ])
  func `the ground is read from COLORFGBG`(value: String, ground: Ground) {
    let facts = TerminalFacts(name: "rxvt", colors: 8, hasDirectColor: false, usesUTF8: true)
    #expect(Capabilities(facts: facts) { $0 == "COLORFGBG" ? value : nil }.ground == ground)
  }

  @Test func `glyphs follow the locale and mouse modes the terminal's family`() {
    let console = TerminalFacts(name: "linux", colors: 8, hasDirectColor: false, usesUTF8: false)
    let xterm = TerminalFacts(name: "tmux-256color", colors: 256, hasDirectColor: false, usesUTF8: true)
    #expect(
      Capabilities(facts: console) { _ in nil }
        == Capabilities(depth: .ansi8, glyphs: .ascii, ground: .dark, speaksXterm: false))
    #expect(
      Capabilities(facts: xterm) { _ in nil }
        == Capabilities(depth: .palette256, glyphs: .unicode, ground: .dark, speaksXterm: true))
  }

  @Test func `leaving undoes all that entering does, last first`() {
    let strings = ScreenStrings {
      ["smcup": "S+", "rmcup": "S-$<5/>", "smkx": "K+", "rmkx": "K-", "cnorm": "C$<200>+", "sgr0": "P"][$0]
    }
    let modes = PrivateModes(mouse: true, bracketedPaste: true)
    #expect(strings.enter(modes) == "S+K+\u{1B}[?1000h\u{1B}[?1002h\u{1B}[?1006h\u{1B}[?2004h")
    #expect(strings.leave(modes) == "\u{1B}[?1006l\u{1B}[?1002l\u{1B}[?1000l\u{1B}[?2004lPC+K-S-")
    #expect(ScreenStrings { _ in nil }.leave(PrivateModes(mouse: false, bracketedPaste: false)) == "")
  }

  @Test(arguments: [
    ("a", "a"), ("h\u{303}", "h\u{303}"), ("日", "日"), ("👨‍👩‍👧", "👨"), ("🇩🇪", "D|E"), ("❤\u{FE0F}", "❤| "), ("👍🏽", "👍"),
    ("1\u{FE0F}\u{20E3}", "1| "), ("ស្", "ស្"),
  ])
  func `a glyph is lowered to what every terminal draws equally wide`(glyph: String, lowered: String) {
    let cell = Grid(lines: [glyph])[0, 0]
    let result = CursesCell(cell, glyphs: .unicode) { $0 == "\u{2764}" ? 1 : $0.columns }
    #expect(text(result) == lowered)
  }

  @Test(arguments: [("日", "\u{FFFD}| "), ("a", "\u{FFFD}")])
  func `a glyph that the C library does not know is replaced`(glyph: String, lowered: String) {
    #expect(text(CursesCell(Grid(lines: [glyph])[0, 0], glyphs: .unicode) { _ in -1 }) == lowered)
  }

  @Test(arguments: [("σ", "s"), ("─", "-"), ("h\u{303}", "h"), ("日", "?| "), ("x", "x"), ("▇", "*")])
  func `in ASCII every cell is ASCII`(glyph: String, lowered: String) {
    #expect(text(CursesCell(Grid(lines: [glyph])[0, 0], glyphs: .ascii) { $0.columns }) == lowered)
  }

  private func text(_ cell: CursesCell) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: cell.scalars)
    return String(view) + (cell.second.map { "|" + String($0) } ?? "")
  }

  @Test func `colors are counted as ncurses counts them`() {
    #expect(ColorPairs.code(nil, depth: .truecolor) == -1)
    #expect(ColorPairs.code(.named(.red), depth: .monochrome) == -1)
    #expect(ColorPairs.code(.named(.brightRed), depth: .ansi8) == 1)
    #expect(ColorPairs.code(.named(.brightRed), depth: .palette256) == 9)
    #expect(ColorPairs.code(.rgb(1, 2, 3), depth: .truecolor) == 0x010203)
    // Numbers below 8 are the palette's, so the darkest blues are moved past them.
    #expect(ColorPairs.code(.rgb(0, 0, 3), depth: .truecolor) == 8)
    #expect(ColorPairs.code(.rgb(0, 0, 0), depth: .truecolor) == 0)
    #expect(ColorPairs.code(.named(.brightRed), depth: .truecolor) == 0xFF0000)
  }

  @Test func `each reason for no screen is one line that says what to do or what was found`() {
    let errors: [TerminalError] = [
      .notATerminal, .dumb(name: nil), .dumb(name: "dumb"), .unknownTerminal(name: "vt9"),
      .cannotMoveCursor(name: "tty33"),
      .system(code: 5),
    ]
    #expect(
      errors.map(\.message) == [
        "input or output is not a terminal", "TERM is not set: set it to the terminal's name, such as xterm-256color",
        "the terminal calls itself dumb: it shows lines only",
        "the terminfo database has no terminal vt9: set TERM to one it has, such as xterm, or install ncurses-term",
        "the terminal tty33 cannot place its cursor", "the terminal cannot be opened (errno 5)",
      ])
  }
}
