// Long runs: windows on them, all of them at once, and what their summaries say.

import Cells
import Debugger
import Equations
import Testing

@testable import Views

@Suite struct `A long run` {
  private static func session(_ steps: Int) throws -> Session {
    try Sessions.typed(
      """
      dims    H = 3
      input   x: H
      state   h: H
      example x: noise \(steps) 5

      h = 0.9 h[t-1] + x
      s = norm(h)
      """)
  }

  private static func interface(_ steps: Int, _ width: Int = 120, _ height: Int = 40) throws -> Interface {
    var interface = Interface(
      try session(steps), theme: Theme(Palette(depth: .monochrome)), width: width, height: height)
    try interface.press("End", "F12")
    return interface
  }

  @Test(arguments: [1, 7, 100, 1023, 1025, 5000, 40_000], [1, 10, 57, 200])
  func `is shared out among columns, each step in one`(_ count: Int, _ room: Int) {
    let window = StepWindow(whole: count, room: room)
    #expect(window.columns <= room || room * StepExtremes.stepsPerBlock(count) < count)
    #expect((0..<window.columns).flatMap { Array(window.steps(of: $0)) } == Array(0..<count))
    #expect(window.apart == 1 || window.apart.isMultiple(of: StepExtremes.stepsPerBlock(count)))
  }

  @Test(arguments: [50, 3000, 20_000])
  func `shows in each column what is farthest from zero in its steps`(_ count: Int) throws {
    let session = try Self.session(count)
    let values = LensedValues(session, .now)
    let h = try #require(session.model.quantity(named: "h"))
    let window = StepWindow(whole: count, room: 40)
    for column in stride(from: 0, to: window.columns, by: 7) {
      let steps = window.steps(of: column)
      let all = steps.map { values.values(h.id, at: $0) }
      let expected = (0..<3).map { entry in all.map { $0[entry] }.max { abs($0) < abs($1) } ?? 0 }
      #expect(values.extremes(h, steps).map(abs) == expected.map(abs))
    }
  }

  @Test func `summed up through the lens of a difference shows the difference`() throws {
    var session = try Self.session(3000)
    var interpreter = Interpreter(takesPrefixes: false)
    _ = try interpreter.run("pin h[2] = 0 from 1000", on: &session)
    let h = try #require(session.model.quantity(named: "h"))
    let difference = LensedValues(session, .difference)
    #expect(difference.extremes(h, 0..<900).allSatisfy { $0 == 0 })
    #expect(difference.extremes(h, 1800..<2100)[1] != 0 && difference.extremes(h, 1800..<2100)[0] == 0)
  }

  @Test func `is drawn whole by a key, the step in it marked, and clicked into`() throws {
    var interface = try Self.interface(20_000)
    let screen = interface.screen
    let spots = (0..<40).flatMap { row in (0..<120).map { screen.spot(row: row, column: $0) } }
    let steps = spots.compactMap { spot -> Int? in
      if case .entries(_, _, let step?)? = spot { step } else { nil }
    }
    #expect(steps.min() == 0 && (steps.max() ?? 0) > 19_000)
    let place = try #require(
      (0..<120).first { column in
        if case .step(let step, _)? = screen.spot(row: interface.layout.panes[1].row + 1, column: column) {
          step > 9000
        } else {
          false
        }
      })
    _ = interface.click(interface.layout.panes[1].row + 1, place)
    #expect((9000..<11_000).contains(interface.session.moment?.step ?? 0))
  }

  @Test func `has bars from the least to the largest number of a column; one number stands on the ground`() {
    let bar = RisingBar(scale: .sequential(from: 0, to: 1), glyphs: .unicode)
    var grid = Grid(width: 3, height: 4)
    for (column, low) in [Float(0), 0.5, 1].enumerated() {
      bar.draw(
        from: low, to: 1, style: .plain, in: Rectangle(row: 0, column: column, height: 4, width: 1), on: &grid)
    }
    #expect(grid.lines == ["███", "███", "█ █", "█ █"])
  }

  @Test func `of few steps looks the same either way`() throws {
    var interface = try Interface.on("gru", 200, 60)
    try interface.press("End")
    let before = interface.screen.grid.lines
    try interface.press("F12")
    #expect(interface.screen.grid.lines == before)
  }
}
