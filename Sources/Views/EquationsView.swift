// The equations of the sheet, the current one marked, each with its captions and its value now where there is room.

import Cells
import Debugger
import Equations
import Evaluation

/// The list of equations, in a box.
struct EquationsView: PaneView {
  let context: PaneContext

  init(_ context: PaneContext) { self.context = context }

  private var values: LensedValues { context.values }
  private var session: Session { context.session }
  private var theme: Theme { context.theme }

  /// An equation of the sheet and the quantities that it defines: several for a family.
  struct Entry {
    var quantities: [Quantity]
    var text: String
    var caption: String?
  }

  private var entries: [Entry] {
    var entries: [Entry] = []
    let current = session.currentQuantity?.id
    for quantity in session.model.quantities where !quantity.isUnnamed {
      let isOfSheet = !quantity.item.indices.isEmpty
      if isOfSheet, let last = entries.last?.quantities.last, last.item == quantity.item {
        entries[entries.count - 1].quantities.append(quantity)
        // Of a family the member that is current, or the first.
        if quantity.id == current { entries[entries.count - 1].text = text(of: quantity) }
      } else {
        entries.append(
          Entry(quantities: [quantity], text: text(of: quantity), caption: quantity.caption))
      }
    }
    return entries
  }

  private func text(of quantity: Quantity) -> String { theme.spell(EquationText.typeset(quantity.text)) }

  /// Columns that the longest equation takes in the box.
  var widths: [Int] { [(entries.map(\.text.columns).max() ?? 0) + Self.margin + Self.sides] }

  /// Rows that it takes with a caption under each equation, and without.
  func heights(width: Int) -> [Int] {
    let entries = entries
    let inner = max(width - Self.sides - Self.margin, 1)
    let captioned = entries.reduce(2) { $0 + 1 + Self.caption($1, theme, inner).count } + entries.count - 1
    return [captioned, entries.count + 2]
  }

  /// Columns of the box that are not inside.
  private static let sides = 3
  /// Columns of the marks before an equation.
  private static let margin = 2

  private static func caption(_ entry: Entry, _ theme: Theme, _ width: Int) -> [String] {
    guard let caption = entry.caption else { return [] }
    return TextLayout.wrap(theme.spell(caption), to: width)
  }

  func draw(in area: Rectangle, on screen: inout Screen) {
    guard area.height >= 3, area.width >= 8 else { return }
    let lens = session.ghost == nil ? "" : " · \(values.lens.name)"
    screen.grid.box(
      area, title: [StyledText("equations" + lens, theme.title(context.isActive))], glyphs: theme.glyphs,
      style: theme.edge(context.isActive))
    let inner = area.inset(top: 1, left: 2, bottom: 1, right: 1)
    let entries = entries
    if heights(width: area.width).first ?? 0 <= area.height {
      drawSpaced(entries, in: inner, on: &screen)
    } else {
      drawDense(entries, in: inner, on: &screen)
    }
  }

  private func drawSpaced(_ entries: [Entry], in inner: Rectangle, on screen: inout Screen) {
    var row = 0
    for entry in entries {
      let start = row
      drawLine(entry, in: inner.line(row), on: &screen)
      row += 1
      for line in Self.caption(entry, theme, inner.width - Self.margin) {
        screen.grid.write(
          line, row: inner.row + row, column: inner.column + Self.margin,
          style: isCurrent(entry) ? theme.plain : theme.quiet, limit: inner.width - Self.margin)
        row += 1
      }
      mark(
        entry, Rectangle(row: inner.row + start, column: inner.column, height: row - start, width: inner.width),
        on: &screen)
      row += 1
    }
  }

  /// One line each, and under them what the sheet says of the current one.
  private func drawDense(_ entries: [Entry], in inner: Rectangle, on screen: inout Screen) {
    let current = entries.firstIndex(where: isCurrent) ?? 0
    let detail =
      entries.indices.contains(current) ? self.detail(entries[current], width: inner.width - Self.margin) : []
    let spare = inner.height - entries.count
    let shownDetail = Array(detail.prefix(max(spare >= 2 ? spare - 1 : 0, inner.height >= 6 ? 2 : 0)))
    let gap = spare > shownDetail.count && !shownDetail.isEmpty ? 1 : 0
    let rows = max(inner.height - shownDetail.count - gap, 0)
    let first = min(max(0, current - rows / 2), max(0, entries.count - rows))
    for (index, entry) in entries.dropFirst(first).prefix(rows).enumerated() {
      drawLine(entry, in: inner.line(index), on: &screen)
      mark(entry, inner.line(index), on: &screen)
    }
    for (index, line) in shownDetail.enumerated() {
      screen.grid.write(
        line, row: inner.row + min(rows, entries.count) + gap + index, column: inner.column + Self.margin,
        style: theme.plain,
        limit: inner.width - Self.margin)
    }
  }

