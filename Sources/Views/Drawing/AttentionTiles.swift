// One head's weights: a line for each query that has looked, a tile for each key, names on the edges.

import Cells
import Debugger

/// Draws a picture of attention.
struct AttentionTiles {
  let weights: AttentionValues
  let names: AttentionNames
  let theme: Theme
  let scale: ValueScale
  /// The query and the key that are pointed at, from 0.
  let pointed: Place

  /// Weights that are looked at for a tile that many share: beyond these, some evenly.
  private static let mostShared = 8

  func draw(_ picture: AttentionPicture, _ plan: AttentionPlan, isPicked: Bool, on screen: inout Screen) {
    drawQueries(picture, plan, on: &screen.grid)
    drawKeys(plan, on: &screen.grid)
    let map = HeatMap(palette: theme.palette, scale: scale)
    for (line, queries) in plan.lines.enumerated() {
      for (place, keys) in plan.keys.enumerated() {
        guard let value = value(picture, queries, keys) else { continue }
        screen.grid.put(
          map.swatch(value), row: plan.tiles.row + line, column: plan.tiles.column + place * plan.tileWidth,
          columns: plan.tileWidth)
      }
    }
    let hasLayers = weights.attention.form != .steps && weights.layerCount > 1
    screen.mark(
      plan.covered,
      .weights(
        queries: plan.lines, keys: plan.keys, width: plan.tileWidth, head: picture.head, form: weights.attention.form,
        layer: hasLayers ? picture.layer : nil))
    guard isPicked, let line = plan.lines.firstIndex(where: { $0.contains(pointed.row) }),
      let place = plan.keys.firstIndex(where: { $0.contains(pointed.column) })
    else { return }
    TileCursor(theme: theme).draw(
      row: plan.tiles.row + line, column: plan.tiles.column + place * plan.tileWidth, width: plan.tileWidth,
      on: &screen.grid)
  }

  /// The value of a tile that is farthest from zero; nil while no query of it has looked.
  private func value(_ picture: AttentionPicture, _ queries: Range<Int>, _ keys: Range<Int>) -> Float? {
    var result: Float?
    for query in stride(from: queries.lowerBound, to: queries.upperBound, by: max(queries.count / Self.mostShared, 1)) {
      guard weights.hasHappened(picture, query: query) else { continue }
      for key in stride(from: keys.lowerBound, to: keys.upperBound, by: max(keys.count / Self.mostShared, 1)) {
        let value = weights.number(picture, query: query, key: key)
        if value.isNaN { return value }
        if abs(value) >= abs(result ?? 0) { result = value }
      }
    }
    return result
  }

  private func drawQueries(_ picture: AttentionPicture, _ plan: AttentionPlan, on grid: inout Grid) {
    for (line, queries) in plan.lines.enumerated() where line == 0 || plan.lines[line - 1] != queries {
      let name = theme.spell(names.query(queries.lowerBound))
      let style = style(
        isPointed: queries.contains(pointed.row), isThere: weights.hasHappened(picture, query: queries.lowerBound))
      grid.write(
        TextLayout.label(name, to: plan.label - 1, .right, glyphs: theme.glyphs), row: plan.tiles.row + line,
        column: plan.area.column, style: style, limit: plan.label - 1)
    }
  }

  private func style(isPointed: Bool, isThere: Bool) -> Style {
    isPointed ? theme.strong : isThere ? theme.plain : theme.quiet
  }

  /// Above the tiles: symbols over each tile, downwards if they are longer than it is wide; numbers where there is room.
  private func drawKeys(_ plan: AttentionPlan, on grid: inout Grid) {
    var free = plan.tiles.column
    for (place, keys) in plan.keys.enumerated() {
      let column = plan.tiles.column + place * plan.tileWidth
      let name = theme.spell(names.key(keys.lowerBound))
      let style = style(isPointed: keys.contains(pointed.column), isThere: true)
      if plan.isUpright {
        drawUpright(name, plan, column: column, style, on: &grid)
        continue
      }
      let room = plan.tiles.columns.upperBound - column
      if names.keysAreSymbols {
        let text = TextLayout.label(name, to: plan.tileWidth, glyphs: theme.glyphs)
        grid.write(text, row: plan.area.row, column: column, style: style, limit: min(plan.tileWidth, room))
      } else if column >= free, name.columns <= room {
        grid.write(name, row: plan.area.row, column: column, style: style, limit: room)
        free = column + name.columns + 1
      }
    }
  }

  /// A character below the other, down to the tiles; a longer name ends in an ellipsis.
  private func drawUpright(
    _ name: String, _ plan: AttentionPlan, column: Int, _ style: Style, on grid: inout Grid
  ) {
    let letters = Array(name)
    let isCut = letters.count > plan.header
    let top = plan.area.row + max(plan.header - letters.count, 0)
    for (line, letter) in letters.prefix(plan.header).enumerated() {
      let isLast = isCut && line == plan.header - 1
      let text = isLast ? String(theme.glyphs.ellipsis) : String(letter)
      grid.write(
        TextLayout.pad(text, to: plan.tileWidth, .center, glyphs: theme.glyphs), row: top + line, column: column,
        style: style, limit: plan.tileWidth)
    }
  }
}
