// A grid as a picture in SVG 1.1, for pages and slides. Monospaced text; every run is stretched to its columns, so that
// the picture stands whatever font the reader has.

/// Draws a grid as scalable graphics.
package enum SVGWriter {
  /// The size of a cell in the picture's units.
  static let (cellWidth, cellHeight) = (9, 18)

  package static func text(_ grid: Grid, ground: Ground = .dark) -> String {
    let theme = Theme(ground)
    let (width, height) = (grid.width * cellWidth, grid.height * cellHeight)
    var svg = """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)" \
      font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="15" fill="\(theme.foreground)">
      <rect width="100%" height="100%" fill="\(theme.background)"/>

      """
    for row in 0..<grid.height {
      // All grounds before all glyphs of a row: a glyph may reach a little past its cell.
      let runs = self.runs(grid, row)
      for run in runs {
        let color = theme.colors(run.style).background
        if color == theme.background { continue }
        svg += "<rect x=\"\(run.column * cellWidth)\" y=\"\(row * cellHeight)\" "
        svg += "width=\"\(run.columns * cellWidth)\" height=\"\(cellHeight)\" fill=\"\(color)\"/>\n"
      }
      for run in runs where run.text.contains(where: { $0 != " " }) {
        svg += glyphs(run, row, theme)
      }
    }
    return svg + "</svg>\n"
  }

  private static func glyphs(_ run: Run, _ row: Int, _ theme: Theme) -> String {
    let color = theme.colors(run.style).foreground
    var attributes = "x=\"\(run.column * cellWidth)\" y=\"\(row * cellHeight + 14)\" "
    attributes += "textLength=\"\(run.columns * cellWidth)\" lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\""
    if color != theme.foreground { attributes += " fill=\"\(color)\"" }
    if run.style.attributes.contains(.bold) { attributes += " font-weight=\"bold\"" }
    if run.style.attributes.contains(.dim) { attributes += " opacity=\"0.6\"" }
    if run.style.attributes.contains(.underline) { attributes += " text-decoration=\"underline\"" }
    return "<text \(attributes)>\(escaped(run.text))</text>\n"
  }

  private struct Run {
    var column: Int
    var columns: Int
    var text: String
    var style: Style
  }

  /// Neighbours of one style; a glyph that is wide or not ASCII stands alone, since fonts disagree on its width.
  private static func runs(_ grid: Grid, _ row: Int) -> [Run] {
    var runs: [Run] = []
    var mayGrow = false
    for column in 0..<grid.width {
      let cell = grid[row, column]
      if cell.isContinuation { continue }
      let simple = cell.width == 1 && cell.glyph.utf8.count == 1
      if simple, mayGrow, let last = runs.last, last.style == cell.style {
        runs[runs.count - 1].text += cell.glyph
        runs[runs.count - 1].columns += 1
      } else {
        runs.append(Run(column: column, columns: cell.width, text: cell.glyph, style: cell.style))
      }
      mayGrow = simple
    }
    return runs
  }

  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      default: result.append(character)
      }
    }
  }

  /// The colors that a picture needs where a terminal would use its own.
  private struct Theme {
    let foreground: String
    let background: String

    init(_ ground: Ground) {
      (foreground, background) = ground == .dark ? ("#d8dee9", "#101418") : ("#1c2026", "#ffffff")
    }

    func colors(_ style: Style) -> (foreground: String, background: String) {
      let front = style.foreground.map(Self.hex) ?? foreground
      let back = style.background.map(Self.hex) ?? background
      return style.attributes.contains(.reverse) ? (back, front) : (front, back)
    }

    private static func hex(_ color: Color) -> String {
      let (red, green, blue) = color.components
      return "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
  }
}
