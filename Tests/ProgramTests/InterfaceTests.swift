// The interface in a real terminal: what a person sees, types and presses, and the terminal after it.

import Glibc
import TestSupport
import Testing

@Suite struct InterfaceTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  private func open(
    _ arguments: [String] = [], _ environment: [String: String] = [:], width: Int = 100, height: Int = 30
  ) throws -> PseudoTerminal {
    // Typed lines are kept below this folder, not among those of whoever runs the tests.
    let environment = Program.environment(["XDG_STATE_HOME": place.folder].merging(environment) { $1 })
    return try PseudoTerminal(
      running: Program.path, arguments, environment: environment, folder: place.folder, width: width, height: height)
  }

  // MARK: the main job

  @Test(arguments: [(80, 24), (100, 30), (200, 60)])
  func `it opens on the published model spelling through, with its equations`(width: Int, height: Int) throws {
    let terminal = try open(width: width, height: height)
    #expect(terminal.wait(for: "step 1/8"))
    terminal.waitUntilQuiet()
    for text in ["unroll", "g2p", "through", "e = E x", "equation 5/5", "hidden state", ">"] {
      #expect(terminal.screen.contains(text), "\(text)")
    }
    terminal.press("Ctrl-D")
    #expect(terminal.waitForExit() == .exited(0))
    #expect(terminal.disorder == [])
  }

  @Test func `arrows step from letter to letter and back, and equation by equation`() throws {
    let terminal = try open()
    #expect(terminal.wait(for: "step 1/8"))
    terminal.press("Right")
    #expect(terminal.wait(for: "step 2/8"))
    terminal.press("Shift-Right")
    #expect(terminal.wait { $0.contains("step 3/8") && $0.contains("equation 1/5") })
    terminal.press("Shift-Right")
    #expect(terminal.wait(for: "equation 2/5"))
    terminal.press("Shift-Left")
    #expect(terminal.wait(for: "equation 1/5"))
    terminal.press("Left")
    #expect(terminal.wait { $0.contains("step 2/8") && $0.contains("equation 5/5") })
    for step in 3...8 {
      terminal.press("Right")
      #expect(terminal.wait(for: "step \(step)/8"))
    }
    // The decoder has as many steps as it took to spell the word out.
    for step in 1...4 {
      terminal.press("Right")
      #expect(terminal.wait(for: "step \(step)/4"))
    }
    // At the end there is no further step, and nothing breaks.
    terminal.press("Right")
    terminal.waitUntilQuiet()
    #expect(terminal.screen.contains("step 4/4"))
  }

  @Test func `commands and expressions are typed, mistakes are told, and the session goes on`() throws {
    let terminal = try open()
    #expect(terminal.wait(for: "step 1/8"))
    terminal.send("z[12]@4\r")
    #expect(terminal.wait(for: "z[12]@4 = 0.6414"))
    terminal.send("frobnicate\r")
    #expect(terminal.wait(for: "no command and nothing of the model is called frobnicate"))
    terminal.send("feed \"gate\"\r")
    #expect(terminal.wait(for: "step 1/5"))
    terminal.send("pin z = 0\r")
    #expect(terminal.wait(for: "1 pin"))
    terminal.send("unpin\r")
    #expect(terminal.wait { !$0.contains("1 pin") })
    terminal.send("open lstm\r")
    #expect(terminal.wait(for: "step 1/31"))
    terminal.send("quit\r")
    #expect(terminal.waitForExit() == .exited(0))
    #expect(terminal.disorder == [])
  }

  @Test func `typed lines are there again the next time`() throws {
    var terminal = try open(["gru"])
    #expect(terminal.wait(for: "step 1/31"))
    terminal.send("max(z)\r")
    #expect(terminal.wait(for: "max(z)@1 = "))
    terminal.press("Ctrl-D")
    #expect(terminal.waitForExit() == .exited(0))
    #expect(try place.names == ["unroll"])
    terminal = try open(["gru"])
    #expect(terminal.wait(for: "step 1/31"))
    terminal.press("Up")
    terminal.press("Enter")
    #expect(terminal.wait(for: "max(z)@1 = "))
  }

  // MARK: the terminal

  @Test func `it follows the size of the window, down to almost nothing and back`() throws {
    let terminal = try open(width: 100, height: 30)
    #expect(terminal.wait(for: "step 1/8"))
    for (width, height) in [(80, 24), (10, 3), (1, 1), (200, 60), (100, 30)] {
      terminal.resize(width: width, height: height)
      terminal.waitUntilQuiet()
      #expect(terminal.status == nil)
    }
    #expect(terminal.wait(for: "step 1/8"))
    terminal.press("Right")
    #expect(terminal.wait(for: "step 2/8"))
    terminal.press("Ctrl-D")
    #expect(terminal.waitForExit() == .exited(0))
    #expect(terminal.disorder == [])
  }

  @Test func `an interruption stops what runs or clears the line, never the program`() throws {
    let terminal = try open()
    #expect(terminal.wait(for: "step 1/8"))
    terminal.press("Ctrl-C")
    terminal.send("half a line")
    #expect(terminal.wait(for: "half a line"))
    terminal.press("Ctrl-C")
    terminal.send("h[1]@1\r")
    #expect(terminal.wait(for: "h[1]@1 = "))
    #expect(terminal.status == nil)
    terminal.press("Ctrl-D")
    #expect(terminal.waitForExit() == .exited(0))
    #expect(terminal.disorder == [])
  }

  @Test func `after an interruption, with which a system drops what is not yet shown, all is drawn anew`() throws {
    let terminal = try open()
    #expect(terminal.wait(for: "step 1/8"))
    terminal.waitUntilQuiet()
    let before = terminal.transcript.count
    terminal.press("Ctrl-C")
    terminal.waitUntilQuiet()
    #expect(String(decoding: terminal.transcript.dropFirst(before), as: UTF8.self).contains("step 1/8"))
    #expect(terminal.wait(for: "step 1/8"))
    terminal.press("Ctrl-D")
    #expect(terminal.waitForExit() == .exited(0))
  }

  static let fatal = [
    SIGTERM, SIGHUP, SIGQUIT, SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGPIPE, SIGUSR1, SIGALRM, SIGXCPU,
  ]

  @Test(arguments: fatal)
  func `a signal ends it and the terminal is given back`(signal: Int32) throws {
    // The runtime's own report of a crash would ask for a key.
    let terminal = try open(["gru"], ["SWIFT_BACKTRACE": "enable=no"])
    #expect(terminal.wait(for: "step 1/31"))
    #expect(!terminal.disorder.isEmpty)
    terminal.send(signal: signal)
    #expect(terminal.waitForExit() == .signalled(signal))
    #expect(terminal.disorder == [])
  }

  @Test(arguments: [[], ["run", "--script", "-"]])
  func `Ctrl-Backslash ends it without a crash report`(arguments: [String]) throws {
    let terminal = try open(arguments)
    #expect(terminal.wait { arguments.isEmpty ? $0.contains("step 1/8") : true })
    terminal.pump(milliseconds: 100)
    terminal.send("\u{1C}")
    #expect(terminal.waitForExit() == .signalled(SIGQUIT))
    #expect(!terminal.screen.contains("rash") && !terminal.screen.contains("Thread"))
    #expect(terminal.disorder == [])
  }

  @Test func `a size beyond the memory is refused, and the session goes on`() throws {
    let terminal = try PseudoTerminal(
      running: "sh", ["-c", "ulimit -v 600000 && exec \"$0\" gru", Program.path],
      environment: Program.environment(["XDG_STATE_HOME": place.folder]), folder: place.folder)
    #expect(terminal.wait(for: "step 1/31"))
    terminal.send("set H = 5000\r")
    #expect(terminal.wait(for: "do not fit in memory"))
    terminal.send("norm(h)\r")
    #expect(terminal.wait(for: "norm(h)@1 = "))
    terminal.press("Ctrl-D")
    #expect(terminal.waitForExit() == .exited(0))
  }

  @Test func `a shell can suspend it and bring it back`() throws {
    let terminal = try PseudoTerminal(
      running: "bash", ["--norc", "-i"],
      environment: Program.environment(["XDG_STATE_HOME": place.folder, "PS1": "ready> ", "HISTFILE": ""]),
      folder: place.folder, width: 100, height: 30)
    #expect(terminal.wait(for: "ready>"))
    terminal.send("\(Program.path) gru\r")
    #expect(terminal.wait(for: "step 1/31"))
    terminal.press("Ctrl-Z")
    #expect(terminal.wait { $0.contains("ready>") && !$0.contains("step 1/31") })
    terminal.send("fg\r")
    #expect(terminal.wait(for: "step 1/31"))
    terminal.press("Right")
    #expect(terminal.wait(for: "step 2/31"))
    terminal.press("Ctrl-D")
    #expect(terminal.wait { $0.contains("ready>") && !$0.contains("step 2/31") })
    terminal.send("exit\r")
    #expect(terminal.waitForExit() == .exited(0))
    #expect(terminal.disorder == [])
  }

  // MARK: the mouse

  @Test func `one key gives the mouse to the terminal for copying, says so, and takes it back`() throws {
    let terminal = try open(["gru"])
    #expect(terminal.wait(for: "step 1/31"))
    #expect(!terminal.screen.modes.mouse.isEmpty)
    terminal.press("F2")
    #expect(terminal.wait(for: "the mouse is the terminal's, for copying"))
    #expect(terminal.screen.modes.mouse.isEmpty)
    // As long as it is away the last line tells which key brings it back.
    terminal.press("Right")
    #expect(terminal.wait { $0.contains("step 2/31") && $0.contains("F2 mouse") })
    terminal.press("F2")
    #expect(terminal.wait(for: "the mouse points"))
    #expect(!terminal.screen.modes.mouse.isEmpty)
    terminal.press("Right")
    #expect(terminal.wait { $0.contains("step 3/31") && !$0.contains("F2 mouse") })
    terminal.press("Ctrl-D")
    #expect(terminal.waitForExit() == .exited(0))
    #expect(terminal.disorder == [])
  }

  @Test func `the wheel scrolls the units, and a click picks one`() throws {
    let terminal = try open(["g2p-encoder"])
    #expect(terminal.wait(for: "step 1/8"))
    terminal.waitUntilQuiet()
    let first = try #require(terminal.screen.position(of: "  2 "))
    terminal.turnWheel(up: false, row: first.row, column: first.column + 8)
    #expect(terminal.wait { !$0.lines.contains { $0.contains("│   2 ") } })
    terminal.turnWheel(up: true, row: first.row, column: first.column + 8)
    #expect(terminal.wait { $0.position(of: "  2 ")?.row == first.row })
    terminal.click(row: first.row, column: first.column + 6)
    #expect(terminal.wait(for: "h[2]@1 = "))
  }

  // MARK: terminals that can do less

  @Test(arguments: [["TERM": "dumb"], ["TERM": "nonsense"], ["TERM": ""]])
  func `a terminal that can do no more gets plain lines and a prompt`(environment: [String: String]) throws {
    let terminal = try open(["gru", "--weights", "none"], environment)
    #expect(terminal.wait(for: "runs on its example, x: noise 24 2; feed gives it another input"))
    #expect(terminal.wait(for: "help lists the commands"))
    terminal.send("next\r")
    #expect(terminal.wait(for: "step 2/24"))
    terminal.send("\r")
    #expect(terminal.wait(for: "step 3/24"))
    terminal.send("frobnicate\r")
    #expect(terminal.wait(for: "called frobnicate"))
    terminal.send("half a line")
    terminal.press("Ctrl-C")
    terminal.send("z[1]@2\r")
    #expect(terminal.wait(for: "z[1]@2 = "))
    terminal.press("Ctrl-D")
    #expect(terminal.waitForExit() == .exited(0))
    #expect(!terminal.transcript.contains(0x1B))
    #expect(terminal.disorder == [])
  }

  @Test func `a run without commands at a terminal is a prompt`() throws {
    let terminal = try open(["run", "gru"])
    #expect(terminal.wait(for: "help lists the commands"))
    terminal.send("quit\r")
    #expect(terminal.waitForExit() == .exited(0))
    #expect(!terminal.transcript.contains(0x1B))
  }

  @Test func `what keeps it from opening is told on a terminal in order`() throws {
    try place.write("bad.eqn", "input x: 2\nh = \u{1B}]0;title\u{7} tahn(x)\n")
    for arguments in [["none"], ["bad.eqn"], ["gru", "--set", "H=0"]] {
      let terminal = try open(arguments)
      #expect(terminal.waitForExit() == .exited(1))
      #expect(!terminal.transcript.contains(0x1B))
      #expect(terminal.disorder == [])
    }
  }
}
