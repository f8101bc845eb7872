// Looking at values: addresses, slices, spans of steps, formats, displays, and what info and list tell.

import Debugger
import Testing

@Suite struct Printing {
  @Test(arguments: ["goto h@2", "print h from 1 to 3", "grad h of sum(h)@3", "decay h@3", "ledger h@3", "info"])
  func `a symbol that is a line break is written as its picture`(line: String) throws {
    var session = try Sessions.on(
      """
      dims V = 3
      alphabet k: "a" "\\n" "b"
      input k: token(V)
      param E: 1×V = 1
      state h
      h = 0.5 h[t-1] + sum(E k)
      """, feeding: "a\nb")
    let lines = try session.say(line)
    #expect(lines.contains { $0.contains("␊") }, "\(lines)")
    #expect(!lines.contains { $0.contains("\n") })
  }

  @Test func `names are spelled with a backslash in commands as in sheets`() throws {
    var session = try Sessions.on(
      "input x\nconst μ = 0.9\nstate h\nh̃ = tanh(x)\nh = μ h[t-1] + h̃\n", feeding: "1 2 3")
    #expect(try session.say("set \\mu = 0.5").first == "μ = 0.5")
    #expect(try session.say("print \\mu").first?.hasSuffix(" = 0.5") == true)
    #expect(try session.say("pin h\\tilde = 0").first == "pinned h̃ = 0")
    #expect(try session.say("h\\tilde@2").first?.hasSuffix(" = 0") == true)
    #expect(try session.say("break on h\\tilde") == ["stop 1: on h̃"])
    #expect(session.complaint("info h\\tilde") == nil)
    #expect(session.complaint("set \\nothing = 1") != nil)
  }

  @Test(arguments: ["1 2 3 4 5", "1", "1 2"])
  func `all steps are those that were fed, whatever the sheet's example has`(fed: String) throws {
    var session = try Sessions.typed("input x\nh = x + h[t-1]\nexample x: 1; 1; 1\n")
    _ = try session.say("feed \(fed.replacing(" ", with: "; "))")
    let count = fed.split(separator: " ").count
    #expect(try session.say("sum(0 x[:] + 1)").first?.hasSuffix(" = \(count)") == true)
    #expect(try session.say("x[:]").joined().contains("[\(fed.replacing(" ", with: "  "))]") || count == 1)
  }

  /// A 2×3 matrix, its product with x, and the sum of that over the steps.
  private static let sheet = """
    dims D = 3, H = 2
    input x: D       # what comes in
    param W: H×D = 0.5
    const a = 2
    state h: H
    y = a ⊙ (W x)    # doubled
    h = h[t-1] + y
    s = sum(h)
    """

  @Test func `a matrix that has no column yet is told by its shape`() throws {
    var session = try session()
    #expect(try session.say("goto 1", "print h[:t-1]").last == "h[:t-1]@1  2×0 (H×(t-1))")
  }

  private func session() throws -> Session {
    try Sessions.on(Self.sheet, feeding: "1 2 3; 4 5 6; 7 8 9; 1 1 1")
  }

  @Test(
    arguments: [
      ("h@3", ["h@3 = [45  45]"]), ("h[2]@3", ["h[2]@3 = 45"]), ("print h[t-1]", ["h[t-1]@2 = [6  6]"]),
      ("W", ["W  2×3 (H×D)", "[1]  0.5  0.5  0.5", "[2]  0.5  0.5  0.5"]), ("norm(W)", ["norm(W) = 1.225"]),
      ("x[2:3]", ["x[2:3]@2 = [5  6]"]), ("x[2:]@3", ["x[2:]@3 = [8  9]"]), ("x[:2]@1", ["x[:2]@1 = [1  2]"]),
      ("W[2,2:3]", ["W[2,2:3]  1×2", "[2]  0.5  0.5"]), ("W[:,1:1]", ["W[:,1:1]  2×1", "[1]  0.5", "[2]  0.5"]),
      ("s@2:3", ["s", "  2  42", "  3  90"]), ("s from 3", ["s", "  3  90", "  4  96"]), ("s at 1", ["s", "  1  12"]),
      ("h@2:9", ["h  2 (H)", "  2  21  21", "  3  45  45", "  4  48  48"]),
      ("h[1:1]@1:2", ["h[1:1]  1", "  1   6", "  2  21"]), ("s / 2 from 1 to 2", ["s / 2", "  1   6", "  2  21"]),
      ("x[3] from 1 to 2", ["x[3]", "  1  3", "  2  6"]),
    ] as [(String, [String])])
  func `an address, a slice or a span of steps is shown by itself`(line: String, shown: [String]) throws {
    var session = try session()
    #expect(try session.say("goto 2", line) == shown)
  }

