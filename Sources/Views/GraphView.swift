// The graph that a model is fed: its nodes as tiles in the color of a quantity, its ties as lines, strong ones whole and weak ones
// dotted.

import Cells
import Debugger
import Equations

/// A graph, in a box.
struct GraphView: PaneView {
  let context: PaneContext

  init(_ context: PaneContext) { self.context = context }

  private var theme: Theme { context.theme }

  /// What is seen.
  private struct Subject {
    var graph: NodeGraph
    var nodes: NodeValues
    var names: EntryNames
    /// The node that is pointed at, from 0.
    var pointed: Int
  }

  private var subject: Subject? {
    guard let quantity = context.quantity, let graph = context.session.graph,
      let axis = context.session.nodeAxis(of: quantity)
    else { return nil }
    let nodes = NodeValues(
      values: context.values, graph: graph, quantity: quantity, axis: axis,
      unit: context.pane.entry.first.map { $0 - 1 },
      step: context.step(in: quantity))
    let pointed = axis == .columns ? context.pointed.column : context.pointed.row
    return Subject(
      graph: graph, nodes: nodes, names: EntryNames(context.session, graph.nodes),
      pointed: min(max(pointed, 0), graph.nodes.count - 1))
  }

  private func plan(_ subject: Subject, in area: Rectangle) -> GraphPlan {
    GraphPlan(
      subject.graph, label: subject.names.columns + 1, scroll: context.scroll, isWhole: context.isBinned,
      in: QuantityFrame.inner(area))
  }

  // MARK: - Drawing

  func draw(in area: Rectangle, on screen: inout Screen) {
    guard let subject else { return }
    let plan = plan(subject, in: area)
    let numbers = subject.nodes.numbers
    let scale = subject.nodes.scale(numbers)
    let ties = subject.nodes.ties
    let tensor = ShownTensor(subject.nodes.quantity)
    let frame = QuantityFrame(
      values: context.values, theme: theme, tensor: tensor, entry: 0, step: subject.nodes.step, isFocused: true,
      isActive: context.isActive, reading: QuantityFrame.reading(width: area.width, height: area.height),
      remark: remark(subject, ties?.name), said: said(subject, numbers))
    guard frame.draw(in: area, scale: scale, on: &screen) != nil else { return }
    drawTies(subject, plan, ties?.weights, on: &screen.grid)
    var taken: Set<Place> = []
    for node in 0..<subject.graph.nodes.count {
      guard let place = plan.place(of: node) else { continue }
      for column in 0..<plan.tileWidth { taken.insert(Place(row: place.row, column: place.column + column)) }
    }
    let map = HeatMap(palette: theme.palette, scale: scale)
    for node in 0..<subject.graph.nodes.count {
      guard let place = plan.place(of: node) else { continue }
      drawNode(node, numbers, map, subject, plan, at: place, on: &screen)
      if plan.tileWidth > 1 || node == subject.pointed {
        drawName(node, subject, plan, at: place, &taken, on: &screen.grid)
      }
    }
    guard let place = plan.place(of: subject.pointed) else { return }
    TileCursor(theme: theme).draw(row: place.row, column: place.column, width: plan.tileWidth, on: &screen.grid)
  }

  private func drawTies(_ subject: Subject, _ plan: GraphPlan, _ weights: [Float]?, on grid: inout Grid) {
    var canvas = DotCanvas(width: plan.area.width, height: plan.area.height, glyphs: theme.glyphs)
    let largest = weights?.reduce(0) { $1.isFinite ? max($0, $1) : $0 } ?? 1
    let scale = ValueScale.sequential(from: 0, to: largest > 0 ? largest : 1)
    for (index, edge) in subject.graph.edges.enumerated() {
      let isPointed = edge.first == subject.pointed || edge.second == subject.pointed
      let share = weights.map { $0[index] / max(largest, .leastNormalMagnitude) } ?? edge.weight
      let style =
        weights.map { theme.palette.ink($0[index], on: scale) } ?? (isPointed ? theme.plain : theme.quiet)
      canvas.line(
        from: plan.middle(of: edge.first), to: plan.middle(of: edge.second),
        apart: share > 0.66 ? 1 : share > 0.33 ? 2 : 4,
        rank: weights == nil ? (isPointed ? 1 : 0) : share, style: style)
    }
    canvas.draw(in: plan.area, on: &grid)
  }

