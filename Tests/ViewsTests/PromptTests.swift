// The prompt: history, completion, searching, pasting.

import Cells
import Debugger
import Testing

@testable import Views

@Suite struct `The prompt` {
  // MARK: - History

  @Test func `up and down walk through the lines typed before`() throws {
    var interface = try Interface.on("gru")
    interface.enter("next")
    interface.enter("print z")
    try interface.press("Up")
    #expect(interface.editor.text == "print z")
    try interface.press("Up")
    #expect(interface.editor.text == "next")
    try interface.press("Up")
    #expect(interface.editor.text == "next")
    try interface.press("Down", "Down")
    #expect(interface.editor.text == "")
  }

  @Test func `up finds the lines that begin as the one being typed`() throws {
    var interface = try Interface.on("gru")
    for line in ["print z", "next", "print r", "back"] { interface.enter(line) }
    interface.type("pr")
    try interface.press("Up")
    #expect(interface.editor.text == "print r")
    try interface.press("Ctrl-P")
    #expect(interface.editor.text == "print z")
    try interface.press("Ctrl-N", "Ctrl-N")
    #expect(interface.editor.text == "pr")
  }

  @Test func `a line is kept once when it is repeated, and a blank one never`() {
    var history = History()
    for line in ["next", "next", " ", "back", "next"] { history.add(line) }
    #expect(history.lines == ["next", "back", "next"])
  }

  @Test func `only the latest lines are kept`() {
    var history = History((0..<2000).map(String.init))
    #expect(history.lines.count == History.most && history.lines.first == "1000")
    history.add("more")
    #expect(history.lines.count == History.most && history.lines.last == "more")
  }

  @Test func `Ctrl-R finds the latest line with what is typed, and goes further back`() throws {
    var interface = try Interface.on("gru")
    for line in ["print norm(z)", "next", "print norm(r)", "back"] { interface.enter(line) }
    try interface.press("Ctrl-R")
    interface.type("norm")
    #expect(interface.editor.text == "print norm(r)")
    try interface.press("Ctrl-R")
    #expect(interface.editor.text == "print norm(z)")
    try interface.press("Ctrl-R")
    #expect(interface.editor.text == "print norm(z)")
    try interface.press("Esc")
    #expect(interface.search == nil && interface.mode == .prompt && interface.editor.text == "print norm(z)")
  }

  @Test func `a search that is given up leaves the line as it was`() throws {
    var interface = try Interface.on("gru")
    interface.enter("next")
    interface.type("pri")
    try interface.press("Ctrl-R", "n", "Ctrl-G")
    #expect(interface.editor.text == "pri" && interface.search == nil)
    try interface.press("Ctrl-R", "n", "Ctrl-C")
    #expect(interface.editor.isEmpty && interface.search == nil)
  }

  @Test func `a search for what no line has says so and takes it back letter by letter`() throws {
    var interface = try Interface.on("gru")
    interface.enter("next")
    try interface.press("Ctrl-R", "n", "q")
    #expect(interface.search?.hasFailed == true)
    #expect(interface.screen.grid.lines.contains { $0.contains("no line has 'nq'") })
    try interface.press("Backspace")
    #expect(interface.search?.hasFailed == false && interface.editor.text == "next")
  }

  // MARK: - Completion

  @Test(arguments: [
    ("prin", "print "), ("fin", "finish "), ("print W_", "print W_"), ("\\mu", "μ"), ("print \\sig", "print \\sigma"),
    ("print \\sigma", "print σ"), ("pin h\\tilde", "pin h\u{303}"), ("help rev", "help reverse-"),
    ("open leaky-", "open leaky-learned"),
    ("open lstm-c", "open lstm-coupled"), ("compare gru z=0 lstm-c", "compare gru z=0 lstm-coupled"),
    ("help abb", "help abbreviations"), ("compare now W_", "compare now W_"), ("compare bef", "compare before"),
    ("pin h̃", "pin h̃"), ("1 - tan", "1 - tanh"), ("zzz", "zzz"), ("", ""),
  ])
  func `Tab completes what the cursor is behind`(_ typed: String, _ completed: String) throws {
    var interface = try Interface.on("gru")
    interface.type(typed)
    try interface.press("Tab")
    #expect(interface.editor.text == completed)
    #expect(interface.editor.isAtEnd)
  }