  @Test(arguments: [
    ("print/7 x[1] / 3", "(x[1] / 3)@1 = 0.3333333"), ("p/2 x[1] / 3", "(x[1] / 3)@1 = 0.33"),
    ("print/e 12346 x[1]", "(12346 x[1])@1 = 1.235e4"), ("print/2e x[2] - 2", "(x[2] - 2)@1 = 0.0e0"),
    ("print/e2 -x[3] / 100", "(-x[3] / 100)@1 = -3.0e-2"), ("print/f 2 x[1] / 3", "(2 x[1] / 3)@1 = 0.6667"),
    ("print/1f -x[1] / 3", "(-x[1] / 3)@1 = -0.3"), ("print/x x[1]", "x[1]@1 = 0x3f800000"),
    ("p/x x[1:2]", "x[1:2]@1 = [0x3f800000  0x40000000]"), ("print/e 0 / 0 + x[1]", "(0 / 0 + x[1])@1 = NaN"),
    ("p/3f x[1] from 1 to 1", "x[1]"),
  ])
  func `numbers are written as the format says`(line: String, shown: String) throws {
    var session = try session()
    #expect(try session.say(line).first == shown)
  }

  @Test(arguments: [
    ("goto 3", "print t", "t@3 = 3"), ("goto 3", "p t / 2", "(t / 2)@3 = 1.5"), ("goto 1", "t", "t@1 = 1"),
    ("goto 2", "print/3 -t^2", "(-t^2)@2 = -4"), ("goto 2", "max(t, 3 - t)", "max(t, 3 - t)@2 = 2"),
    ("goto 2", "√t from 4 to 4", "√t"), ("display t", "next", "t@2 = 2"),
  ])
  func `the number of the step is that of the step where one is`(first: String, then: String, shown: String) throws {
    var session = try session()
    _ = try session.say(first)
    let lines = try session.say(then)
    #expect(lines.contains(shown), "\(lines)")
  }

  @Test func `the number of the step moves over some steps and holds where it says`() throws {
    var session = try session()
    #expect(try session.say("t from 2 to 3") == ["t", "  2  2", "  3  3"])
    #expect(try session.say("first t > 2").first == "step 3/4  equation 3/3")
  }

  @Test(arguments: [
    ("print", "print needs EXPRESSION [from STEP [to STEP]]"),
    (
      "print/q h",
      "q is no format: e writes powers of ten, f none, x the bits, a number from 1 to 9 says how many digits"
    ),
    (
      "print/12 h",
      "12 is no format: e writes powers of ten, f none, x the bits, a number from 1 to 9 says how many digits"
    ),
    ("h[3]", "prompt:1:3: there is no h[3]\n   1 | h[3]\n     |   ^ h is 2 (H), counted from 1"),
    ("h[1:3]", "h has no entry 3: they go from 1 to 2"), ("h[3:]", "h has no entry 3: they go from 1 to 2"),
    ("h[1]@2.5", "a step is a whole number from 1, not 2.5"),
    ("h[1]@1e30", "a step is a whole number from 1, not 1e30"),
    ("x[3:2]", "x[3:2] is no slice: entries are written f[2:5] or W[3,2:5], steps f@2:5, both counted from 1"),
    ("W[1:2]", "W is 2×3 (H×D): a slice of it is written [2,1:4]"), ("s[1:2]", "s is a scalar: it has no entries"),
    ("h@9", "there is no step 9: steps go from 1 to 4"), ("h@9:12", "there is no step 9: steps go from 1 to 4"),
    ("W from 1 to 2", "W is the same at every step: print it without steps"),
    ("h from 3 to 2", "the steps go from 3 to 2: the first is the smaller one"),
    ("h@0", "prompt:1:1: expected a step, from 1, found h@0\n   1 | h@0\n     | ^^^"),
    ("hh", "no command and nothing of the model is called hh: did you mean h?"),
  ])
  func `what cannot be shown is refused with the reason`(line: String, told: String) throws {
    var session = try session()
    #expect(session.complaint(line) == told)
  }

  @Test func `a long vector is told over steps by its extremes`() throws {
    var session = try Sessions.open("g2p-encoder")
    let lines = try session.say("z from 2 to 3")
    #expect(lines.count == 3 && lines[0] == "z  256 (H)")
    #expect(lines[1].hasPrefix("  2 h  ") && lines[1].contains("mean"))
  }

