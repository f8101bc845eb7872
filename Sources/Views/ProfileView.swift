// A vector as a line over its entries, or the columns of a matrix as lines below each other: a spectrum, waves on a graph,
// what each node of one has.

import Cells
import Debugger
import Equations

/// Lines over entries, in a box.
struct ProfileView: PaneView {
  let context: PaneContext

  init(_ context: PaneContext) { self.context = context }

  private var theme: Theme { context.theme }

  private var profile: Profile? {
    guard let tensor = context.tensor, !tensor.shape.isScalar else { return nil }
    let nodes = tensor.quantity.flatMap(context.values.quantity).flatMap { context.session.nodeAxis(of: $0) }
    return Profile(tensor, part: context.pane.part, nodes: nodes)
  }

  func draw(in area: Rectangle, on screen: inout Screen) {
    guard let profile else { return }
    let step = context.step(in: profile.tensor)
    let numbers = context.values.values(profile.tensor, at: step)
    let scale = scale(profile, numbers, step)
    let pointed = profile.pointed(context.pointed)
    let frame = QuantityFrame(
      values: context.values, theme: theme, tensor: profile.tensor,
      entry: profile.place(pointed.entry, of: pointed.line), step: step, isFocused: true, isActive: context.isActive,
      reading: QuantityFrame.reading(width: area.width, height: area.height),
      remark: remark(profile, step, in: area), said: said(profile, numbers, step))
    guard let inner = frame.draw(in: area, scale: scale, on: &screen) else { return }
    guard context.values.hasHappened(profile.tensor, at: step), numbers.count == profile.tensor.shape.count else {
      return
    }
    let gutter = gutter(profile, scale)
    for (line, part) in charts(profile, in: inner) {
      let chart = LineChart(
        numbers: profile.entries.map { numbers[profile.place($0, of: line)] }, scale: scale, theme: theme,
        name: profile.name(of: line), isPointed: line == pointed.line,
        pointed: pointed.entry - profile.entries.lowerBound, gutter: gutter)
      chart.draw(in: part, on: &screen.grid)
      mark(line, profile, step, part.inset(left: gutter), on: &screen)
    }
    drawNames(profile, pointed.entry, in: inner.line(inner.height - 1).inset(left: gutter), on: &screen.grid)
  }

  // MARK: - How it lies

  /// Rows that a chart has at least.
  private static let least = 3

  /// Rows between charts: none where few of them find room.
  private static func gap(_ inner: Rectangle) -> Int { inner.height > 3 * (least + 1) ? 1 : 0 }

  private static func capacity(_ inner: Rectangle) -> Int {
    max(1, (inner.height - 1 + gap(inner)) / (least + gap(inner)))
  }

  /// The lines that are seen and the part of each, above the names of the entries.
  private func charts(_ profile: Profile, in inner: Rectangle) -> [(line: Int, part: Rectangle)] {
    let seen = min(Self.capacity(inner), profile.lines.count)
    guard seen > 0, inner.height > 1 else { return [] }
    let first = profile.lines.lowerBound + min(max(context.scroll.row, 0), profile.lines.count - seen)
    let parts = inner.inset(bottom: 1).splitRows(Array(repeating: .flexible(), count: seen), gap: Self.gap(inner))
    return zip(first..<first + seen, parts).map { ($0, $1) }
  }

  /// Columns for the numbers of the scale and the names of lines.
  private func gutter(_ profile: Profile, _ scale: ValueScale) -> Int {
    let last = profile.name(of: max(profile.lines.upperBound - 1, 0)) ?? ""
    let texts = [scale.low, scale.high].map { ValueText.short($0) } + [last]
    return min(texts.map(\.columns).max() ?? 0, 12) + 2
  }

  /// Of what moves that of the whole run; of what does not as tight as can be.
  private func scale(_ profile: Profile, _ numbers: [Float], _ step: Int) -> ValueScale {
    guard !context.hasSteps(profile.tensor), context.values.others.isEmpty else {
      return QuantityScale(values: context.values).scale(of: profile.tensor, showing: step..<step + 1)
    }
    var (low, high): (Float, Float) = (0, 0)
    for line in profile.lines {
      for entry in profile.entries {
        let place = profile.place(entry, of: line)
        guard numbers.indices.contains(place), numbers[place].isFinite else { continue }
        (low, high) = (min(low, numbers[place]), max(high, numbers[place]))
      }
    }
    // What rounding has left below zero is no sign.
    if context.values.lens != .difference, -low <= high * 1e-5 {
      return .sequential(from: 0, to: QuantityScale.tight(high))
    }
    return .diverging(limit: QuantityScale.tight(max(-low, high)))
  }

  // MARK: - Round the lines

