// What wrong lines are told, word for word.

import Debugger
import Equations
import Testing

@Suite struct `A wrong line` {
  @Test(arguments: [
    ("next x", "next takes [COUNT], not x"), ("next 0", "next takes [COUNT], not 0"),
    ("step -1", "step takes [COUNT], not -1"),
    ("back 1.5", "reverse-next takes [COUNT], not 1.5"), ("finish f", "finish takes [COUNT], not f"),
    ("continue twice", "continue takes [COUNT] or if CONDITION, not twice"),
    ("rc -2", "reverse-continue takes [COUNT] or if CONDITION, not -2"),
    ("goto", "goto needs STEP, NAME@STEP or MARK"), ("goto x", "goto needs STEP, NAME@STEP or MARK, not x"),
    ("goto 0", "there is no step 0: steps go from 1 to 24"), ("goto 25", "there is no step 25: steps go from 1 to 24"),
    ("goto z@25", "there is no step 25: steps go from 1 to 24"),
    ("goto z@a", "a step is a whole number from 1, not a"),
    ("goto z@\(Int.min)", "there is no step \(Int.min): steps go from 1 to 24"),
    ("goto q@2", "no equation defines q"), ("goto loss@2", "loss is left out: nothing is fed to y"),
    ("first", "first needs CONDITION or nan"), ("last", "last needs CONDITION or nan"),
    ("break on q", "no equation defines q"), ("break on zz", "no equation defines zz: did you mean z?"),
    ("break on W_z", "W_z is no equation of the sheet: name what an equation defines"),
    (
      "view decay z",
      "nothing of z is carried over as it is, which decay draws: decay z in all tells what remains through all equations"
    ),
    ("bars z", "bars is a view: view bars z shows it"), ("matrix q", "matrix is a view: help view tells what it takes"),
    (
      "view beside lines",
      "lines tells of one run; these stand side by side: attention, units, matrix, number, bars, profile, outputs, text, decay, graph, tree"
    ),
    ("shares x", "x is no parameter: shares tells how the gradient by something that is learned comes about"),
    ("break max(z) < 1", "max(z) < 1 is no equation to stop at; break if max(z) < 1 stops where it is not 0"),
    ("watch", "watch needs EXPRESSION [by AMOUNT] [if CONDITION]"),
    ("watch z by x", "watch needs EXPRESSION [by AMOUNT] [if CONDITION], not z by x"),
    ("watch z by -1", "watch needs EXPRESSION [by AMOUNT] [if CONDITION], not z by -1"),
    ("condition", "condition needs NUMBER [CONDITION]"), ("condition a z", "condition needs NUMBER [CONDITION], not a"),
    ("delete 3", "there is no stop 3; info breakpoints lists them"), ("disable a", "disable takes [NUMBER …], not a"),
    ("info zz", "no command and nothing of the model is called zz: did you mean z?"),
    ("info breakpionts", "no command and nothing of the model is called breakpionts: did you mean breakpoints?"),
    ("undisplay a", "undisplay takes [NUMBER], not a"), ("whatis", "whatis needs EXPRESSION"),
    ("focus", "focus needs NAME"), ("undo", "nothing to undo"), ("redo", "nothing to redo"),
    ("unpin", "nothing is pinned"), ("explain", "explain needs ADDRESS [deep N]"),
    ("explain h", "h is 16 (H): say which entry, as in h[1]"),
    ("explain h[17]", "h has no entry 17: they go from 1 to 16"),
    ("explain h[1]@99", "there is no step 99: steps go from 1 to 24"),
    ("explain h[1]@x", "a step is a whole number from 1, not x"),
    ("explain h[1] deep 99", "explain needs a depth from 1 to 12, not 99"),
    ("ledger", "ledger needs ADDRESS"), ("uses", "uses needs ADDRESS"),
    ("decay h@x", "a step is a whole number from 1, not x"),
    ("reach h@\(Int.min) of norm(h)@9", "there is no step \(Int.min): steps go from 1 to 24"),
    ("view \(Int.min) units", "there are 3 panes: say 1 to 3, or new"),
  ])
  func `is told what is wrong with it`(line: String, told: String) throws {
    var session = try Sessions.open("gru")
    let before = session.position
    #expect(session.complaint(line) == told)
    #expect(session.position == before && session.stops.isEmpty)
  }

