// The panes of a session: chosen by commands, suggested by the model or the sheet, remembered, and left alone by undo.

import Catalogue
import Debugger
import Equations
import Testing

@Suite struct `Panes` {
  /// A session on a sheet with a vector, a matrix and a number at each step.
  private static func session(_ views: String = "") throws -> Session {
    let text = """
      title   A memory of outer products
      \(views)
      dims    D = 3
      input   x: D
      state   M: D×D
      state   n: D

      M = M[t-1] + x xᵀ
      n = n[t-1] + x
      s = norm(M)
      """
    return try Session(
      Material(sheet: try SheetParser.parse(text, name: "outer"), weights: nil, feed: .text("1 0 0; 0 1 0; 1 1 1")))
  }

  private func run(_ lines: String..., on session: inout Session) throws {
    var interpreter = Interpreter(takesPrefixes: false)
    for line in lines { _ = try interpreter.run(line, on: &session) }
  }

  @Test func `are the equations, what is turned to, and the run in lines, where nobody has chosen`() throws {
    let session = try Sessions.open("gru")
    #expect(session.panes.map(\.view) == [.equations, .units, .lines])
    #expect(session.activePane == 1)
  }

  @Test func `show a memory that is a matrix beside what is turned to, and no quantity twice`() throws {
    var session = try Self.session()
    #expect(session.panes.map(\.text) == ["equations", "units", "matrix M"])
    try run("focus M", on: &session)
    #expect(session.panes.map(\.text) == ["equations", "units", "lines"])
  }

  @Test(arguments: [("self-attention", "attention A"), ("seq2seq-attention", "attention α")])
  func `show where a sequence looks beside what is turned to`(_ sheet: String, _ pane: String) throws {
    #expect(try Sessions.open(sheet).panes.map(\.text) == ["equations", "units", pane])
  }

  @Test(arguments: [("M", ViewKind.matrix), ("n", .units), ("s", .number)])
  func `show a quantity in a view that suits it`(_ name: String, _ view: ViewKind) throws {
    var session = try Self.session()
    try run("focus \(name)", on: &session)
    #expect(session.view(of: session.panes[1]) == view)
    #expect(session.quantity(of: session.panes[1])?.name == name)
  }

  @Test func `are those that the sheet asks for, behind its equations`() throws {
    let session = try Self.session("view matrix M\nview number s")
    #expect(session.panes.map(\.text) == ["equations", "matrix M", "number s"])
    #expect(session.warningTexts.isEmpty)
  }

  @Test func `of a sheet that asks for what there is not are left out with a warning`() throws {
    let session = try Self.session("view matrx M\nview number s")
    #expect(session.panes.map(\.text) == ["equations", "number s"])
    #expect(session.warningTexts.count == 1 && session.warningTexts[0].contains("did you mean matrix"))
  }

  @Test func `are chosen one by one`() throws {
    var session = try Self.session()
    try run("view number s", on: &session)
    #expect(session.panes.map(\.text) == ["equations", "number s", "matrix M"])
    try run("view 1 units n", "view new lines", on: &session)
    #expect(session.panes.map(\.text) == ["units n", "number s", "matrix M", "lines"])
    #expect(session.activePane == 3)
    try run("view close", on: &session)
    #expect(session.panes.map(\.text) == ["units n", "number s", "matrix M"])
  }

  @Test func `are chosen all at once, and given back`() throws {
    var session = try Self.session()
    try run("layout units n | matrix M before | lines", on: &session)
    #expect(session.panes.map(\.text) == ["units n", "matrix M before", "lines"])
    try run("layout rows", "layout one", on: &session)
    #expect(session.arrangement.form == .rows && session.arrangement.isMaximized)
    try run("layout default", on: &session)
    #expect(session.arrangement == Arrangement())
  }

  @Test(arguments: [
    ("view matrx", "did you mean matrix"), ("view units q", "no equation defines q"),
    ("view units M", "try matrix"), ("view 6 units", "4 panes"), ("view new units", "4 panes are shown already"),
    ("layout units | units | units | units | units", "at most 4"), ("pane 9", "4 panes"), ("lens later", "lens takes"),
    ("lens before", "pin something first"), ("view equations n", "nothing stands behind it"),
  ])
  func `that cannot be are refused, and nothing changes`(_ line: String, _ message: String) throws {
    var session = try Self.session()
    try run("layout equations | units n | matrix M | lines", on: &session)
    let before = session.arrangement
    var interpreter = Interpreter(takesPrefixes: false)
    let error = #expect(throws: CommandError.self) { try interpreter.run(line, on: &session) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    #expect(session.arrangement == before)
  }

  @Test func `that have no picture are left out of a layout by name, and the others shown`() throws {
    var session = try Self.session()
    let lines = try session.say("layout equations | units M | outputs n")
    #expect(session.panes.map(\.text) == ["equations", "outputs n"])
    #expect(lines.count == 1 && lines[0].hasPrefix("left out units M: units has no picture of M"), "\(lines)")
  }

  @Test func `show the likeliest entries of any vector`() throws {
    let session = try Self.session()
    let vector = try #require(session.model.quantity(named: "n"))
    let matrix = try #require(session.model.quantity(named: "M"))
    #expect(ViewKind.outputs.suits(vector, in: session) && !ViewKind.outputs.suits(matrix, in: session))
  }

  @Test func `stay as they are through undo, redo, and a model made anew`() throws {
    var session = try Self.session()
    try run("pin n = 0", "view matrix M", "layout rows", "lens before", on: &session)
    let chosen = session.arrangement
    try run("undo", on: &session)
    #expect(session.arrangement == chosen && session.pins.isEmpty)
    try run("redo", "feed \"1 1 1; 2 2 2\"", on: &session)
    #expect(session.arrangement == chosen)
  }

  @Test func `that show a quantity which is gone show what is turned to`() throws {
    var session = try Self.session()
    try run("view matrix M", on: &session)
    session.arrangement.panes[1].subject = "gone"
    #expect(session.quantity(of: session.panes[1])?.id == session.turnedTo?.id)
  }

  @Test func `take turns at being the one that keys act on`() throws {
    var session = try Self.session()
    try run("pane next", on: &session)
    #expect(session.activePane == 2)
    try run("pane next", "pane previous", "pane previous", on: &session)
    #expect(session.activePane == 1)
  }

  @Test func `turn through the views that suit and are not shown yet, round and round`() throws {
    var session = try Self.session()
    try run("layout equations | units | lines", on: &session)
    let first = session.view(of: session.panes[1])
    let quantity = try #require(session.quantity(of: session.panes[1]))
    var seen: Set<ViewKind> = []
    for _ in ViewKind.allCases {
      let view = session.view(of: session.panes[1])
      #expect(view.suits(quantity, in: session))
      seen.insert(view)
      try run("view next", on: &session)
      if session.view(of: session.panes[1]) == first { break }
    }
    #expect(session.view(of: session.panes[1]) == first)
    #expect(seen.isDisjoint(with: [.equations, .lines]))
    try run("view previous", "view next", on: &session)
    #expect(session.view(of: session.panes[1]) == first)
  }

  @Test func `and views are listed`() throws {
    var session = try Self.session()
    var interpreter = Interpreter(takesPrefixes: false)
    let lines = try interpreter.run("view", on: &session).reports.flatMap(\.lines)
    #expect(lines.contains("▶ 2  units"))
    for view in ViewKind.allCases { #expect(lines.contains { $0.contains(view.name) && $0.contains(view.summary) }) }
  }
}
