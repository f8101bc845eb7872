// Scripts: the lecture's demonstrations, files that ask for files, and what is written to files.

import Formats
import TestSupport
import Testing

@Suite struct ScriptTests {
  private func run(_ script: String, in place: Workplace, _ more: [String] = []) throws -> ProgramResult {
    try place.write("script", script)
    return try Program.run(["run", "--script", "script"] + more, in: place.folder)
  }

  // MARK: demonstrations

  @Test func `a GRU with its update gate shut and its reset gate open becomes the simple RNN`() throws {
    let place = try Workplace()
    let result = try run(
      """
      open gru
      pin z = 0       # take the candidate at once
      pin r = 1       # and let it see all of the old state
      compare rnn with W = W_h, U = U_h, b = b_h, h = h̃
      """, in: place)
    #expect(result.status == .exited(0), "\(result.errorText)")
    #expect(result.outputLines.contains("gru (z = 0, r = 1) beside rnn"))
    #expect(result.outputLines.contains("  h        the same to the last bit at every step"))
    #expect(result.outputLines.contains("  h̃ and h  the same to the last bit at every step"))
  }

  @Test func `an LSTM with its forget gate open and its input gate shut copies its cell`() throws {
    let place = try Workplace()
    let result = try run(
      """
      open lstm
      pin f = 1 from 6
      pin i = 0 from 6
      finish
      max(abs(c - c@5))
      compare
      """, in: place)
    #expect(result.status == .exited(0), "\(result.errorText)")
    #expect(result.outputLines.contains("max(abs(c - c@5))@31 = 0"))
    #expect(result.outputLines.contains { $0.hasPrefix("  c ") && $0.contains(" part at step 6 by ") })
  }