  /// The whole equation where its line was cut, and its caption.
  private func detail(_ entry: Entry, width: Int) -> [String] {
    let whole = entry.text.columns > width ? TextLayout.wrap(entry.text, to: width, indent: 2) : []
    return whole + Self.caption(entry, theme, width)
  }

  private func drawLine(_ entry: Entry, in line: Rectangle, on screen: inout Screen) {
    guard !line.isEmpty else { return }
    let isCurrent = isCurrent(entry)
    let isMissing = entry.quantities.allSatisfy { !values.has($0.id) }
    let style = isCurrent ? theme.strong : isMissing ? theme.quiet : theme.plain
    if isCurrent { screen.grid.put(theme.glyphs.current, row: line.row, column: line.column, style: theme.strong) }
    if entry.quantities.contains(where: { values.isPinned($0.id) }) {
      screen.grid.put(theme.glyphs.pinned, row: line.row, column: line.column + 1, style: theme.strong)
    }
    if entry.quantities.contains(where: hasStop) {
      screen.grid.put(theme.glyphs.breakpoint, row: line.row, column: line.column + 1, style: theme.strong)
    }
    let room = line.width - Self.margin
    screen.grid.write(
      theme.clip(entry.text, room), row: line.row, column: line.column + Self.margin, style: style, limit: room)
    if isMissing {
      let start = line.column + Self.margin + entry.text.columns + 2
      let note = theme.clip(missing(entry), line.columns.upperBound - start)
      screen.grid.write(note, row: line.row, column: start, style: theme.quiet, limit: line.columns.upperBound - start)
    } else {
      drawSparkline(entry, in: line, on: &screen)
    }
  }

  /// Whether running stops at the equation of a quantity.
  private func hasStop(_ quantity: Quantity) -> Bool {
    session.stops.contains { $0.isEnabled && $0.kind == .equation(quantity.id) }
  }

  /// Why an equation is left out of the run.
  private func missing(_ entry: Entry) -> String {
    let trace = session.trace
    let inputs = entry.quantities.compactMap { trace.plan.omitted[$0.id] }
    guard let input = inputs.first, trace.model.inputs.indices.contains(input) else { return "left out" }
    return "left out: no \(trace.model.inputs[input].name)"
  }

  /// Columns for the values of all equations, at the right; 0 where the longest leaves too little.
  private func sparklineWidth(_ room: Int) -> Int {
    let longest = entries.map(\.text.columns).max() ?? 0
    let width = min(room - Self.margin - longest - 2, Self.longestSparkline)
    return width >= Self.shortestSparkline ? width : 0
  }

  /// The value at the step that is pointed at over its units, neighbouring units as their mean.
  private func drawSparkline(_ entry: Entry, in line: Rectangle, on screen: inout Screen) {
    let width = sparklineWidth(line.width)
    let step = context.pointedStep
    guard width > 0, let quantity = quantity(of: entry), values.hasHappened(quantity.id, at: step) else { return }
    let (entries, count) = (LensedEntries(ShownTensor(quantity), values), quantity.shape.count)
    guard let first = entries.value(0, at: step) else { return }
    let scale = QuantityScale(values: values).scale(of: quantity.id, showing: step..<step + 1)
    let part = line.inset(left: line.width - width)
    guard count > 1 else {
      screen.grid.write(
        ValueText.short(first), row: part.row, column: part.column, style: theme.strong, limit: part.width)
      return
    }
    let bar = RisingBar(scale: scale, glyphs: theme.glyphs)
    for (index, bin) in HeatMap.bins(of: count, into: width).enumerated() {
      let looked = stride(from: bin.lowerBound, to: bin.upperBound, by: max(bin.count / Self.mostAveraged, 1))
      let numbers = looked.map { entries.value($0, at: step) ?? .nan }
      let mean = numbers.reduce(0, +) / Float(numbers.count)
      let place = Rectangle(row: part.row, column: part.column + index, height: 1, width: 1)
      bar.draw(mean, style: theme.palette.ink(mean, on: scale), in: place, on: &screen.grid)
    }
  }

  private static let (shortestSparkline, longestSparkline) = (8, 32)
  /// Units that are looked at for a mean: of more, about as many, evenly.
  private static let mostAveraged = 256
  /// Columns beside the equations from which on their values are shown.
  static let leastValues = shortestSparkline + 2

  /// Of a family the member that is current, or the first.
  private func quantity(of entry: Entry) -> Quantity? {
    let current = session.currentQuantity?.id
    let member = entry.quantities.first { $0.id == current } ?? entry.quantities.first
    return member.flatMap { values.has($0.id) ? $0 : nil }
  }

  private func isCurrent(_ entry: Entry) -> Bool {
    let current = session.currentQuantity?.id
    return entry.quantities.contains { $0.id == current }
  }

  private func mark(_ entry: Entry, _ area: Rectangle, on screen: inout Screen) {
    if let quantity = quantity(of: entry) { screen.mark(area, .spot(.equation(quantity.id))) }
  }
}
