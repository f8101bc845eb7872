// unroll run: the prompt's commands from an option, a script or a pipe, as text and as JSON.

import Formats
import TestSupport
import Testing

@Suite struct RunTests {
  private func text(_ commands: String, _ model: [String] = []) throws -> String {
    let result = try Program.run(["run"] + model + ["-c", commands])
    #expect(result.status == .exited(0), "\(result.errorText)")
    #expect(result.errors == [])
    return result.outputText
  }

  @Test func `the published encoder opens where nothing is named, spelling through`() throws {
    let text = try text("info; next")
    #expect(text.contains("\"through</s>\""))
    #expect(text.contains("step 2/8 h  equation 5/5"))
  }

  @Test func `option, script and pipe say the same`() throws {
    let place = try Workplace()
    let commands = ["next 2", "# a comment", "", "print z[12]@4", "pin z = 0", "back", "h[1]"]
    try place.write("script", commands.joined(separator: "\n") + "\n")
    try place.write("windows", commands.joined(separator: "\r\n"))
    let expected = try Program.run(["run", "-c", commands.joined(separator: ";")])
    #expect(expected.status == .exited(0))
    #expect(expected.outputText.contains("z[12]@4 = 0.6414"))
    let text = commands.joined(separator: "\n")
    for result in [
      try Program.run(["run", "-c", text]), try Program.run(["run", "--script", "script"], in: place.folder),
      try Program.run(["run", "--script", "windows"], in: place.folder), try Program.run(["run"], input: text),
      try Program.run(["run", "--script", "-"], input: text), try Program.run([], input: text),
      try Program.run(["g2p"], input: text), try Program.shell("unroll run --script script", in: place.folder),
    ] {
      #expect(result.status == .exited(0))
      #expect(result.outputText == expected.outputText)
    }
  }

  @Test func `a command's answer is written before the next one is read`() throws {
    let result = try Program.shell(
      "bash -c 'coproc unroll run; echo next >&${COPROC[1]}; read -t 60 -r line <&${COPROC[0]}; echo \"$line\"'")
    #expect(result.outputText.hasPrefix("step 2/8"))
  }

  @Test(arguments: [
    (
      ["run", "-c", "next; frob; next"], "command 2: no command and nothing of the model is called frob; help lists all"
    ),
    (["run", "--script", "script"], "script:3: no command and nothing of the model is called frob; help lists all"),
    (["run"], "line 2: no command and nothing of the model is called frob; help lists all"),
    ([], "line 2: no command and nothing of the model is called frob; help lists all"),
  ])
  func `the first mistake ends a run, with the place where it stands`(arguments: [String], message: String) throws {
    let place = try Workplace()
    try place.write("script", "# steps\nnext\nfrob\nnext\n")
    let result = try Program.run(arguments, in: place.folder, input: "next\nfrob\nnext\n")
    #expect(result.status == .exited(1))
    #expect(result.errorText == message + "\n")
    #expect(result.outputLines.count { $0.hasPrefix("step ") } == 1)
  }

  @Test(arguments: [
    ("print", "print needs EXPRESSION [from STEP [to STEP]]"),
    ("goto 99", "there is no step 99: steps go from 1 to 8"),
    ("z@9", "there is no step 9: steps go from 1 to 8"),
    ("ne", "no command and nothing of the model is called ne: did you mean next?"),
    ("load none.npz", "none.npz: no such file"),
    ("open none", "no sheet is called \"none\"; 'unroll models' lists them"),
    ("feed", "feed needs [INPUT] \"TEXT\", NUMBERS or TIES"),
    ("reverse-next", "this is the first step; n goes on"),
  ])
  func `a command that cannot be done says why, in one line`(command: String, message: String) throws {
    let result = try Program.run(["run", "-c", command])
    #expect(result.status == .exited(1))
    #expect(result.errorText == "command 1: \(message)\n")
    #expect(result.output == [])
  }