  @Test func `leaky units with three leaks lie side by side with their decay`() throws {
    let result = try run("compare leaky μ=0.5 μ=0.9 μ=0.99", in: try Workplace())
    #expect(
      result.outputLines.prefix(3) == ["run 1  leaky (μ = 0.5)", "run 2  leaky (μ = 0.9)", "run 3  leaky (μ = 0.99)"])
    #expect(result.outputLines.suffix(1) == ["  half-life   1         6.58    over 31"])
  }

  // MARK: files of commands

  @Test func `a file may ask for another, and quitting in it ends the run`() throws {
    let place = try Workplace()
    try place.write("inner", "# steps\n\nnext 2  # two\nsource \"inmost\"\n")
    try place.write("inmost", "pin z = 0\nquit\nfrob\n")
    let result = try run("source inner\nfrob\n", in: place)
    #expect(result.status == .exited(0) && result.errors == [])
    #expect(result.outputLines.first?.hasPrefix("step 3/8") == true)
    #expect(result.outputLines.contains("pinned z = 0"))
  }

  @Test func `a mistake in a file is told with every file and line that led to it, and nothing of the file is done`()
    throws
  {
    let place = try Workplace()
    try place.write("inner", "pin z = 0\nfrob\n")
    let result = try run("next\nsource inner\n", in: place)
    #expect(result.status == .exited(1))
    #expect(
      result.errorText == "script:2: inner:2: no command and nothing of the model is called frob; help lists all\n")
    #expect(!result.outputText.contains("pinned"))
  }

  @Test(arguments: [
    ("source self", "script:1: self:1: self asks for itself, which would have no end"),
    ("source none", "script:1: none: no such file"), ("source", "script:1: source needs FILE"),
    ("und", "script:1: no command and nothing of the model is called und: did you mean undo?"),
  ])
  func `what cannot be run says why`(script: String, message: String) throws {
    let place = try Workplace()
    try place.write("self", "source self\n")
    let result = try run(script, in: place)
    #expect(result.status == .exited(1) && result.errorText == message + "\n")
  }

  // MARK: export

  @Test func `a quantity is a table with a row a step, with as many digits as give the same number again`() throws {
    let place = try Workplace()
    let result = try run("export h h.csv\nexport norm(h) n.csv\nexport h h.safetensors\n", in: place)
    #expect(result.outputLines == ["wrote h.csv", "wrote n.csv", "wrote h.safetensors"])
    let rows = String(decoding: try place.bytes("h.csv"), as: UTF8.self).split(separator: "\r\n").map {
      $0.split(separator: ",").map(String.init)
    }
    #expect(rows.count == 9 && rows.allSatisfy { $0.count == 258 })
    #expect(rows[0].prefix(3) == ["step", "symbol", "h[1]"] && rows[1].prefix(2) == ["1", "t"])
    let numbers = try place.read("h.safetensors").tensor(named: "h")
    #expect(numbers.shape == [8, 256])
    #expect(rows.dropFirst().flatMap { $0.dropFirst(2).compactMap(Float.init) } == numbers.asFloats())
    let norms = String(decoding: try place.bytes("n.csv"), as: UTF8.self).split(separator: "\r\n")
    #expect(norms.first == "step,symbol,norm(h)" && norms.count == 9)
  }

  @Test func `an exported trace is the one that trace writes, with its pins and edits`() throws {
    let place = try Workplace()
    let result = try run("pin z = 0 from 3\nexport trace a.safetensors\n", in: place, ["g2p-encoder"])
    #expect(result.status == .exited(0), "\(result.errorText)")
    let traced = try Program.run(
      ["trace", "g2p-encoder", "--pin", "z = 0 from 3", "-o", "b.safetensors"], in: place.folder)
    #expect(traced.status == .exited(0))
    #expect(try place.bytes("a.safetensors") == place.bytes("b.safetensors"))
  }

  @Test(arguments: [("v.txt", "┌"), ("v.ansi", "\u{1B}["), ("v.svg", "<svg")])
  func `the view is a picture of the size that is asked for`(name: String, sign: String) throws {
    let place = try Workplace()
    let result = try run("goto 4\nexport view \(name) 100x30\n", in: place)
    #expect(result.status == .exited(0), "\(result.errorText)")
    let text = String(decoding: try place.bytes(name), as: UTF8.self)
    #expect(text.contains(sign) && text.contains("step 4/8"))
    if name != "v.svg" { #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count == 31) }
  }

  @Test(arguments: [
    ("export h none/h.csv", "none/h.csv: cannot be written, for its folder does not exist"),
    ("export h h.png", "numbers are written as .csv or .safetensors, not as h.png"),
    ("export view v.png", "a view is written as .txt, .ansi or .svg, not as v.png"),
    ("export view v.svg large", "a size is columns x rows, such as 80x24, not large"),
    ("export h", "export needs trace FILE, weights FILE, view FILE [SIZE], or EXPRESSION FILE, not h"),
  ])
  func `what cannot be written says why and leaves nothing behind`(line: String, message: String) throws {
    let place = try Workplace()
    let result = try run(line, in: place)
    #expect(result.status == .exited(1) && result.errorText == "script:1: \(message)\n")
    #expect(try place.names == ["script"])
  }

  // MARK: JSON

  @Test func `every kind of report says what it is, with the members that help tells`() throws {
    let commands =
      "list; next; z[12]; h[1] from 1 to 3; explain h[1]; decay h; ledger h[1]; compare z=0; info; help json"
    let result = try Program.run(["run", "--json", "-c", commands])
    #expect(result.status == .exited(0), "\(result.errorText)")
    let objects = try result.objects()
    let kinds = objects.map { $0["reports.0.kind"] }
    let expected = [
      "text", "position", "value", "series", "explanation", "decay", "ledger", "comparison", "text", "text",
    ]
    #expect(kinds == expected.map { .string($0) })
    guard case .array(let pages)? = objects.last?["reports"] else { throw Missing("pages") }
    let page = pages.compactMap { if case .string(let text)? = $0["text"] { text } else { nil } }.joined(
      separator: "\n")
    for object in objects {
      guard case .array(let reports)? = object["reports"], case .object(let members)? = reports.first else {
        throw Missing("members")
      }
      for member in members { #expect(page.contains(member.key), "\(member.key)") }
    }
  }
}
