// The prompt's feed: inputs by name, what stays, what is left out, and inputs looked at.

import Catalogue
import Debugger
import Equations
import Evaluation
import Testing

@Suite struct `Feeding at the prompt` {
  private static let sheet = """
    dims D = 2, N = 3
    input x: token(3)
    input q: D once
    input A: N×N symmetric
    input y
    alphabet x: "a".."c"
    s = sum(x) + sum(q) + sum(A)
    loss = (s - y)^2
    example x: "abc"
    example q: 1 2
    example A: edges 1 2; 2 3
    """

  private func numbers(_ session: Session, _ name: String) -> [Float] {
    guard let input = session.model.input(named: name) else { return [] }
    switch session.values.inputs[input.id] {
    case .given(let numbers), .stream(let numbers, _): return numbers
    case .tokens(let tokens): return tokens.map { Float($0) }
    case .missing: return []
    }
  }

  @Test(
    arguments: [
      ("feed \"cab\"", [2, 0, 1], [1, 2], [0, 1, 0, 1, 0, 1, 0, 1, 0]),
      ("feed cab", [2, 0, 1], [1, 2], [0, 1, 0, 1, 0, 1, 0, 1, 0]),
      ("feed q 5 6", [0, 1, 2], [5, 6], [0, 1, 0, 1, 0, 1, 0, 1, 0]),
      ("feed q = 5 6", [0, 1, 2], [5, 6], [0, 1, 0, 1, 0, 1, 0, 1, 0]),
      ("feed x \"ba\" q 5 6", [1, 0], [5, 6], [0, 1, 0, 1, 0, 1, 0, 1, 0]),
      ("feed q 5 6; x \"ba\"", [1, 0], [5, 6], [0, 1, 0, 1, 0, 1, 0, 1, 0]),
      ("feed A 1-3 q 0 0", [0, 1, 2], [0, 0], [0, 0, 1, 0, 0, 0, 1, 0, 0]),
      ("feed x cab q 5 6", [2, 0, 1], [5, 6], [0, 1, 0, 1, 0, 1, 0, 1, 0]),
      ("feed A: 0 2 0; 2 0 0; 0 0 0", [0, 1, 2], [1, 2], [0, 2, 0, 2, 0, 0, 0, 0, 0]),
    ] as [(String, [Float], [Float], [Float])])
  func `feeds inputs by their names and leaves the others`(line: String, x: [Float], q: [Float], A: [Float]) throws {
    var session = try Sessions.typed(Self.sheet)
    _ = try session.say(line)
    #expect(numbers(session, "x") == x && numbers(session, "q") == q && numbers(session, "A") == A)
    _ = try session.say("undo")
    #expect(numbers(session, "x") == [0, 1, 2] && numbers(session, "q") == [1, 2])
  }

  @Test func `says what stays and what is left out, once`() throws {
    var session = try Sessions.typed(Self.sheet)
    #expect(try session.say("feed y 1 2 3")[0..<2] == ["fed y", "note: x, q, A stay as the sheet shows them"])
    #expect(
      try session.say("feed \"ab\"")[0..<2] == [
        "fed \"ab\"", "note: y is left out: it has 3 steps, and x has 2; without it there is no loss",
      ])
    #expect(session.complaint("loss") == "loss is left out: nothing is fed to y")
    _ = try session.say("feed example")
    #expect(session.notes.isEmpty)
  }

  @Test(arguments: [
    ("feed \"ab\" z 1", "z is no input of the sheet: they are x, q, A, y"),
    ("feed \"ab", "the quoted text is not closed: put a \" at its end"),
    ("feed A 1 2; 3", "A needs 3 rows of 3, found 2 rows, 3 numbers"),
    ("feed zz \"ab\"", "zz is no input of the sheet: they are x, q, A, y"),
    ("feed B = 1 2", "B is no input of the sheet"), ("feed q", "q is an input: say what to feed it, feed q …"),
    ("feed A 1-2 2-4 q 1 1", ""),
    ("pin q[1] = 0", "q is no equation of the sheet: only what an equation defines can be pinned; set q[1] = VALUE"),
  ])
  func `a mistake is told and changes nothing`(line: String, message: String) throws {
    var session = try Sessions.typed(Self.sheet)
    let told = session.complaint(line)
    guard !message.isEmpty else { return #expect(told == nil && numbers(session, "A").count == 16) }
    #expect(told?.hasPrefix(message) == true, "\(told ?? "nothing")")
    #expect(numbers(session, "q") == [1, 2])
  }

  @Test func `knows a name that is no input's before numbers, and ties without a name`() throws {
    var session = try Sessions.typed(
      "dims N = 3, D = 2\ninput X: D×N\ninput A: N×N\nH = X A\nexample X: noise 1\nexample A: edges 1 2; 2 3")
    #expect(session.complaint("feed B 1-2 2-3") == "B is no input of the sheet: they are X, A")
    #expect(try session.say("feed 1-3 3-2")[0] == "fed A")
    _ = try session.say("feed 1 2 3; 4 5 6")
    #expect(numbers(session, "A") == [0, 0, 1, 0, 0, 1, 1, 1, 0] && numbers(session, "X") == [1, 2, 3, 4, 5, 6])
  }

  @Test func `takes a quoted text behind a word for that of an input, though unknown letters can be read`() throws {
    var session = try Sessions.typed(
      "input x: token(4)\nalphabet x: \"a\"..\"c\" \"?\" unknown \"?\"\ns = sum(x)\nexample x: \"abc\"")
    #expect(session.complaint("feed u \"ab\"") == "u is no input of the sheet: they are x")
  }

  @Test func `tells of a long text how long it is`() throws {
    var session = try Sessions.typed(Self.sheet)
    let said = try session.say("feed \"\(String(repeating: "abc", count: 100))\"")[0]
    #expect(said.hasPrefix("fed \"abcabc") && said.hasSuffix("…\", 300 steps") && said.count < 230)
  }

  @Test func `what was set stays as long as nothing else is fed in its place`() throws {
    var session = try Sessions.typed(Self.sheet)
    _ = try session.say("set A[1,3] = 4", "feed \"cab\"", "feed q 5 6")
    #expect(numbers(session, "A") == [0, 1, 4, 1, 0, 1, 4, 1, 0] && numbers(session, "q") == [5, 6])
    _ = try session.say("feed A 1-3")
    #expect(numbers(session, "A") == [0, 0, 1, 0, 0, 0, 1, 0, 0])
  }

  @Test(arguments: ["units x", "bars x", "text x[2]", "bars q", "matrix A", "graph A", "number y"])
  func `an input is looked at as what an equation defines`(view: String) throws {
    var session = try Sessions.typed(Self.sheet)
    _ = try session.say("feed y 1 2 3", "view new \(view)")
    let pane = try #require(session.panes.last)
    #expect(session.view(of: pane) == pane.view && session.quantity(of: pane)?.name == pane.subject)
  }

  @Test(arguments: [
    ("view decay x", "decay has no picture of x"), ("view bars y", "the input y is missing"),
    ("view units z", "z"), ("view number q", "number has no picture of q"),
  ])
  func `a view that shows no such thing says so`(line: String, message: String) throws {
    var session = try Sessions.typed(Self.sheet)
    let told = session.complaint(line)
    #expect(told?.contains(message) == true, "\(told ?? "nothing")")
  }
}
