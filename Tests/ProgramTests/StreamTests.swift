// Standard streams that are full, closed or no longer read, and interruptions.

import Glibc
import TestSupport
import Testing

@Suite struct StreamTests {
  static let commands = [
    "models", "models --json", "check gru", "check gru --json", "run -c 'print z'", "bench lstm --sizes 4", "--help",
    "trace --help", "--version", "help run", "--generate-completion-script bash",
  ]

  @Test(arguments: commands)
  func `an output that is full or closed is an error`(command: String) throws {
    let full = try Program.shell("unroll \(command) > /dev/full")
    #expect(full.status == .exited(1))
    #expect(full.errorText.hasSuffix("standard output cannot be written: no space left on device\n"))
    let closed = try Program.shell("unroll \(command) >&-")
    #expect(closed.status == .exited(1))
    #expect(closed.errorText.hasSuffix("standard output cannot be written: bad file descriptor\n"))
  }

  @Test func `a trace to an output that is full or closed is an error`() throws {
    let full = try Program.shell("unroll trace gru -o - > /dev/full")
    #expect(full.status == .exited(1))
    #expect(full.complaints == ["/dev/stdout: cannot be written, for the disk is full"])
    let closed = try Program.shell("unroll trace gru -o - >&-")
    #expect(closed.status == .exited(1))
    #expect(closed.complaints == ["standard output cannot be written: bad file descriptor"])
  }

  @Test(arguments: [SIGTERM, SIGHUP])
  func `a signal that ends a trace leaves no file`(signal: Int32) throws {
    let place = try Workplace()
    try place.tensors("long.safetensors", [("x", [400_000, 8])])
    try place.write("out", "before")
    let arguments = ["trace", "lstm", "--input", "long.safetensors", "-o", "out"]
    let terminal = try PseudoTerminal(
      running: Program.path, arguments, environment: Program.environment(), folder: place.folder)
    // Until it runs, there is nothing to clear away.
    while !(try place.names.contains("out.partial")), terminal.status == nil { terminal.pump(milliseconds: 20) }
    terminal.send(signal: signal)
    #expect(terminal.waitForExit() == .signalled(signal))
    #expect(try place.names == ["long.safetensors", "out"])
    #expect(try place.bytes("out") == Array("before".utf8))
  }

  @Test func `a pipe that nobody reads ends the program quietly`() throws {
    let many = Array(repeating: "print z", count: 60).joined(separator: ";")
    for command in ["run -c '\(many)'", "models", "trace gru -o -"] {
      let cut = try Program.shell("unroll \(command) | head -c 1 > /dev/null", seconds: 20)
      #expect(cut.status == .exited(0))
      #expect(!cut.timedOut)
      #expect(cut.complaints == [])
    }
  }

  @Test func `closed streams do not let messages slip into files`() throws {
    let place = try Workplace()
    let result = try Program.shell(
      "unroll trace gru -o open; unroll trace gru -o closed <&- >&- 2>&-", in: place.folder)
    #expect(result.status == .exited(0))
    #expect(try place.bytes("closed") == place.bytes("open"))
    #expect(try Program.shell("unroll run <&-").status == .exited(0))
  }

  @Test(arguments: [
    ["run", "--script", "-"], ["run"], ["bench"], ["trace", "lstm", "--input", "long.safetensors", "-o", "out"],
  ])
  func `an interruption ends with 130, whatever runs, and leaves no file`(arguments: [String]) throws {
    let place = try Workplace()
    try place.tensors("long.safetensors", [("x", [400_000, 8])])
    try place.write("out", "before")
    // At a prompt it is only an interrupted line: that one reads from a pipe.
    let program = arguments == ["run"] ? ("sh", ["-c", "sleep 9 | \(Program.path) run"]) : (Program.path, arguments)
    let terminal = try PseudoTerminal(
      running: program.0, program.1, environment: Program.environment(), folder: place.folder)
    terminal.pump(milliseconds: 250)
    terminal.press("Ctrl-C")
    let status = try #require(terminal.waitForExit())
    #expect(status == .exited(130) || arguments == ["run"] && status == .signalled(2))
    #expect(!terminal.screen.contains("rror") && !terminal.screen.contains("crash"))
    #expect(terminal.disorder == [])
    #expect(try place.names == ["long.safetensors", "out"])
    #expect(try place.bytes("out") == Array("before".utf8))
  }
}
