// A tree that a model walks over: its leaves with their tokens at the bottom, its nodes in the color of a quantity, what is done
// drawn plainly and what is still to come faintly.

import Cells
import Debugger
import Equations
import Evaluation

/// A tree, in a box.
struct TreeView: PaneView {
  let context: PaneContext

  init(_ context: PaneContext) { self.context = context }

  private var theme: Theme { context.theme }

  /// What is seen.
  private struct Subject {
    var quantity: TreeQuantity
    /// The node that is pointed at.
    var node: Int
    /// The entry that is drawn, from 0; nil for the norm, or the number itself where there is one alone.
    var entry: Int?

    var tree: Tree { quantity.tree }
    var entries: Int { quantity.nodes.shape.count }
  }

  private var subject: Subject? {
    guard let shown = context.quantity, let quantity = context.session.treeQuantity(of: shown) else { return nil }
    return Subject(
      quantity: quantity, node: quantity.node(of: shown.id, at: context.step(in: shown)),
      entry: context.pane.entry.isEmpty ? nil : context.entry)
  }

  private func plan(_ subject: Subject, in area: Rectangle) -> TreePlan {
    let names = (0..<min(subject.tree.leafCount, 500)).map { theme.spell(context.session.leafName($0)).columns }
    return TreePlan(
      subject.tree, label: names.max() ?? 1, scroll: context.scroll, isWhole: context.isBinned,
      in: QuantityFrame.inner(area))
  }

  // MARK: - Numbers

  private func isDone(_ node: Int, _ subject: Subject) -> Bool {
    guard let place = subject.quantity.place(of: node) else { return true }
    return context.values.hasHappened(place.quantity.id, at: place.step)
  }

