// unroll check and unroll models: what the program says of sheets.

import Formats
import TestSupport
import Testing

@Suite struct SheetTests {
  static let catalogue: [String] = {
    let result = try? Program.run(["models", "--json"])
    return (try? result?.objects().compactMap { if case .string(let name)? = $0["name"] { name } else { nil } }) ?? []
  }()

  @Test func `the catalogue is listed, a sheet a line`() throws {
    let result = try Program.run(["models"])
    #expect(result.status == .exited(0))
    #expect(Self.catalogue.count > 12)
    #expect(result.outputLines.map { $0.prefix { $0 != " " } }.map(String.init) == Self.catalogue)
    #expect(result.outputLines.contains { $0.contains("Gated recurrent unit  (Cho et al. 2014, arXiv:1406.1078)") })
  }

  @Test(arguments: catalogue)
  func `every sheet of the catalogue is right, and says all of itself in JSON`(name: String) throws {
    let result = try Program.run(["check", name])
    #expect(result.status == .exited(0))
    // What is noted is of the example, such as eigenvalues that are equal; of the sheet nothing is said.
    #expect(result.errorText.split(separator: "\n").allSatisfy { $0.hasPrefix("note: ") }, "\(result.errorText)")
    let object = try #require(try Program.run(["check", name, "--json"]).objects().first)
    guard case .array(let equations)? = object["equations"] else { throw Missing("equations") }
    for equation in equations {
      guard case .string(let text)? = equation["text"] else { throw Missing("text") }
      #expect(result.outputText.contains(text))
    }
  }

