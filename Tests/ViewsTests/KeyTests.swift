// The keys: their tables are whole, and each does what help says.

import Catalogue
import Cells
import Debugger
import Equations
import Testing

@testable import Views

@Suite struct `Keys` {
  @Test(arguments: KeyBinding.all.flatMap(\.keys) + EditingKeys.all.flatMap(\.keys))
  func `of the tables have names that are keys`(_ name: String) {
    #expect(Key(name: name) != nil)
  }

  @Test func `mean one thing in each mode`() {
    for mode in [KeyBinding.Modes.empty, .typing, .keys] {
      let keys = KeyBinding.all.filter { $0.modes.contains(mode) }.flatMap(\.keys).filter {
        mode == .keys || $0.count > 1
      }
      #expect(Set(keys).count == keys.count)
    }
    let editing = EditingKeys.all.flatMap(\.keys)
    #expect(Set(editing).count == editing.count)
  }

  @Test func `that edit the line do nothing else while it is typed`() {
    let bound = Set(KeyBinding.all.filter { $0.modes.contains(.typing) }.flatMap(\.keys).filter { $0.count > 1 })
    #expect(bound.isDisjoint(with: EditingKeys.all.flatMap(\.keys)))
  }

  @Test func `that run a command run one that there is`() throws {
    for case .command(let line) in KeyBinding.all.map(\.action) {
      #expect(Command.named(String(line.prefix { $0 != " " })) != nil, "\(line)")
    }
  }

