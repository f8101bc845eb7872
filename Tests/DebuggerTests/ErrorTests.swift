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
    ("goto z@a", "goto needs STEP, NAME@STEP or MARK, not z@a"),
    ("goto q@2", "no equation defines q"), ("goto loss@2", "loss is not known at that step"),
    ("first", "first needs CONDITION or nan"), ("last", "last needs CONDITION or nan"),
    ("break on q", "no equation defines q"), ("break on zz", "no equation defines zz: did you mean z?"),
    ("break on W_z", "W_z is no equation of the sheet: only what an equation defines can be pinned"),
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
    for line in ["reverse-next", "rs 3", "rf", "rc", "rc 2"] {
      #expect(session.complaint(line) == "this is the first step; n goes on", "\(line)")
    }
  }

  @Test func `at the end all ways on say so`() throws {
    var session = try Sessions.open("gru")
    _ = try session.say("goto end")
    for line in ["next", "step", "finish", "continue", "next 5"] {
      #expect(session.complaint(line) == "this is the end of the sequence; rn goes back", "\(line)")
    }
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
        "x holds 2 numbers that are larger than single precision holds (3.4e38), and infinite in the run, first [2]"
      ])
    _ = try session.say("feed 1 2", "set μ = 4e38")
    #expect(
      session.warningTexts == ["μ is larger than single precision holds (3.4e38), and infinite in the run"])
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
