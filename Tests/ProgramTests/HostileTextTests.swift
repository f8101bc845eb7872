// Text that would steer the terminal, from wherever it may come: it is shown as text, on the screen, in plain lines, and in
// messages.

import Glibc
import TestSupport
import Testing

@Suite struct HostileTextTests {
  let place: Workplace

  /// Colors, a window's title, a C1 introducer, a bell, and words that run backwards.
  static let hostile = "\u{1B}[31m\u{1B}]0;owned\u{07}\u{9B}2J\u{90}q\u{9C}\u{202E}lived\u{2066}"

  init() throws {
    place = try Workplace()
    try place.write(
      "hostile.eqn",
      """
      title   Title \(Self.hostile)
      source  \(Self.hostile)
      dims    H = 3
      input   x: token(2)
      alphabet x: "\(Self.hostile)" "界"
      param   W: H×2
      state   h: H
      h = tanh(0.5 h[t-1] + W x) # \(Self.hostile)
      example x: "界界"

      """)
    try place.tensors("hostile.safetensors", [("W", [3, 2]), ("V\(Self.hostile)", [2])])
    try place.tensors("wrong.safetensors", [("W\(Self.hostile)", [3, 2])])
  }

  /// Scalars that no terminal should get, but for line ends and, from the screen, ncurses' own sequences.
  private func harm(in bytes: [UInt8], allowingEscapes: Bool = false) -> [String] {
    String(decoding: bytes, as: UTF8.self).unicodeScalars.filter { scalar in
      switch scalar.value {
      case 0x1B: !allowingEscapes
      case 0x07, 0x80...0x9F, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069: true
      default: false
      }
    }.map { String($0.value, radix: 16) }
  }

  private func open(_ arguments: [String], _ environment: [String: String] = [:]) throws -> PseudoTerminal {
    try PseudoTerminal(
      running: Program.path, arguments, environment: Program.environment(environment), folder: place.folder, width: 100,
      height: 30)
  }

  @Test func `it does not steer the screen`() throws {
    let terminal = try open(["hostile.eqn", "--weights", "hostile.safetensors"])
    #expect(terminal.wait(for: "step 1/2"))
    for line in ["print h", "info", "list", "explain h[1]", "load wrong.safetensors", "open \(Self.hostile)"] {
      terminal.paste(line)
      terminal.press("Enter")
      terminal.waitUntilQuiet()
    }
    #expect(terminal.screen.title == "")
    #expect(terminal.screen.bells == 0)
    #expect(terminal.screen.unknown == [])
    #expect(harm(in: terminal.transcript, allowingEscapes: true) == [])
    for key in ["Ctrl-C", "Ctrl-C", "Ctrl-D"] {
      terminal.press(key)
      terminal.waitUntilQuiet()
    }
    #expect(terminal.waitForExit() == .exited(0))
    #expect(terminal.disorder == [])
  }

  @Test func `it does not steer a terminal through plain lines`() throws {
    let terminal = try open(["hostile.eqn", "--weights", "hostile.safetensors"], ["TERM": "dumb"])
    #expect(terminal.wait(for: "help lists the commands"))
    for (line, answer) in [
      ("print h", "h@1"), ("info", "params"), ("list", "tanh"), ("explain h[1]", "h[1]@1 ="), ("pin h = 0", "pinned"),
      ("load wrong.safetensors", "wrong.safetensors"), ("next", "step 2/2"),
    ] {
      terminal.send(line + "\r")
      #expect(terminal.wait(for: answer))
    }
    terminal.send("quit\r")
    #expect(terminal.waitForExit() == .exited(0))
    #expect(harm(in: terminal.transcript) == [])
  }

  static let calls: [[String]] = [
    ["check", "hostile.eqn"], ["check", "\(hostile).eqn"], ["run", "hostile.eqn", "--weights", "wrong.safetensors"],
    ["run", "hostile.eqn", "-c", hostile], ["run", "hostile.eqn", "-c", "info; list; next"],
    ["run", "hostile.eqn", "--set", "\(hostile)=1"], ["run", "hostile.eqn", "--feed", hostile],
    ["trace", "hostile.eqn", "--pin", "\(hostile) = 1", "-o", "out"], [hostile, hostile], ["--\(hostile)"],
    ["run", "--set", hostile], ["--seed", hostile],
  ]

  @Test(arguments: calls)
  func `it does not steer a terminal through messages`(arguments: [String]) throws {
    let result = try Program.run(arguments, in: place.folder)
    #expect(harm(in: result.output) == [])
    #expect(harm(in: result.errors) == [])
  }
}