  @Test func `JSON has an object for each command, and no other lines`() throws {
    let commands = "next; print z[12]@4; explain h[12]@4; # nothing; pin z = 0; quit; never"
    let result = try Program.run(["run", "--json", "-c", commands])
    #expect(result.status == .exited(0))
    let objects = try result.objects()
    #expect(
      objects.map { $0["command"] }
        == ["next", "print z[12]@4", "explain h[12]@4", "pin z = 0", "quit"].map { .string($0) })
    #expect(objects[0]["reports.0.step"] == .integer(2))
    #expect(objects[0]["reports.0.symbol"] == .string("h"))
    guard case .array(let numbers)? = objects[0]["reports.0.value.values"] else { throw Missing("values") }
    #expect(numbers.count == 256)
    #expect(objects[1]["reports.0.name"] == .string("z[12]@4") || objects[1]["reports.0.name"] == .string("z[12]"))
  }

  @Test func `a semicolon in quotes or brackets divides no commands`() throws {
    let text = try text(
      "feed \"1 0; 0 1\"; print [1; 2]; h", ["rnn", "--weights", "none", "--set", "D=2", "--set", "H=2"])
    #expect(text.contains("fed 2 steps"))
    #expect(text.contains("= [1  2]"))
  }

  @Test func `every command's own example works as typed, after a few steps and a change`() throws {
    let names = try text("help").split(separator: "\n").compactMap { line -> String? in
      guard line.first != " ", line.contains("  ") else { return nil }
      let name = line.prefix { $0 != "," && $0 != " " }
      return name == "an" ? nil : String(name)
    }
    #expect(names.count > 15)
    let manuals = try text(names.map { "help \($0)" }.joined(separator: ";")).split(separator: "\n")
    let examples = manuals.filter { $0.hasPrefix("example: ") }.map { String($0.dropFirst("example: ".count)) }
    #expect(examples.count == names.count)
    // Each in a session of its own; quitting would be the last, and sessions are brought back at a terminal alone.
    var script: [String] = []
    for (name, example) in zip(names, examples) where !["quit", "restore"].contains(name) {
      let reader = "open lstm\nload Resources/weights/lstm-text.safetensors"
      let before =
        [
          "redo": "undo", "condition": "break on z", "forward": "backward of norm(h)", "sample": reader,
          "beam": "open g2p", "tree": "open tree",
        ][name] ?? ""
      // What stands for a file of the reader's own is one of ours here.
      let line = example.replacing("FILE.safetensors", with: "Resources/weights/g2p.npz")
      script += ["open g2p-encoder", "next 2", "pin z[1] = 0.5", before, line]
    }
    let result = try Program.run(["run"], in: Checkout.root, input: script.joined(separator: "\n"))
    #expect(result.status == .exited(0), "\(result.errorText)")
  }

  @Test func `what is no text is refused by its line`() throws {
    for (command, message) in [
      ("printf 'next\\n\\377\\n' | unroll run", "line 2 is not UTF-8; save the text as UTF-8"),
      ("unroll run < /tmp", "standard input cannot be read: is a directory"),
      ("head -c 20000000 /dev/zero | unroll run", "line 1 is longer than 16 MiB, the most that is read"),
    ] {
      let result = try Program.shell(command)
      #expect(result.status == .exited(1))
      #expect(result.errorText == message + "\n")
    }
  }

  @Test func `what was taken otherwise than it was given is noted once, and beside JSON`() throws {
    let place = try Workplace()
    try place.write("sheet.eqn", "input k: token(2)\nalphabet k: \"a\" \"b\"\nparam w\nconst μ = 1\ny = μ w max(k)\n")
    try place.tensors("w.safetensors", [("w", [])], metadata: ["const": #"{"μ": 2, "mu": 3, "rate": 4, "by": "hand"}"#])
    let arguments = ["run", "sheet.eqn", "--weights", "w.safetensors", "--feed", "aAB", "-c", "next; next"]
    for result in [
      try Program.run(arguments, in: place.folder), try Program.run(arguments + ["--json"], in: place.folder),
    ] {
      #expect(result.status == .exited(0))
      #expect(
        result.errorText.split(separator: "\n") == [
          "warning: w.safetensors sets mu, which the sheet does not have",
          "warning: w.safetensors sets rate, which the sheet does not have",
          "note: \"A\" is read as \"a\", \"B\" is read as \"b\": the alphabet of k lacks what was typed",
        ])
    }
    let trace = ["trace", "sheet.eqn", "--weights", "w.safetensors", "--feed", "A", "-o", "t.safetensors"]
    #expect(try Program.run(trace, in: place.folder).errorText.split(separator: "\n").count == 3)
  }

  @Test func `info tells the example that runs for want of an input`() throws {
    #expect(
      try Program.run(["run", "gru", "--weights", "none", "-c", "info"]).outputLines.contains("example  x: noise 24 2"))
    let fed = try Program.run(["run", "g2p-encoder", "--feed", "a", "-c", "info"])
    #expect(!fed.outputLines.contains { $0.hasPrefix("example") })
  }

  @Test func `a walk ends where one entry of its condition holds`() throws {
    let place = try Workplace()
    try place.write("walk.eqn", "state s\nover t in 1..5 until [0; s > 2]:\n  s = 1 + s[t-1]\n")
    let result = try Program.run(["run", "walk.eqn", "-c", "goto end; print s"], in: place.folder)
    #expect(result.outputLines.last == "s@3 = 3")
  }
}
