// Which lines a session could be made again from.

import Debugger
import Testing

@Suite struct `Lines to keep` {
  @Test(arguments: [
    "pin z = 0", "unpin", "set H = 4", "feed 1 0 0 0 0 0 0 0", "break on r", "mark here", "display z", "focus z",
    "view units z", "undo", "continue", "open lstm", "load w.npz",
  ])
  func `are those that change something that the place does not tell`(_ line: String) throws {
    let session = try Sessions.open("gru")
    #expect(Interpreter(takesPrefixes: true).kept("  \(line) # why", in: session) == line)
  }

  @Test func `are equations with what is said of them`() throws {
    let kept = Interpreter(takesPrefixes: true).kept(" z = σ(W_z x) # no memory ", in: try Sessions.open("gru"))
    #expect(kept == "z = σ(W_z x) # no memory")
  }

  @Test(arguments: [
    "next", "n 3", "goto 4", "rs", "first max(z) > 0.5", "print z", "norm(h)", "z[1]@2", "explain h[1]", "info",
    "help pin",
    "export screen s.txt", "restore", "quit", "", "# nothing", "frobnicate", "z = = 1",
  ])
  func `are none that only look, move or fail, or write files`(_ line: String) throws {
    let session = try Sessions.open("gru")
    #expect(Interpreter(takesPrefixes: true).kept(line, in: session) == nil)
  }

  @Test func `are what an empty line repeats, too`() throws {
    var session = try Sessions.open("gru")
    var interpreter = Interpreter(takesPrefixes: true)
    _ = try interpreter.run("break on r", on: &session)
    _ = try interpreter.run("continue", on: &session)
    #expect(interpreter.kept("", in: session) == "continue")
    _ = try interpreter.run("next", on: &session)
    #expect(interpreter.kept("", in: session) == nil)
  }
}
