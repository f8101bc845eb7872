// Matrices and rows of bars as pictures.

import Cells
import Testing

@Suite struct HeatMapTests {
  private let plain = HeatMap(palette: Palette(depth: .monochrome), scale: .diverging(limit: 1))

  @Test func `a small matrix is one tile a value`() {
    var grid = Grid(width: 6, height: 3)
    let values: [[Float]] = [[-1, -0.5, 0, 0.5, 1], [.nan, .infinity, -.infinity, 0.1, -0.1]]
    plain.draw(into: &grid, part: grid.bounds, rows: 2, columns: 5) { values[$0][$1] }
    #expect(grid.lines == ["≣≡·▓█", "×▲▼░-", ""])
  }

  @Test func `tiles may be wider and are cut at the part's edge`() {
    var grid = Grid(width: 9, height: 2)
    var map = plain
    map.tileWidth = 3
    let shown = map.draw(into: &grid, part: Rectangle(row: 1, column: 1, height: 1, width: 7), rows: 1, columns: 2) {
      $1 == 0 ? 1 : -1
    }
    #expect(grid.lines == ["", " ███≣≣≣"])
    #expect(shown.columns == [0..<1, 1..<2])
  }

  @Test func `values that share a tile show the farthest from zero, or their mean, and never hide a NaN`() {
    var grid = Grid(width: 3, height: 1)
    let values: [Float] = [0.1, -1, 0.3, .nan, 0, 0]
    let shown = plain.draw(into: &grid, part: grid.bounds, rows: 1, columns: 6) { values[$1] }
    #expect(grid.lines == ["≣×·"])
    #expect(shown.columns == [0..<2, 2..<4, 4..<6])
    var map = plain
    map.pooling = .mean
    map.draw(into: &grid, part: grid.bounds, rows: 1, columns: 6) { values[$1] }
    #expect(grid.lines == ["=×·"])
  }

  @Test func `half blocks show two rows in one`() {
    var map = HeatMap(palette: Palette(depth: .truecolor), scale: .diverging(limit: 1), halfBlocks: true)
    var grid = Grid(width: 1, height: 2)
    map.draw(into: &grid, part: grid.bounds, rows: 3, columns: 1) { row, _ in [1, -1, 0][row] }
    let (one, minusOne) = (map.palette.color(size: 1, negative: false), map.palette.color(size: 1, negative: true))
    #expect(grid.lines == ["▀", "▀"])
    #expect(grid[0, 0].style == Style(foreground: one, background: minusOne))
    #expect(grid[1, 0].style.background == nil)
    map.palette = Palette(depth: .ansi8)
    #expect(!map.halvesCells)
  }

  @Test(arguments: [(0, 5), (5, 0), (7, 3), (3, 7), (1, 1), (1000, 7), (-4, 2)])
  func `bins cover everything once, in order, evenly`(count: Int, room: Int) {
    let bins = HeatMap.bins(of: count, into: room)
    #expect(bins.count == max(min(count, room), 0))
    if room > 0 { #expect(bins.flatMap { Array($0) } == Array(0..<max(count, 0))) }
    #expect((bins.map(\.count).max() ?? 0) - (bins.map(\.count).min() ?? 0) <= 1)
  }

  @Test(arguments: [0, 1, 2])
  func `a part without room draws nothing`(size: Int) {
    var grid = Grid(width: 2, height: 2)
    var map = plain
    map.tileWidth = .max
    map.draw(into: &grid, part: Rectangle(row: -1, column: 1, height: size, width: size), rows: 9, columns: 9) { _, _ in
      1
    }
    #expect(grid.lines == ["", ""])
  }

  static let lines: [([Float], Float, Float, String)] = [
    ([0, 1, 2, 3, 4, 5, 6, 7], 0, 8, "▁▂▃▄▅▆▇█"), ([-1, 0, 1], -1, 1, "▁▅█"), ([5, 5], 5, 5, "▁▁"), ([], 0, 1, ""),
    ([.nan, .infinity, -.infinity, -9, 9], 0, 1, "×▲▼▁█"), ([0, 3e38], -3e38, 3e38, "▅█"),
  ]

  @Test(arguments: lines)
  func `a sparkline is`(values: [Float], low: Float, high: Float, bars: String) {
    #expect(Sparkline(from: low, to: high, glyphs: .unicode).text(values) == bars)
  }

  @Test func `a sparkline finds its own scale and pools what does not fit`() {
    let values: [Float] = [1, .nan, 3, 2, .infinity, 5]
    #expect(Sparkline(spanning: values, glyphs: .unicode).text(values) == "▁×▅▃▲█")
    #expect(Sparkline(from: 0, to: 5, glyphs: .ascii).text([0, 5, 5, 0, 0, 0] as [Float], width: 3) == "##_")
    #expect(Sparkline(from: 0, to: 5, glyphs: .ascii).text(values, width: 0) == "")
    #expect(Sparkline(spanning: [Float.nan], glyphs: .unicode).text([Float.nan, 1]) == "×▁")
  }
}
