// A real screen by the real ncurses on a pseudo-terminal in this process, with the emulator as witness. One at a time:
// ncurses has one state for the process. Screens are small, so that what is written fits the terminal's buffer.

import Cells
import Glibc
import Terminal
import TestSupport
import Testing

@Suite(.serialized) struct TerminalScreenTests {
  /// Opens a screen on a terminal of its own, does something, closes it, and looks whether all is in order again.
  private func withScreen(
    term: String = "xterm-256color", variables: [String: String] = [:], width: Int = 30, height: Int = 5,
    _ body: (TerminalScreen, PseudoTerminal) throws -> Void
  ) throws {
    let terminal = try PseudoTerminal(width: width, height: height)
    let environment = plainEnvironment(variables.merging(["TERM": term]) { $1 })
    let screen = try TerminalScreen(input: terminal.slaveDescriptor, output: terminal.slaveDescriptor) {
      environment[$0]
    }
    terminal.pump(milliseconds: 0)
    try body(screen, terminal)
    screen.close()
    terminal.pump(milliseconds: 0)
    #expect(terminal.disorder == [])
    #expect(terminal.screen.unknown == [])
  }

  /// Sends a signal to this process and waits for its effect: the thread of a test may hold signals back.
  private func signalProcess(_ number: Int32, until isDone: () -> Bool) {
    kill(getpid(), number)
    for _ in 0..<1000 where !isDone() { usleep(1000) }
    #expect(isDone())
  }

  @Test(arguments: ["xterm-256color", "xterm", "tmux-256color", "screen", "linux", "vt100", "vt220", "rxvt"])
  func `what is drawn is what is seen, and each terminal is left in order`(term: String) throws {
    try withScreen(term: term) { screen, terminal in
      var grid = Grid(width: screen.width, height: screen.height)
      grid.box(grid.bounds, title: "z", glyphs: .unicode)
      grid.write("h\u{303} = σ 日本 ស្រឡាញ់", row: 1, column: 2, style: Style(foreground: .named(.red), attributes: .bold))
      grid.write("▁▃▅█", row: 2, column: 2, style: .reverse)
      screen.show(grid)
      terminal.pump(milliseconds: 0)
      #expect(terminal.screen.lines == grid.lines)
      #expect(!terminal.screen.modes.cursorVisible || term == "vt100")
      grid.write("日", row: 1, column: 3)
      grid.write("x", row: 4, column: 29)
      screen.show(grid, cursor: (2, 3))
      terminal.pump(milliseconds: 0)
      #expect(terminal.screen.lines == grid.lines)
      #expect(terminal.screen.cursor == (2, 3))
      #expect(terminal.screen.modes.cursorVisible)
    }
  }