  private func mark(_ line: Int, _ profile: Profile, _ step: Int, _ plot: Rectangle, on screen: inout Screen) {
    let (lines, count) = (line..<line + 1, profile.entries.count)
    // Each entry's columns, or all entries of a column.
    for (entries, columns) in zip(HeatMap.bins(of: count, into: plot.width), columns(of: count, in: plot)) {
      let entries = entries.lowerBound + profile.entries.lowerBound..<entries.upperBound + profile.entries.lowerBound
      screen.mark(
        Rectangle(row: plot.row, column: columns.lowerBound, height: plot.height, width: columns.count),
        .spot(
          .cells(
            rows: profile.areColumns ? entries : lines, columns: profile.areColumns ? lines : entries,
            tensor: profile.tensor.source, step: context.hasSteps(profile.tensor) ? step : nil)))
    }
  }

  private func columns(of count: Int, in plot: Rectangle) -> [Range<Int>] {
    guard count < plot.width else { return plot.columns.map { $0..<$0 + 1 } }
    return (0..<count).map { entry in
      plot.column + entry * plot.width / count..<plot.column + (entry + 1) * plot.width / count
    }
  }

  /// The names of as many entries as there is room for, the one that is pointed at among them.
  private func drawNames(_ profile: Profile, _ pointed: Int, in line: Rectangle, on grid: inout Grid) {
    guard !line.isEmpty, !profile.entries.isEmpty else { return }
    let names = EntryNames(context.session, profile.axis)
    func cells(_ entry: Int) -> (text: String, columns: Range<Int>) {
      let text = theme.clip(names.name(of: entry), 8)
      let middle = (Float(entry - profile.entries.lowerBound) + 0.5) * Float(line.width) / Float(profile.entries.count)
      let most = max(line.columns.upperBound - text.columns, line.column)
      let start = min(max(line.column + Int(middle) - (text.columns - 1) / 2, line.column), most)
      return (text, start..<start + text.columns)
    }
    let own = cells(pointed)
    var free = line.column
    for entry in profile.entries {
      let (text, columns) = cells(entry)
      let isPointed = entry == pointed
      guard
        isPointed
          || (columns.lowerBound >= free && !columns.overlaps(own.columns.lowerBound - 1..<own.columns.upperBound + 1))
      else { continue }
      grid.write(
        text, row: line.row, column: columns.lowerBound, style: isPointed ? theme.strong : theme.quiet,
        limit: max(line.columns.upperBound - columns.lowerBound, 0))
      free = columns.upperBound + 1
    }
  }

  /// The step of what moves, and which lines are seen where not all are.
  private func remark(_ profile: Profile, _ step: Int, in area: Rectangle) -> String? {
    var words: [String] = []
    if context.hasSteps(profile.tensor) { words.append("at step \(step + 1)") }
    let seen = charts(profile, in: QuantityFrame.inner(area)).map(\.line)
    if let first = seen.first, let last = seen.last, case .matrix(let rows, let columns) = profile.tensor.shape {
      let (kind, all) = profile.areColumns ? ("column", columns.count) : ("row", rows.count)
      if seen.count < all {
        words.append(first == last ? "\(kind) \(first + 1) of \(all)" : "\(kind)s \(first + 1)–\(last + 1) of \(all)")
      }
    }
    return words.isEmpty ? nil : words.joined(separator: ", ")
  }

  /// The number, and of a wave its eigenvalue; nil where the number says all.
  private func said(_ profile: Profile, _ numbers: [Float], _ step: Int) -> String? {
    guard context.session.ghost == nil, profile.areColumns,
      let quantity = profile.tensor.quantity.flatMap(context.values.quantity),
      let spectrum = context.session.spectrum(of: quantity)
    else { return nil }
    let pointed = profile.pointed(context.pointed)
    let place = profile.place(pointed.entry, of: pointed.line)
    guard numbers.indices.contains(place) else { return nil }
    let value = context.values.value(spectrum.id, entry: pointed.line, at: context.step(in: spectrum))
    return "\(context.values.address(profile.tensor, entry: place, step: step)) = \(ValueText.short(numbers[place]))"
      + ", \(spectrum.name)[\(pointed.line + 1)] = \(ValueText.short(value))"
  }

  // MARK: - Moving

  func viewport(in area: Rectangle) -> Viewport {
    guard let profile else { return Viewport() }
    let seen = min(Self.capacity(QuantityFrame.inner(area)), profile.lines.count)
    let line = profile.pointed(context.pointed).line - profile.lines.lowerBound
    // Entries are seen whole, but still there to go through.
    return Viewport(
      rows: seen, allRows: profile.lines.count, columns: profile.entries.count, allColumns: profile.entries.count,
      pointed: profile.lines.count > 1 ? (line, 0) : nil)
  }

  /// Along the line, and on to the next one; where there is one alone both go along it.
  func moved(rows: Int, columns: Int) -> Place {
    guard let profile else { return context.pointed }
    let (entry, line) = profile.pointed(context.pointed)
    let isAlone = profile.lines.count == 1
    // A key may go as far as to the end.
    func on(_ place: Int, _ count: Int) -> Int {
      place + min(max(count, -profile.tensor.shape.count), profile.tensor.shape.count)
    }
    return profile.pointing(at: on(entry, columns + (isAlone ? rows : 0)), of: on(line, isAlone ? 0 : rows))
  }

  func picked(rows: Int, columns: Int) -> Int? { context.tensor?.quantity }
}
