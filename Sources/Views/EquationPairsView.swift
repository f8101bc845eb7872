// The equations of the open sheet beside those of another: what corresponds on one line, its terms in bold over one number.

import Cells
import Debugger
import Equations

/// Two pages of equations, in a box.
struct EquationPairsView: PaneView {
  let context: PaneContext
  /// The other sheet, and what is said to correspond.
  private let beside: String

  init(_ context: PaneContext) { self.init(context, beside: context.pane.beside ?? "") }

  init(_ context: PaneContext, beside: String) {
    self.context = context
    self.beside = beside
  }

  private var theme: Theme { context.theme }

  /// Columns of the marks before an equation.
  private static let margin = 2
  /// Columns between the pages.
  private static let gap = 3
  /// With less for each page they stand below each other.
  private static let leastPage = 22

  private var pairs: Result<(EquationPairs, name: String), CommandError> {
    do throws(CommandError) {
      let request = try BesideRequest(beside)
      return .success((try context.session.equationPairs(request), request.sheet))
    } catch {
      return .failure(error)
    }
  }

  // MARK: - Lines

  /// A line of the picture: what stands on the left page, and on the right one.
  private struct Line {
    var left: [StyledText] = []
    var right: [StyledText] = []
    /// The quantity whose equation it is.
    var quantity: Quantity?
    /// Whether it is the first of its equation.
    var isFirst = false
  }

  /// What is drawn in a part of the screen.
  private struct Picture {
    var lines: [Line]
    /// How wide each page is; one where they stand below each other.
    var pages: [Int]
    /// Whether no line is spent on the names of the sheets, nor on the numbers of what stands on one page alone.
    var isTight: Bool
    /// What the marks mean, and what the sheet says of the current equation, as far as there is room.
    var below: [String]

    /// Rows that are left for the equations.
    func rows(of height: Int) -> Int { min(lines.count, max(height - below.count, 1)) }
  }

  private func picture(_ pairs: EquationPairs, _ name: String, width: Int, height: Int) -> Picture {
    let pages = pageWidths(pairs, width)
    var blocks = blocks(pairs, pages, isTight: false)
    let count = blocks.reduce(1) { $0 + $1.count }
    guard count <= height else {
      blocks = self.blocks(pairs, pages, isTight: true)
      return Picture(lines: blocks.flatMap { $0 }, pages: pages, isTight: true, below: [])
    }
    let below = below(pairs, width: width, spare: height - count)
    let isSpaced = count + blocks.count + below.count <= height
    let lines = [head(name, pages)] + blocks.flatMap { isSpaced ? [Line()] + $0 : $0 }
    return Picture(lines: lines, pages: pages, isTight: false, below: below)
  }

  /// The names of the sheets over their pages.
  private func head(_ name: String, _ pages: [Int]) -> Line {
    let names = (short(context.session.model.name), short(name))
    guard pages.count > 1 else { return Line(left: [StyledText("\(names.0) / \(names.1)", theme.quiet)]) }
    return Line(left: [StyledText(names.0, theme.quiet)], right: [StyledText(names.1, theme.quiet)])
  }

  private func blocks(_ pairs: EquationPairs, _ pages: [Int], isTight: Bool) -> [[Line]] {
    pairs.rows.map { block($0, pages, isTight: isTight) }
  }

  /// The lines of a row.
  private func block(_ row: EquationPairs.Row, _ pages: [Int], isTight: Bool) -> [Line] {
    let quantity = row.name.flatMap(self.quantity)
    let isMarked = !isTight || (row.ours != nil && row.theirs != nil)
    let ours = page(row.ours, pages[0], isMarked: isMarked)
    let theirs = page(row.theirs, pages[pages.count - 1], isMarked: isMarked)
    var lines: [Line]
    if pages.count == 1 {
      lines = ours.map { Line(left: $0) } + theirs.map { Line(left: [StyledText("  ")] + $0) }
    } else {
      lines = (0..<max(ours.count, theirs.count)).map { index in
        Line(
          left: ours.indices.contains(index) ? ours[index] : [],
          right: theirs.indices.contains(index) ? theirs[index] : [])
      }
    }
    for index in lines.indices { (lines[index].quantity, lines[index].isFirst) = (quantity, index == 0) }
    return lines
  }

  private func short(_ name: String) -> String { name.split(separator: "/").last.map(String.init) ?? name }

  /// An equation, and below each of its lines the numbers of what is marked, where they are wanted.
  private func page(_ text: MarkedText?, _ width: Int, isMarked: Bool) -> [[StyledText]] {
    guard let text = text.map(typeset) else { return [] }
    return text.lines(width: max(width, 1)).flatMap { line -> [[StyledText]] in
      let pieces = line.pieces.map { StyledText($0.text, $0.mark == nil ? theme.plain : theme.strong) }
      guard isMarked, let signs = line.signs(rule: theme.glyphs.horizontal) else { return [pieces] }
      return [pieces, [StyledText(signs, theme.plain)]]
    }
  }

  private func typeset(_ text: MarkedText) -> MarkedText {
    MarkedText(text.pieces.map { .init(theme.spell(EquationText.typeset($0.text)), mark: $0.mark) })
  }

  /// Both pages as wide as they are, or so that the fewest lines are broken; one where they stand below each other.
  private func pageWidths(_ pairs: EquationPairs, _ width: Int) -> [Int] {
    let natural = naturalWidths(pairs)
    let room = width - Self.margin - Self.gap
    if natural.0 + natural.1 <= room { return [natural.0 + min((room - natural.0 - natural.1) / 2, 8), natural.1] }
    guard room >= 2 * Self.leastPage else { return [max(width - Self.margin, 1)] }
    let rows = pairs.rows.map { ($0.ours.map(typeset), $0.theirs.map(typeset)) }
    func height(_ left: Int) -> Int {
      rows.reduce(0) { sum, row in
        sum + max(row.0?.lines(width: left).count ?? 0, row.1?.lines(width: room - left).count ?? 0)
      }
    }
    let choices = Array(stride(from: Self.leastPage, through: room - Self.leastPage, by: 2))
    let heights = choices.map(height)
    let best = choices.indices.filter { heights[$0] == heights.min() }
    let left = best.isEmpty ? room / 2 : choices[best[best.count / 2]]
    return [left, room - left]
  }

