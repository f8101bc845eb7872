// What the screen looks like.

import Catalogue
import Cells
import Testing

@testable import Views

/// A screen at a size, after some keys and lines.
struct Scene: CustomTestStringConvertible, Sendable {
  var name: String
  var sheet: String
  /// Keys by their names; what begins with `>` is typed and entered.
  var keys: [String] = []
  var glyphs = GlyphSet.unicode

  var testDescription: String { name }

  func interface(_ width: Int, _ height: Int, depth: ColorDepth = .monochrome) throws -> Interface {
    var interface = try Interface.on(sheet, width, height, depth: depth, glyphs: glyphs)
    for key in keys {
      if key.hasPrefix(">") {
        interface.enter(String(key.dropFirst()))
      } else if try interface.press(key) == [.listSheets] {
        let sheets = try Sessions.catalogue.get().sheets
        interface.choose(from: sheets.map { CatalogueRow(name: $0.name, title: $0.title ?? "") })
      }
    }
    return interface
  }

  static let all: [Scene] = [
    Scene(name: "opening", sheet: "g2p-encoder"),
    Scene(name: "spelling", sheet: "g2p-encoder", keys: ["Right", "Right", "Right", "Right", ">max(z)"]),
    Scene(name: "within-a-step", sheet: "g2p-encoder", keys: ["Right", "Right", "Shift-Right", "Shift-Right"]),
    Scene(name: "update-gate", sheet: "g2p-encoder", keys: ["End", "Shift-Up", "Shift-Up", "Esc", "j", "j", "l"]),
    Scene(name: "pinned", sheet: "g2p-encoder", keys: ["Right", "Right", ">pin z = 0"]),
    Scene(name: "before", sheet: "g2p-encoder", keys: ["Right", "Right", ">pin z = 0", "F3"]),
    Scene(name: "difference", sheet: "g2p-encoder", keys: ["Right", "Right", ">pin z = 0", "F3", "F3"]),
    Scene(name: "all-units", sheet: "g2p-encoder", keys: ["End", "F6", "F4"]),
    Scene(name: "ascii", sheet: "g2p-encoder", keys: ["Right", "Right", ">pin r[2] = 1"], glyphs: .ascii),
    Scene(name: "help", sheet: "g2p-encoder", keys: ["F1"]),
    Scene(name: "models", sheet: "g2p-encoder", keys: ["Right", ">break on r", "F8", "l"]),
    Scene(name: "explained", sheet: "g2p-encoder", keys: ["Right", "Right", "Right", ">explain h[12]"]),
    Scene(name: "completion", sheet: "gru", keys: [">mean(z)", "r", "e", "Tab"]),
    Scene(name: "gru", sheet: "gru", keys: ["Right", "Right", "Right", "Right", "Right"]),
    Scene(name: "gru-ascii", sheet: "gru", keys: ["Right", "Right", "Right"], glyphs: .ascii),
    Scene(name: "lstm", sheet: "lstm", keys: ["End"]),
    Scene(name: "lstm-trained", sheet: "trained lstm", keys: ["End"]),
    Scene(name: "gru-trained", sheet: "trained gru", keys: ["End"]),
    Scene(name: "leaky", sheet: "leaky", keys: ["End", ">set μ = 0.5"]),
    Scene(name: "leaky-learned", sheet: "leaky-learned", keys: ["End", "Shift-Down"]),
    Scene(name: "both-ways", sheet: "rnn-bidirectional", keys: [">goto 20", ">next 10"]),
    Scene(name: "decoder", sheet: "g2p", keys: [">finish", ">next 3", "Shift-Left", "Shift-Left", "Shift-Left"]),
    Scene(name: "stacked", sheet: "rnn-stacked", keys: ["Right", "Shift-Right", "Shift-Right"]),
    Scene(name: "mistake", sheet: "gru", keys: ["Right", ">print W_z z", ">prnt h"]),
  ]
}

@Suite struct `Screens` {
  @Test(arguments: Scene.all)
  func `look as they did at 80×24`(_ scene: Scene) throws {
    try Snapshot(name: "\(scene.name)-80x24").expect(scene.interface(80, 24).screen.grid)
  }

  @Test(arguments: Scene.all)
  func `look as they did at 200×60`(_ scene: Scene) throws {
    try Snapshot(name: "\(scene.name)-200x60").expect(scene.interface(200, 60).screen.grid)
  }

  @Test(arguments: [(60, 20), (40, 10), (39, 10), (12, 4), (100, 30), (130, 40)])
  func `of other sizes look as they did`(_ width: Int, _ height: Int) throws {
    let scene = Scene(name: "", sheet: "g2p-encoder", keys: ["Right", "Right", "Right"])
    try Snapshot(name: "size-\(width)x\(height)").expect(scene.interface(width, height).screen.grid)
  }
}
