// Where the panes lie. Below each other on a small screen; in two columns on a large one, so that pictures are tall; or as
// the session says.

import Cells
import Debugger

/// The parts of the screen; those that find no room are empty.
struct ScreenLayout {
  private(set) var title = Rectangle(height: 0, width: 0)
  /// A part for each pane of the session.
  private(set) var panes: [Rectangle]
  /// Whether the panes that are wide and low have boxes.
  private(set) var areStripsBoxed = true
  private(set) var transcript = Rectangle(height: 0, width: 0)
  /// What a lesson says; empty where none is open.
  private(set) var lesson = Rectangle(height: 0, width: 0)
  private(set) var prompt = Rectangle(height: 0, width: 0)
  private(set) var hints = Rectangle(height: 0, width: 0)
  /// Where pages may lie: beside the pictures if those have a column of their own.
  private(set) var pages = Rectangle(height: 0, width: 0)
  /// Everything between the title and the prompt.
  private var body = Rectangle(height: 0, width: 0)

  /// Below this size there is only a word about it.
  static func isTooSmall(width: Int, height: Int) -> Bool {
    width < TinyView.leastWidth || height < TinyView.leastHeight
  }

  /// The lines at the edges and what is between them, which follow from the size alone.
  static func lines(
    _ whole: Rectangle
  ) -> (title: Rectangle, body: Rectangle, prompt: Rectangle, hints: Rectangle) {
    let (gap, hints) = (whole.height >= 30 ? 1 : 0, whole.height >= 14 ? 1 : 0)
    let parts = whole.splitRows([.fixed(1), .fixed(gap), .flexible(), .fixed(1), .fixed(hints)])
    return (parts[0], parts[2], parts[3], parts[4])
  }

  init(_ interface: Interface, width: Int, height: Int) {
    (title, body, prompt, hints) = Self.lines(Rectangle(height: height, width: width))
    let shown = ShownPanes(interface)
    panes = Array(repeating: Rectangle(height: 0, width: 0), count: shown.views.count)
    makeRoom(for: LessonView(interface))
    pages = body
    guard !interface.session.arrangement.isMaximized, shown.views.count > 1 else {
      layOutOne(interface.session.activePane)
      return
    }
    switch interface.session.arrangement.form {
    case .rows: layOut(shown, columns: 1)
    case .columns: layOut(shown, columns: shown.views.count)
    case .grid: layOut(shown, columns: 2)
    case .auto:
      let hasColumns = !shown.mains.isEmpty && !(shown.sides + shown.strips).isEmpty
      if width >= 120, height >= 36, hasColumns { layOutColumns(shown) } else { layOutRows(shown) }
    }
    giveWay(to: interface.session.activePane, shown)
  }

  /// The last rows of the body for a lesson, of a small screen no more than two fifths.
  private mutating func makeRoom(for view: LessonView?) {
    guard let view else { return }
    let rows = min(view.height(width: body.width), body.height * 2 / 5)
    let parts = body.splitRows([.flexible(), .fixed(body.height >= 30 ? 1 : 0), .fixed(rows)])
    (body, lesson) = (parts[0], parts[2])
  }

  /// Where the active pane found no room worth having, it is shown alone.
  private mutating func giveWay(to active: Int, _ shown: ShownPanes) {
    guard panes.indices.contains(active) else { return }
    let needed = Rectangle(height: min(4, body.height), width: min(20, body.width))
    let isWide = panes[active].width >= needed.width
    // A strip without a box is as low as it wants to be.
    let isStrip = shown.strips.contains(active) && !areStripsBoxed && panes[active].height > 0
    guard !(isWide && (isStrip || panes[active].height >= needed.height)) else { return }
    panes = panes.map { _ in Rectangle(height: 0, width: 0) }
    areStripsBoxed = true
    layOutOne(active)
  }

  // MARK: - As it is asked for

  private mutating func layOutOne(_ active: Int) {
    let rows = body.splitRows([.flexible(), .fixed(body.height >= 12 ? 2 : 1)])
    transcript = rows[1]
    if panes.indices.contains(active) { panes[active] = rows[0] }
  }

