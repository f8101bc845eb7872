// What is fed, drawn as what equations define is.

import Cells
import Debugger
import Equations
import Testing

@testable import Views

@Suite struct `Inputs in views` {
  private func shows(_ interface: Interface, _ text: String) -> Bool {
    interface.screen.grid.lines.contains { $0.contains(text) }
  }

  @Test(arguments: [
    ("reader", "layout units x | bars x", ["x[1]@3 = 0", "x · at step 3"], "x"),
    ("reader", "layout text x[4] | units x by p", ["text under unit 4", "x[4]@3 = 1"], "x"),
    ("memory", "layout units v | bars k", ["v[1]@3", "k[1]@3"], "v"),
    ("chain", "layout number x | units x", ["x@3"], "x"),
    ("lattice", "layout matrix A | graph A", ["A[1, 1]", "graph A"], "A"),
    ("memory", "layout profile v | bars k", ["v[1]@3"], "v"),
    ("gcn", "layout profile X[:,2:3] | matrix X", ["X[1, 2]"], "X"),
    ("gcn", "layout graph X | matrix X", ["X · norm", "X[1, 1]"], "X"),
  ])
  func `an input is shown at each step, as numbers and as a picture`(
    sheet: String, layout: String, texts: [String], name: String
  ) throws {
    var interface = try Interface.on(sheet, 120, 40)
    interface.enter("goto 3")
    interface.enter(layout)
    for text in texts {
      #expect(shows(interface, text), "\(text)\n\(interface.screen.grid.lines.joined(separator: "\n"))")
    }
    #expect(interface.session.quantity(of: interface.session.panes[0])?.name == name)
  }

  @Test(arguments: ["reader", "memory", "lattice"])
  func `what is clicked in it leaves the session whole, with another run beside it too`(sheet: String) throws {
    var interface = try Interface.on(sheet, 100, 30)
    let inputs = interface.session.model.inputs
    let views = inputs.map { input in
      if case .matrix = input.shape { "matrix \(input.name)" } else { "units \(input.name)" }
    }
    interface.enter("finish")
    interface.enter("layout equations | " + views.joined(separator: " | "))
    interface.enter("pin \(interface.session.model.quantities[0].name) = 0")
    interface.enter("lens difference")
    for row in stride(from: 0, to: 30, by: 3) {
      for column in stride(from: 0, to: 100, by: 7) {
        _ = interface.click(row, column)
        try interface.press("Down", "Right")
      }
    }
    #expect(interface.session.panes.count == views.count + 1)
    #expect(interface.session.panes.dropFirst().map(\.text) == views)
  }

  @Test func `a long input is drawn whole, what is farthest from zero in each column`() throws {
    var interface = try Interface.on("long", 80, 24)
    interface.enter("layout units x")
    try interface.press("End", "F12")
    #expect(shows(interface, "x[1]@5000"))
    let id = try #require(interface.session.inputQuantity(named: "x"))
    let values = interface.values
    let largest = (0..<64).map { abs(values.values(id.id, at: $0)[2]) }.max()
    #expect(abs(values.extremes(id, 0..<64)[2]) == largest)
  }
}
