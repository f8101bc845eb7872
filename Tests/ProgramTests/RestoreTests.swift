// Sessions that are cut off, and brought back at the next start.

import Glibc
import TestSupport
import Testing

@Suite struct RestoreTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  private func open(
    _ arguments: [String] = ["gru"], _ environment: [String: String] = [:], state: String? = nil, width: Int = 100,
    height: Int = 30
  ) throws -> PseudoTerminal {
    // The runtime's own report of a crash takes long, and would ask for a key.
    let state = ["XDG_STATE_HOME": state ?? place.path("state"), "SWIFT_BACKTRACE": "enable=no"]
    return try PseudoTerminal(
      running: Program.path, arguments, environment: Program.environment(state.merging(environment) { $1 }),
      folder: place.folder, width: width, height: height)
  }

  /// Types a line and waits for what it says, and for the next prompt: what is asked for might be in the line itself.
  private func enter(_ line: String, _ answer: String, in terminal: PseudoTerminal) {
    terminal.send("\(line)\r")
    #expect(
      terminal.wait { screen in
        screen.contains(answer) && screen.lines.contains { $0.split(separator: " ") == [">"] }
      }, "\(line)")
  }

  private func quit(_ terminal: PseudoTerminal) {
    terminal.send("quit\r")
    #expect(terminal.waitForExit() == .exited(0))
    #expect(terminal.disorder == [])
  }

  private var journals: [String] {
    get throws { try runProgram("ls", ["-A", place.path("state/unroll/sessions")]).outputLines }
  }

  static let ends: [(signal: Int32, environment: [String: String])] = [
    (SIGKILL, [:]), (SIGHUP, [:]), (SIGTERM, [:]), (SIGSEGV, [:]), (SIGILL, [:]), (SIGKILL, ["TERM": "dumb"]),
    (SIGHUP, ["TERM": "dumb"]),
  ]

  @Test(arguments: ends)
  func `what was typed and set is there again after any end but quit`(
    signal: Int32, environment: [String: String]
  ) throws {
    try place.write("mine.eqn", "dims H = 3\nstate h: H = 1\nconst μ = 0.5\ninput x: H\nh = μ h[t-1] + x\n")
    let arguments = ["mine.eqn", "--feed", "1 0 0; 0 1 0; 0 0 1"]
    var terminal = try open(arguments, environment)
    #expect(terminal.wait(for: "step 1/3"))
    enter("set μ = 0.25", "h@1", in: terminal)
    enter("h = μ h[t-1] + 2 x", "2 x", in: terminal)
    enter("next 2", "step 3/3", in: terminal)
    enter("pin h[1] = 7 from 2", "7 from 2", in: terminal)
    terminal.send(signal: signal)
    #expect(terminal.waitForExit() == .signalled(signal))

    terminal = try open(["gru"], environment)
    #expect(terminal.wait(for: "a session on mine.eqn was cut off after 3 changes"))
    enter("restore", "back in the session", in: terminal)
    #expect(terminal.wait(for: "step 3/3"))
    enter("h@3", "[7  0.5156  2.016]", in: terminal)
    // What restore brought back can be taken back as it could before.
    enter("undo", "undone", in: terminal)
    enter("h[1]@3", "h[1]@3 = 0.1406", in: terminal)
    quit(terminal)
    #expect(try journals == [])

    terminal = try open(["gru"], environment)
    #expect(terminal.wait(for: "step 1/31"))
    #expect(!terminal.screen.contains("cut off"))
    quit(terminal)
  }

  @Test func `a lesson is there again at its part, with what was done beside it, and goes on`() throws {
    var terminal = try open(["gru"])
    #expect(terminal.wait(for: "step 1/31"))
    enter("lesson attention", "attention 1/5", in: terminal)
    terminal.press("Enter")
    #expect(terminal.wait(for: "attention 2/5"))
    enter("pin e = 0", "pinned e = 0", in: terminal)
    terminal.send(signal: SIGKILL)
    #expect(terminal.waitForExit() == .signalled(SIGKILL))

    terminal = try open(["gru"])
    #expect(terminal.wait(for: "a session on gru was cut off after 3 changes"))
    enter("restore", "back in the session", in: terminal)
    #expect(terminal.wait(for: "attention 2/5"))
    enter("max(e)", "max(e) = 0", in: terminal)
    terminal.press("Enter")
    #expect(terminal.wait(for: "attention 3/5"))
    enter("max(e)", "max(e) = 1.2", in: terminal)
    enter("lesson end", "the lesson is left", in: terminal)
    #expect(!terminal.screen.contains("attention 3/5"))
    quit(terminal)
  }

  @Test func `a session that goes on is not offered, and several do not disturb each other`() throws {
    let first = try open(["gru"])
    #expect(first.wait(for: "step 1/31"))
    enter("pin z = 0", "1 pin", in: first)
    let second = try open(["lstm"])
    #expect(second.wait(for: "step 1/31"))
    second.waitUntilQuiet()
    #expect(!second.screen.contains("cut off"))
    enter("pin f = 1", "1 pin", in: second)
    enter("restore", "no session that was cut off", in: second)
    #expect(try journals.count == 2)
    second.send(signal: SIGKILL)
    #expect(second.waitForExit() == .signalled(SIGKILL))
    enter("restore", "back in the session on lstm", in: first)
    enter("f[2]", "f[2]@1 = 1", in: first)
    // The one whose place it took can be brought back in turn.
    enter("restore", "back in the session on gru", in: first)
    quit(first)
    let third = try open(["rnn"])
    #expect(third.wait(for: "a session on lstm was cut off after 1 change:"))
    enter("restore forget", "let go of the session on lstm", in: third)
    quit(third)
    #expect(try journals == [])
  }

  @Test func `looking and stepping leave nothing behind, and a quit session neither`() throws {
    let terminal = try open(["gru"])
    #expect(terminal.wait(for: "step 1/31"))
    enter("next", "step 2/31", in: terminal)
    enter("max(z)", "max(z)@2 =", in: terminal)
    #expect(!place.holds("state/unroll/sessions"))
    enter("break on r", "on r", in: terminal)
    #expect(try journals.count == 1)
    terminal.press("Ctrl-D")
    #expect(terminal.waitForExit() == .exited(0))
    #expect(try journals == [])
  }

  @Test func `only their owner can read what was typed`() throws {
    let terminal = try open(["gru"])
    #expect(terminal.wait(for: "step 1/31"))
    enter("pin z = 0", "1 pin", in: terminal)
    let modes = try runProgram(
      "find", [place.path("state/unroll"), "-printf", "%y %m\n"]
    ).outputLines
    #expect(Set(modes) == ["d 700", "f 600"])
    #expect(modes.count == 4)
    quit(terminal)
  }

  @Test(arguments: ["/dev/null", "/proc", "/nonexistent/deep"])
  func `a state folder that cannot be written is no mistake`(folder: String) throws {
    let terminal = try open(["gru"], state: folder)
    #expect(terminal.wait(for: "step 1/31"))
    enter("pin z = 0", "1 pin", in: terminal)
    enter("restore", "no session that was cut off", in: terminal)
    quit(terminal)
  }

  @Test func `damaged journals are passed over, and a line that was cut in two is left out`() throws {
    var terminal = try open(["gru"])
    #expect(terminal.wait(for: "step 1/31"))
    enter("pin z = 0", "1 pin", in: terminal)
    enter("pin r = 1", "2 pins", in: terminal)
    terminal.send(signal: SIGKILL)
    #expect(terminal.waitForExit() == .signalled(SIGKILL))
    let name = "state/unroll/sessions/" + (try #require(try journals.first))
    let whole = try place.bytes(name)
    for (index, text) in ["", "not a journal\n", "{\"folder\":1}\n> pin z = 0\n", "\u{0}\n"].enumerated() {
      try place.write("state/unroll/sessions/9999999999-\(index)-1.journal", text)
    }
    // The last record is where the session stood, or a line: without its end it never was.
    try place.write(name, Array(whole.dropLast(2)))
    terminal = try open(["rnn"])
    #expect(terminal.wait(for: "a session on gru was cut off after 1 change:"))
    enter("restore", "back in the session on gru", in: terminal)
    enter("set b_z = 1", "b_z = 1", in: terminal)
    terminal.send(signal: SIGKILL)
    #expect(terminal.waitForExit() == .signalled(SIGKILL))
    terminal = try open(["rnn"])
    #expect(terminal.wait(for: "a session on gru was cut off after 2 changes:"))
    enter("restore", "back in the session on gru", in: terminal)
    enter("z[2]", "z[2]@1 = 0", in: terminal)
    quit(terminal)
  }

  @Test func `what can no longer be done is told, and the rest is there`() throws {
    try place.tensors("other.safetensors", gruParameters)
    var terminal = try open(["gru"])
    #expect(terminal.wait(for: "step 1/31"))
    enter("load other.safetensors", "other.safetensors", in: terminal)
    enter("pin z = 0", "1 pin", in: terminal)
    terminal.send(signal: SIGKILL)
    #expect(terminal.waitForExit() == .signalled(SIGKILL))
    _ = try runProgram("rm", [place.path("other.safetensors")])
    // On the smallest screens too.
    for (width, height) in [(80, 24), (40, 10), (200, 60)] {
      terminal = try open(["rnn"], width: width, height: height)
      #expect(terminal.wait(for: "restore"))
    }
    enter("restore", "not done again: load other.safetensors", in: terminal)
    #expect(terminal.wait(for: "1 pin"))
    quit(terminal)
  }

  @Test func `typed lines are there again after a cut, too`() throws {
    var terminal = try open(["gru"])
    #expect(terminal.wait(for: "step 1/31"))
    enter("max(z)", "max(z)@1 = ", in: terminal)
    terminal.send(signal: SIGKILL)
    #expect(terminal.waitForExit() == .signalled(SIGKILL))
    terminal = try open(["gru"])
    #expect(terminal.wait(for: "step 1/31"))
    terminal.press("Up")
    #expect(terminal.wait(for: "> max(z)"))
    terminal.press("Ctrl-C")
    terminal.press("Ctrl-D")
    #expect(terminal.waitForExit() == .exited(0))
  }
}