  /// Rows of as many panes as there are columns; the last one shares out its whole width.
  private mutating func layOut(_ shown: ShownPanes, columns: Int) {
    let rows = body.splitRows([.flexible(), .fixed(transcriptRows)])
    transcript = rows[1]
    place(Array(shown.views.indices), of: shown, in: rows[0], columns: columns)
  }

  private mutating func place(_ indices: [Int], of shown: ShownPanes, in area: Rectangle, columns: Int) {
    let groups = stride(from: 0, to: indices.count, by: max(columns, 1)).map {
      indices[$0..<min($0 + max(columns, 1), indices.count)]
    }
    let rows = area.splitRows(shown.shares(groups.map { Array($0) }, of: area))
    for (group, row) in zip(groups, rows) {
      let parts = row.splitColumns(group.map { _ in .flexible() }, gap: area.width >= 120 ? 1 : 0)
      for (index, part) in zip(group, parts) { panes[index] = part }
    }
  }

  private var transcriptRows: Int { body.height < 12 ? 1 : min(max(body.height / 5, 2), 14) }

  // MARK: - Two columns

  private mutating func layOutColumns(_ shown: ShownPanes) {
    let left = leftColumn(shown)
    let columns = body.splitColumns([.fixed(left), .flexible()], gap: 1)
    pages = columns[0]
    place(shown.mains, of: shown, in: columns[1], columns: columns[1].height >= 40 || shown.mains.count == 1 ? 1 : 2)
    let height = body.height
    let share = height / (shown.sides.count + 1)
    let sides = shown.sides.map { min(shown.views[$0].heights(width: left).first ?? share, share) }
    // As tall as leaves the transcript a third of what is below.
    let below = height - sides.reduce(0, +) - 1
    let strips = shown.strips.map { strip in
      let room = below / shown.strips.count
      return shown.views[strip].heights(width: left).first { $0 <= room * 2 / 3 } ?? room / 2
    }
    let rows = columns[0].splitRows((sides + strips).map { .fixed($0) } + [.fixed(1), .flexible()])
    for (index, row) in zip(shown.sides + shown.strips, rows) { panes[index] = row }
    transcript = rows[rows.count - 1]
  }

  /// Wide enough for equations and their values; less where the picture's tiles would become wider by it.
  private func leftColumn(_ shown: ShownPanes) -> Int {
    let natural = shown.naturalSide
    let wished = min(max(natural + 26, 60), body.width * 9 / 20)
    let least = min(max(natural, 44), wished)
    let picture = shown.pictureWidths.first { $0 <= body.width - least - 1 }
    return picture.map { max(least, min(wished, body.width - 1 - $0)) } ?? wished
  }

  // MARK: - Below each other

  private mutating func layOutRows(_ shown: ShownPanes) {
    let height = body.height
    let hasTop = !(shown.sides + shown.mains).isEmpty
    // Beside equations alone, lines are the picture.
    areStripsBoxed = height >= 32 || shown.mains.isEmpty
    let most = max(shown.mains.isEmpty ? height * 2 / 5 / max(shown.strips.count, 1) : height / 5, 2)
    let lines = shown.strips.map { strip in
      guard height >= 12 else { return 0 }
      let heights = shown.boxed(areStripsBoxed, strip).heights(width: body.width)
      return (shown.mains.isEmpty ? heights.first { $0 <= most } : nil) ?? heights.last ?? height / 4
    }
    var below = (gap: height >= 18 ? 1 : 0, transcript: transcriptRows)
    if shown.isOfEquations {
      // Equations that have no picture beside them, and no room, take what they need of the transcript, but for three rows:
      // a line, what it has done, where that has led.
      let wish = shown.equations.compactMap { shown.views[$0].heights(width: body.width).last }.max() ?? 0
      let lack = max(wish - (height - lines.reduce(0) { $0 + min($1, most) } - below.gap - below.transcript), 0)
      let taken = min(lack, max(below.transcript - 3, 0))
      below = (lack > taken ? 0 : below.gap, below.transcript - taken)
    }
    let rows = body.splitRows(
      [hasTop ? .flexible() : .fixed(0)]
        + lines.map { hasTop ? .fixed(min($0, most)) : .flexible() }
        + [.fixed(below.gap), .fixed(below.transcript)])
    for (index, row) in zip(shown.strips, rows.dropFirst()) { panes[index] = row }
    transcript = rows[rows.count - 1]
    if hasTop { layOutTop(shown, in: rows[0]) }
  }

