// Each view on terminals of each kind: what it looks like in their colors, and what is left of signs and sizes without.

import Catalogue
import Cells
import Debugger
import Equations
import Testing

@testable import Views

/// What a terminal can show.
struct ColorMode: CustomTestStringConvertible, Sendable {
  var name: String
  var depth: ColorDepth
  var glyphs = GlyphSet.unicode

  var testDescription: String { name }

  static let all = [
    ColorMode(name: "truecolor", depth: .truecolor), ColorMode(name: "256", depth: .palette256),
    ColorMode(name: "8", depth: .ansi8), ColorMode(name: "ascii-8", depth: .ansi8, glyphs: .ascii),
    ColorMode(name: "ascii", depth: .monochrome, glyphs: .ascii),
  ]
}

@Suite struct `Colors` {
  /// One scene of each view; in monochrome they are looked at with the others.
  static let scenes = ViewKind.allCases.compactMap { kind in Scene.ofViews.first { $0.view == kind } }

  @Test(arguments: scenes.map(\.scene), ColorMode.all)
  func `of each view are as they were`(_ scene: Scene, _ mode: ColorMode) throws {
    var scene = scene
    scene.glyphs = mode.glyphs
    let grid = try scene.interface(80, 24, depth: mode.depth).screen.grid
    try Snapshot(name: "\(scene.name)-\(mode.name)").expect(grid, depth: mode.depth)
    if mode.glyphs == .ascii { #expect(grid.lines.allSatisfy { $0.allSatisfy(\.isASCII) }) }
  }

  /// A sheet whose first entry is fed, and whose others hold the scale.
  private static let sheet = """
    dims    H = 3
    input   x: H
    state   h: H
    h = x
    s = h[1]
    other = 2 x
    """

  static let views = [
    "units h", "matrix h", "bars h", "number s", "beside units h", "beside bars h",
  ]

  /// A picture with its numbers taken out, since these would tell anything.
  private static func picture(_ view: String, _ value: String, _ glyphs: GlyphSet) throws -> String {
    let session = try Sessions.typed(sheet, feed: .text("\(value) 1 -1; 1 1 -1"))
    let theme = Theme(Palette(depth: .monochrome, glyphs: glyphs))
    var interface = Interface(session, theme: theme, width: 80, height: 24)
    // Of one run alone there is nothing to set side by side.
    interface.enter("pin other = 0")
    interface.enter("layout \(view)")
    let screen = interface.screen
    #expect(screen.regions.contains { if case .view(.pane) = $0.meaning { true } else { false } })
    let lines = screen.grid.lines[1..<screen.grid.height - 6]
    return lines.map { $0.replacing(#/[-−]?[0-9]+(\.[0-9]+)? */#, with: "") }.joined(separator: "\n")
  }

  @Test(arguments: views, GlyphSet.allCases)
  func `are not needed to tell signs and sizes apart`(_ view: String, _ glyphs: GlyphSet) throws {
    let values = ["-1", "-0.6", "-0.3", "0", "0.3", "0.6", "1"]
    let pictures = try values.map { try Self.picture(view, $0, glyphs) }
    for (index, picture) in pictures.enumerated() {
      for other in index + 1..<pictures.count {
        #expect(picture != pictures[other], "\(values[index]) and \(values[other]) look alike:\n\(picture)")
      }
    }
  }
}
