// view, layout, pane, lens: what the screen shows, and how it lies. They change nothing of the run, so undo passes them by.

internal import Equations

extension Command {
  static let view: Command = Command(
    "view", operands: "[PANE or new] VIEW [NAME] [now, before or difference], or next, previous, close",
    completes: .view, summary: "what a pane of the screen shows; without operands, what there is",
    details: ([
      "view units z            the active pane shows z, whatever is turned to",
      "view 3 lines            the third pane; view new lines is one more, view close one less",
      "view units before       this pane shows the run without pins",
      "view next               the next view that suits, as PgDn",
      "views:",
    ] + ViewKind.manual).joined(separator: "\n"),
    example: "view units z"
  ) { session, text throws(CommandError) in
    switch text {
    case "": return Reply(session.shownPanes.map { .text($0) } + ViewKind.manual.map { .text($0) })
    case "next": session.turnView(by: 1)
    case "previous": session.turnView(by: -1)
    case "close": try session.closePane()
    default:
      let missing = session.sheetsMissing(in: text)
      guard missing.isEmpty else { return Reply(effects: [.bring(missing, then: "view \(text)")]) }
      let (place, rest) = session.pane(before: text)
      try session.show(Pane.read(rest, session), at: place)
    }
    return .silent
  }

  static let layout: Command = Command(
    "layout", operands: "[auto, rows, columns, grid, one or default, or VIEW | VIEW | …]", completes: .view,
    summary: "how the panes of the screen lie, and which there are",
    details: """
      layout columns                     beside each other; rows: below each other; grid: two by two; auto: as suits the views
      layout one                         the active pane alone, and back
      layout equations | units z | lines these views, up to four
      layout default                     the views that the sheet asks for, or those that suit the model
      """,
    example: "layout equations | units z | units r"
  ) { session, text throws(CommandError) in
    switch text {
    case "": return Reply(session.shownPanes.map { .text($0) })
    case "one": session.arrangement.isMaximized.toggle()
    case "default":
      let lens = session.arrangement.lens
      session.arrangement = Arrangement()
      session.arrangement.lens = lens
    default:
      let missing = session.sheetsMissing(in: text)
      guard missing.isEmpty else { return Reply(effects: [.bring(missing, then: "layout \(text)")]) }
      guard let form = Arrangement.Form(rawValue: text) else {
        return try session.show(text.split(separator: "|").map { String($0).trimmed })
      }
      session.arrangement.form = form
      session.arrangement.isMaximized = false
    }
    return .silent
  }

  static let pane: Command = Command(
    "pane", operands: "NUMBER, next or previous", summary: "the pane that keys act on", example: "pane next"
  ) { session, text throws(CommandError) in
    let count = session.panes.count
    switch text {
    case "next": session.arrangement.active = (session.activePane + 1) % count
    case "previous": session.arrangement.active = (session.activePane + count - 1) % count
    default:
      guard let number = Int(text) else { throw Command.pane.usage(text) }
      guard (1...count).contains(number) else { throw .message("there are \(count) panes, counted from 1") }
      session.arrangement.active = number - 1
    }
    return .silent
  }

  static let lens: Command = Command(
    "lens", operands: "[now, before or difference]",
    summary: "under a pin or a change: show the run as it is now, as it was before, or the difference",
    details: "Without a word it goes on to the next of the three. view units before turns one pane alone.",
    example: "lens now"
  ) { session, text throws(CommandError) in
    guard let lens = text.isEmpty ? session.arrangement.lens.following : Lens.named(text) else {
      throw Command.lens.usage(text)
    }
    guard session.ghost != nil || text == Lens.now.word else {
      throw .message("there is nothing to compare with: pin something first, such as pin z = 0")
    }
    session.arrangement.lens = lens
    return .silent
  }
}

extension ViewKind {
  /// A line for each view.
  static var manual: [String] {
    let heads = allCases.map { "  \($0.name) \($0.operands)" }
    let width = heads.map(\.count).max() ?? 0
    return zip(heads, allCases).map { head, kind in
      head + String(repeating: " ", count: width - head.count + 2) + kind.summary
    }
  }
}

extension Session {
  /// The panes, a line each, the active one marked.
  fileprivate var shownPanes: [String] {
    panes.enumerated().map { index, pane in "\(index == activePane ? "▶" : " ") \(index + 1)  \(pane.text)" }
  }

  /// The pane that is named before a view, from 0: a number, `new`, or else the active one.
  fileprivate func pane(before text: String) -> (Int, String) {
    let word = String(text.prefix { !$0.isWhitespace })
    let rest = String(text.dropFirst(word.count)).trimmed
    if word == "new" { return (panes.count, rest) }
    // What is no place stays none, however far off it is.
    if let number = Int(word) { return (max(number, 0) - 1, rest) }
    return (activePane, text)
  }

  /// These views and no others, without those that have no picture.
  ///
  /// - Returns: which were left out, and why.
  fileprivate mutating func show(_ texts: [String]) throws(CommandError) -> Reply {
    guard texts.count <= Arrangement.mostPanes else {
      throw .message("at most \(Arrangement.mostPanes) views are shown at a time, not \(texts.count)")
    }
    var panes: [Pane] = []
    var refused: [(text: String, error: CommandError)] = []
    for text in texts {
      do throws(CommandError) { panes.append(try Pane.read(text, self)) } catch { refused.append((text, error)) }
    }
    if panes.isEmpty, let first = refused.first { throw first.error }
    arrangement.panes = panes
    arrangement.active = nil
    arrangement.isMaximized = false
    return Reply(refused.map { .text("left out \($0.text.clipped): \($0.error.description)") })
  }
}
