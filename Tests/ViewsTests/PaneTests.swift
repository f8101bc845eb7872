// Where panes lie, which of them keys and the mouse act on, and how they are scrolled.

import Cells
import Debugger
import Equations
import Testing

@testable import Views

@Suite struct `A screen with panes` {
  private static let layouts = [
    "layout default", "layout rows", "layout columns", "layout grid", "layout units | lines",
    "layout equations | lines",
    "layout equations", "layout units z | units r | units h | lines", "layout lines | lines", "layout one",
  ]

  @Test(arguments: layouts, [(80, 24), (200, 60), (40, 10), (120, 36), (64, 14)])
  func `keeps them on the screen and apart, and shows the active one`(_ line: String, _ size: (Int, Int)) throws {
    var interface = try Interface.on("gru", size.0, size.1)
    interface.enter(line)
    let layout = interface.layout
    let whole = interface.screen.grid.bounds
    for (index, one) in layout.panes.enumerated() {
      #expect(one.intersection(whole) == one)
      for other in layout.panes[(index + 1)...] + [layout.transcript, layout.prompt, layout.title] {
        #expect(one.intersection(other).isEmpty)
      }
    }
    let active = layout.panes[interface.session.activePane]
    #expect(active.height >= 3 && active.width >= 20)
  }

  @Test(arguments: [(80, 24), (200, 60)])
  func `shows all of two to four`(_ width: Int, _ height: Int) throws {
    for line in ["layout units z | units r", "layout units z | lines | units r | units h", "layout grid"] {
      var interface = try Interface.on("gru", width, height)
      interface.enter(line)
      for area in interface.layout.panes { #expect(area.height >= 2 && area.width >= 16) }
    }
  }

  @Test func `gives all its room to one, and takes it back`() throws {
    var interface = try Interface.on("gru")
    let before = interface.layout.panes
    try interface.press("F9")
    let alone = interface.layout.panes
    #expect(alone[1].width == 80 && alone[1].height > 15 && alone[0].isEmpty && alone[2].isEmpty)
    try interface.press("F9")
    #expect(interface.layout.panes == before)
  }

  @Test func `goes from pane to pane by Tab, the transcript last, and by a click`() throws {
    var interface = try Interface.on("gru")
    #expect(interface.activeView == .units)
    try interface.press("Tab")
    #expect(interface.activeView == .lines && !interface.isInTranscript)
    try interface.press("Tab")
    #expect(interface.isInTranscript)
    try interface.press("Tab")
    #expect(interface.activeView == .equations && !interface.isInTranscript)
    try interface.press("Shift-Tab", "Shift-Tab", "Shift-Tab")
    #expect(interface.activeView == .units)
    _ = interface.click(interface.layout.panes[0].row, 5)
    #expect(interface.activeView == .equations)
  }

  @Test func `says why there are no lines where nothing has steps`() throws {
    var interface = try Interface.on("gcn")
    interface.enter("layout equations | lines")
    #expect(interface.screen.grid.lines.contains { $0.contains("all of it is worked out once: there are no steps") })
  }

  @Test func `draws the edge of the active pane brighter`() throws {
    var interface = try Interface.on("gru")
    let corners = interface.layout.panes.prefix(2).map { ($0.row, $0.column) }
    func styles() -> [Style] { corners.map { interface.screen.grid[$0.0, $0.1].style } }
    #expect(styles() == [.dim, .plain])
    try interface.press("Shift-Tab")
    #expect(styles() == [.plain, .dim])
  }

  @Test func `shows one run in one pane and the other beside it`() throws {
    var interface = try Interface.on("gru", 200, 60)
    try interface.press("End")
    interface.enter("pin z = 0")
    interface.enter("layout units h | units h before | units h difference")
    let lines = interface.screen.grid.lines
    #expect(lines.contains { $0.contains("h · now ·") })
    #expect(lines.contains { $0.contains("h · before") })
    #expect(lines.contains { $0.contains("h · now − before") })
  }

  @Test(arguments: [(0, 0), (3, 3), (500, 90)])
  func `scrolls as far as there is something, and no farther than to what is pointed at`(_ scroll: Int, _ row: Int) {
    let viewport = Viewport(rows: 10, allRows: 100, pointed: (row, 0))
    let revealed = viewport.revealing(Place(row: scroll)).row
    #expect(revealed <= row && row < revealed + 10)
    #expect((0...90).contains(viewport.clamped(Place(row: scroll)).row))
  }
}

@Suite struct `Every view` {
  @Test(arguments: ViewKind.allCases, ["gru", "memory", "reader", "leaky-learned", "rnn-bidirectional"])
  func `draws at any size, with any depth of color, and marks what is there`(_ kind: ViewKind, _ sheet: String) throws {
    var interface = try Interface.on(sheet, 80, 24, depth: .truecolor)
    interface.enter("layout \(kind.name) | equations")
    for (index, line) in [
      "start", "finish", "keep", "pin \(interface.values.shown[0].name) = 0 from 2", "lens", "lens",
    ]
    .enumerated() {
      interface.enter(line)
      interface.theme = Theme(Palette(depth: ColorDepth.allCases[index % ColorDepth.allCases.count]))
      for (width, height) in [(200, 60), (80, 24), (40, 10), (61, 17), (23, 9)] {
        interface.resize(width: width, height: height)
        let screen = interface.screen
        #expect(screen.regions.allSatisfy { $0.area.intersection(screen.grid.bounds) == $0.area })
      }
    }
  }
}
