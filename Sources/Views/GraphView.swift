// The graph that a model is fed: its nodes as tiles in the color of a quantity or of their class, its ties as lines, strong ones
// whole and weak ones dotted; all of it, or one node with its neighbours.

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
    /// Where the quantity says to which class a node belongs.
    var classes: NodeClasses?
    var names: EntryNames
    /// The node that is pointed at, from 0.
    var pointed: Int
  }

  private var subject: Subject? {
    guard let quantity = context.quantity, let graph = context.session.graph(through: context.values.lens),
      let axis = context.session.nodeAxis(of: quantity)
    else { return nil }
    let nodes = NodeValues(
      values: context.values, graph: graph, quantity: quantity, axis: axis,
      unit: context.pane.entry.first.map { $0 - 1 } ?? wave(of: quantity, axis),
      step: context.step(in: quantity))
    let pointed = isInSpectrum ? 0 : axis == .columns ? context.pointed.column : context.pointed.row
    return Subject(
      graph: graph, nodes: nodes, classes: NodeClasses(nodes), names: EntryNames(context.session, graph.nodes),
      pointed: min(max(pointed, 0), graph.nodes.count - 1))
  }

  /// Whether it is a wave that is pointed at, in a vector that has an entry for each.
  private var isInSpectrum: Bool {
    guard let turned = context.turnedTo.flatMap(context.values.quantity) else { return false }
    return turned.shape.stored.columns.count == 1 && context.session.isOfWaves(turned)
  }

  /// The wave that is pointed at, of a quantity that has several at each node; their norm is the same everywhere.
  private func wave(of quantity: Quantity, _ axis: NodeAxis) -> Int? {
    guard context.session.waveSides(of: quantity).contains(axis == .columns ? .rows : .columns) else { return nil }
    let shape = quantity.shape.stored
    let count = axis == .columns ? shape.rows.count : shape.columns.count
    let pointed = isInSpectrum || axis == .columns ? context.pointed.row : context.pointed.column
    return min(max(pointed, 0), max(count - 1, 0))
  }

  // MARK: - How it lies

  /// Cells that a neighbour of the node in the middle should have.
  private static let roomy = 16

  private func picture(_ subject: Subject, in area: Rectangle) -> GraphPicture {
    guard !context.showsNeighbours else { return GraphPicture(whole: subject.graph) }
    let inner = QuantityFrame.inner(area)
    return GraphPicture(
      around: subject.pointed, of: subject.graph, most: inner.height * inner.width / Self.roomy)
  }

  private func plan(_ picture: GraphPicture, _ subject: Subject, in area: Rectangle) -> GraphPlan {
    GraphPlan(
      picture, label: subject.names.columns + 1, scroll: context.scroll,
      isWhole: context.isBinned || !context.showsNeighbours, in: QuantityFrame.inner(area))
  }

  // MARK: - Drawing

  func draw(in area: Rectangle, on screen: inout Screen) {
    guard let subject else { return }
    let picture = picture(subject, in: area)
    let plan = plan(picture, subject, in: area)
    let numbers = subject.nodes.numbers
    let scale = subject.nodes.scale(numbers)
    let ties = subject.nodes.ties
    var frame = context.frame(
      of: ShownTensor(subject.nodes.quantity), entry: 0, at: subject.nodes.step, in: area,
      remark: remark(subject, picture, plan, ties?.name), said: said(subject, numbers))
    frame.key = key(subject)
    guard frame.draw(in: area, scale: scale, on: &screen) != nil else { return }
    drawTies(subject, picture, plan, ties?.weights, on: &screen.grid)
    var taken: Set<Place> = []
    let places = picture.nodes.indices.map { plan.place(of: $0) }
    for place in places {
      guard let place else { continue }
      for column in 0..<plan.tileWidth { taken.insert(Place(row: place.row, column: place.column + column)) }
    }
    let map = HeatMap(palette: theme.palette, scale: scale)
    for (node, place) in zip(picture.nodes, places) {
      guard let place else { continue }
      drawNode(node, swatch(of: node, numbers, map, subject), subject, plan, at: place, on: &screen)
      if plan.tileWidth > 1 || node == subject.pointed {
        drawName(node, subject, plan, at: place, &taken, on: &screen.grid)
      }
    }
    guard let own = picture.place(of: subject.pointed), let place = places[own] else { return }
    TileCursor(theme: theme).draw(row: place.row, column: place.column, width: plan.tileWidth, on: &screen.grid)
  }

  private func drawTies(
    _ subject: Subject, _ picture: GraphPicture, _ plan: GraphPlan, _ weights: [Float]?, on grid: inout Grid
  ) {
    var canvas = DotCanvas(width: plan.area.width, height: plan.area.height, glyphs: theme.glyphs)
    let largest = weights?.reduce(0) { $1.isFinite ? max($0, $1) : $0 } ?? 1
    let scale = ValueScale.sequential(from: 0, to: largest > 0 ? largest : 1)
    let isCrowded = isCrowded(picture, plan)
    for index in picture.edges {
      let edge = subject.graph.edges[index]
      guard let first = picture.place(of: edge.first), let second = picture.place(of: edge.second) else { continue }
      let isPointed = edge.first == subject.pointed || edge.second == subject.pointed
      if isCrowded, !isPointed {
        guard plan.isWindow, plan.place(of: first) != nil, plan.place(of: second) != nil else { continue }
      }
      let share = weights.map { $0[index] / max(largest, .leastNormalMagnitude) } ?? edge.weight
      let style =
        weights.map { theme.palette.ink($0[index], on: scale) } ?? (isPointed ? theme.plain : theme.quiet)
      canvas.line(
        from: plan.middle(of: first), to: plan.middle(of: second),
        apart: share > 0.66 ? 1 : share > 0.33 ? 2 : 4,
        rank: weights == nil ? (isPointed ? 1 : 0) : share, style: style)
    }
    canvas.draw(in: plan.area, on: &grid)
  }

  /// Whether all ties would fill the picture: then those of the node that is pointed at are drawn, and in a window on it those
  /// between nodes that are seen.
  private func isCrowded(_ picture: GraphPicture, _ plan: GraphPlan) -> Bool {
    picture.edges.count > plan.area.height * plan.area.width
  }

  private func swatch(of node: Int, _ numbers: [Float], _ map: HeatMap, _ subject: Subject) -> Swatch {
    if let own = subject.classes?.classes[node] { return theme.palette.swatch(ofClass: own) }
    return numbers.isEmpty ? Swatch(theme.glyphs.bullet, theme.quiet) : map.swatch(numbers[node])
  }

  private func drawNode(
    _ node: Int, _ swatch: Swatch, _ subject: Subject, _ plan: GraphPlan, at place: Place, on screen: inout Screen
  ) {
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

  /// Right of the tile, or left of it, where no node and no other name stands, nor close behind it.
  private func drawName(
    _ node: Int, _ subject: Subject, _ plan: GraphPlan, at place: Place, _ taken: inout Set<Place>, on grid: inout Grid
  ) {
    let name = theme.clip(subject.names.name(of: node), 8)
    for (column, beyond) in [
      (place.column + plan.tileWidth, place.column + plan.tileWidth + name.columns),
      (place.column - name.columns, place.column - name.columns - 1),
    ] {
      let cells = (column..<column + name.columns).map { Place(row: place.row, column: $0) }
      guard column >= plan.area.column, column + name.columns <= plan.area.columns.upperBound,
        (cells + [Place(row: place.row, column: beyond)]).allSatisfy({ !taken.contains($0) })
      else { continue }
      taken.formUnion(cells)
      grid.write(
        name, row: place.row, column: column, style: node == subject.pointed ? theme.marked : theme.plain,
        limit: name.columns)
      return
    }
  }

  // MARK: - Words

  /// What colors are by, how much is seen, what ties are by.
  private func remark(_ subject: Subject, _ picture: GraphPicture, _ plan: GraphPlan, _ ties: String?) -> String {
    let (nodes, count) = (subject.graph.nodes.count, subject.graph.edges.count)
    let seen = plan.isWindow ? picture.nodes.indices.count { plan.place(of: $0) != nil } : nodes
    let extent =
      if !context.showsNeighbours {
        "node \(subject.names.name(of: subject.pointed)) and its neighbours"
          + (picture.left > 0 ? ", \(picture.left) more not seen" : "") + ", F4 all nodes"
      } else if seen < nodes {
        "\(seen) of \(nodes) nodes, F6 all, F4 one"
      } else {
        "graph \(subject.graph.name), \(nodes) nodes, \(count) tie\(count == 1 ? "" : "s")"
      }
    let words = [
      subject.classes == nil ? subject.nodes.name : nil, ties.map { "ties by \($0)" }, extent,
      isCrowded(picture, plan) ? "not all ties drawn" : nil,
    ]
    return words.compactMap { $0 }.joined(separator: " · ")
  }

  /// The classes with their signs, where there are some.
  private func key(_ subject: Subject) -> [StyledText]? {
    subject.classes.map { classes in
      classes.names.enumerated().flatMap { index, name in
        let swatch = theme.palette.swatch(ofClass: index)
        return [
          StyledText(String(swatch.glyph), swatch.style),
          StyledText(" " + theme.clip(name, 12) + (index + 1 < classes.names.count ? "  " : ""), theme.plain),
        ]
      }
    }
  }

  /// The unit that keys have pointed at, where the picture is of no unit.
  private func unit(_ subject: Subject) -> Int {
    let pointed = subject.nodes.axis == .columns ? context.pointed.row : context.pointed.column
    return subject.nodes.unit ?? min(max(pointed, 0), max(subject.nodes.units - 1, 0))
  }

  private func said(_ subject: Subject, _ numbers: [Float]) -> String {
    let (nodes, node) = (subject.nodes, subject.pointed)
    let degree = subject.graph.degrees[node]
    let ties = "\(degree) tie\(degree == 1 ? "" : "s")"
    let text = "node \(subject.names.name(of: node)), \(ties)"
    guard numbers.indices.contains(node) else { return text }
    if let classes = subject.classes, let own = classes.classes[node] {
      // Of probabilities that of the class.
      let unit = nodes.units > 1 ? own : 0
      let name = classes.areNamed ? classes.names[own] : "class \(classes.names[own])"
      return reading(subject, unit) + ", node \(subject.names.name(of: node)), \(name), \(ties)"
    }
    if nodes.unit == nil, nodes.units > 1 { return "\(text), norm \(ValueText.short(numbers[node]))" }
    return "\(reading(subject, unit(subject))), \(text)"
  }

  /// The address of a unit of the node that is pointed at, and its value.
  private func reading(_ subject: Subject, _ unit: Int) -> String {
    let nodes = subject.nodes
    let entry = nodes.entry(of: subject.pointed, unit: unit)
    let address = context.values.address(ShownTensor(nodes.quantity), entry: entry, step: nodes.step)
    return "\(address) = \(ValueText.short(context.values.values(nodes.quantity.id, at: nodes.step)[entry]))"
  }

  // MARK: - Moving

  func viewport(in area: Rectangle) -> Viewport {
    guard let subject else { return Viewport() }
    let picture = picture(subject, in: area)
    let plan = plan(picture, subject, in: area)
    let pointed = picture.place(of: subject.pointed).map { plan.cell(of: $0) } ?? Place()
    return Viewport(
      rows: plan.area.height, allRows: max(plan.height, plan.area.height), columns: plan.area.width,
      allColumns: max(plan.width, plan.area.width), pointed: plan.isWindow ? (pointed.row, pointed.column) : nil)
  }

  /// On to the nearest node that way.
  func moved(rows: Int, columns: Int) -> Place {
    guard let subject else { return context.pointed }
    var node = subject.pointed
    let way = (x: Float(columns.signum()), y: Float(rows.signum()))
    for _ in 0..<min(max(abs(rows), abs(columns)), subject.graph.nodes.count) {
      // With its neighbours round it, each node stands in the middle in turn.
      let picture =
        context.showsNeighbours
        ? GraphPicture(whole: subject.graph) : GraphPicture(around: node, of: subject.graph, most: .max)
      guard let own = picture.place(of: node), let next = Self.neighbour(of: own, way, picture) else { break }
      node = picture.nodes[next]
      if !context.showsNeighbours { break }
    }
    let unit = unit(subject)
    return subject.nodes.axis == .columns ? Place(row: unit, column: node) : Place(row: node, column: unit)
  }

  func picked(rows: Int, columns: Int) -> Int? { context.quantity?.id }

  /// The node that is nearest in a direction; what lies aside counts as farther.
  private static func neighbour(of node: Int, _ way: (x: Float, y: Float), _ picture: GraphPicture) -> Int? {
    func distance(_ other: Int) -> Float? {
      let (dx, dy) = (picture.x[other] - picture.x[node], picture.y[other] - picture.y[node])
      let (along, aside) = (dx * way.x + dy * way.y, abs(dx * way.y - dy * way.x))
      return along > 1e-6 && aside <= 2 * along ? along + 2 * aside : nil
    }
    let near = picture.nodes.indices.compactMap { other in distance(other).map { (other, $0) } }
    return near.min { ($0.1, $0.0) < ($1.1, $1.0) }?.0
  }
}
