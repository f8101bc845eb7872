// What the cells of each view stand for, and how keys and the mouse go through them.

import Catalogue
import Cells
import Debugger
import Equations
import Evaluation
import Testing

@testable import Views

@Suite struct `Pointing in views` {
  private func spots(_ interface: Interface) -> [(row: Int, column: Int, spot: Spot)] {
    let screen = interface.screen
    return (0..<screen.grid.height).flatMap { row in
      (0..<screen.grid.width).compactMap { column in
        screen.spot(row: row, column: column).map { (row, column, $0) }
      }
    }
  }

  private func click(_ interface: inout Interface, where isMeant: (Spot) -> Bool) throws {
    let place = try #require(spots(interface).first { isMeant($0.spot) })
    _ = interface.click(place.row, place.column)
  }

  private func shows(_ interface: Interface, _ text: String) -> Bool {
    interface.screen.grid.lines.contains { $0.contains(text) }
  }

  private static func interface(
    _ sheet: String, _ lines: String..., width: Int = 120, height: Int = 40
  ) throws
    -> Interface
  {
    var interface = try Interface.on(sheet, width, height)
    for line in lines { interface.enter(line) }
    return interface
  }

  @Test func `a click on a term of an explanation goes back to it, and so on`() throws {
    var interface = try Self.interface("gru", "goto 5", "layout explain", height: 60)
    let candidate = try #require(interface.session.model.quantity(named: "h̃")).id
    try click(&interface) { if case .cause(let address) = $0 { address.quantity == candidate } else { false } }
    #expect(interface.shownQuantity?.id == candidate && shows(interface, "h̃[1]@5 = "))
    let state = try #require(interface.session.model.quantity(named: "h")).id
    try click(&interface) { if case .cause(let address) = $0 { address.quantity == state } else { false } }
    #expect(interface.shownQuantity?.id == state && interface.cursor.step == 3)
  }

  @Test func `Enter goes back to the term that j has marked`() throws {
    var interface = try Self.interface("gru", "goto 5", "layout equations | explain", "pane 2")
    try interface.press("Esc")
    var marked: [String] = []
    for _ in 0..<4 {
      let line = try #require(interface.screen.grid.lines.first { $0.contains("▶") && !$0.contains("▶ h =") })
      marked.append(line)
      try interface.press("j")
    }
    #expect(Set(marked).count == 4)
    for _ in 0..<20 {
      if ExplainView(interface.context(ofPane: 1, isBoxed: true)).markedAddress != nil { break }
      try interface.press("k")
    }
    let address = try #require(ExplainView(interface.context(ofPane: 1, isBoxed: true)).markedAddress)
    try interface.press("Enter")
    #expect(interface.shownQuantity?.id == address.quantity && interface.cursor.step == address.step)
  }

  @Test func `a click on a tile of a matrix points at its row and its column`() throws {
    var interface = try Self.interface("memory", "finish", "layout equations | matrix M")
    let id = try #require(interface.session.model.quantity(named: "M")).id
    try click(&interface) { $0 == .cells(rows: 3..<4, columns: 1..<2, tensor: .quantity(id), step: 11) }
    let value = interface.values.values(id, at: 11)[3 * 4 + 1]
    #expect(shows(interface, "M[4, 2]@12 = \(ValueText.short(value))"))
  }

  @Test func `keys go through the rows and columns of a parameter, and its window follows`() throws {
    var interface = try Self.interface("g2p-encoder", "view matrix U_z", width: 80, height: 24)
    try interface.press("Esc", "G", "l", "l")
    #expect(shows(interface, "U_z[256, 3] = "))
    for _ in 0..<200 { try interface.press("l") }
    #expect(shows(interface, "U_z[256, 203] = "))
    #expect((interface.scrolls[1]?.column ?? 0) > 100)
    let visible = spots(interface).compactMap { place -> Range<Int>? in
      if case .cells(_, let columns, _, _) = place.spot { columns } else { nil }
    }
    #expect(visible.contains(202..<203))
  }