  @Test func `styles arrive as they are drawn`() throws {
    try withScreen { screen, terminal in
      var grid = Grid(width: screen.width, height: screen.height)
      grid.write("a", row: 0, column: 0, style: Style(foreground: .named(.red), background: .named(.blue)))
      grid.write("b", row: 0, column: 1, style: Style(foreground: .rgb(255, 135, 0), attributes: [.bold, .underline]))
      grid.write("日", row: 0, column: 2, style: Style(background: .rgb(0, 95, 215), attributes: .reverse))
      grid.write("d", row: 0, column: 4, style: Style(foreground: .named(.brightGreen), attributes: .dim))
      screen.show(grid)
      terminal.pump(milliseconds: 0)
      #expect(
        (0..<6).map { terminal.screen[0, $0].style } == [
          EmulatedStyle(foreground: .index(1), background: .index(4)),
          EmulatedStyle(foreground: .index(208), bold: true, underline: true),
          EmulatedStyle(background: .index(26), reverse: true), EmulatedStyle(background: .index(26), reverse: true),
          EmulatedStyle(foreground: .index(10), dim: true), .plain,
        ])
    }
  }

  /// Debian has these terminals in ncurses-term.
  static let hasDirectColor = ["/usr/share", "/lib", "/etc"].contains {
    access($0 + "/terminfo/x/xterm-direct", R_OK) == 0
  }

  @Test(.enabled(if: hasDirectColor))
  func `direct color arrives exactly`() throws {
    var grid = Grid(width: 4, height: 1)
    grid.write("x", row: 0, column: 0, style: Style(foreground: .rgb(17, 34, 51), attributes: .bold))
    try withScreen(term: "xterm-direct") { screen, terminal in
      #expect(screen.capabilities.depth == .truecolor)
      screen.show(grid)
      terminal.pump(milliseconds: 0)
      #expect(terminal.screen[0, 0].style == EmulatedStyle(foreground: .rgb(17, 34, 51), bold: true))
    }
  }

  @Test func `with NO_COLOR only attributes arrive`() throws {
    var grid = Grid(width: 4, height: 1)
    grid.write("x", row: 0, column: 0, style: Style(foreground: .rgb(17, 34, 51), attributes: .bold))
    try withScreen(variables: ["NO_COLOR": "1"]) { screen, terminal in
      screen.show(grid)
      terminal.pump(milliseconds: 0)
      #expect(terminal.screen[0, 0].style == EmulatedStyle(bold: true))
    }
  }

  @Test func `in a locale without UTF-8 all is ASCII`() throws {
    try withScreen(variables: ["LANG": "C", "LC_ALL": ""]) { screen, terminal in
      #expect(screen.capabilities.glyphs == .ascii)
      screen.show(Grid(lines: ["┌─ σ 日本 h\u{303} ▇"]))
      terminal.pump(milliseconds: 0)
      #expect(terminal.screen.lines[0] == "+- s ? ?  h *")
      #expect(terminal.transcript.allSatisfy { $0 < 0x80 })
    }
  }

  @Test func `hundreds of colors fit at once`() throws {
    try withScreen(width: 24, height: 12) { screen, terminal in
      var grid = Grid(width: 24, height: 12)
      for index in 0..<216 {
        let color = Color.rgb(
          Color.cubeLevels[index / 36], Color.cubeLevels[index / 6 % 6], Color.cubeLevels[index % 6])
        grid.write("x", row: index / 24, column: index % 24, style: Style(background: color))
      }
      screen.show(grid)
      terminal.pump(milliseconds: 20)
      let seen = (0..<216).map { terminal.screen[$0 / 24, $0 % 24].style.background }
      #expect(seen == (0..<216).map { .index(16 + $0) })
    }
  }

  @Test func `a second picture costs only what changed`() throws {
    try withScreen { screen, terminal in
      var grid = Grid(lines: Array(repeating: String(repeating: "x", count: 29), count: 5))
      screen.show(grid)
      terminal.pump(milliseconds: 0)
      let before = terminal.transcript.count
      grid.write("y", row: 3, column: 7)
      screen.show(grid)
      terminal.pump(milliseconds: 0)
      #expect(terminal.transcript.count - before < 30)
      #expect(terminal.screen[3, 7].text == "y")
    }
  }

  @Test func `a resized window is told and drawn whole`() throws {
    try withScreen { screen, terminal in
      screen.show(Grid(lines: ["before"]))
      terminal.resize(width: 12, height: 3)
      kill(getpid(), SIGWINCH)
      #expect(screen.nextKey(timeout: 1000) == .resize)
      #expect((screen.width, screen.height) == (12, 3))
      screen.show(Grid(lines: ["after a longer line", "2", "3", "4"]))
      terminal.pump(milliseconds: 0)
      #expect(terminal.screen.lines == ["after a long", "2", "3"])
    }
  }

  @Test func `keys, mouse, paste and time out`() throws {
    try withScreen { screen, terminal in
      terminal.press("Ctrl-R")
      terminal.press("Shift-F11")
      terminal.press("Up")
      terminal.press("Esc")
      #expect(screen.nextKey(timeout: 1000) == .control("r"))
      #expect(screen.nextKey(timeout: 1000) == .modified(.shift, .function(11)))
      #expect(screen.nextKey(timeout: 1000) == .up)
      #expect(screen.nextKey(timeout: 1000) == .escape)
      #expect(screen.nextKey(timeout: 0) == nil)
      #expect(screen.nextKey(timeout: 5) == nil)
      #expect(terminal.screen.modes.bracketedPaste)
      terminal.paste("two\nlines")
      #expect(screen.nextKey(timeout: 1000) == .paste("two\nlines"))
      screen.hasMouse = true
      terminal.pump(milliseconds: 0)
      #expect(terminal.screen.modes.mouse == [1000, 1002, 1006])
      terminal.click(row: 2, column: 4)
      #expect(screen.nextKey(timeout: 1000) == .mouse(MouseEvent(.press(.left), row: 2, column: 4)))
      #expect(screen.nextKey(timeout: 1000) == .mouse(MouseEvent(.release(.left), row: 2, column: 4)))
      screen.hasMouse = false
      terminal.pump(milliseconds: 0)
      #expect(terminal.screen.modes.mouse == [])
    }
  }

  @Test func `an interrupt is a flag for work and a key at the prompt`() throws {
    try withScreen { screen, _ in
      signalProcess(SIGINT) { InterruptFlag.isRaised }
      #expect(InterruptFlag.take())
      #expect(!InterruptFlag.isRaised)
      signalProcess(SIGINT) { InterruptFlag.isRaised }
      #expect(screen.nextKey(timeout: 1000) == .control("c"))
      #expect(screen.nextKey(timeout: 0) == nil)
    }
  }

  @Test func `the terminal is lent and taken back as it was`() throws {
    try withScreen { screen, terminal in
      screen.hasMouse = true
      screen.show(Grid(lines: ["mine"]))
      screen.release()
      screen.show(Grid(lines: ["not now"]))
      terminal.pump(milliseconds: 0)
      #expect(terminal.disorder == [])
      #expect(terminal.screen.lines[0] == "")
      screen.resume()
      #expect(screen.nextKey(timeout: 1000) == .resize)
      terminal.pump(milliseconds: 0)
      #expect(terminal.screen.modes.alternateScreen)
      #expect(terminal.screen.modes.mouse == [1000, 1002, 1006])
      #expect(terminal.screen.lines[0] == "mine")
    }
  }

  @Test(arguments: [
    ("", TerminalError.dumb(name: nil)), ("dumb", .dumb(name: "dumb")),
    ("no-such-term", .unknownTerminal(name: "no-such-term")),
  ])
  func `a terminal without a screen is refused with its reason and left alone`(
    term: String, error: TerminalError
  ) throws {
    let terminal = try PseudoTerminal()
    #expect(throws: error) {
      try TerminalScreen(input: terminal.slaveDescriptor, output: terminal.slaveDescriptor) {
        $0 == "TERM" ? term : nil
      }
    }
    #expect(terminal.disorder == [])
    #expect(terminal.transcript == [])
  }

  @Test func `a pipe is no terminal, and a second screen is refused`() throws {
    var ends: [Int32] = [0, 0]
    pipe(&ends)
    defer { ends.forEach { _ = close($0) } }
    #expect(throws: TerminalError.notATerminal) { try TerminalScreen(input: ends[0], output: ends[1]) }
    try withScreen { _, terminal in
      #expect(throws: TerminalError.system(code: EBUSY)) {
        try TerminalScreen(input: terminal.slaveDescriptor, output: terminal.slaveDescriptor) { plainEnvironment()[$0] }
      }
    }
  }

  @Test func `pictures of any size are shown on screens of any size`() throws {
    for (width, height) in [(1, 1), (2, 9), (9, 2)] {
      try withScreen(width: width, height: height) { screen, terminal in
        for size in [0, 1, 3, 40] {
          screen.show(
            Grid(lines: Array(repeating: String(repeating: "日", count: size), count: size)), cursor: (size, -size))
        }
        terminal.pump(milliseconds: 0)
      }
    }
  }
}
