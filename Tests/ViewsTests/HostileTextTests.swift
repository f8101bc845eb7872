// Text from files may hold anything; on the screen it is only text.

import Cells
import Debugger
import Equations
import Testing

@testable import Views

@Suite struct `Text from files` {
  private static let hostile = "\u{1B}[31m\u{1B}]0;x\u{07}\u{9B}2J\u{202E}evil\u{200B}\r"

  @Test(arguments: [(80, 24), (200, 60), (40, 10)], [GlyphSet.unicode, .ascii])
  func `sends no control to the terminal`(_ size: (Int, Int), _ glyphs: GlyphSet) throws {
    let safe = Self.hostile.replacing("\r", with: "")
    let sheet = """
      title   Title \(safe)
      source  \(safe)
      dims    H = 3
      input   x: token(2)
      alphabet x: "\(safe)" "界"
      param   W: H×2
      state   h: H
      h = tanh(W x) # caption \(safe)
      example x: "界界"
      """
    let session = try Sessions.typed(sheet)
    var interface = Interface(
      session, theme: Theme(Palette(depth: .truecolor, glyphs: glyphs)), width: size.0, height: size.1)
    interface.type(Self.hostile)
    check(interface)
    interface.enter(Self.hostile)
    check(interface)
    _ = interface.handle(.paste(Self.hostile + "\n" + Self.hostile))
    interface.tickAway()
    check(interface)
  }

  private func check(_ interface: Interface) {
    let grid = interface.screen.grid
    for row in 0..<grid.height {
      for scalar in grid.line(row).unicodeScalars {
        let category = scalar.properties.generalCategory
        #expect(category != .control && category != .lineSeparator && scalar != "\u{202E}" && scalar != "\u{200B}")
      }
    }
  }

  @Test func `keeps its columns, wide or marked`() throws {
    let sheet = """
      title   東京 h̃ 👩‍🔬
      dims    H = 3
      input   x: token(3)
      alphabet x: "界" "é" "z"
      param   W: H×3
      state   h: H
      h = tanh(W x)     # 状態: 広い文字
      example x: "界é界z"
      """
    let session = try Sessions.typed(sheet)
    for (width, height) in [(80, 24), (200, 60), (63, 20)] {
      let grid = Interface(session, theme: Theme(Palette(depth: .monochrome)), width: width, height: height).screen.grid
      for row in 0..<height {
        let columns = (0..<width).reduce(0) { $0 + grid[row, $1].width }
        #expect(columns == width)
      }
      #expect(grid.lines.contains { $0.contains("界") })
    }
  }
}