  @Test func `a click on a weight picks its head, its query and its key, and the explanation is about it`() throws {
    var interface = try Self.interface("multi-head", "finish", "layout attention A | explain")
    let head = try #require(interface.session.model.quantity(named: "A[3]")).id
    try click(&interface) { $0 == .cells(rows: 6..<7, columns: 4..<5, tensor: .quantity(head), step: nil) }
    let value = interface.values.values(head, at: 0)[6 * 10 + 4]
    #expect(interface.shownQuantity?.id == head && shows(interface, "A[3][7, 5] = \(ValueText.short(value))"))
    #expect(shows(interface, "exp"))
  }

  @Test func `keys go through queries and keys of an attention, and on to the next head`() throws {
    var interface = try Self.interface("multi-head", "finish", "layout attention A")
    try interface.press("Ctrl-Down", "Ctrl-Down", "Ctrl-Right")
    #expect(interface.shownQuantity?.name == "A[1]" && interface.pointed == Place(row: 1, column: 2))
    try interface.press("Shift-Down")
    #expect(interface.shownQuantity?.name == "A[2]" && interface.pointed == Place(row: 1, column: 2))
    try interface.press("Shift-Up", "Shift-Up")
    #expect(interface.shownQuantity?.name == "A[4]")
  }

  @Test func `keys with long names lie below each other, and hops beside each other`() throws {
    var interface = try Self.interface("trained memory-network", "finish", "goto w@1", "layout attention w")
    try interface.press("Ctrl-Down", "Ctrl-Down", "Ctrl-Right")
    #expect(interface.pointed.row == 2 && interface.pointedStep == 1)
    #expect(shows(interface, "mary took the book") && shows(interface, "1.00"))
  }

  @Test func `the next head behind the last of a layer is the first of the next layer`() throws {
    var interface = try Self.interface("transformer-encoder", "finish", "goto 1", "layout attention A[4]")
    try interface.press("Ctrl-Down", "Shift-Down")
    #expect(interface.shownQuantity?.name == "A[1]" && interface.pointedStep == 1)
  }

  @Test func `rows of an attention appear as the decoder goes on`() throws {
    var interface = try Self.interface("translator", "layout attention α")
    let id = try #require(interface.session.model.quantity(named: "α")).id
    interface.enter("finish")
    func looked() -> Int { (0..<3).count { interface.values.hasHappened(id, at: $0) } }
    while looked() == 0 { try interface.press("Right") }
    let tiles = { interface.screen.grid.lines.map { line in line.count { "░▒▓█·".contains($0) } }.reduce(0, +) }
    let first = tiles()
    try interface.press("Right")
    #expect(looked() == 2 && tiles() > first)
  }

  @Test func `a weight of a decoder is picked by its step and its entry`() throws {
    var interface = try Self.interface("translator", "layout attention α | explain")
    try interface.press("End")
    let id = try #require(interface.session.model.quantity(named: "α")).id
    try click(&interface) { $0 == .entries(3..<4, quantity: id, step: 1) }
    #expect(interface.pointedStep == 1 && shows(interface, "α[4]@2 = ") && shows(interface, "ᚨ → a"))
  }

  @Test func `e turns weights into the energies that they are made of, and back`() throws {
    var interface = try Self.interface("multi-head", "finish", "layout attention A[2]")
    try interface.press("F4", "Esc", "e")
    #expect(shows(interface, "energies"))
    // The softmax of what is shown is the weights.
    let head = try #require(interface.session.model.quantity(named: "A[2]"))
    let attention = try #require(interface.session.attention(of: head))
    let values = AttentionValues(values: interface.values, attention: attention, showsEnergies: true)
    let picture = AttentionPicture(head: head.id)
    let energies = (0..<10).map { values.number(picture, query: 3, key: $0) }
    for (key, share) in energies.softmax.enumerated() {
      #expect(abs(share - values.weight(picture, query: 3, key: key)) < 1e-5)
    }
    try interface.press("e")
    #expect(!shows(interface, "energies"))
  }

