// Where one thing looks into others: rows are what looks, columns what is looked at. All heads and layers small, or one large
// with the weights of one query as bars, or where what is looked at has long names, as a list of these.

import Cells
import Debugger
import Equations

/// Attention, in a box.
struct AttentionView: PaneView {
  let context: PaneContext

  init(_ context: PaneContext) { self.context = context }

  private static let leastBars = 28
  private static let mostBars = 44
  private static let stripHeight = 4

  // MARK: - What is seen

  /// The weights, and the head that is picked.
  struct Subject {
    var weights: AttentionValues
    var names: AttentionNames
    var head: Quantity
    var picture: AttentionPicture
    /// The query and the key that are pointed at.
    var pointed: Place
  }

  private var subject: Subject? {
    guard let head = context.quantity, let attention = context.session.attention(of: head) else { return nil }
    let weights = AttentionValues(
      values: context.values, attention: attention, showsEnergies: context.pane.showsEnergies)
    let step = lookedAt(head)
    let picture = AttentionPicture(head: head.id, layer: attention.form == .steps ? 0 : step)
    let (row, column) = (context.pointed.row, context.pointed.column)
    let raw: Place =
      switch attention.form {
      case .steps: Place(row: step, column: row)
      case .columns: Place(row: column, column: row)
      case .rows: Place(row: row, column: column)
      }
    let pointed = Place(
      row: min(max(raw.row, 0), weights.queryCount(head.id) - 1), column: min(max(raw.column, 0), weights.keyCount - 1))
    return Subject(
      weights: weights, names: AttentionNames(attention, context.values), head: head, picture: picture, pointed: pointed
    )
  }

  /// The step that is pointed at; where the session stands in another stage, the last that has come.
  private func lookedAt(_ head: Quantity) -> Int {
    let session = context.session
    let isHere = session.moment?.stage == head.stage || context.pointedStep != session.moment?.step
    let steps = context.values.stepCount(head.id)
    if isHere { return context.step(in: head) }
    return (0..<steps).last { context.values.hasHappened(head.id, at: $0) } ?? 0
  }

  func isSmall(_ subject: Subject) -> Bool { context.showsNeighbours && subject.weights.pictures.count > 1 }

  func counts(_ subject: Subject) -> (queries: Int, keys: Int) {
    (subject.weights.queryCount(subject.head.id), subject.weights.keyCount)
  }

  private func plan(_ subject: Subject, in area: Rectangle) -> AttentionPlan {
    AttentionPlan(
      counts(subject), subject.names, scroll: context.scroll, isBinned: context.isBinned, in: area)
  }

  private func grid(_ subject: Subject, in area: Rectangle) -> AttentionGrid {
    let counts = counts(subject)
    let pictures = subject.weights.pictures
    return AttentionGrid(
      (pictures.count, subject.weights.attention.heads.count),
      size: (counts.keys * 2 + subject.names.queryColumns(counts.queries) + 1, counts.queries + 2),
      picked: pictures.firstIndex(of: subject.picture) ?? 0, in: area)
  }

  // MARK: - Drawing

  func draw(in area: Rectangle, on screen: inout Screen) {
    guard let subject else { return }
    if isList(subject) { return drawList(subject, in: area, on: &screen) }
    let inner = QuantityFrame.inner(area)
    let grid = isSmall(subject) ? grid(subject, in: inner) : nil
    let pictures = grid.map { Array(subject.weights.pictures[$0.seen]) } ?? [subject.picture]
    let parts = parts(subject, in: inner)
    let plan =
      grid.map { self.plan(subject, in: $0.part(of: $0.seen.lowerBound).inset(top: 1)) }
      ?? self.plan(subject, in: parts.picture)
    let scale = subject.weights.scale(showing: pictures, queries: plan.seenQueries, keys: plan.seenKeys)
    let remark = remark(subject, window: plan.isWindow ? (plan.seenQueries, plan.seenKeys) : nil)
    guard frame(subject, remark, in: area).draw(in: area, scale: scale, on: &screen) != nil else { return }
    let tiles = AttentionTiles(
      weights: subject.weights, names: subject.names, theme: context.theme, scale: scale, pointed: subject.pointed)
    guard let grid else {
      tiles.draw(subject.picture, plan, isPicked: true, on: &screen)
      if let bars = parts.bars { drawBars(subject, scale, in: bars, on: &screen) }
      if let strip = parts.strip { drawStrip(subject, scale, plan, in: strip, on: &screen) }
      return
    }
    for (place, picture) in zip(grid.seen, pictures) {
      let part = grid.part(of: place)
      drawTitle(of: picture, subject, in: part.line(0), on: &screen)
      tiles.draw(
        picture, self.plan(subject, in: part.inset(top: 1)), isPicked: picture == subject.picture,
        on: &screen)
    }
  }