  private func drawNode(
    _ node: Int, _ numbers: [Float], _ map: HeatMap, _ subject: Subject, _ plan: GraphPlan, at place: Place,
    on screen: inout Screen
  ) {
    let swatch = numbers.isEmpty ? Swatch(theme.glyphs.bullet, theme.quiet) : map.swatch(numbers[node])
    screen.grid.put(swatch, row: place.row, column: place.column, columns: plan.tileWidth)
    let entry = subject.nodes.entry(of: node, unit: unit(subject))
    let columns = max(subject.nodes.quantity.shape.stored.columns.count, 1)
    let (row, column) = entry.quotientAndRemainder(dividingBy: columns)
    screen.mark(
      Rectangle(row: place.row, column: place.column, height: 1, width: plan.tileWidth),
      .spot(
        .cells(
          rows: row..<row + 1, columns: column..<column + 1, tensor: .quantity(subject.nodes.quantity.id),
          step: context.hasSteps(ShownTensor(subject.nodes.quantity)) ? subject.nodes.step : nil)))
  }

  /// Right of the tile, or left of it, where no node and no other name stands.
  private func drawName(
    _ node: Int, _ subject: Subject, _ plan: GraphPlan, at place: Place, _ taken: inout Set<Place>, on grid: inout Grid
  ) {
    let name = theme.clip(subject.names.name(of: node), 8)
    for column in [place.column + plan.tileWidth, place.column - name.columns] {
      let cells = (column..<column + name.columns).map { Place(row: place.row, column: $0) }
      guard column >= plan.area.column, column + name.columns <= plan.area.columns.upperBound,
        cells.allSatisfy({ !taken.contains($0) })
      else { continue }
      taken.formUnion(cells)
      grid.write(
        name, row: place.row, column: column, style: node == subject.pointed ? theme.marked : theme.plain,
        limit: name.columns)
      return
    }
  }

  // MARK: - Words

  private func remark(_ subject: Subject, _ ties: String?) -> String {
    let count = subject.graph.edges.count
    let words = [
      subject.nodes.name,
      "graph \(subject.graph.name), \(subject.graph.nodes.count) nodes, \(count) tie\(count == 1 ? "" : "s")",
      ties.map { "ties by \($0)" },
    ]
    return words.compactMap { $0 }.joined(separator: " · ")
  }

  /// The unit that keys have pointed at, where the picture is of no unit.
  private func unit(_ subject: Subject) -> Int {
    let pointed = subject.nodes.axis == .columns ? context.pointed.row : context.pointed.column
    return subject.nodes.unit ?? min(max(pointed, 0), max(subject.nodes.units - 1, 0))
  }

  private func said(_ subject: Subject, _ numbers: [Float]) -> String {
    let (nodes, node) = (subject.nodes, subject.pointed)
    let degree = subject.graph.degrees[node]
    var text = "node \(subject.names.name(of: node)), \(degree) tie\(degree == 1 ? "" : "s")"
    guard numbers.indices.contains(node) else { return text }
    if nodes.unit == nil, nodes.units > 1 {
      text += ", norm \(ValueText.short(numbers[node]))"
    } else {
      let address = context.values.address(
        ShownTensor(nodes.quantity), entry: nodes.entry(of: node, unit: unit(subject)), step: nodes.step)
      text = "\(address) = \(ValueText.short(numbers[node])), \(text)"
    }
    return text
  }

  // MARK: - Moving

  func viewport(in area: Rectangle) -> Viewport {
    guard let subject else { return Viewport() }
    let plan = plan(subject, in: area)
    let pointed = plan.cell(of: subject.pointed)
    return Viewport(
      rows: plan.area.height, allRows: max(plan.height, plan.area.height), columns: plan.area.width,
      allColumns: max(plan.width, plan.area.width), pointed: plan.isWindow ? (pointed.row, pointed.column) : nil)
  }

  /// On to the nearest node that way.
  func moved(rows: Int, columns: Int) -> Place {
    guard let subject else { return context.pointed }
    var node = subject.pointed
    for _ in 0..<min(max(abs(rows), abs(columns)), subject.graph.nodes.count) {
      guard let next = Self.neighbour(of: node, (Float(columns.signum()), Float(rows.signum())), subject.graph.layout)
      else { break }
      node = next
    }
    let unit = unit(subject)
    return subject.nodes.axis == .columns ? Place(row: unit, column: node) : Place(row: node, column: unit)
  }

  func picked(rows: Int, columns: Int) -> Int? { context.quantity?.id }

  /// The node that is nearest in a direction; what lies aside counts as farther.
  private static func neighbour(of node: Int, _ way: (x: Float, y: Float), _ layout: GraphLayout) -> Int? {
    func distance(_ other: Int) -> Float? {
      let (dx, dy) = (layout.x[other] - layout.x[node], layout.y[other] - layout.y[node])
      let (along, aside) = (dx * way.x + dy * way.y, abs(dx * way.y - dy * way.x))
      return along > 1e-6 && aside <= 2 * along ? along + 2 * aside : nil
    }
    let near = layout.x.indices.compactMap { other in distance(other).map { (other, $0) } }
    return near.min { ($0.1, $0.0) < ($1.1, $1.0) }?.0
  }
}
