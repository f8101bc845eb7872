// What marks the tile that is pointed at.

import Cells

/// Brackets round a tile, or its glyph in reverse where it is too narrow for them.
struct TileCursor {
  let theme: Theme

  func draw(row: Int, column: Int, width: Int, on grid: inout Grid) {
    guard width >= 2 else {
      grid.restyle(Rectangle(row: row, column: column, height: 1, width: width)) { $0 = theme.marked }
      return
    }
    for (glyph, place) in [("[", column), ("]", column + width - 1)] {
      let ground = grid[row, place].style.background
      let style = Style(foreground: ground.map(\.contrast), background: ground, attributes: .bold)
      grid.put(Character(glyph), row: row, column: place, style: style)
    }
  }
}

extension Color {
  /// Black or white, whichever can be read on this ground.
  var contrast: Color {
    let (red, green, blue) = components
    let brightness = 2 * Int(red) + 5 * Int(green) + Int(blue)
    return brightness > 8 * 120 ? .rgb(0, 0, 0) : .rgb(255, 255, 255)
  }
}