  @Test func `at the first equation all ways back say so`() throws {
    var session = try Sessions.open("gru")
    _ = try session.say("start")
    for line in ["reverse-next", "rs 3"] {
      #expect(session.complaint(line) == "this is the first step; n goes on", "\(line)")
    }
    for line in ["rf", "rf 2", "rc", "rc 2"] {
      #expect(
        try session.say(line).prefix(2) == ["this is the first step; n goes on", "step 1/24  equation 1/4"], "\(line)")
    }
  }

  @Test func `at the end all ways on say so`() throws {
    var session = try Sessions.open("gru")
    _ = try session.say("goto end")
    for line in ["next", "step", "next 1000000"] {
      #expect(session.complaint(line) == "this is the end of the sequence; rn goes back", "\(line)")
    }
    for line in ["finish", "finish 3", "continue", "c 2"] {
      let said = try session.say(line)
      #expect(
        said.prefix(2) == ["this is the end of the sequence; rn goes back", "step 24/24  equation 4/4"], "\(line)")
    }
  }

  @Test func `where nothing has steps equations are what there is to go by`() throws {
    var session = try Sessions.open("gcn")
    for line in ["next", "step", "c"] {
      let said = try session.complaint(line) ?? session.say(line).first
      #expect(said == "all is worked out, once, without steps; rs goes back by an equation", "\(line)")
    }
    #expect(session.complaint("back") == "all is worked out, once, without steps; rs goes back by an equation")
    _ = try session.say("rs")
    #expect(session.complaint("back") == "all is worked out once, without steps; rs and s go by equations")
    _ = try session.say("start")
    #expect(session.complaint("rs") == "this is the first equation; s goes on")
  }

  @Test func `lines of several runs are one chart of a number`() throws {
    var session = try Sessions.open("ista")
    #expect(
      session.complaint("view beside lines")
        == "lines tells of one run: view beside number support draws that number of all runs in one chart")
  }

  @Test func `a command that wins over a name of the sheet says so once, at a prompt`() throws {
    var session = try Sessions.open("ista")
    var interpreter = Interpreter(takesPrefixes: true)
    let note = "s is step here; print s shows the s of the sheet"
    #expect(try interpreter.run("s", on: &session).reports.flatMap(\.lines).last == note)
    #expect(try interpreter.run("s", on: &session).reports.flatMap(\.lines).last != note)
    #expect(try session.say("s").last != note)
  }

  @Test func `on a sequence of one step what leads to its end has done so, and a script goes on`() throws {
    var session = try Sessions.on("input x\nstate h\nh = 0.5 h[t-1] + x\n", feeding: "3")
    #expect(try session.say("finish", "continue", "p h") == ["h@1 = 3"])
    for line in ["next", "next 1000000"] { #expect(session.complaint(line) != nil) }
  }

  @Test(arguments: [
    ("explain h[1", "explain needs an address such as h[3], W[2,3] or h[3]@7, not h[1"),
    ("explain h[l]", "explain needs an address such as h[3], W[2,3] or h[3]@7, not h[l]"),
    ("explain h[1] deep", "explain needs a depth from 1 to 12 behind deep"),
    ("uses h[1", "uses needs an address such as h[3], W[2,3] or h[3]@7, not h[1"),
    ("ledger h[]", "ledger needs an address such as h[3], W[2,3] or h[3]@7, not h[]"),
    ("decay h[1", "decay needs an address such as h[3], W[2,3] or h[3]@7, not h[1"),
    ("focus z[", "focus needs NAME, not z["), ("goto h[@4", "goto needs STEP, NAME@STEP or MARK, not h[@4"),
    ("view decay h[1", "h[1 is no name or entry such as h, h[3] or W[2,3]"),
  ])
  func `an address that is none is told for the command that was typed`(line: String, told: String) throws {
    var session = try Sessions.open("gru")
    #expect(session.complaint(line) == told)
  }

  @Test func `a script is told the whole name of a command that it cuts short`() throws {
    var session = try Sessions.open("gru")
    #expect(
      session.complaint("cont") == "no command and nothing of the model is called cont: did you mean continue?")
  }

  @Test func `what is typed is not repeated without bound`() throws {
    var session = try Sessions.open("gru")
    let long = String(repeating: "q", count: 100_000)
    for line in [long, "next \(long)", "goto \(long)", "print/\(long) h", "mark a\(long) b"] {
      #expect((session.complaint(line)?.count ?? .max) < 400, "\(line.prefix(12))")
    }
  }

  @Test func `numbers too large for single precision are told`() throws {
    var session = try Sessions.on("input x\nparam b = 0\nconst μ = 1\ny = μ x + b\n", feeding: "1 1e300 -1e300")
    #expect(
      session.warningTexts == [
        "warning: x holds 2 numbers that are larger than single precision holds (3.4e38), and infinite in the run, first [2]"
      ])
    _ = try session.say("feed 1 2", "set μ = 4e38")
    #expect(
      session.warningTexts == ["warning: μ is larger than single precision holds (3.4e38), and infinite in the run"])
    _ = try session.say("set μ = 3e38")
    #expect(session.warningTexts.isEmpty)
  }

  @Test func `comparing with the sheet as it was says what was changed`() throws {
    var session = try Sessions.open("gru")
    _ = try session.say("h = z", "set b_z = 1.5", "set W_z = 0")
    let report = try session.compare(ComparisonRequest("now gru"), sheets: [:])
    #expect(report.sides.first == "gru (h = z, W_z = 0, b_z = 1.5)")
    #expect(report.sides.last?.contains("b_z = 1") == true)
  }
}
