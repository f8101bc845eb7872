// The lines of a tree, from parents to children: with corners where there is room, else straight.

import Cells
import Evaluation

/// Draws what joins the nodes that are seen.
struct TreeLines {
  let tree: Tree
  let plan: TreePlan
  let theme: Theme
  /// Whether a node, by its number, has been worked out.
  let isDone: (Int) -> Bool

  func draw(on grid: inout Grid) {
    var canvas = DotCanvas(width: plan.area.width, height: plan.area.height, glyphs: theme.glyphs)
    for inner in tree.left.indices {
      let (node, left, right) = (tree.leafCount + inner, tree.left[inner], tree.right[inner])
      guard plan.isSeen(node, left, right) else { continue }
      let style = isDone(node) ? theme.plain : theme.quiet
      guard plan.hasCorners else {
        for child in [left, right] {
          canvas.line(from: middle(of: node), to: middle(of: child), rank: isDone(node) ? 1 : 0, style: style)
        }
        continue
      }
      drawCorners(node, left, right, style, on: &grid)
    }
    canvas.draw(in: plan.area, on: &grid)
  }

  private func middle(of node: Int) -> (x: Float, y: Float) {
    (
      Float(plan.columns[node] - plan.first.column) + Float(plan.tileWidth) / 2,
      Float(plan.rows[node] - plan.first.row) + 0.5
    )
  }

  /// A line below the parent from child to child, and down to each of them.
  private func drawCorners(_ node: Int, _ left: Int, _ right: Int, _ style: Style, on grid: inout Grid) {
    let row = plan.rows[node] + 1
    let (start, end, stem) = (plan.columns[left], plan.columns[right], plan.columns[node])
    let glyphs = theme.glyphs
    let seen = max(start, plan.first.column)...max(min(end, plan.first.column + plan.area.width), plan.first.column)
    for column in seen where column >= start && column <= end {
      let isLeft = column == start
      let glyph =
        isLeft ? glyphs.topLeft : column == end ? glyphs.topRight : column == stem ? glyphs.teeUp : glyphs.horizontal
      put(glyph, row: row, column: column, style, on: &grid)
    }
    for child in [left, right] {
      let rows = row + 1..<max(plan.rows[child], row + 1)
      for row in rows.clamped(to: plan.first.row..<plan.first.row + plan.area.height) {
        put(glyphs.vertical, row: row, column: plan.columns[child], style, on: &grid)
      }
    }
  }

  private func put(_ glyph: Character, row: Int, column: Int, _ style: Style, on grid: inout Grid) {
    guard let place = plan.place(row: row, column: column) else { return }
    grid.put(glyph, row: place.row, column: place.column, style: style)
  }
}
