// The ways in which tests run programs, tested on programs that every system has.

import TestSupport
import Testing

@Suite struct ProcessTests {
  @Test func `a program's output, errors and exit are told`() throws {
    let result = try runProgram("sh", ["-c", "cat; echo bad >&2; exit 3"], input: Array("good\n".utf8))
    #expect(result.outputText == "good\n")
    #expect(result.errorText == "bad\n")
    #expect(result.status == .exited(3))
    #expect(!result.timedOut)
    #expect(result.peakMemory > 0)
  }

  @Test func `large input and output do not block each other`() throws {
    let input = Array(repeating: UInt8(ascii: "x"), count: 1 << 20)
    let result = try runProgram("cat", input: input)
    #expect(result.output == input)
  }

  @Test func `a program that does not read its input ends all the same`() throws {
    let result = try runProgram("true", input: Array(repeating: 0, count: 1 << 20))
    #expect(result.status == .exited(0))
  }

  @Test func `a signal and a limit of time are told`() throws {
    #expect(try runProgram("sh", ["-c", "kill -TERM $$"]).status == .signalled(15))
    let late = try runProgram("sleep", ["60"], seconds: 0)
    #expect(late.timedOut)
    #expect(late.status == .signalled(9))
  }

  @Test func `a program starts in the folder that it is given`() throws {
    #expect(try runProgram("pwd", folder: "/").outputText == "/\n")
    #expect(throws: SystemError.self) { try runProgram("/no/such/program") }
  }

  @Test func `a shell in a terminal of its own has job control`() throws {
    let terminal = try PseudoTerminal(
      running: "sh", ["-i"], environment: plainEnvironment(["PS1": "$ ", "ENV": ""]), width: 40, height: 6)
    #expect(terminal.wait(for: "$"))
    terminal.send("tty -s && echo yes\r")
    #expect(terminal.wait { $0.lines.contains("yes") })
    terminal.send("stty size\r")
    #expect(terminal.wait(for: "6 40"))
    terminal.resize(width: 30, height: 9)
    terminal.send("stty size\r")
    #expect(terminal.wait(for: "9 30"))
    terminal.send("sleep 50\r")
    terminal.pump(milliseconds: 100)
    terminal.press("Ctrl-C")
    terminal.send("echo st''ill\r")
    #expect(terminal.wait(for: "still"))
    terminal.send("exit 4\r")
    #expect(terminal.waitForExit() == .exited(4))
    #expect(terminal.disorder == [])
  }

  @Test func `a terminal that is left in disorder is told`() throws {
    let terminal = try PseudoTerminal(running: "sh", ["-c", "stty raw; printf '\\033[?25l'"])
    #expect(terminal.waitForExit() == .exited(0))
    #expect(terminal.disorder.count > 1)
    #expect(terminal.disorder.first == "the cursor is hidden")
  }
}