  @Test func `a click on a node picks it, and keys go on to the node that lies that way`() throws {
    var interface = try Self.interface("gat", "finish", "layout graph H | explain")
    let id = try #require(interface.session.model.quantity(named: "H")).id
    try click(&interface) { $0 == .cells(rows: 0..<1, columns: 2..<3, tensor: .quantity(id), step: nil) }
    #expect(interface.pointed.column == 2 && shows(interface, "node 3, 3 ties") && shows(interface, "H[1,3] = "))
    let layout = try #require(interface.session.graph).layout
    try interface.press("Ctrl-Right")
    let node = interface.pointed.column
    #expect(node != 2 && layout.x[node] > layout.x[2])
    try interface.press("Ctrl-Left")
    #expect(layout.x[interface.pointed.column] < layout.x[node])
  }

  @Test func `keys go along a wave and on to the next one, and the graph and the explanation follow`() throws {
    var interface = try Self.interface("laplacian-slide", "finish", "layout profile U | graph U | explain")
    try interface.press("Ctrl-Right", "Ctrl-Right", "Ctrl-Down")
    #expect(interface.pointed == Place(row: 2, column: 1))
    let waves = try #require(interface.session.model.quantity(named: "U")).id
    let number = ValueText.short(interface.values.values(waves, at: 0)[2 * 5 + 1])
    #expect(shows(interface, "U[3, 2] = \(number), λ[2] = ") && shows(interface, "wave 2, λ[2] = "))
    try click(&interface) { $0 == .cells(rows: 4..<5, columns: 2..<3, tensor: .quantity(waves), step: nil) }
    #expect(interface.pointed == Place(row: 4, column: 2) && interface.shownQuantity?.id == waves)
  }

  @Test func `the wave of an eigenvalue that is pointed at colors the graph`() throws {
    var interface = try Self.interface("laplacian-slide", "finish", "layout profile λ | graph U")
    try interface.press("Ctrl-Right", "Ctrl-Right")
    #expect(shows(interface, "λ[3] = ") && shows(interface, "wave 3, λ[3] = "))
  }

  @Test func `a number that is explained by its address is pointed at where it is shown`() throws {
    var interface = try Self.interface("gcn-nodes", "finish", "layout graph P", "explain P[2,27]")
    #expect(interface.pointed == Place(row: 1, column: 26))
    interface.enter("explain H_1[3,5]")
    #expect(interface.pointed == Place(row: 1, column: 26))
    interface.enter("layout units | equations")
    interface.enter("explain H_1[3,5]")
    #expect(interface.shownQuantity?.name != "H_1")
  }

  @Test func `one node of a graph is shown with its neighbours, and keys go on to one of them`() throws {
    var interface = try Self.interface("gcn-nodes", "finish", "layout graph P")
    try interface.press("F4")
    #expect(shows(interface, "node 1 and its neighbours"))
    let nodes = spots(interface).compactMap { place -> Int? in
      if case .cells(_, let columns, _, _) = place.spot { columns.lowerBound } else { nil }
    }
    #expect(Set(nodes) == Set([1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 18, 20, 22, 32].map { $0 - 1 }))
    try interface.press("Ctrl-Right")
    #expect(interface.pointed.column > 0 && shows(interface, "node \(interface.pointed.column + 1) and its neighbours"))
  }

  @Test func `nodes carry the sign of their class, and the key says which is which`() throws {
    let interface = try Self.interface("gcn-nodes", "finish", "layout graph side")
    let id = try #require(interface.session.model.quantity(named: "side")).id
    let sides = interface.values.values(id, at: 0)
    let screen = interface.screen
    var seen: Set<Int> = []
    for place in spots(interface) {
      guard case .cells(let rows, _, .quantity(id), _) = place.spot, rows.lowerBound > 0 else { continue }
      #expect(screen.grid[place.row, place.column].glyph == (sides[rows.lowerBound] == 1 ? "○" : "●"))
      seen.insert(rows.lowerBound)
    }
    #expect(seen.count == 33 && shows(interface, "● 0  ○ 1"))
  }