  @Test func `what is displayed is said after every stop, in its format`() throws {
    var session = try session()
    #expect(try session.say("display s") == ["s@1 = 12"])
    #expect(try session.say("display/e h[1:1]") == ["h[1:1]@1 = [6.000e0]"])
    #expect(try session.say("next").suffix(2) == ["s@2 = 42", "h[1:1]@2 = [2.100e1]"])
    #expect(try session.say("info displays") == ["1  s", "2  /e h[1:1]"])
    #expect(try session.say("undisplay 1") == ["s is displayed no more"])
    #expect(try session.say("display") == ["h[1:1]@2 = [2.100e1]"])
    #expect(session.complaint("undisplay 1") == "there is no display 1; info displays lists them")
    #expect(try session.say("undisplay") == ["1 display taken away"])
    #expect(session.complaint("display") == "nothing is displayed; display EXPRESSION adds one")
  }

  @Test func `a display that means nothing any more says so and stays`() throws {
    var session = try session()
    _ = try session.say("display h[2]", "set H = 1")
    #expect(try session.say("next").last == "1: h[2]  (not here)")
  }

  @Test(arguments: [
    ("whatis h", "h: 2 (H)"), ("whatis W x", "W x: 2 (H)"), ("whatis xᵀ", "xᵀ: 1×3 (1×D)"), ("whatis s", "s: a scalar"),
  ])
  func `whatis tells the shape`(line: String, told: String) throws {
    var session = try session()
    #expect(try session.say(line) == [told])
  }

  @Test func `list marks the current equation, those that running stops at, and what is left out`() throws {
    var session = try session()
    #expect(
      try session.say("break on y", "step", "list") == [
        "▶●y = a ⊙ W x     # doubled", "  h = h[t-1] + y", "  s = sum(h)",
      ])
    var target = try Sessions.open("gru")
    #expect(try target.say("list").last?.hasSuffix("; left out") == true)
  }

  @Test(
    arguments: [
      ("info y", ["y = a ⊙ W x   2 (H)  # doubled"]), ("info W", ["param W: 2×3 (H×D)"]), ("i a", ["const a = 2"]),
      ("info H", ["dims H = 2"]), ("info x", ["input x: 3 (D)"]),
      ("info pins", ["nothing is pinned; pin NAME = VALUE holds one"]),
      ("info marks", ["no marks; mark NAME makes one"]),
      ("info files", ["sheet    sheet", "weights  started at random, seed 1", "inputs   typed: 4 steps"]),
      (
        "info model",
        [
          "sheet", "dims D = 3", "dims H = 2", "input x: 3 (D)  # what comes in", "param W: 2×3 (H×D)", "const a = 2",
          "list shows the equations",
        ]
      ),
    ] as [(String, [String])])
  func `info tells of a name or of a subject`(line: String, told: [String]) throws {
    var session = try session()
    #expect(try session.say(line) == told)
  }

  @Test func `info memory tells what the run holds, and what another could take`() throws {
    var session = try session()
    let lines = try session.say("info mem")
    #expect(
      lines.dropLast() == [
        "frames      120 bytes: 4 steps, 5 numbers each", "parameters  28 bytes: 7 numbers", "inputs      48 bytes",
      ])
    #expect(lines.last?.hasPrefix("free        ") == true && lines.last?.hasSuffix(" for another run") == true)
  }

  @Test func `info memory counts the run before a pin and what undo holds`() throws {
    var session = try session()
    let lines = try session.say("pin y = 1", "info memory").dropLast()
    #expect(lines.count == 5 && lines[3].hasPrefix("ghost ") && lines[4].hasPrefix("undo "))
    #expect(lines[4].contains(": 1 change to take back, 0 to do again; over 256 MiB"))
    #expect(try session.say("info pins") == ["pin y = 1"])
  }

  @Test func `a mark names a moment, goto goes back to it`() throws {
    var session = try session()
    #expect(try session.say("goto h@3", "mark here") == ["here is step 3, h"])
    #expect(try session.say("goto 1", "mark", "goto here").first == "step 3/4  equation 2/3")
    #expect(try session.say("info marks") == ["here  step 3, h"])
    for name in ["3", "end", "two words", "h@3"] {
      #expect(session.complaint("mark \(name)") == "a mark's name is one word and no step, not \(name)")
    }
  }
}
