// The grid of styled cells that every view draws and every writer reads. It keeps wide glyphs whole and never traps:
// what falls outside is not drawn.

/// Rows and columns of cells.
///
/// The size is fixed when it is made.
package struct Grid: Hashable, Sendable {
  package let width: Int
  package let height: Int
  /// Row after row, `width` cells each.
  private var cells: [Cell]

  /// Sizes are kept within 0 to 65,535, and the whole within 2²⁴ cells (fewer rows if need be).
  package init(width: Int, height: Int, style: Style = .plain) {
    let width = min(max(width, 0), 65_535)
    self.width = width
    self.height = min(max(height, 0), 65_535, (1 << 24) / max(width, 1))
    cells = Array(repeating: Cell(glyph: " ", width: 1, style: style), count: self.width * self.height)
  }

  package var bounds: Rectangle { Rectangle(height: height, width: width) }

  /// The cell at this place; a blank one outside.
  package subscript(row: Int, column: Int) -> Cell {
    contains(row, column) ? cells[row * width + column] : .blank
  }

  private func contains(_ row: Int, _ column: Int) -> Bool {
    row >= 0 && row < height && column >= 0 && column < width
  }

  /// Puts a glyph of one or two columns; of a wide one that does not fit whole, a blank is drawn instead.
  mutating func place(_ glyph: CellGlyph, row: Int, column: Int, style: Style) {
    guard row >= 0, row < height, column > -2, column < width else { return }
    if glyph.width == 2, !(contains(row, column) && contains(row, column + 1)) {
      placeOne(CellGlyph(text: " ", width: 1), row: row, column: max(column, 0), style: style)
      return
    }
    guard contains(row, column) else { return }
    if glyph.width == 2 {
      clearHalves(row, column)
      clearHalves(row, column + 1)
      cells[row * width + column] = Cell(glyph: glyph.text, width: 2, style: style)
      cells[row * width + column + 1] = Cell(glyph: "", width: 0, style: style)
    } else {
      placeOne(glyph, row: row, column: column, style: style)
    }
  }

  private mutating func placeOne(_ glyph: CellGlyph, row: Int, column: Int, style: Style) {
    guard contains(row, column) else { return }
    clearHalves(row, column)
    cells[row * width + column] = Cell(glyph: glyph.text, width: 1, style: style)
  }

  /// Where a wide glyph loses one of its cells, the other becomes blank.
  private mutating func clearHalves(_ row: Int, _ column: Int) {
    let index = row * width + column
    if cells[index].width == 2, contains(row, column + 1) {
      cells[index + 1] = Cell(glyph: " ", width: 1, style: cells[index + 1].style)
    } else if cells[index].width == 0, contains(row, column - 1) {
      cells[index - 1] = Cell(glyph: " ", width: 1, style: cells[index - 1].style)
    }
  }

  /// Changes the style of all cells in a part, leaving what they show; a wide glyph is changed whole.
  package mutating func restyle(_ part: Rectangle, _ change: (inout Style) -> Void) {
    let part = part.intersection(bounds)
    for row in part.rows where !part.isEmpty {
      for column in part.columns {
        let index = row * width + column
        change(&cells[index].style)
        if cells[index].width == 2, column + 1 == part.columns.upperBound, column + 1 < width {
          cells[index + 1].style = cells[index].style
        } else if cells[index].width == 0, column == part.columns.lowerBound, column > 0 {
          cells[index - 1].style = cells[index].style
        }
      }
    }
  }

  /// Copies another grid to this place; what falls outside is left out.
  package mutating func blit(_ other: Grid, row: Int, column: Int) {
    blit(other, part: other.bounds, row: row, column: column)
  }

  /// Copies a part of another grid, its upper left corner to this place.
  package mutating func blit(_ other: Grid, part: Rectangle, row: Int, column: Int) {
    let part = part.intersection(other.bounds)
    let target = Rectangle(row: row, column: column, height: part.height, width: part.width)
    let shown = target.intersection(bounds)
    guard !shown.isEmpty else { return }
    for y in shown.rows {
      for x in shown.columns {
        let (sourceRow, sourceColumn) = (part.row + y - target.row, part.column + x - target.column)
        let cell = other[sourceRow, sourceColumn]
        // A continuation comes with its left half, or is blank where that half is left out.
        if cell.isContinuation {
          if x == shown.columns.lowerBound {
            place(CellGlyph(text: " ", width: 1), row: y, column: x, style: cell.style)
          }
        } else if cell.width == 2, x + 1 == shown.columns.upperBound {
          place(CellGlyph(text: " ", width: 1), row: y, column: x, style: cell.style)
        } else {
          place(CellGlyph(text: cell.glyph, width: cell.width), row: y, column: x, style: cell.style)
        }
      }
    }
  }
}