  @Test func `a picture of a graph that is larger than its pane follows the node that is pointed at`() throws {
    var interface = try Self.interface("lattice", "finish", "layout graph | equations", width: 50, height: 20)
    for _ in 0..<16 { try interface.press("Ctrl-Right", "Ctrl-Down") }
    let id = try #require(interface.session.model.quantity(named: "h")).id
    let node = interface.pointed.row
    #expect(
      spots(interface).contains {
        $0.spot == .cells(rows: node..<node + 1, columns: 0..<1, tensor: .quantity(id), step: 5)
      })
  }

  @Test func `keys go down a tree to its leaves, aside and up again, and explanations follow`() throws {
    var interface = try Self.interface("words", "layout tree | explain")
    try interface.press("End")
    let model = interface.session.model
    let (inner, leaf) = (try #require(model.quantity(named: "p")).id, try #require(model.quantity(named: "p_leaf")).id)
    #expect(shows(interface, "node 4"))
    // The root, the part on its left, the first word, the one beside it, and up.
    try interface.press("Ctrl-Down")
    #expect(interface.shownQuantity?.id == inner && interface.cursor.step == 0)
    try interface.press("Ctrl-Down")
    #expect(interface.shownQuantity?.id == leaf && interface.cursor.step == 0 && shows(interface, "leaf the"))
    try interface.press("Ctrl-Right")
    #expect(interface.shownQuantity?.id == leaf && interface.cursor.step == 1 && shows(interface, "leaf cat"))
    try interface.press("Ctrl-Up", "Ctrl-Up")
    #expect(interface.shownQuantity?.id == inner && interface.cursor.step == 3)
  }

  @Test func `a move along a tree is told by leaves and nodes`() throws {
    var interface = try Self.interface("words", "layout tree | explain")
    interface.enter("goto p_leaf@1")
    interface.enter("finish")
    #expect(shows(interface, "leaf 5/5") && !shows(interface, "step 5/5"))
    interface.enter("finish")
    #expect(shows(interface, "node 4/4") && !shows(interface, "step 4/4"))
  }

  @Test func `a click on a node of a tree points at it`() throws {
    var interface = try Self.interface("words", "layout tree | explain")
    try interface.press("End")
    let id = try #require(interface.session.model.quantity(named: "p")).id
    try click(&interface) { $0 == .entries(0..<1, quantity: id, step: 2) }
    #expect(interface.cursor.step == 2 && shows(interface, "node 3"))
  }

  @Test func `a tree of many leaves keeps the node that is pointed at in sight`() throws {
    var interface = try Self.interface("chain", "layout tree | equations", width: 50, height: 20)
    try interface.press("End")
    let id = try #require(interface.session.model.quantity(named: "s")).id
    for step in stride(from: 12, through: 0, by: -1) {
      #expect(spots(interface).contains { $0.spot == .entries(0..<1, quantity: id, step: step) }, "\(step)")
      try interface.press("Ctrl-Down")
    }
  }

  @Test func `the wheel with Shift scrolls sideways`() throws {
    var interface = try Self.interface("g2p-encoder", "view matrix U_z", width: 80, height: 24)
    let area = interface.layout.panes[1]
    _ = interface.handle(
      .mouse(MouseEvent(.wheelDown, row: area.row + 3, column: area.column + 8, modifiers: .shift)))
    #expect(interface.scrolls[1] == Place(row: 0, column: 3))
  }

  @Test func `dragging over tiles points at them without stepping`() throws {
    var interface = try Self.interface("gru", "finish")
    let id = try #require(interface.session.model.quantity(named: "h")).id
    let place = try #require(spots(interface).first { $0.spot == .entries(6..<7, quantity: id, step: 9) })
    _ = interface.handle(.mouse(MouseEvent(.drag(.left), row: place.row, column: place.column)))
    #expect(interface.cursor.entry == 6 && interface.cursor.step == 9 && interface.session.moment?.step == 23)
    #expect(shows(interface, "h[7]@10 = "))
  }

  @Test func `a click on a symbol of the text goes to its step`() throws {
    var interface = try Self.interface("reader", "layout equations | text h[2]")
    try click(&interface) { if case .step(6, _) = $0 { true } else { false } }
    #expect(interface.session.moment?.step == 6)
  }

  @Test func `a click on a bar points at its entry, and keys go down the list as it stands`() throws {
    var interface = try Self.interface("gru", "finish", "view bars h by value")
    let id = try #require(interface.session.model.quantity(named: "h")).id
    let ranked = interface.values.values(id, at: 23).largestFirst
    try click(&interface) { $0 == .entries(ranked[3]..<ranked[3] + 1, quantity: id, step: 23) }
    #expect(interface.cursor.entry == ranked[3])
    try interface.press("Ctrl-Down")
    #expect(interface.cursor.entry == ranked[4])
  }

  @Test(arguments: ["view units h by z", "view units h clustered"])
  func `tiles of units in another order are those that they draw, and none is missing`(_ line: String) throws {
    let interface = try Self.interface("gru", "finish", line)
    let id = try #require(interface.session.model.quantity(named: "h")).id
    let screen = interface.screen
    var units: Set<Int> = []
    for place in spots(interface) {
      guard case .entries(let entries, id, let step?) = place.spot, step < 23 else { continue }
      let value = interface.values.values(id, at: step)[entries.lowerBound]
      let swatch = interface.theme.palette.diverging(value, limit: 1)
      #expect(screen.grid[place.row, place.column].glyph == String(swatch.glyph))
      units.insert(entries.lowerBound)
    }
    #expect(units == Set(0..<16))
  }

  @Test func `units sorted by a quantity fall from the top to the bottom`() throws {
    let interface = try Self.interface("gru", "finish", "view units h by z")
    let model = interface.session.model
    let (h, z) = (try #require(model.quantity(named: "h")), try #require(model.quantity(named: "z")))
    let order = UnitOrder(.by("z"), of: h, interface.values, at: 23)
    let numbers = interface.values.values(z.id, at: 23)
    let sorted = (0..<16).map { numbers[order.unit(at: $0)] }
    #expect(sorted == sorted.sorted(by: >))
    #expect((0..<16).allSatisfy { order.row(of: order.unit(at: $0)) == $0 })
  }

  @Test func `units that do the same stand side by side when clustered`() throws {
    // Three pairs of units that are fed the same.
    let rows = (1...20).map { step in
      let (a, b, c) = (step % 3, step * step % 5, step * 7 % 4)
      return "\(a) \(b) \(c) \(a) \(c) \(b)"
    }
    let session = try Sessions.typed(
      """
      dims    H = 6
      input   x: H
      state   h: H

      h = 0.5 h[t-1] + x
      """, feed: .text(rows.joined(separator: "; ")))
    let h = try #require(session.model.quantity(named: "h"))
    let order = UnitClusters(h, LensedValues(session, .now)).order
    #expect(order.sorted() == Array(0..<6))
    for (one, other) in [(0, 3), (1, 5), (2, 4)] {
      let places = [one, other].compactMap { unit in order.firstIndex(of: unit) }
      #expect(abs(places[0] - places[1]) == 1, "\(order)")
    }
  }

  @Test func `runs side by side are pointed at where they are this model's`() throws {
    var interface = try Self.interface("leaky", "finish", "keep", "set μ = 0.5", "layout beside | equations")
    #expect(shows(interface, "μ = 0.9") && shows(interface, "μ = 0.5"))
    let id = try #require(interface.session.model.quantity(named: "h")).id
    try click(&interface) { if case .entries(_, id, 5?) = $0 { true } else { false } }
    #expect(interface.cursor.step == 5)
    interface.enter("drop μ = 0.9")
    #expect(interface.session.kept.isEmpty && shows(interface, "before"))
    interface.enter("baseline here")
    #expect(shows(interface, "there is one run only"))
  }
}