  func frame(_ subject: Subject, _ remark: String?, in area: Rectangle) -> QuantityFrame {
    context.frame(
      of: ShownTensor(subject.head), entry: 0, at: 0, in: area, remark: remark, said: said(subject))
  }

  /// Where the large picture lies, and the weights of the query that is pointed at: as bars with numbers beside it, or as bars
  /// below their keys.
  private func parts(
    _ subject: Subject, in inner: Rectangle
  ) -> (picture: Rectangle, bars: Rectangle?, strip: Rectangle?) {
    let counts = counts(subject)
    let wide = subject.names.queryColumns(counts.queries) + 1 + 2 * counts.keys
    if inner.width >= 64 {
      let bars = max(Self.leastBars, min(inner.width - wide - 2, Self.mostBars))
      let columns = inner.splitColumns([.flexible(), .fixed(bars)], gap: 2)
      return (columns[0], columns[1], nil)
    }
    guard inner.height >= 10 else { return (inner, nil, nil) }
    let plan = plan(subject, in: inner.inset(bottom: Self.stripHeight))
    // Right below the tiles.
    let below = plan.covered.rows.upperBound
    let strip = Rectangle(row: below, column: inner.column, height: Self.stripHeight, width: inner.width)
    return (inner.inset(bottom: Self.stripHeight), nil, strip)
  }

  /// "A[2] 1.53": a head, its layer and the mean entropy of its weights.
  private func drawTitle(
    of picture: AttentionPicture, _ subject: Subject, in line: Rectangle, on screen: inout Screen
  ) {
    let theme = context.theme
    let name = subject.weights.values.quantity(picture.head)?.name ?? ""
    var text = name
    if subject.weights.layerCount > 1 { text += "@\(picture.layer + 1)" }
    if let entropy = subject.weights.meanEntropy(picture) {
      let number = Self.hundredths(entropy)
      // Half a number would be another.
      text = ["\(text) entropy \(number)", "\(text) \(number)"].first { $0.columns <= line.width } ?? text
    }
    screen.grid.write(
      theme.clip(text, line.width), row: line.row, column: line.column,
      style: picture == subject.picture ? theme.strong : theme.quiet, limit: line.width)
    screen.mark(line, .spot(.quantity(picture.head)))
  }

  private func drawBars(_ subject: Subject, _ scale: ValueScale, in area: Rectangle, on screen: inout Screen) {
    let theme = context.theme
    screen.grid.write(
      theme.clip(sentence(subject), area.width), row: area.row, column: area.column, style: theme.strong,
      limit: area.width)
    guard subject.weights.hasHappened(subject.picture, query: subject.pointed.row) else { return }
    let step = subject.weights.place(subject.picture, query: subject.pointed.row, key: 0).step
    let list = barList(subject, scale)
    let rows = area.inset(top: 1)
    let first = min(
      max(subject.pointed.column - list.capacity(rows) / 2, 0), max(list.rows.count - list.capacity(rows), 0))
    let isOnce = context.session.model.stages[subject.head.stage].steps == .once
    list.draw(from: first, of: ShownTensor(subject.head), step: isOnce ? nil : step, in: rows, on: &screen)
  }

  private func barList(_ subject: Subject, _ scale: ValueScale) -> BarList {
    let (weights, query) = (subject.weights, subject.pointed.row)
    func entry(_ key: Int) -> Int { weights.place(subject.picture, query: query, key: key).entry }
    let rows = (0..<weights.keyCount).map { key in
      BarList.Row(
        label: subject.names.key(key), value: weights.number(subject.picture, query: query, key: key), entry: entry(key)
      )
    }
    return BarList(rows, scale: scale, theme: context.theme, entry: entry(subject.pointed.column))
  }

  /// Bars that rise below the keys that are seen.
  private func drawStrip(
    _ subject: Subject, _ scale: ValueScale, _ plan: AttentionPlan, in area: Rectangle, on screen: inout Screen
  ) {
    let theme = context.theme
    screen.grid.write(
      theme.clip(sentence(subject), area.width), row: area.row, column: area.column, style: theme.strong,
      limit: area.width)
    guard subject.weights.hasHappened(subject.picture, query: subject.pointed.row) else { return }
    let chart = area.inset(top: 1)
    for (place, keys) in plan.keys.enumerated() {
      let value = subject.weights.number(subject.picture, query: subject.pointed.row, key: keys.lowerBound)
      let part = Rectangle(
        row: chart.row, column: plan.tiles.column + place * plan.tileWidth, height: chart.height,
        width: max(plan.tileWidth - 1, 1))
      RisingBar(scale: scale, glyphs: theme.glyphs).draw(
        value, style: theme.palette.ink(value, on: scale), in: part, on: &screen.grid)
    }
  }

  // MARK: - Words

