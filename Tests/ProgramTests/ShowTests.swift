// Sessions as they would be shown in a lecture, each in a real terminal: what is typed and pressed, and what is then seen.

import TestSupport
import Testing

@Suite struct ShowTests {
  private func open(_ sheet: String) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(
      running: Program.path, [sheet], environment: Program.environment(), width: 110, height: 40)
    #expect(terminal.wait(for: "step 1/"))
    return terminal
  }

  /// Types a line and waits for what the screen then shows.
  private func enter(_ line: String, _ seen: String..., in terminal: PseudoTerminal) {
    terminal.send("\(line)\r")
    for text in seen { #expect(terminal.wait(for: text), "\(line): \(text)") }
    terminal.waitUntilQuiet()
  }

  private func quit(_ terminal: PseudoTerminal) {
    terminal.press("Ctrl-C")
    terminal.press("Ctrl-C")
    terminal.press("Ctrl-D")
    #expect(terminal.waitForExit() == .exited(0))
    #expect(terminal.disorder == [])
  }

  @Test func `the letter at which the encoder's update gate closes is found, and why`() throws {
    let terminal = try open("g2p-encoder")
    enter("feed \"knight\"", "step 1/7", in: terminal)
    // Letter by letter, until most of the gate's units keep what they have rather than take in more.
    for step in 2...6 {
      terminal.press("Right")
      #expect(terminal.wait(for: "step \(step)/7"))
    }
    terminal.press("Home")
    #expect(terminal.wait(for: "step 1/7"))
    enter("first mean(z) > 0.5", "step 5/7 h", in: terminal)
    enter("mean(z)", "mean(z)@5 = 0.5", in: terminal)
    enter("explain z[12]", "z[12]@5 = σ(", in: terminal)
    terminal.press("Ctrl-C")
    // A letter before it was still open.
    terminal.press("Left")
    #expect(terminal.wait(for: "step 4/7"))
    enter("mean(z)", "mean(z)@4 = 0.3597", in: terminal)
    quit(terminal)
  }

  @Test func `leaky units forget by what their μ leaves, side by side`() throws {
    let terminal = try open("leaky")
    enter("compare leaky μ=0.5 μ=0.9 μ=0.99", "run 3  leaky (μ = 0.99)", in: terminal)
    terminal.press("Ctrl-C")
    enter("finish", "step 32/32", in: terminal)
    enter("decay h", "half-life 6.58 steps", in: terminal)
    terminal.press("Ctrl-C")
    enter("layout equations | beside decay h", "μ = 0.5", "μ = 0.99", in: terminal)
    quit(terminal)
  }

  @Test func `a cell whose gate f is held to 1 and i to 0 copies itself to the end`() throws {
    let terminal = try open("lstm")
    enter("pin f = 1 from 6", "1 pin", in: terminal)
    enter("pin i = 0 from 6", "2 pins", in: terminal)
    enter("finish", "step 31/31", in: terminal)
    enter("max(abs(c - c[t-26]))", "max(abs(c - c[t-26]))@31 = 0", in: terminal)
    // All that is in it was written before; what was written since is nothing.
    enter("ledger c[3]@24", "step  5", "wrote 0 ", in: terminal)
    terminal.press("Ctrl-C")
    // Without the pins it goes on changing.
    enter("unpin", "step 31/31", in: terminal)
    enter("max(abs(c - c[t-26])) > 0.1", "= 1", in: terminal)
    quit(terminal)
  }

  @Test func `a gated unit with z at 0 and r at 1 is the simple network, to the last bit`() throws {
    let terminal = try open("gru")
    enter(
      "compare gru z=0 r=1 rnn with W = W_h, U = U_h, b = b_h, h = h̃",
      "h        the same to the last bit at every step", "h̃ and h  the same to the last bit at every step", in: terminal
    )
    terminal.press("Ctrl-C")
    // With the gate a little open it is not.
    enter("compare gru z=0.001 r=1 rnn with W = W_h, U = U_h, b = b_h", "part at step", in: terminal)
    quit(terminal)
  }
}