  @Test func `of every action are in the help`() throws {
    var interface = try Interface.on("gru", 120, 200)
    try interface.press("F1")
    let page = try #require(interface.page)
    for binding in KeyBinding.all { #expect(page.lines.contains { $0.contains(binding.summary) }) }
    // A command's long summary goes on in the lines below.
    let text = page.lines.joined(separator: " ").split(separator: " ").joined(separator: " ")
    for command in Command.all { #expect(text.contains(command.summary)) }
  }

  @Test func `step through the run, by equations too, while nothing is typed`() throws {
    var interface = try Interface.on("gru")
    let start = interface.session.position
    try interface.press("Right", "Right", "Left")
    #expect(interface.session.moment?.step == 1)
    try interface.press("Shift-Right")
    #expect(interface.session.moment.map { [$0.step, $0.equation] } == [2, 0])
    try interface.press("Shift-Left", "Left")
    #expect(interface.session.position == start)
    interface.type("z")
    try interface.press("Left", "Right", "Right")
    #expect(interface.session.position == start && interface.editor.isAtEnd)
  }

  @Test func `alone step by gdb's letters, capitals backwards, and give the prompt back`() throws {
    var interface = try Interface.on("gru")
    try interface.press("Esc", "n", "n", "N", "s")
    #expect(interface.session.moment.map { [$0.step, $0.equation] } == [2, 0])
    try interface.press("i")
    interface.type("n")
    #expect(interface.editor.text == "n")
  }

  @Test func `that lead nowhere say so and forget it at the next key`() throws {
    var interface = try Interface.on("gru")
    try interface.press("End", "Right")
    #expect(interface.notice?.contains("end of the sequence") == true)
    try interface.press("Left")
    #expect(interface.notice == nil)
  }

  @Test func `that play step by themselves until the end`() throws {
    var interface = try Interface.on("gru")
    #expect(interface.tickInterval == nil)
    try interface.press("Space")
    #expect(interface.tickInterval != nil)
    for _ in 0..<30 { _ = interface.tick() }
    #expect(interface.tickInterval == nil)
    #expect(interface.session.moment?.step == 23)
  }

  @Test func `stop playing by Ctrl-C, by Space, and by a step`() throws {
    for stop in ["Ctrl-C", "Space", "Right"] {
      var interface = try Interface.on("gru")
      try interface.press("Space", stop)
      #expect(!interface.isPlaying)
    }
  }

  @Test func `turn the views through all quantities and round again`() throws {
    var interface = try Interface.on("gru")
    var names: [String] = []
    for _ in 0..<5 {
      names.append(try #require(interface.shownQuantity?.name))
      try interface.press("Shift-Down")
    }
    #expect(names == ["h", "z", "r", "h̃", "h"])
    try interface.press("Shift-Up")
    #expect(interface.shownQuantity?.name == "h")
  }

  @Test func `move what is pointed at and scroll to it`() throws {
    var interface = try Interface.on("g2p-encoder")
    try interface.press("Esc", "G")
    #expect(interface.cursor.entry == 255)
    #expect(interface.screen.grid.lines.contains { $0.contains("256 ") })
    try interface.press("g", "j", "Ctrl-D")
    #expect(interface.cursor.entry == interface.viewport(ofPane: 1).rows)
    try interface.press("l", "l", "l", "h")
    #expect(interface.cursor.step == 2 && interface.session.moment?.step == 0)
    try interface.press("n")
    #expect(interface.cursor.step == 1)
  }

  @Test func `show before and difference only where there is a ghost`() throws {
    var interface = try Interface.on("gru")
    try interface.press("F3")
    #expect(interface.lens == .now && interface.notice?.contains("pin") == true)
    interface.enter("pin z = 0")
    try interface.press("F3")
    #expect(interface.lens == .before)
    try interface.press("F3")
    #expect(interface.lens == .difference)
    interface.enter("unpin")
    #expect(interface.lens == .now)
  }

  @Test func `give the mouse to the terminal and take it back`() throws {
    let theme = Theme(Palette(depth: .monochrome))
    var interface = Interface(try Sessions.open("gru"), theme: theme, width: 80, height: 24, hasMouse: true)
    #expect(try interface.press("F2") == [.mouse(false)])
    #expect(interface.notice?.contains("for copying") == true)
    try interface.press("Right")
    #expect(KeyBinding.hints(for: interface).first?.key == "F2")
    #expect(try interface.press("F2") == [.mouse(true)])
    #expect(KeyBinding.hints(for: interface).first?.key != "F2")
  }

  @Test func `say so where the terminal has no mouse to give`() throws {
    var interface = try Interface.on("gru")
    #expect(try interface.press("F2").isEmpty)
    #expect(interface.notice == "this terminal tells nothing of a mouse")
  }

  @Test func `scroll a page and close it`() throws {
    var interface = try Interface.on("gru")
    interface.enter("help")
    #expect(interface.page != nil)
    let first = interface.screen.grid
    try interface.press("PgDn")
    #expect(interface.screen.grid != first)
    try interface.press("PgUp")
    #expect(interface.screen.grid == first)
    try interface.press("Esc")
    #expect(interface.page == nil && interface.mode == .prompt)
  }

  @Test func `bring a long answer back`() throws {
    var interface = try Interface.on("gru")
    try interface.press("F7")
    #expect(interface.page != nil)
    interface.enter("print h")
    try interface.press("Esc", "Right")
    #expect(interface.page == nil)
    try interface.press("F7")
    #expect(interface.page?.title == "print h")
  }

  @Test func `continue to stops, both ways, and say which`() throws {
    var interface = try Interface.on("gru")
    interface.enter("break if max(h) > 0.6")
    try interface.press("Esc", "c")
    let stopped = try #require(interface.session.moment?.step)
    #expect(interface.notice?.contains("stop 1") == true && stopped > 0 && stopped < 23)
    try interface.press("f", "C")
    #expect(interface.session.moment.map { $0.step >= stopped && $0.step < 23 } == true)
  }

  @Test func `open a model of the catalogue`() throws {
    var interface = try Interface.on("gru")
    #expect(try interface.press("F8") == [.listSheets])
    interface.choose(from: try Sessions.catalogue.get().names.map { CatalogueRow(name: $0, title: "") })
    #expect(interface.choice?.row?.name == "gru")
    try interface.press("Down", "Up", "Down", "l", "l", "Home", "Up", "l", "l")
    #expect(interface.choice?.row?.name == "leaky")
    #expect(try interface.press("Enter") == [.debugger(.open("leaky"))])
    interface.adopt(try Sessions.open("leaky"), saying: [.text("opened")])
    #expect(interface.choice == nil && interface.screen.grid.line(0).contains("leaky"))
    #expect(interface.transcript.lines.last?.text == "opened")
  }

  @Test func `close the catalogue, by Esc and by any other`() throws {
    for key in ["Esc", "F8", "Ctrl-C"] {
      var interface = try Interface.on("gru")
      interface.choose(from: [CatalogueRow(name: "gru", title: "")])
      #expect(try interface.press(key).isEmpty)
      #expect(interface.choice == nil && interface.session.moment?.step == 0)
    }
    var interface = try Interface.on("gru")
    interface.choose(from: [CatalogueRow(name: "gru", title: "")])
    try interface.press("Right")
    #expect(interface.choice == nil && interface.session.moment?.step == 1)
  }

  @Test func `in an empty catalogue do nothing`() throws {
    var interface = try Interface.on("gru")
    interface.choose(from: [])
    try interface.press("Down", "x", "PgUp")
    #expect(interface.screen.grid.height == 24)
    #expect(try interface.press("Enter").isEmpty)
  }

  @Test func `take back a change and do it again`() throws {
    var interface = try Interface.on("gru")
    interface.enter("pin z = 0")
    try interface.press("Esc", "u")
    #expect(interface.session.pins.isEmpty)
    try interface.press("U")
    #expect(interface.session.pins.count == 1)
  }

  @Test func `step out of a page, while typing keeps it`() throws {
    var interface = try Interface.on("gru")
    interface.enter("help")
    interface.type("pin")
    #expect(interface.page != nil)
    try interface.press("Ctrl-U")
    try interface.press("Right")
    #expect(interface.page == nil && interface.session.moment?.step == 1)
  }
}