  @Test func `Tab completes the names of gradients where the way back is open, and lessons behind their command`()
    throws
  {
    var interface = try Interface.on("gru")
    interface.enter("backward of norm(h)")
    interface.type("norm(d/r")
    try interface.press("Tab")
    #expect(interface.editor.text == "norm(d/r")
    let names = Completion("norm(d/h", session: interface.session, sheets: []).candidates
    #expect(names.contains("d/h") && names.contains("d/h[t-1]") && names.allSatisfy { $0.hasPrefix("d/h") })
    #expect(
      Completion("lesson ga", session: interface.session, sheets: [], lessons: ["gates", "gru"]).candidates == ["gates"]
    )
    #expect(Completion("lesson n", session: interface.session, sheets: [], lessons: ["gates"]).candidates.isEmpty)
  }

  @Test func `Tab names the ways to go on where there are several`() throws {
    var interface = try Interface.on("gru")
    interface.type("print U_")
    try interface.press("Tab")
    #expect(interface.notice?.contains("U_z  U_r  U_h") == true)
    #expect(interface.screen.grid.lines.last?.contains("U_z  U_r  U_h") == true)
  }

  @Test func `a file is completed from what the loop finds`() throws {
    var interface = try Interface.on("gru")
    interface.type("load weights/g")
    #expect(try interface.press("Tab") == [.listFiles("weights/g")])
    interface.complete(files: ["weights/g2p.npz", "weights/gates/", "weights/other"])
    #expect(interface.editor.text == "load weights/g")
    interface.type("2")
    try interface.press("Tab")
    interface.complete(files: ["weights/g2p.npz"])
    #expect(interface.editor.text == "load weights/g2p.npz")
  }

  @Test(arguments: [
    ("load input we", "we"), ("export norm(h) out/a", "out/a"), ("source ~/s", "~/s"), ("open ./m", "./m"),
    ("load \"my weights/g", "my weights/g"),
  ])
  func `the last word of a command that takes a file is the path`(typed: String, path: String) throws {
    var interface = try Interface.on("gru")
    interface.type(typed)
    #expect(try interface.press("Tab") == [.listFiles(path)])
  }

  @Test func `completing in the middle keeps what is behind the cursor`() throws {
    var interface = try Interface.on("gru")
    interface.type("prin z")
    try interface.press("Left", "Left", "Tab")
    #expect(interface.editor.text == "print z")
  }

  // MARK: - Entering

  @Test func `an empty Enter repeats a step, after a key too`() throws {
    var interface = try Interface.on("gru")
    interface.enter("next")
    #expect(interface.session.moment?.step == 1)
    try interface.press("Enter", "Enter")
    #expect(interface.session.moment?.step == 3)
    try interface.press("Left", "Enter")
    #expect(interface.session.moment?.step == 1)
  }

  @Test func `a failed line says why and changes nothing`() throws {
    var interface = try Interface.on("gru")
    let before = interface.session.position
    interface.enter("goto 900")
    #expect(interface.session.position == before)
    #expect(interface.transcript.lines.last?.kind == .failed)
    #expect(interface.editor.isEmpty)
  }

  @Test func `pasted lines run one after the other and an unfinished one waits`() throws {
    var interface = try Interface.on("gru")
    _ = interface.handle(.paste("next\nnext 2\nprint z"))
    #expect(interface.session.moment?.step == 1)
    // One at a time, so that each is seen, and keys are heard between them.
    #expect(interface.tickInterval == 0)
    interface.tickAway()
    #expect(interface.session.moment?.step == 3)
    #expect(interface.editor.text == "print z")
  }

  @Test func `an interruption leaves the rest of what was pasted out`() throws {
    var interface = try Interface.on("gru")
    _ = interface.handle(.paste("next\nnext\nnext\nnext\nnext"))
    _ = interface.tick()
    try interface.press("Ctrl-C")
    interface.tickAway()
    #expect(interface.session.moment?.step == 2)
    #expect(interface.editor.isEmpty)
    #expect(interface.notice?.contains("left out") == true)
  }

  @Test func `a pasted line that opens another sheet is followed by those behind it`() throws {
    var interface = try Interface.on("gru")
    let asked = interface.handle(.paste("open lstm\nf[1]\n"))
    #expect(asked == [.debugger(.open("lstm"))])
    interface.adopt(try Sessions.open("lstm"), saying: [])
    interface.tickAway()
    #expect(interface.transcript.lines.last?.text.hasPrefix("f[1]@1 = ") == true)
  }

  @Test func `typing changes nothing but the line and the hints`() throws {
    var interface = try Interface.on("gru")
    let pictures = interface.pictures
    for key: Key in [.character("n"), .character("界"), .left, .backspace, .control("a"), .control("k"), .up] {
      let isEdit = interface.onlyEdits(key)
      #expect(isEdit, "\(key)")
      _ = interface.handle(key)
      let isSame = interface.screen(over: pictures).grid == interface.screen.grid
      #expect(isSame, "\(key)")
    }
  }

  @Test(
    arguments: [
      ([], .right), ([], .enter), ([], .tab), ([], .function(1)), (["Esc"], .character("n")), (["F1"], .character("x")),
      (["F8"], .down), (["Ctrl-R"], .character("x")),
    ] as [([String], Key)])
  func `other keys may change the pictures, and say so`(before: [String], key: Key) throws {
    var interface = try Interface.on("gru")
    for name in before { try interface.press(name) }
    if before == ["F8"] { interface.choose(from: [CatalogueRow(name: "gru", title: "")]) }
    let isEdit = interface.onlyEdits(key)
    #expect(!isEdit)
  }

  @Test func `of a line that is longer than the screen the part around the cursor is shown, however long it is`() throws
  {
    var interface = try Interface.on("gru")
    _ = interface.handle(.paste(String(repeating: "界ab", count: 100_000) + "end"))
    #expect(interface.screen.grid.lines[22].hasSuffix("界abend"))
    #expect(interface.screen.cursor?.column == 78)
    try interface.press("Home")
    #expect(interface.screen.grid.lines[22].hasPrefix(" > 界ab界ab"))
    #expect(interface.screen.cursor?.column == 3)
  }

  @Test func `one pasted line waits even if its end came with it`() throws {
    var interface = try Interface.on("gru")
    _ = interface.handle(.paste("next\n"))
    #expect(interface.session.moment?.step == 0 && interface.editor.text == "next")
  }

  @Test func `Ctrl-C drops the line and Ctrl-D leaves only from an empty one`() throws {
    var interface = try Interface.on("gru")
    interface.type("print z")
    #expect(try interface.press("Home", "Ctrl-D").isEmpty)
    #expect(interface.editor.text == "rint z")
    try interface.press("Ctrl-C")
    #expect(interface.editor.isEmpty)
    #expect(try interface.press("Ctrl-D") == [.debugger(.quit)])
  }

  @Test func `a line longer than the screen is moved so that its cursor shows`() throws {
    var interface = try Interface.on("gru")
    interface.type(String(repeating: "界h̃", count: 60) + "end")
    let screen = interface.screen
    let cursor = try #require(screen.cursor)
    #expect(screen.grid.bounds.contains(row: cursor.row, column: cursor.column))
    #expect(screen.grid.line(cursor.row).contains("end"))
    try interface.press("Home")
    #expect(interface.screen.cursor?.column == 3)
  }
}