  private func naturalWidths(_ pairs: EquationPairs) -> (Int, Int) {
    func widest(_ texts: [MarkedText?]) -> Int { texts.compactMap { $0.map(typeset)?.columns }.max() ?? 0 }
    return (widest(pairs.rows.map(\.ours)), widest(pairs.rows.map(\.theirs)))
  }

  // MARK: - What is current

  /// The quantity of an equation: of a family the member that is current, or the first.
  private func quantity(_ name: String) -> Quantity? {
    let current = context.session.currentQuantity
    if let current, current.name.isMember(of: name) { return current }
    return context.session.model.quantities.first { $0.name.isMember(of: name) }
  }

  private func isCurrent(_ line: Line) -> Bool {
    line.quantity != nil && line.quantity?.id == context.session.currentQuantity?.id
  }

  // MARK: - Drawing

  func draw(in area: Rectangle, on screen: inout Screen) {
    guard area.height >= 3, area.width >= 8 else { return }
    guard case .success(let (pairs, name)) = pairs else {
      if case .failure(let error) = pairs {
        PaneMessage(title: "equations beside \(beside)", text: error.description, context: context).draw(
          in: area, on: &screen)
      }
      return
    }
    let inner = Self.inner(area)
    let picture = picture(pairs, name, width: inner.width, height: inner.height)
    let own = picture.isTight ? short(context.session.model.name) : "equations"
    screen.grid.box(
      area,
      title: [StyledText(theme.clip("\(own) beside \(short(name))", area.width - 6), theme.title(context.isActive))],
      glyphs: theme.glyphs, style: theme.edge(context.isActive))
    let rows = picture.rows(of: inner.height)
    for (index, line) in picture.lines.dropFirst(context.scroll.row).prefix(rows).enumerated() {
      draw(line, picture.pages, in: inner.line(index), on: &screen)
    }
    for (index, text) in picture.below.enumerated() where !text.isEmpty {
      screen.grid.write(
        text, row: inner.row + rows + index, column: inner.column + Self.margin, style: theme.plain,
        limit: inner.width - Self.margin)
    }
  }

  private static func inner(_ area: Rectangle) -> Rectangle { area.inset(top: 1, left: 2, bottom: 1, right: 1) }

  private func below(_ pairs: EquationPairs, width: Int, spare: Int) -> [String] {
    let room = max(width - Self.margin, 1)
    let key = pairs.keys.isEmpty ? [] : TextLayout.wrap(theme.spell(pairs.key), to: room)
    let caption = context.session.currentQuantity?.caption.map { TextLayout.wrap(theme.spell($0), to: room) } ?? []
    if key.count + caption.count + 2 <= spare { return [""] + key + (caption.isEmpty ? [] : [""] + caption) }
    return key.count + 1 <= spare ? [""] + key : []
  }

  private func draw(_ line: Line, _ pages: [Int], in area: Rectangle, on screen: inout Screen) {
    guard !area.isEmpty else { return }
    if isCurrent(line), line.isFirst {
      screen.grid.put(theme.glyphs.current, row: area.row, column: area.column, style: theme.strong)
    }
    let left = area.column + Self.margin
    screen.grid.write(line.left, row: area.row, column: left, limit: min(pages[0], area.width - Self.margin))
    if pages.count > 1 {
      let edge = left + pages[0] + 1
      screen.grid.put(theme.glyphs.vertical, row: area.row, column: edge, style: theme.quiet)
      screen.grid.write(
        line.right, row: area.row, column: edge + 2, limit: max(area.columns.upperBound - edge - 2, 0))
    }
    if let quantity = line.quantity, context.values.has(quantity.id) {
      screen.mark(area, .spot(.equation(quantity.id)))
    }
  }

  // MARK: - Room

  func heights(width: Int) -> [Int] {
    guard case .success(let (pairs, _)) = pairs else { return [4] }
    let pages = pageWidths(pairs, max(width - 3, 1))
    let key = TextLayout.wrap(pairs.key, to: max(width - 3 - Self.margin, 1)).count
    func lines(isTight: Bool) -> Int { blocks(pairs, pages, isTight: isTight).reduce(0) { $0 + $1.count } }
    return [lines(isTight: false) + 1 + key + 3, lines(isTight: true) + 2]
  }

  var widths: [Int] {
    guard case .success(let (pairs, _)) = pairs else { return [] }
    let natural = naturalWidths(pairs)
    return [natural.0 + natural.1 + Self.margin + Self.gap + 3]
  }

  func viewport(in area: Rectangle) -> Viewport {
    guard case .success(let (pairs, name)) = pairs else { return Viewport() }
    let inner = Self.inner(area)
    let picture = picture(pairs, name, width: inner.width, height: inner.height)
    let current = picture.lines.lastIndex { isCurrent($0) }
    return Viewport(
      rows: picture.rows(of: inner.height), allRows: picture.lines.count, pointed: current.map { ($0, 0) })
  }

  func moved(rows: Int, columns: Int) -> Place { context.pointed }
}

extension String {
  /// Whether it is a name, or that of a member of the family that is called so.
  fileprivate func isMember(of name: String) -> Bool { self == name || hasPrefix(name + "[") }
}
