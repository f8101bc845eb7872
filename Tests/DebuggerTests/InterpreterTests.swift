// What a typed line is: a command, an expression, an equation.

import Debugger
import Equations
import Testing

@Suite struct `A typed line` {
  private func place(_ session: Session) -> String {
    "\(session.currentQuantity?.name ?? "nothing")@\((session.moment?.step ?? -1) + 1)"
  }

  // MARK: - Commands

  @Test(arguments: [
    ("n", "h@6"), ("next 3", "h@8"), ("s", "z@6"), ("step 2", "r@6"), ("rn", "h@4"), ("back 2", "h@3"), ("rs", "h̃@5"),
    ("fin", "h@24"), ("rf", "z@1"), ("c", "h@24"), ("rc", "z@1"), ("g 9", "h@9"), ("goto end", "h@24"),
    ("goto r@7", "r@7"), ("goto @7", "h@7"), ("start", "z@1"), ("next 1000000000000", "h@24"), ("rs 100000000", "z@1"),
  ])
  func `commands of motion lead where they say, by their names and gdb's abbreviations`(line: String, to: String) throws
  {
    var session = try Sessions.open("gru")
    _ = try session.say("goto 5", line)
    #expect(place(session) == to)
  }

  @Test func `a command is known by a beginning that no other has, at the prompt alone`() throws {
    var session = try Sessions.open("gru")
    var prompt = Interpreter(takesPrefixes: true)
    _ = try prompt.run("nex", on: &session)
    #expect(place(session) == "h@2")
    #expect(complaint(of: "ne", takesPrefixes: true, on: session) == nil)
    #expect(complaint(of: "nex", takesPrefixes: false, on: session) != nil)
    _ = try prompt.run("reverse-s", on: &session)
    #expect(place(session) == "h̃@2")
    #expect(
      complaint(of: "un", takesPrefixes: true, on: session) == "un could be undisplay, unpin, undo")
  }

  @Test(arguments: [
    ("nexr", "no command and nothing of the model is called nexr: did you mean next?"),
    ("braek if z[1] > 0", "no command and nothing of the model is called braek: did you mean break?"),
    ("explian h[1]", "no command and nothing of the model is called explian: did you mean explain?"),
    ("frobnicate", "no command and nothing of the model is called frobnicate; help lists all"),
  ])
  func `an unknown command names the nearest one`(line: String, told: String) throws {
    var session = try Sessions.open("gru")
    #expect(session.complaint(line) == told)
  }

  @Test func `an empty line repeats what moves, with its count, and nothing else`() throws {
    var session = try Sessions.open("gru")
    var interpreter = Interpreter(takesPrefixes: true)
    func say(_ lines: String...) throws -> String {
      for line in lines { _ = try interpreter.run(line, on: &session) }
      return place(session)
    }
    #expect(try say("") == "h@1")
    #expect(try say("next 2", "", "  ") == "h@7")
    #expect(try say("print h", "", "") == "h@7")
    #expect(try say("rs", "") == "r@7")
    #expect(try say("# a remark", "") == "z@7")
  }

  @Test func `what is refused is not repeated, and changes nothing`() throws {
    var session = try Sessions.open("gru")
    var interpreter = Interpreter(takesPrefixes: true)
    _ = try interpreter.run("next", on: &session)
    let before = session.position
    #expect(throws: CommandError.self) { try interpreter.run("next x", on: &session) }
    _ = try interpreter.run("", on: &session)
    #expect(session.position == before)
  }

  // MARK: - Names of the model

  @Test(arguments: [
    ("gru", "h", "h@1"), ("gru", "x", "x@1"), ("gru", "r", "r@1"), ("lstm", "f", "f@1"), ("lstm", "i", "i@1"),
    ("leaky", "g", "g@1"), ("rnn-bidirectional", "b", "b@1"), ("lstm", "h at 3", "h@3"), ("lstm", "f - i", "(f - i)@1"),
    ("lstm", "c ⊙ f", "(c ⊙ f)@1"), ("lstm", "c[2]", "c[2]@1"), ("lstm", "c == f", "(c == f)@1"),
  ])
  func `a name of the sheet wins over an abbreviation that it is too`(sheet: String, line: String, shown: String) throws
  {
    var session = try Sessions.open(sheet)
    let said = try session.say(line)
    #expect(said.first?.hasPrefix(shown.replacing("@3", with: "")) == true, "\(said)")
  }

  @Test func `n, s and c move on every sheet, and print shows what is called so`() throws {
    var session = try Sessions.open("lstm")
    _ = try session.say("c")
    #expect(place(session) == "h@24")
    #expect(try session.say("print c").first == "c@24  16 (H)")
    var word = try Sessions.open("g2p-encoder")
    _ = try word.say("n")
    #expect(place(word) == "h@2")
  }

  @Test func `an abbreviation is the command where the sheet has no such name, or something follows it`() throws {
    var session = try Sessions.open("gru")
    #expect(try session.say("l").contains { $0.hasPrefix("▶ h = ") })
    #expect(try session.say("h pin").first?.hasPrefix("pin NAME = VALUE") == true)
    #expect(try session.say("x h[1]").first?.hasPrefix("h[1]@1 = ") == true)
    #expect(try session.say("?").first?.hasPrefix("next, n") == true)
  }

  @Test func `a whole name of a command wins over a name of the sheet`() throws {
    let sheet = "input x\nfirst = x\nstart = first + 1\n"
    var session = try Sessions.on(sheet, feeding: "1 2 3")
    _ = try session.say("goto 2", "start")
    #expect(place(session) == "first@1")
    #expect(try session.say("print start") == ["start@1 = 2"])
    #expect(try session.say("start + 1") == ["(start + 1)@1 = 3"])
  }

  // MARK: - Expressions and equations

  @Test func `an expression prints its value`() throws {
    var session = try Sessions.on("input x\nstate h\nh = h[t-1] + x\n", feeding: "1 2 3")
    #expect(try session.say("goto 2", "h") == ["h@2 = 3"])
    #expect(try session.say("h - h[t-1]") == ["(h - h[t-1])@2 = 2"])
    #expect(try session.say("1 + 1") == ["1 + 1 = 2"])
    #expect(try session.say("h@3 # the last") == ["h@3 = 6"])
    #expect(try session.say("-h") == ["(-h)@2 = -3"])
  }

  @Test func `an equation replaces the line that defines its name, and undo brings that back`() throws {
    var session = try Sessions.on("input x\nstate h\nh = h[t-1] + x  # a sum\n", feeding: "1 2 3")
    #expect(try session.say("goto 3", "h = h[t-1] - x", "h") == ["h@3 = -6"])
    #expect(session.model.sheet.printed.contains("h = h[t-1] - x"))
    #expect(try session.say("undo", "h") == ["h@3 = 6"])
  }

  @Test func `a new equation has the caption that it brings, and never the old one's`() throws {
    var session = try Sessions.on("input x\nstate h\nh = h[t-1] + x  # a sum\n", feeding: "1 2 3")
    _ = try session.say("h = x")
    #expect(session.model.quantities.map(\.caption) == [nil])
    _ = try session.say("h = 2 x  # twice")
    #expect(session.model.quantities.map(\.caption) == ["twice"])
  }

  @Test func `a mistake in an equation is told with its place, and leaves the sheet as it was`() throws {
    var session = try Sessions.open("gru")
    let before = session.model.sheet
    #expect(session.complaint("z = σ(W_z h)")?.contains("shapes do not fit in W_z h") == true)
    #expect(
      session.complaint("q = 1")
        == "no equation of the sheet defines q; an equation typed here replaces one of the sheet")
    #expect(session.model.sheet == before)
  }

  private func complaint(of line: String, takesPrefixes: Bool, on session: Session) -> String? {
    var copy = session
    var interpreter = Interpreter(takesPrefixes: takesPrefixes)
    do throws(CommandError) {
      _ = try interpreter.run(line, on: &copy)
      return nil
    } catch {
      return error.description
    }
  }
}