  /// "l looks at: entropy 1.2 of 2.3".
  private func sentence(_ subject: Subject) -> String {
    let name = subject.names.query(subject.pointed.row)
    guard subject.weights.hasHappened(subject.picture, query: subject.pointed.row), context.values.lens != .difference
    else { return "\(name) looks at" }
    let entropy = subject.weights.entropy(subject.picture, query: subject.pointed.row)
    return "\(name) looks at, entropy \(Self.hundredths(entropy))"
  }

  /// "0.89"; what is no such number as it is.
  static func hundredths(_ number: Float) -> String {
    guard number.isFinite, abs(number) < 1e6 else { return ValueText.short(number) }
    let (whole, rest) = Int((number * 100).rounded()).quotientAndRemainder(dividingBy: 100)
    return "\(whole).\(rest < 10 ? "0" : "")\(rest)"
  }

  /// - `window`: the queries and keys that are seen, where not all are.
  func remark(_ subject: Subject, window: (queries: Range<Int>, keys: Range<Int>)?) -> String? {
    var words: [String] = []
    let heads = subject.weights.attention.heads
    if heads.count > 1, let place = heads.firstIndex(where: { $0.id == subject.head.id }), !isSmall(subject) {
      words.append("\(place + 1) of \(heads.count)")
    }
    if context.pane.showsEnergies { words.append(subject.weights.hasEnergies ? "energies" : "made without energies") }
    if let (queries, keys) = window {
      words.append(
        "[\(queries.lowerBound + 1)–\(queries.upperBound), \(keys.lowerBound + 1)–\(keys.upperBound)]")
    }
    return words.isEmpty ? nil : words.joined(separator: " · ")
  }

  /// The weight that is pointed at: its address, its value, and between what it is.
  private func said(_ subject: Subject) -> String {
    let (weights, place) = (subject.weights, subject.pointed)
    let kept = weights.place(subject.picture, query: place.row, key: place.column)
    let address = context.values.address(ShownTensor(subject.head), entry: kept.entry, step: kept.step)
    guard weights.hasHappened(subject.picture, query: place.row) else { return address }
    var text = "\(address) = \(ValueText.short(weights.weight(subject.picture, query: place.row, key: place.column)))"
    let between = "\(subject.names.query(place.row)) → \(subject.names.key(place.column))"
    if subject.names.keysAreSymbols { text += "  \(between)" }
    if context.pane.showsEnergies, let energy = weights.energy(subject.picture, query: place.row, key: place.column) {
      text += ", energy \(ValueText.short(energy))"
    }
    return text
  }

  // MARK: - Moving

  func viewport(in area: Rectangle) -> Viewport {
    guard let subject else { return Viewport() }
    let inner = QuantityFrame.inner(area)
    let counts = counts(subject)
    if isList(subject) {
      let list = list(subject, in: inner)
      return Viewport(
        rows: list.keys.count, allRows: counts.keys, columns: 1, allColumns: 1, pointed: (subject.pointed.column, 0))
    }
    let isSmall = isSmall(subject)
    let part =
      isSmall
      ? grid(subject, in: inner).part(of: grid(subject, in: inner).seen.lowerBound).inset(top: 1)
      : parts(subject, in: inner).picture
    let plan = plan(subject, in: part)
    guard plan.isWindow else {
      return Viewport(rows: counts.queries, allRows: counts.queries, columns: counts.keys, allColumns: counts.keys)
    }
    return Viewport(
      rows: plan.seenQueries.count, allRows: counts.queries, columns: plan.seenKeys.count, allColumns: counts.keys,
      pointed: (subject.pointed.row, subject.pointed.column))
  }

  func moved(rows: Int, columns: Int) -> Place {
    guard let subject else { return context.pointed }
    let counts = counts(subject)
    let (queries, keys) = isList(subject) ? (columns, rows) : (rows, columns)
    let query = min(max(subject.pointed.row + queries, 0), counts.queries - 1)
    let key = min(max(subject.pointed.column + keys, 0), counts.keys - 1)
    switch subject.weights.attention.form {
    case .steps: return Place(row: key, column: context.pointed.column)
    case .columns: return Place(row: key, column: query)
    case .rows: return Place(row: query, column: key)
    }
  }

  func movedStep(rows: Int, columns: Int) -> Int? {
    guard let subject else { return nil }
    guard subject.weights.attention.form == .steps else {
      return subject.weights.layerCount > 1 ? subject.picture.layer : nil
    }
    return min(max(subject.pointed.row + (isList(subject) ? columns : rows), 0), counts(subject).queries - 1)
  }

  func picked(rows: Int, columns: Int) -> Int? { context.quantity?.id }

  /// The picture so many places further, round and round; nil where there is one alone.
  func picture(movedBy count: Int) -> AttentionPicture? {
    guard let subject else { return nil }
    let pictures = subject.weights.pictures
    guard pictures.count > 1, let place = pictures.firstIndex(of: subject.picture) else { return nil }
    return pictures[((place + count) % pictures.count + pictures.count) % pictures.count]
  }
}