  @Test func `a sheet is told with its sizes, shapes and captions`() throws {
    let result = try Program.run(["check", "gru", "--set", "H=3"])
    #expect(result.outputLines.starts(with: ["Gated recurrent unit", "Cho et al. 2014, arXiv:1406.1078"]))
    #expect(result.outputLines.contains("dims    D = 8, H = 3"))
    #expect(result.outputLines.contains("  U_z  3×3 (H×H)  # from the last state"))
    #expect(
      result.outputLines.contains { $0.hasPrefix("  z = σ(W_z x + U_z h[t-1] + b_z)") && $0.contains(" 3 (H)  #") })
    #expect(result.outputLines.last == "108 numbers to learn in 9 parameters")
  }

  @Test func `a sheet that reads the steps so far is checked without an example`() throws {
    let sheet = Checkout.fixture("reach/position-bias.eqn", of: "EvaluationTests")
    #expect(try Program.run(["check", sheet]).status == .exited(0))
  }

  @Test func `a mistake is told by its own line, whatever lines weights bring along`() throws {
    let place = try Workplace()
    try place.write(
      "mine.eqn",
      """
      # what the printed sheet leaves out
      dims    D = 8, H = 16

      input   x: D
      param   W: H×D
      param   U: H×H
      param   b: H
      state   h: H

      h = tanh(W x + U h[t-1] + bb)
      """)
    let run = try Program.run(
      ["trace", "mine.eqn", "--weights", "\(Checkout.root)/Resources/weights/rnn.safetensors", "-o", "out"],
      in: place.folder)
    #expect(run.status == .exited(1))
    #expect(run.errorText.hasPrefix("mine.eqn:10:27: nothing is called bb"), "\(run.errorText)")
  }

  @Test
  func `states are told with where they start, alphabets with their symbols, parameters with where files hold them`()
    throws
  {
    let place = try Workplace()
    try place.write(
      "sheet.eqn",
      """
      dims N = 3, H = 2
      input k: token(N)
      alphabet k: "a".."c" unknown "b"
      param A, B: H×N from enc.w
      const C: H from c[2]
      state h, g: H = 0.5
      state s: H
      h = A k + h[t-1]
      g = B k + g[t-1]
      s = s[t-1] + C
      """)
    let lines = try Program.run(["check", "sheet.eqn"], in: place.folder).outputLines
    for line in [
      "  k  3 symbols: \"a\" \"b\" \"c\", unknown \"b\"", "  A  2×3 (H×N), from enc.w, rows 1 to 2 of 4",
      "  B  2×3 (H×N), from enc.w, rows 3 to 4 of 4", "  C  2 (H), from c[2]", "  h  2 (H), starts at 0.5",
      "  g  2 (H), starts at 0.5", "  s  2 (H), starts at 0",
    ] {
      #expect(lines.contains(line), "\(line)")
    }
    let object = try #require(try Program.run(["check", "sheet.eqn", "--json"], in: place.folder).objects().first)
    #expect(object["states.h"] == .string("0.5") && object["states.s"] == .string("0"))
    #expect(object["alphabets.k.0"] == .string("a") && object["origins.B.firstRow"] == .integer(3))
  }

  @Test func `a view that there is none of is told with those that there are`() throws {
    let place = try Workplace()
    try place.write("sheet.eqn", "input x\ny = 2 x\nview nonsense\nview equations\n")
    let result = try Program.run(["check", "sheet.eqn"], in: place.folder)
    #expect(result.status == .exited(0))
    #expect(
      result.errorText.split(separator: "\n") == [
        "warning: view nonsense: there is no view nonsense; the views are equations, attention, units, matrix, number, "
          + "bars, profile, outputs, text, decay, graph, tree, beside, explain, lines, training, grad, triangle, shares, flow, race"
      ])
  }

  /// Line ends of other systems, a byte order mark, no end of the last line, a pipe.
  @Test(arguments: ["\r\n", "\r", "\n"])
  func `a sheet may come in any plain text`(lineEnd: String) throws {
    let place = try Workplace()
    let sheet = try place.text(of: "\(Program.resources)/models/gru.eqn")
    let expected = try Program.run(["check", "gru"]).output
    for text in [sheet, "\u{FEFF}" + sheet, String(sheet.trimmingSuffix("\n"))] {
      try place.write("sheet.eqn", text.replacing("\n", with: lineEnd))
      #expect(try Program.run(["check", "sheet.eqn"], in: place.folder).output == expected)
    }
    let piped = try Program.shell("cat sheet.eqn | unroll check /dev/stdin", in: place.folder)
    #expect(piped.output == expected)
  }

  @Test(arguments: [
    ("", "sheet.eqn: the sheet has no equations"),
    ("title Nothing\n", "sheet.eqn: the sheet has no equations"),
    ("input x: 2\nh = x\0\n", "sheet.eqn:2:6: the character U+0000 is no sign of the language"),
    ("input x: 2\nh = x\u{1B}[31m\n", "sheet.eqn:2:6: the character U+001B is no sign of the language"),
    ("input x: 2\nh = tahn(x)\n", "sheet.eqn:2:5: tahn(…) reads as a call, and no function is called tahn"),
    ("input x: 2\nparam W: 3×3\nh = W x\n", "sheet.eqn:3:5: shapes do not fit in W x"),
    ("input x: 2\nh = " + String(repeating: "(", count: 50_000) + "x\n", "sheet.eqn:2:"),
    ("input x: 2\nh = x" + String(repeating: " + x", count: 50_000) + "\n", "sheet.eqn:2:"),
    ("input x: 2\nh = x\n" + String(repeating: "y = q\n", count: 4_000), "sheet.eqn:3:"),
  ])
  func `a wrong sheet is told by line and column`(text: String, message: String) throws {
    let place = try Workplace()
    try place.write("sheet.eqn", text)
    let result = try Program.run(["check", "sheet.eqn"], in: place.folder)
    #expect(result.status == .exited(1))
    #expect(result.errorText.hasPrefix(message), "\(result.errorText.prefix(300))")
    #expect(result.output == [])
    #expect(!result.errors.contains(0) && !result.errors.contains(0x1B))
    #expect(result.errors.count < 20_000)
  }

  @Test func `what is no sheet is told in one line`() throws {
    let place = try Workplace()
    place.makeFolder("folder.eqn")
    try place.write("latin.eqn", [UInt8(ascii: "h"), 0xE9, UInt8(ascii: "\n")])
    var noise: [UInt8] = []
    var state: UInt32 = 1
    for _ in 0..<5_000_000 {
      state = state &* 1_664_525 &+ 1_013_904_223
      noise.append(UInt8(state >> 24))
    }
    try place.write("noise.eqn", noise)
    for (name, message) in [
      ("folder.eqn", "folder.eqn: is a folder, where a file is needed"),
      ("latin.eqn", "latin.eqn: line 1 is not UTF-8 (byte 1 of the file); save the text as UTF-8"),
      ("noise.eqn", "noise.eqn: is larger than 976 KiB, the most that is read of a text"),
      ("none.eqn", "none.eqn: no such file"),
      ("/dev/zero", "/dev/zero: is larger than 976 KiB, the most that is read of a text"),
      ("lstmm", "no sheet is called \"lstmm\"; did you mean lstm?"),
      ("g2", "no sheet is called \"g2\"; did you mean g2p?"),
      ("frobnicate", "no sheet is called \"frobnicate\"; 'unroll models' lists them"),
      ("", "no sheet is called \"\"; 'unroll models' lists them"),
    ] {
      let result = try Program.run(["check", name], in: place.folder)
      #expect(result.status == .exited(1))
      #expect(result.errorText == message + "\n")
    }
  }
}

/// Something that a test expected to be there.
struct Missing: Error {
  let what: String

  init(_ what: String) { self.what = what }
}

extension Workplace {
  func text(of path: String) throws -> String { try readTextFile(path: path) }
}

extension String {
  func trimmingSuffix(_ suffix: String) -> String { hasSuffix(suffix) ? String(dropLast(suffix.count)) : self }
}
