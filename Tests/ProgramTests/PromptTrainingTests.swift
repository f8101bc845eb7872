// Training at the prompt of the program: in the foreground of a script, beside the screen, and how it ends.

import Formats
import Glibc
import TestSupport
import Testing

@Suite struct PromptTrainingTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  private func open(
    _ arguments: [String] = ["rnn", "--weights", "none"], _ environment: [String: String] = [:]
  ) throws -> PseudoTerminal {
    let environment = Program.environment(["XDG_STATE_HOME": place.folder].merging(environment) { $1 })
    let terminal = try PseudoTerminal(
      running: Program.path, arguments, environment: environment, folder: place.folder, width: 120, height: 50)
    #expect(terminal.wait(for: "step 1/"))
    return terminal
  }

  private func quit(_ terminal: PseudoTerminal) {
    terminal.send("quit\r")
    #expect(terminal.waitForExit() == .exited(0))
    #expect(terminal.disorder == [])
  }

  @Test func `A script trains line by line, with progress beside its output, and saves the weights`() throws {
    let commands = "train brackets for 20 batch 4 every 10 fresh 5; info; export weights w; undo; info"
    let result = try Program.run(["run", "rnn", "--weights", "none", "-c", commands], in: place.folder)
    #expect(result.status == .exited(0), "\(result.errorText)")
    #expect(result.complaints.count == 2 && result.complaints[1].hasPrefix("update 20/20  loss "))
    #expect(result.outputText.contains("trained on brackets: update "))
    #expect(result.outputText.contains("undone: train brackets for 20 batch 4 every 10 fresh 5"))
    let file = try place.read("w")
    #expect(file.entry(named: "W")?.shape == [16, 3] && file.entry(named: "V_out")?.shape == [16])
    #expect(file.metadata["const"] == #"{"D":3,"H":16}"# && file.metadata["task"] == "brackets")
    let more = try Program.run(
      ["run", "rnn", "--weights", "w", "-c", "train for 1 batch 1 fresh 1; list"], in: place.folder)
    #expect(more.status == .exited(0), "\(more.errorText)")
    #expect(more.outputText.contains("output = V_outᵀ h + c_out"))
  }

  @Test func `A text that cannot be read, or is too short, is told with its line`() throws {
    try place.write("short.txt", "a few words")
    for (file, words) in [("none.txt", "none.txt"), ("short.txt", "too short to learn from")] {
      let result = try Program.run(["run", "rnn", "-c", "next; train text \(file)"], in: place.folder)
      #expect(result.status == .exited(1))
      #expect(result.complaints.last?.hasPrefix("command 2: ") ?? false)
      #expect(result.errorText.contains(words))
    }
  }

  @Test func `Beside the screen it runs while one steps and types, until stop keeps the best`() throws {
    let terminal = try open()
    terminal.send("train brackets for 1000000 every 5 batch 4 fresh 4\r")
    #expect(terminal.wait(for: "training · brackets"))
    terminal.press("Right")
    terminal.press("Right")
    #expect(terminal.wait(for: "step 3/24"))
    terminal.send("norm(h)\r")
    #expect(terminal.wait(for: "norm(h)@3 = "))
    terminal.send("train parity\r")
    #expect(terminal.wait(for: "brackets is being trained: stop"))
    #expect(terminal.wait(for: "wrong 0."))
    terminal.send("stop\r")
    #expect(terminal.wait(for: "trained on brackets: update "))
    #expect(terminal.wait { $0.contains("training · brackets · stopped") && $0.contains("step 3/31") })
    terminal.send("undo\r")
    #expect(terminal.wait(for: "step 3/24"))
    quit(terminal)
  }

  @Test func `Ctrl-C ends it too, and quit ends it with the program`() throws {
    let terminal = try open()
    terminal.send("train parity for 1000000 batch 4 fresh 4\r")
    #expect(terminal.wait(for: "sequences/s"))
    terminal.press("Ctrl-C")
    #expect(terminal.wait(for: "training · parity · stopped"))
    terminal.send("train parity for 1000000 batch 4 fresh 4\r")
    #expect(terminal.wait { !$0.contains("· stopped") && $0.contains("sequences/s") })
    quit(terminal)
  }

  @Test func `Line by line at a terminal, Ctrl-C ends it and the conversation goes on`() throws {
    let terminal = try open(["rnn", "--weights", "none"], ["TERM": "dumb"])
    terminal.send("train parity for 1000000 batch 4 every 2 fresh 4\r")
    #expect(terminal.wait(for: "sequences/s"))
    terminal.press("Ctrl-C")
    #expect(terminal.wait(for: "trained on parity: update "))
    terminal.send("print output@1\r")
    #expect(terminal.wait(for: "output@1 = ["))
    quit(terminal)
  }

  @Test func `A session that is brought back has what was trained in it`() throws {
    var terminal = try open()
    terminal.send("train parity for 6 batch 4 fresh 4\r")
    #expect(terminal.wait(for: "training · parity · finished"))
    terminal.send("norm(V_out)\r")
    #expect(terminal.wait { $0.lines.contains { $0.contains("norm(V_out) = ") } })
    let number = try #require(terminal.screen.lines.first { $0.contains("norm(V_out) = ") })
    terminal.send(signal: SIGKILL)
    #expect(terminal.waitForExit() == .signalled(SIGKILL))
    terminal = try open()
    terminal.send("restore\r")
    #expect(terminal.wait(for: "back in the session on rnn, 1 change"))
    terminal.send("norm(V_out)\r")
    let answer = number.drop { $0 == " " || $0 == "│" }.prefix { $0 != "│" }
    #expect(terminal.wait(for: String(answer.prefix(20))))
    quit(terminal)
  }

  @Test func `Weights of characters open with a text, a readout, and go on with what is fed`() throws {
    let weights = "\(Checkout.root)/Resources/weights/lstm-text.safetensors"
    func said(_ seed: Int) throws -> String {
      let commands = "sample 24 temperature 0.7 seed \(seed) from \"alice was \"; print output[1]@34"
      let result = try Program.run(["run", "lstm", "--weights", weights, "-c", commands], in: place.folder)
      #expect(result.status == .exited(0), "\(result.errorText)")
      return result.outputText
    }
    #expect(try said(1).hasPrefix("sampled \"") && said(1).contains("output[1]@34 = "))
    #expect(try said(1) == said(1))
    #expect(try said(1) != said(2))
  }
}