  private mutating func layOutTop(_ shown: ShownPanes, in main: Rectangle) {
    guard !shown.sides.isEmpty, !shown.mains.isEmpty else {
      return place(shown.sides + shown.mains, of: shown, in: main, columns: body.width < 64 ? 1 : 2)
    }
    if body.width < 64 || shown.mains.count > 1 {
      let wanted = shown.sides.map { shown.views[$0].heights(width: body.width).last ?? main.height / 3 }
      let share = min(wanted.max() ?? 0, main.height * 2 / 5)
      // A box with nothing in it helps nobody.
      let parts = main.splitRows([.fixed(share >= 3 ? share : 0), .flexible()])
      place(shown.sides, of: shown, in: parts[0], columns: body.width < 64 ? 1 : shown.sides.count)
      place(shown.mains, of: shown, in: parts[1], columns: body.width < 64 ? 1 : shown.mains.count)
      return
    }
    let parts = main.splitColumns([.fixed(sideColumns(shown)), .flexible()])
    place(shown.sides, of: shown, in: parts[0], columns: 1)
    place(shown.mains, of: shown, in: parts[1], columns: 1)
  }

  /// The equations whole and the picture with the widest tiles that then fit; what is left for the equations' values.
  private func sideColumns(_ shown: ShownPanes) -> Int {
    let width = body.width
    let natural = shown.naturalSide
    let pictures = shown.pictureWidths
    guard let picture = pictures.first(where: { natural + $0 <= width }) else {
      // Neither fits whole: the equations give way, but not beyond half of the room.
      return min(natural, max(width / 2, width - (pictures.last ?? width)))
    }
    let spare = width - natural - picture
    return natural + (spare >= EquationsView.leastValues ? min(spare, 18) : 0)
  }
}

/// The views of the panes, and which of them lie where.
private struct ShownPanes {
  let interface: Interface
  let views: [any PaneView]
  private(set) var sides: [Int] = []
  private(set) var mains: [Int] = []
  private(set) var strips: [Int] = []
  /// Those that are equations, of one sheet or of two.
  private(set) var equations: [Int] = []

  /// Whether nothing but equations stands above the strips.
  var isOfEquations: Bool { !equations.isEmpty && (sides + mains).allSatisfy(equations.contains) }

  init(_ interface: Interface) {
    self.interface = interface
    let panes = interface.session.panes
    views = panes.indices.map { interface.view(ofPane: $0, isBoxed: true) }
    for (index, pane) in panes.enumerated() {
      if pane.view == .equations { equations.append(index) }
      switch pane.place(as: interface.session.view(of: pane)) {
      case .side: sides.append(index)
      case .main: mains.append(index)
      case .strip: strips.append(index)
      }
    }
  }

  func boxed(_ isBoxed: Bool, _ index: Int) -> any PaneView { interface.view(ofPane: index, isBoxed: isBoxed) }

  /// What rows of panes take of a part: those that need less than their share no more than that, so that others have it.
  func shares(_ groups: [[Int]], of area: Rectangle) -> [Extent] {
    let share = area.height / max(groups.count, 1)
    let wishes = groups.map { group -> Int? in
      let heights = group.map { views[$0].heights(width: area.width / group.count).first ?? .max }
      return heights.max().flatMap { $0 < share ? $0 : nil }
    }
    // Where nobody wants more, all have the same.
    guard wishes.contains(nil) else { return wishes.map { _ in .flexible() } }
    return wishes.map { wish in wish.map { .fixed($0) } ?? .flexible() }
  }

  /// Columns that the views at the side take whole.
  var naturalSide: Int { sides.compactMap { views[$0].widths.first }.max() ?? 44 }

  /// Columns of the first picture, with tiles from the widest to the narrowest.
  var pictureWidths: [Int] { mains.first.map { views[$0].widths } ?? [] }
}
