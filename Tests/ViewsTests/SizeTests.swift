// No size and no state makes drawing fail.

import Cells
import Debugger
import Testing

@testable import Views

@Suite struct `Any size` {
  private static let widths = [0, 1, 2, 5, 21, 39, 40, 41, 63, 64, 79, 80, 100]

  @Test(arguments: ["g2p-encoder", "leaky-learned"])
  func `from nothing to 100×30 is drawn whole`(_ sheet: String) throws {
    var interface = try Interface.on(sheet, 80, 24)
    interface.enter("next 3")
    for height in Array(0...3) + Array(8...17) + [24, 30] {
      for width in Self.widths {
        let grid = interface.screen(width: width, height: height).grid
        #expect(grid.width == width && grid.height == height)
      }
    }
  }

  @Test func `too small says so in one line and recovers`() throws {
    var interface = try Interface.on("gru", 80, 24)
    let before = interface.screen.grid
    interface.resize(width: 39, height: 9)
    #expect(interface.screen.grid.lines.filter { !$0.isEmpty }.count == 1)
    #expect(interface.screen.grid.lines.joined().contains("needs 40×10"))
    interface.resize(width: 80, height: 24)
    #expect(interface.screen.grid == before)
  }

  @Test(arguments: ["tree-words", "gnn", "memory-network", "seq2seq", "spectral", "ista"], ViewKind.allCases)
  func `holds any view of any model`(_ sheet: String, _ kind: ViewKind) throws {
    for end in ["", "finish", "backward of sum(loss)"] {
      var interface = try Interface.on(sheet, 80, 24)
      interface.enter(end)
      interface.enter("layout equations | \(kind.rawValue)")
      for (width, height) in [(80, 24), (200, 60)] {
        interface.resize(width: width, height: height)
        #expect(interface.screen.grid.width == width)
      }
    }
  }

  @Test(arguments: [(80, 24), (200, 60), (40, 10), (64, 14)])
  func `keys never make drawing fail`(_ width: Int, _ height: Int) throws {
    var interface = try Interface.on("lstm", width, height, depth: .truecolor)
    var random = SeededKeys(seed: UInt64(width))
    for _ in 0..<150 {
      _ = interface.handle(random.next())
      let screen = interface.screen
      #expect(screen.grid.width == width)
      #expect(screen.regions.allSatisfy { $0.area.intersection(screen.grid.bounds) == $0.area })
    }
  }
}

/// Keys of all kinds, in no order but always the same.
private struct SeededKeys {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  private mutating func number(below limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % limit
  }

  mutating func next() -> Key {
    switch number(below: 10) {
    case 0...4:
      let names = KeyBinding.all.flatMap(\.keys).filter { $0 != "Ctrl-Z" }
      return Key(name: names[number(below: names.count)]) ?? .escape
    case 5: return .enter
    case 6: return Key(name: EditingKeys.all[number(below: EditingKeys.all.count)].keys[0]) ?? .escape
    case 7:
      let actions: [MouseEvent.Action] = [.press(.left), .wheelUp, .wheelDown]
      return .mouse(
        MouseEvent(actions[number(below: 3)], row: number(below: 70) - 2, column: number(below: 210) - 2))
    default:
      let characters = Array("pin f = 0 h[3]@2μ\u{303}界 ")
      return .character(characters[number(below: characters.count)])
    }
  }
}
