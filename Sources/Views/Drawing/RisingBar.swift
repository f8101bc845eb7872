// A number as a bar that rises from the bottom of a part, by eighths of a row.

import Cells

/// One bar.
struct RisingBar {
  let scale: ValueScale
  let glyphs: GlyphSet

  /// Draws the bar of a value over the whole width of a part; what lies at the bottom of the scale is still a line.
  func draw(_ value: Float, style: Style, in part: Rectangle, on grid: inout Grid) {
    draw(from: value, to: value, style: style, in: part, on: &grid)
  }

  /// Draws the bar of the larger of two values, and leaves out the rows that lie wholly below the smaller one.
  func draw(from low: Float, to high: Float, style: Style, in part: Rectangle, on grid: inout Grid) {
    guard high.isFinite else {
      let sign = Sparkline(from: 0, to: 1, glyphs: glyphs).bar(high)
      return grid.fill(part.line(part.height - 1), sign, style: style)
    }
    let filled = level(high, part)
    let empty = low < high ? level(low, part) / glyphs.bars.count : 0
    for line in 0..<part.height {
      let level = min(filled - line * glyphs.bars.count, glyphs.bars.count)
      guard level > 0 else { break }
      guard line >= min(empty, (filled - 1) / glyphs.bars.count) else { continue }
      grid.fill(part.line(part.height - 1 - line), glyphs.bars[level - 1], style: style)
    }
  }

  /// How many eighths of rows a value fills, at least one.
  private func level(_ value: Float, _ part: Rectangle) -> Int {
    let width = scale.high - scale.low
    let share = width > 0 ? min(max((value - scale.low) / width, 0), 1) : 0
    return max(Int((share * Float(part.height * glyphs.bars.count)).rounded()), 1)
  }
}

extension Palette {
  /// The color of a value without its glyph, for bars; what is near zero is drawn faintly.
  func ink(_ value: Float, on scale: ValueScale) -> Style {
    let swatch = HeatMap(palette: self, scale: scale).swatch(value)
    guard let color = swatch.style.background ?? (depth == .ansi8 ? swatch.style.foreground : nil) else {
      return depth == .monochrome ? .plain : .dim
    }
    return Style(foreground: color)
  }
}
