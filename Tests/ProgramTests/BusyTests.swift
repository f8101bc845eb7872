// What a person does while something long runs: keys, clicks, pastes, another size, and the wish to stop it.

import Formats
import Glibc
import TestSupport
import Testing

@Suite(.serialized) struct BusyTests {
  let place: Workplace
  /// Holds nowhere, and takes its time at each step however the program is compiled.
  static let condition = "max(eigvals(h hᵀ)) > 50"

  init() throws {
    place = try Workplace()
    try place.tensors("long.safetensors", [("x", [100_000, 8])])
  }

  private func open() throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(
      running: Program.path, ["lstm", "--weights", "none", "--input", "long.safetensors"],
      environment: Program.environment(),
      folder: place.folder, width: 100, height: 30)
    #expect(terminal.wait(for: "step 1/100000", seconds: 30))
    terminal.waitUntilQuiet()
    return terminal
  }

  /// Seconds of the processor that the program has used.
  private func work(_ terminal: PseudoTerminal) throws -> Double {
    let fields = try readTextFile(path: "/proc/\(terminal.process)/schedstat").split(separator: " ")
    return (fields.first.flatMap { Double($0) } ?? 0) / 1e9
  }

  /// Starts something and waits until it is at work.
  private func start(_ terminal: PseudoTerminal, _ action: () -> Void) throws {
    let before = try work(terminal)
    action()
    for _ in 0..<2000 where try work(terminal) < before + 0.1 { terminal.pump(milliseconds: 5) }
    #expect(try work(terminal) >= before + 0.1)
  }

  private func quit(_ terminal: PseudoTerminal) {
    terminal.press("Ctrl-D")
    #expect(terminal.waitForExit() == .exited(0))
    #expect(terminal.disorder == [])
  }

  @Test(arguments: ["first", "last"])
  func `Ctrl-C stops a search in either direction, and never the program`(command: String) throws {
    let terminal = try open()
    try start(terminal) { terminal.send("\(command) \(Self.condition)\r") }
    terminal.press("Ctrl-C")
    #expect(terminal.wait(for: "interrupted"))
    #expect(!terminal.screen.contains("holds at no step"))
    terminal.send("h[1]@1\r")
    #expect(terminal.wait(for: "h[1]@1 = "))
    quit(terminal)
  }

  @Test func `Ctrl-C stops going to a stop, forwards and back`() throws {
    let terminal = try open()
    terminal.send("break if \(Self.condition)\r")
    #expect(terminal.wait(for: Self.condition))
    for command in ["continue", "reverse-continue"] {
      terminal.send("goto 50000\r")
      #expect(terminal.wait(for: "step 50000/"))
      try start(terminal) { terminal.send("\(command)\r") }
      terminal.press("Ctrl-C")
      #expect(terminal.wait(for: "interrupted"))
      #expect(terminal.screen.contains("step 50000/"))
    }
    quit(terminal)
  }

  @Test func `what is typed meanwhile is not lost`() throws {
    let terminal = try open()
    try start(terminal) { terminal.send("first \(Self.condition)\r") }
    terminal.send("h[2]@3\r")
    terminal.press("Right")
    #expect(terminal.wait(seconds: 60) { $0.contains("h[2]@3 = ") && $0.contains("step 2/100000") })
    quit(terminal)
  }

  @Test func `clicks, the wheel and another size wait their turn`() throws {
    let terminal = try open()
    let place = try #require(terminal.screen.position(of: "h = o"))
    try start(terminal) { terminal.send("first \(Self.condition)\r") }
    terminal.turnWheel(up: false, row: place.row, column: place.column)
    terminal.click(row: place.row, column: place.column)
    terminal.resize(width: 120, height: 40)
    #expect(terminal.wait(seconds: 60) { $0.contains("holds at no step") && $0.lines.count == 40 })
    terminal.waitUntilQuiet()
    #expect(terminal.screen.unknown == [])
    #expect(terminal.screen.lines.contains { $0.hasPrefix(" >") })
    quit(terminal)
  }

  @Test func `pasted lines are run one by one, and Ctrl-C stops them all`() throws {
    let terminal = try open()
    terminal.paste("next\nnext\npin f = 1\n")
    #expect(terminal.wait { $0.contains("step 3/100000") && $0.contains("1 pin") && $0.contains("> pin f = 1") })
    terminal.press("Ctrl-C")
    try start(terminal) { terminal.paste("next\nfirst \(Self.condition)\nnext\nnext\nnext\n") }
    terminal.press("Ctrl-C")
    #expect(terminal.wait(for: "interrupted"))
    terminal.send("h[1]\r")
    #expect(terminal.wait(for: "h[1]@4 = "))
    quit(terminal)
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGQUIT])
  func `a signal ends it all the same, and the terminal is given back`(signal: Int32) throws {
    let terminal = try open()
    try start(terminal) { terminal.send("first \(Self.condition)\r") }
    terminal.send(signal: signal)
    #expect(terminal.waitForExit() == .signalled(signal))
    #expect(terminal.disorder == [])
  }
}