  /// What the color of a node says; nil while it is not worked out, or where it has no such quantity.
  private func number(_ node: Int, _ subject: Subject) -> Float? {
    guard let place = subject.quantity.place(of: node), isDone(node, subject) else { return nil }
    let numbers = context.values.values(place.quantity.id, at: place.step)
    if let entry = subject.entry ?? (numbers.count == 1 ? 0 : nil) {
      return numbers.indices.contains(entry) ? numbers[entry] : nil
    }
    return numbers.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  private func scale(_ subject: Subject, _ seen: [Int]) -> ValueScale {
    let numbers = seen.compactMap { number($0, subject) }.filter(\.isFinite)
    let limit = QuantityScale.tight(numbers.map(abs).max() ?? 0)
    return numbers.contains { $0 < 0 } || context.values.lens == .difference
      ? .diverging(limit: limit) : .sequential(from: 0, to: limit)
  }

  // MARK: - Drawing

  func draw(in area: Rectangle, on screen: inout Screen) {
    guard let subject else { return }
    let plan = plan(subject, in: area)
    let seen = (0..<subject.tree.nodeCount).filter { plan.place(of: $0) != nil }
    let scale = scale(subject, seen)
    let shown = subject.quantity.place(of: subject.node)?.quantity ?? subject.quantity.nodes
    let frame = context.frame(
      of: ShownTensor(subject.quantity.nodes), entry: 0, at: 0, in: area, remark: remark(subject), said: said(subject))
    guard frame.draw(in: area, scale: scale, on: &screen) != nil else { return }
    TreeLines(tree: subject.tree, plan: plan, theme: theme) { isDone($0, subject) }.draw(on: &screen.grid)
    let map = HeatMap(palette: theme.palette, scale: scale)
    for node in seen {
      guard let place = plan.place(of: node) else { continue }
      draw(node, map, subject, plan, at: place, on: &screen)
    }
    writeOutside(subject, plan, on: &screen)
    guard let place = plan.place(of: subject.node), shown.id >= 0 else { return }
    TileCursor(theme: theme).draw(row: place.row, column: place.column, width: plan.tileWidth, on: &screen.grid)
  }

  /// Where the root, the leaves, and how many of them, are out of sight: on the side that the pointed-at node is not on.
  private func writeOutside(_ subject: Subject, _ plan: TreePlan, on screen: inout Screen) {
    guard plan.isWindow else { return }
    let glyphs = theme.glyphs
    let outside = plan.outside(subject.tree)
    let above = [
      outside.isRootAbove ? "\(glyphs.up) root" : nil, outside.left > 0 ? "\(glyphs.left) \(outside.left)" : nil,
      outside.right > 0 ? "\(outside.right) \(glyphs.right)" : nil,
    ].compactMap { $0 }.joined(separator: "  ")
    let area = plan.area
    let isPointedLeft = plan.place(of: subject.node).map { $0.column < area.column + area.width / 2 } ?? false
    for (text, row) in [
      (above, area.row), (outside.areLeavesBelow ? "\(glyphs.down) leaves" : "", area.rows.upperBound - 1),
    ] where !text.isEmpty {
      let column = isPointedLeft ? max(area.columns.upperBound - text.columns, area.column) : area.column
      screen.grid.write(text, row: row, column: column, style: theme.quiet, limit: area.width)
    }
  }

  private func draw(
    _ node: Int, _ map: HeatMap, _ subject: Subject, _ plan: TreePlan, at place: Place, on screen: inout Screen
  ) {
    let number = number(node, subject)
    let swatch = number.map(map.swatch) ?? Swatch(theme.glyphs.bullet, theme.quiet)
    screen.grid.put(swatch, row: place.row, column: place.column, columns: number == nil ? 1 : plan.tileWidth)
    if let kept = subject.quantity.place(of: node) {
      let entry = min(subject.entry ?? context.entry(in: kept.quantity), max(subject.entries - 1, 0))
      screen.mark(
        Rectangle(row: place.row, column: place.column, height: 1, width: plan.tileWidth),
        .spot(.entries(entry..<entry + 1, quantity: kept.quantity.id, step: kept.step)))
    }
    guard node < subject.tree.leafCount, plan.hasCorners else { return }
    let slot = plan.width / max(subject.tree.leafCount, 1)
    let name = theme.clip(context.session.leafName(node), max(slot - 1, 1))
    guard place.row + 1 < plan.area.rows.upperBound else { return }
    screen.grid.write(
      name, row: place.row + 1, column: max(place.column - max(name.columns - plan.tileWidth, 0) / 2, plan.area.column),
      style: node == subject.node ? theme.strong : isDone(node, subject) ? theme.plain : theme.quiet,
      limit: max(slot - 1, 1))
  }

  // MARK: - Words

  private func remark(_ subject: Subject) -> String {
    let kind = subject.entry.map { "unit \($0 + 1)" } ?? (subject.entries == 1 ? nil : "norm")
    let depth = subject.tree.depths.max() ?? 0
    return ([kind] + ["tree of \(subject.tree.leafCount) leaves, depth \(depth)"]).compactMap { $0 }.joined(
      separator: " · ")
  }

  private func said(_ subject: Subject) -> String {
    let node = subject.node
    // By the number that its addresses have.
    let inner = node - subject.tree.leafCount
    let name = inner < 0 ? "leaf \(context.session.leafName(node))" : "node \(inner + 1)"
    guard let kept = subject.quantity.place(of: node), let number = number(node, subject) else { return name }
    let isNorm = subject.entry == nil && subject.entries > 1
    let address = context.values.address(
      ShownTensor(kept.quantity), entry: isNorm ? nil : subject.entry ?? 0, step: kept.step)
    return "\(name), \(isNorm ? "norm of \(address)" : address) = \(ValueText.short(number))"
  }

  // MARK: - Moving

  func viewport(in area: Rectangle) -> Viewport {
    guard let subject else { return Viewport() }
    let plan = plan(subject, in: area)
    let rows = plan.area.height
    // A leaf with its name below it.
    let row = plan.rows[subject.node] + (subject.node < subject.tree.leafCount ? 1 : 0)
    return Viewport(
      rows: rows, allRows: max(plan.height, rows), columns: plan.area.width,
      allColumns: max(plan.width, plan.area.width),
      pointed: plan.isWindow ? (row, plan.columns[subject.node]) : nil)
  }

  /// Up to the parent, down to the left child, aside to the node that is next at the same height or below.
  private func node(movedBy rows: Int, _ columns: Int) -> Int? {
    guard let subject else { return nil }
    let tree = subject.tree
    var node = subject.node
    for _ in 0..<min(max(abs(rows), abs(columns)), tree.nodeCount) {
      guard let next = rows > 0 ? tree.child(of: node) : rows < 0 ? tree.parent(of: node) : beside(node, columns, tree)
      else { break }
      node = next
    }
    return node
  }

  /// The sibling on that side, of the nearest node above that has one there, and in it down as far as we came up.
  private func beside(_ start: Int, _ side: Int, _ tree: Tree) -> Int? {
    var (node, climbed) = (start, 0)
    while let parent = tree.parent(of: node) {
      let (left, right) = (tree.left[parent - tree.leafCount], tree.right[parent - tree.leafCount])
      if side > 0 ? node == left : node == right {
        node = side > 0 ? right : left
        for _ in 0..<climbed where node >= tree.leafCount {
          node = side > 0 ? tree.left[node - tree.leafCount] : tree.right[node - tree.leafCount]
        }
        return node
      }
      (node, climbed) = (parent, climbed + 1)
    }
    return nil
  }

  func moved(rows: Int, columns: Int) -> Place { context.pointed }

  func movedStep(rows: Int, columns: Int) -> Int? {
    guard let subject, let node = node(movedBy: rows, columns) else { return nil }
    return subject.quantity.place(of: node)?.step
  }

  func picked(rows: Int, columns: Int) -> Int? {
    guard let subject, let node = node(movedBy: rows, columns) else { return nil }
    return subject.quantity.place(of: node)?.quantity.id
  }
}

extension Tree {
  fileprivate func child(of node: Int) -> Int? { node >= leafCount ? left[node - leafCount] : nil }

  fileprivate func parent(of node: Int) -> Int? {
    (parent(of: node, as: .left) ?? parent(of: node, as: .right)).map { leafCount + $0 }
  }
}
