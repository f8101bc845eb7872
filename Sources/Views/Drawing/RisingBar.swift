// A number as a bar that rises from the bottom of a part, by eighths of a row.

import Cells

/// One bar.
struct RisingBar {
  let scale: ValueScale
  let glyphs: GlyphSet

  /// Draws the bar of a value over the whole width of a part; what lies at the bottom of the scale is still a line.
  func draw(_ value: Float, style: Style, in part: Rectangle, on grid: inout Grid) {
    guard value.isFinite else {
      let sign = Sparkline(from: 0, to: 1, glyphs: glyphs).bar(value)
      return grid.fill(part.line(part.height - 1), sign, style: style)
    }
    let width = scale.high - scale.low
    let share = width > 0 ? min(max((value - scale.low) / width, 0), 1) : 0
    let levels = part.height * glyphs.bars.count
    let filled = max(Int((share * Float(levels)).rounded()), 1)
    for line in 0..<part.height {
      let level = min(filled - line * glyphs.bars.count, glyphs.bars.count)
      guard level > 0 else { break }
      grid.fill(part.line(part.height - 1 - line), glyphs.bars[level - 1], style: style)
    }
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
