// A grid as text with SGR sequences (ECMA-48 8.3.117): what `cat` shows in color. No cursor movement.

/// Lines of text in color.
package enum ANSIWriter {
  /// Each row ends plain, with a line feed.
  ///
  /// Trailing blanks in the terminal's own colors are left out. For a terminal without colors there are no escapes at
  /// all.
  package static func text(_ grid: Grid, depth: ColorDepth) -> String {
    if depth == .monochrome { return PlainTextWriter.text(grid) }
    var text = ""
    for row in 0..<grid.height {
      var current = Style.plain
      for column in 0..<visibleWidth(grid, row) {
        let cell = grid[row, column]
        if cell.isContinuation { continue }
        if cell.style != current {
          text += sgr(cell.style, depth: depth)
          current = cell.style
        }
        text += cell.glyph
      }
      text += (current == .plain ? "" : "\u{1B}[0m") + "\n"
    }
    return text
  }

  /// Columns up to the last one that shows anything.
  private static func visibleWidth(_ grid: Grid, _ row: Int) -> Int {
    var width = grid.width
    while width > 0 {
      let cell = grid[row, width - 1]
      let shows =
        cell.glyph != " " || cell.style.background != nil
        || !cell.style.attributes.isDisjoint(with: [.reverse, .underline])
      if shows { break }
      width -= 1
    }
    return width
  }

  /// The sequence that sets exactly this style, whatever was set before.
  static func sgr(_ style: Style, depth: ColorDepth) -> String {
    var codes = ["0"]
    if style.attributes.contains(.bold) { codes.append("1") }
    if style.attributes.contains(.dim) { codes.append("2") }
    if style.attributes.contains(.underline) { codes.append("4") }
    if style.attributes.contains(.reverse) { codes.append("7") }
    if let color = style.foreground?.lowered(to: depth) { codes.append(code(color, base: 30)) }
    if let color = style.background?.lowered(to: depth) { codes.append(code(color, base: 40)) }
    return "\u{1B}[" + codes.joined(separator: ";") + "m"
  }

  /// The parameters of one color; `base` is 30 for the foreground, 40 for the background.
  private static func code(_ color: LoweredColor, base: Int) -> String {
    switch color {
    case .index(let index) where index < 8: "\(base + Int(index))"
    case .index(let index) where index < 16: "\(base + 60 + Int(index) - 8)"
    case .index(let index): "\(base + 8);5;\(index)"
    case .rgb(let red, let green, let blue): "\(base + 8);2;\(red);\(green);\(blue)"
    }
  }
}
