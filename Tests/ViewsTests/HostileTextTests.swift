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

  @Test(arguments: ViewKind.allCases, GlyphSet.allCases)
  func `sends no control through any view, and shifts nothing`(_ kind: ViewKind, _ glyphs: GlyphSet) throws {
    let safe = Self.hostile.replacing("\r", with: "") + "ស្រឡាញ់界👩‍🔬e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}"
    let sheet = """
      title   \(safe)
      dims    H = 3
      input   x: token(3)
      alphabet x: "\(safe)" "界" "ស្រ"
      param   W: H×3
      state   h: H
      h = tanh(0.5 h[t-1] + W x) # \(safe)
      y = W' h                   # \(safe)
      example x: "界ស្រ界"
      """
    for (width, height) in [(80, 24), (200, 60), (40, 10), (61, 17)] {
      var interface = Interface(
        try Sessions.typed(sheet), theme: Theme(Palette(depth: .palette256, glyphs: glyphs)), width: width,
        height: height)
      for line in ["pin h[1] = 1", "next"] { interface.enter(line) }
      for line in ["view \(kind.name)", "layout \(kind.name)", "explain h[2]", Self.hostile] {
        interface.enter(line)
        let grid = check(interface)
        #expect((0..<height).allSatisfy { row in (0..<width).reduce(0) { $0 + grid[row, $1].width } == width })
      }
    }
  }

  /// - Returns: the screen that holds no control.
  @discardableResult private func check(_ interface: Interface) -> Grid {
    let grid = interface.screen.grid
    let strays = grid.lines.joined().unicodeScalars.filter { scalar in
      let category = scalar.properties.generalCategory
      return category == .control || category == .lineSeparator || scalar == "\u{202E}" || scalar == "\u{200B}"
    }
    #expect(strays.isEmpty)
    return grid
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
