// Where the number that is pointed at came from: its equation with its numbers, and the terms as a tree, each with its
// share of the whole as a bar. It follows what is pointed at; a term that is a number of the run can be followed back.

import Cells
import Debugger
import Equations
import Evaluation

/// The explanation of one number, in a box.
struct ExplainView: PaneView {
  let context: PaneContext

  init(_ context: PaneContext) { self.context = context }

  /// A line of the tree.
  private struct Row {
    var indent: Int
    var label: String
    var value: Double
    var address: Explanation.Address?
    /// The first line of another term of the whole.
    var isTop = false
  }

  private static let deepest = 8

  /// Nil where there is nothing to explain yet, or where it was interrupted.
  private var explanation: Explanation? { (try? explained()) ?? nil }

  private func explained() throws(CommandError) -> Explanation? {
    guard let quantity = context.quantity else { return nil }
    let step = context.step(in: quantity)
    guard context.values.hasHappened(quantity.id, at: step) else { return nil }
    let session = context.session
    let isBefore = context.values.lens == .before && session.ghost != nil
    let trace = isBefore ? session.ghost?.trace ?? session.trace : session.trace
    guard let own = trace.model.quantity(named: quantity.name) else { return nil }
    let entry = context.entry(in: quantity)
    let columns = max(quantity.shape.columns.count, 1)
    return try session.explanation(
      of: own, Entry(entry / columns, entry % columns), at: step, isBefore: isBefore)
  }

  private func rows(_ explanation: Explanation, indent: Int = 0) -> [Row] {
    guard indent < Self.deepest else { return [] }
    var rows: [Row] = []
    for part in explanation.parts {
      rows.append(
        Row(indent: indent, label: part.label, value: part.value, address: part.address, isTop: indent == 0))
      // A number of the run is where one goes on; a product's factors stand in its label with their numbers below it.
      if part.address == nil { rows += self.rows(part, indent: indent + 1) }
    }
    if let rest = explanation.rest, rest.count > 0 {
      rows.append(
        Row(indent: indent, label: "rest, \(rest.count) more", value: rest.value, address: nil, isTop: indent == 0))
    }
    return rows
  }

  /// What the marked line can be followed to.
  var markedAddress: Explanation.Address? {
    let rows = explanation.map { self.rows($0) } ?? []
    return rows.indices.contains(context.term) ? rows[context.term].address : nil
  }

  func draw(in area: Rectangle, on screen: inout Screen) {
    let theme = context.theme
    guard area.height >= 3, area.width >= 12 else { return }
    let explanation: Explanation?
    do throws(CommandError) {
      explanation = try explained()
    } catch {
      return PaneMessage(title: context.pane.text, text: error.description, context: context).draw(
        in: area, on: &screen)
    }
    screen.grid.box(
      area, title: title(explanation), note: [StyledText(note, theme.quiet)], glyphs: theme.glyphs,
      style: theme.edge(context.isActive))
    let inner = QuantityFrame.plainInner(area)
    guard let explanation else {
      screen.grid.write(
        theme.clip("not worked out yet", inner.width), row: inner.row, column: inner.column, style: theme.quiet,
        limit: inner.width)
      return
    }
    let head = head(explanation, width: inner.width, height: inner.height)
    for (index, line) in head.enumerated() {
      screen.grid.write(line, row: inner.row + index, column: inner.column, style: theme.plain, limit: inner.width)
    }
    drawTree(explanation, in: inner.inset(top: head.count + (head.count + 4 < inner.height ? 1 : 0)), on: &screen)
  }

  private func title(_ explanation: Explanation?) -> [StyledText] {
    let theme = context.theme
    let lens = context.session.ghost == nil ? "" : " · \(context.values.lens == .before ? "before" : "now")"
    guard let explanation else { return [StyledText("explain", theme.title(context.isActive))] }
    return [
      StyledText(explanation.label, theme.title(context.isActive)),
      StyledText(" = \(ValueText.significant(explanation.value, digits: 4))", theme.strong),
      StyledText(lens, theme.plain),
    ]
  }

  /// Which keys act; where characters are typed, the one that ends that comes first.
  private var note: String {
    guard context.isActive else { return "" }
    return (context.isTyping ? "Esc, then " : "") + "j k mark a term, Enter follows it"
  }

  /// The equation with the names of its terms, then with their numbers.
  private func head(_ explanation: Explanation, width: Int, height: Int) -> [String] {
    let line = explanation.lines.first ?? ""
    return Array(HangingText.rows(context.theme.spell(line), width: max(width, 1)).prefix(max(height / 3, 1)))
  }

  private func drawTree(_ explanation: Explanation, in area: Rectangle, on screen: inout Screen) {
    let rows = rows(explanation)
    guard area.height > 0 else { return }
    let first = min(max(context.scroll.row, 0), max(rows.count - area.height, 0))
    let largest = rows.map { abs($0.value) }.max() ?? 1
    let scale = ValueScale.diverging(limit: QuantityScale.rounded(Float(largest)))
    for (index, row) in rows.dropFirst(first).prefix(area.height).enumerated() {
      draw(row, isMarked: context.isActive && first + index == context.term, scale, in: area.line(index), on: &screen)
    }
  }

  private static let number = 9

  private func draw(_ row: Row, isMarked: Bool, _ scale: ValueScale, in line: Rectangle, on screen: inout Screen) {
    let theme = context.theme
    let bar = line.width >= 56 ? line.width / 4 : 0
    let label = line.width - bar - (bar > 0 ? 1 : 0) - Self.number - 2
    let indent = min(row.indent * 2, max(label / 2, 0))
    if isMarked { screen.grid.put(theme.glyphs.current, row: line.row, column: line.column, style: theme.strong) }
    screen.grid.write(
      theme.clip(row.label, label - indent), row: line.row, column: line.column + 2 + indent,
      style: isMarked || row.isTop ? theme.strong : row.address == nil ? theme.quiet : theme.plain,
      limit: max(label - indent, 0))
    let text = NumberText.fitted(row.value, width: Self.number - 1, digits: 4)
    screen.grid.write(
      TextLayout.pad(text, to: Self.number, .right), row: line.row, column: line.column + 2 + label,
      style: row.isTop ? theme.strong : theme.plain, limit: Self.number)
    if bar > 0 {
      LyingBar(scale: scale, theme: theme).draw(
        Float(row.value), in: line.inset(left: line.width - bar), on: &screen.grid)
    }
    if let address = row.address { screen.mark(line, .spot(.cause(address))) }
  }

  var widths: [Int] { [48] }

  func heights(width: Int) -> [Int] {
    guard let explanation else { return [5] }
    return [rows(explanation).count + head(explanation, width: width - 3, height: 100).count + 3, 8]
  }

  func viewport(in area: Rectangle) -> Viewport {
    guard let explanation else { return Viewport() }
    let inner = QuantityFrame.plainInner(area)
    let head = head(explanation, width: inner.width, height: inner.height).count
    let room = inner.height - head - (head + 4 < inner.height ? 1 : 0)
    return Viewport(rows: max(room, 1), allRows: rows(explanation).count, pointed: (context.term, 0))
  }

  /// Moves the mark, which is no entry of anything.
  func moved(rows: Int, columns: Int) -> Place {
    let count = explanation.map { self.rows($0).count } ?? 0
    return Place(row: min(max(context.term + rows, 0), max(count - 1, 0)))
  }
}
