// The grid: what is written stands where it should, and nothing that falls outside or is half there breaks it.

import Cells
import Testing

@Suite struct GridTests {
  @Test func `text stands where it is written`() {
    var grid = Grid(width: 6, height: 2)
    #expect(grid.write("step", row: 1, column: 1) == 4)
    #expect(grid.lines == ["", " step"])
  }

  @Test(arguments: [
    ("abcdef", 0, 4, "abcd"), ("abcdef", 2, 2, "  ab"), ("abcdef", -2, 6, "cdef"), ("abcdef", 9, 0, ""),
    ("日本語", 0, 4, "日本"), ("日本語", 1, 2, " 日"), ("日本語", -1, 4, " 本"), ("h̃h̃h̃h̃h̃", 0, 4, "h̃h̃h̃h̃"),
  ])
  func `text is clipped at the edges and no glyph is split`(text: String, column: Int, used: Int, shown: String) {
    var grid = Grid(width: 4, height: 1)
    #expect(grid.write(text, row: 0, column: column) == used)
    #expect(grid.lines == [shown])
    #expect(consistent(grid))
  }

  @Test func `a limit holds wide glyphs back whole`() {
    var grid = Grid(width: 10, height: 1)
    #expect(grid.write("a日b", row: 0, column: 0, limit: 2) == 1)
    #expect(grid.write("ab", row: 0, column: 5, limit: -3) == 0)
    #expect(grid.lines == ["a"])
  }

  @Test func `writing over one half of a wide glyph blanks the other`() {
    var grid = Grid(lines: ["日本"])
    grid.write("x", row: 0, column: 1)
    grid.write("y", row: 0, column: 2)
    #expect(grid.lines == [" xy"])
    #expect(consistent(grid))
    grid.write("本", row: 0, column: 1)
    #expect(grid.lines == [" 本"])
  }

  @Test func `marks join their base and alone stand on a dotted circle`() {
    var grid = Grid(width: 4, height: 1)
    #expect(grid.write("h\u{303}x", row: 0, column: 0) == 2)
    #expect(grid[0, 0].glyph == "h\u{303}")
    #expect(grid[0, 1].glyph == "x")
    #expect(grid.write("\u{303}", row: 0, column: 3) == 1)
    #expect(grid[0, 3].glyph == "\u{25CC}\u{303}")
  }

  @Test func `a heap of marks is cut`() {
    var grid = Grid(width: 2, height: 1)
    grid.write("e" + String(repeating: "\u{301}", count: 10_000), row: 0, column: 0)
    #expect(grid[0, 0].glyph.unicodeScalars.count == 5)
  }

  @Test func `the right half of a wide glyph takes its left half's style`() {
    var grid = Grid(lines: ["日本"])
    grid.restyle(Rectangle(row: 0, column: 1, height: 1, width: 2)) { $0 = .bold }
    #expect((0..<4).map { grid[0, $0].style } == [.bold, .bold, .bold, .bold])
  }

  @Test func `a part of another grid is copied, with half glyphs left out`() {
    var grid = Grid(width: 5, height: 2)
    grid.fill(grid.bounds, ".")
    grid.blit(
      Grid(lines: ["日本語", "abcdef"]), part: Rectangle(row: 0, column: 1, height: 2, width: 4), row: 0, column: 0)
    #expect(grid.lines == [" 本 .", "bcde."])
    #expect(consistent(grid))
    grid.blit(Grid(lines: ["日"]), row: 1, column: 4)
    grid.blit(Grid(lines: ["日"]), row: 0, column: -1)
    #expect(grid.lines == [" 本 .", "bcde"])
    #expect(consistent(grid))
  }

  @Test func `a box with a title`() {
    var grid = Grid(width: 16, height: 3)
    grid.box(grid.bounds, title: "equations", glyphs: .unicode)
    #expect(grid.lines == ["┌ equations ───┐", "│              │", "└──────────────┘"])
    grid.box(grid.bounds, title: "h̃ = σ(W x) and more", glyphs: .ascii)
    #expect(grid.lines == ["+ h~ = sigmoi~ +", "|              |", "+--------------+"])
  }

  @Test(arguments: [0, 1, 2, 3, 5])
  func `boxes of any size are drawn without trapping`(size: Int) {
    for other in 0...5 {
      var grid = Grid(width: size, height: other)
      grid.box(grid.bounds, title: "title", glyphs: .unicode)
      grid.box(Rectangle(row: -1, column: -1, height: 3, width: 9), title: "日本語", glyphs: .unicode)
      #expect(consistent(grid))
    }
  }

  @Test(arguments: [(0, 0), (0, 5), (5, 0), (-3, 7), (.max, 1)])
  func `every operation on a grid without cells is harmless`(width: Int, height: Int) {
    var grid = Grid(width: width, height: height)
    grid.write("日本 text", row: 0, column: -1)
    grid.write("x", row: .max, column: .min)
    grid.write("x", row: .min, column: .max)
    grid.fill(Rectangle(row: -5, column: -5, height: .max, width: .max), "#")
    grid.restyle(grid.bounds) { $0 = .bold }
    grid.blit(grid, row: 1, column: 1)
    grid.put(Swatch("x", .plain), row: -1, column: .min, columns: .max)
    grid.rule(row: 3, columns: -5..<99, glyphs: .unicode)
    #expect(grid[-1, 99] == .blank)
    #expect(consistent(grid))
  }

  @Test func `random drawing keeps wide glyphs whole`() {
    var random = SystemRandomNumberGenerator()
    let texts = ["日本", "a", "ស្រឡាញ់", "👨‍👩‍👧", "e\u{301}", "\u{200B}", "한글 x", "🇩🇪"]
    for _ in 0..<200 {
      var grid = Grid(width: Int.random(in: 0...9, using: &random), height: Int.random(in: 0...3, using: &random))
      let before = grid
      for _ in 0..<20 {
        let (row, column) = (Int.random(in: -1...3, using: &random), Int.random(in: -4...10, using: &random))
        switch Int.random(in: 0...2, using: &random) {
        case 0: grid.write(texts.randomElement(using: &random) ?? "", row: row, column: column)
        case 1: grid.blit(before, row: row, column: column)
        default: grid.blit(grid, row: row, column: column)
        }
      }
      #expect(consistent(grid))
    }
  }
}

/// Whether each wide glyph has its continuation, in its style, and each continuation its glyph.
func consistent(_ grid: Grid) -> Bool {
  (0..<grid.height).allSatisfy { row in
    (0..<grid.width).allSatisfy { column in
      let cell = grid[row, column]
      switch cell.width {
      case 2: return column + 1 < grid.width && grid[row, column + 1].isContinuation
      case 0: return column > 0 && grid[row, column - 1].width == 2
      default: return cell.width == 1 && !cell.glyph.isEmpty
      }
    }
  }
}
