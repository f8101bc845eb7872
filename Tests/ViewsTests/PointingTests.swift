// What is pointed at: regions say what each cell stands for, and a click follows them.

import Cells
import Debugger
import Equations
import Evaluation
import Testing

@testable import Views

@Suite struct `Pointing` {
  /// The places whose spot is what is asked for.
  private func places(_ screen: Screen, _ isMeant: (Spot) -> Bool) -> [(row: Int, column: Int)] {
    (0..<screen.grid.height).flatMap { row in
      (0..<screen.grid.width).compactMap { column in
        screen.spot(row: row, column: column).flatMap { isMeant($0) ? (row, column) : nil }
      }
    }
  }

  @Test func `a tile is the unit and the step that it draws`() throws {
    var interface = try Interface.on("g2p-encoder")
    try interface.press("Right", "Right", "Right")
    let screen = interface.screen
    let id = try #require(interface.session.model.quantity(named: "h")).id
    let palette = interface.theme.palette
    var seen = 0
    for (row, column) in places(screen, { if case .entries(_, id, .some) = $0 { true } else { false } }) {
      guard case .entries(let entries, _, let step?)? = screen.spot(row: row, column: column) else { continue }
      guard step <= 3, !(entries == 0..<1 && step == 3) else { continue }
      let value = interface.values.values(id, at: step)[entries.lowerBound]
      #expect(screen.grid[row, column].glyph == String(palette.diverging(value, limit: 1).glyph))
      seen += 1
    }
    #expect(seen > 100)
  }

  @Test func `a click on a tile points at it and its number can be read`() throws {
    var interface = try Interface.on("g2p-encoder")
    try interface.press("End")
    let id = try #require(interface.session.model.quantity(named: "h")).id
    let place = try #require(places(interface.screen) { $0 == .entries(5..<6, quantity: id, step: 2) }.first)
    _ = interface.click(place.row, place.column)
    #expect(interface.cursor.entry == 5 && interface.cursor.step == 2)
    let value = interface.values.values(id, at: 2)[5]
    #expect(interface.screen.grid.lines.contains { $0.contains("h[6]@3 = \(ValueText.short(value))") })
    #expect(interface.session.moment?.step == 7)
  }

  @Test func `a click on a symbol goes to its step`() throws {
    var interface = try Interface.on("g2p-encoder")
    let place = try #require(places(interface.screen) { if case .step(4, _) = $0 { true } else { false } }.first)
    _ = interface.click(place.row, place.column)
    #expect(interface.session.moment?.step == 4)
  }

  @Test func `a click on an equation turns the large view to it`() throws {
    var interface = try Interface.on("g2p-encoder")
    let gate = try #require(interface.session.model.quantity(named: "z")).id
    let place = try #require(places(interface.screen) { $0 == .equation(gate) }.first)
    _ = interface.click(place.row, place.column)
    #expect(interface.shownQuantity?.id == gate)
  }

  @Test func `the wheel scrolls units, and lines over the transcript`() throws {
    var interface = try Interface.on("g2p-encoder")
    let layout = interface.layout
    let wheel = Key.mouse(MouseEvent(.wheelDown, row: layout.panes[1].row + 3, column: layout.panes[1].column + 6))
    _ = interface.handle(wheel)
    #expect(interface.scrolls[1]?.row == 3)
    for _ in 0..<200 { _ = interface.handle(wheel) }
    #expect(interface.scrolls[1]?.row == 256 - interface.viewport(ofPane: 1).rows)
    for number in 0..<20 { interface.enter("print \(number)") }
    let last = interface.screen.grid
    _ = interface.handle(.mouse(MouseEvent(.wheelUp, row: layout.transcript.row, column: 3)))
    #expect(interface.screen.grid != last)
  }

  @Test func `units that share a row are pointed at together`() throws {
    var interface = try Interface.on("g2p-encoder")
    try interface.press("End", "F6")
    let screen = interface.screen
    var units: Set<Int> = []
    for (row, column) in places(screen, { if case .entries = $0 { true } else { false } }) {
      if case .entries(let entries, _, _)? = screen.spot(row: row, column: column) { units.formUnion(entries) }
    }
    #expect(units == Set(0..<256))
  }

  @Test(arguments: [(80, 24), (200, 60)])
  func `every region lies on the screen and means something that there is`(_ width: Int, _ height: Int) throws {
    for sheet in ["g2p-encoder", "rnn-stacked", "rnn-bidirectional", "leaky-learned"] {
      let interface = try Interface.on(sheet, width, height)
      let screen = interface.screen
      for row in 0..<height {
        for column in 0..<width {
          switch screen.spot(row: row, column: column) {
          case .equation(let id), .quantity(let id): #expect(interface.values.has(id))
          case .step(let step, let id): #expect((0..<interface.values.stepCount(id)).contains(step))
          case .entries(let entries, let id, let step):
            let count = try #require(interface.values.quantity(id)).shape.count
            #expect(entries.lowerBound >= 0 && entries.upperBound <= count)
            if let step { #expect((0..<interface.values.stepCount(id)).contains(step)) }
          case .cells(let rows, let columns, let tensor, _):
            guard case .quantity(let id) = tensor else { break }
            let shape = try #require(interface.values.quantity(id)).shape
            #expect(rows.upperBound <= shape.rows.count && columns.upperBound <= shape.columns.count)
          case .cause(let address): #expect(interface.values.has(address.quantity))
          case .catalogue, nil: break
          }
        }
      }
    }
  }
}
