// What keys do to the state.

package import Cells
import Debugger
import Equations

extension Interface {
  /// Takes a key; what it asks of the loop comes back.
  package mutating func handle(_ key: Key) -> [InterfaceEffect] {
    notice = nil
    switch key {
    case .resize: return []
    case .endOfInput: return [.debugger(.quit)]
    case .mouse(let event): return handle(event)
    case .paste(let text): return paste(text)
    default: break
    }
    if search != nil, let effects = handleSearch(key) { return effects }
    if choice != nil, let effects = handleChoice(key) { return effects }
    if page != nil, handlePage(key) { return [] }
    if let action = KeyBinding.action(for: key, self) { return perform(action) }
    return mode == .prompt ? type(key) : []
  }

  /// Whether a key changes nothing but the line being typed: the pictures then stay as they are.
  package func onlyEdits(_ key: Key) -> Bool {
    guard mode == .prompt, search == nil, choice == nil, page == nil, KeyBinding.action(for: key, self) == nil else {
      return false
    }
    switch key {
    case .character, .up, .down, .control("p"), .control("n"): return true
    default: return EditingKeys.edit(for: key) != nil
    }
  }

  // MARK: - Typing

  private mutating func type(_ key: Key) -> [InterfaceEffect] {
    if let edit = EditingKeys.edit(for: key) {
      editor.perform(edit)
      return []
    }
    switch key {
    case .character(let character): editor.insert(String(character))
    case .enter: return enter()
    case .up, .control("p"): if let line = history.previous(from: editor.text) { editor.replace(with: line) }
    case .down, .control("n"): if let line = history.next(from: editor.text) { editor.replace(with: line) }
    case .control("r"): search = HistorySearch(from: editor.text)
    default: break
    }
    return []
  }

  private mutating func enter() -> [InterfaceEffect] {
    let line = editor.text
    editor.clear()
    page = nil
    return submit(line)
  }

  /// Whole lines of a pasted text are run one after the other, as `tick` finds time; the last, if it has no end, is left
  /// to be edited.
  private mutating func paste(_ text: String) -> [InterfaceEffect] {
    guard mode == .prompt else { return [] }
    search = nil
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard lines.count > 2 || lines.count == 2 && !lines[1].isEmpty else {
      editor.insert(lines.first ?? "")
      return []
    }
    isPlaying = false
    editor.insert(lines.first ?? "")
    pasted = lines.dropFirst()
    return enter()
  }

  /// The next of the lines that were pasted.
  mutating func takePasted() -> [InterfaceEffect] {
    guard let line = pasted.popFirst() else { return [] }
    editor.replace(with: line)
    return pasted.isEmpty ? [] : enter()
  }

  private mutating func handleSearch(_ key: Key) -> [InterfaceEffect]? {
    guard var current = search else { return nil }
    switch key {
    case .character(let character): current.type(String(character), in: history)
    case .backspace, .control("h"): current.erase(in: history)
    case .control("r"): current.again(in: history)
    case .control("c"):
      editor.clear()
      search = nil
      return []
    case .control("g"):
      editor.replace(with: current.original)
      search = nil
      return []
    case .enter:
      search = nil
      return enter()
    default:
      search = nil
      // Esc ends the search alone; other keys do what they do, on the line that was found.
      return key == .escape ? [] : nil
    }
    search = current
    if let match = current.match(in: history) { editor.replace(with: match) }
    return []
  }

  // MARK: - The catalogue

  /// Shows the sheets that can be opened.
  package mutating func choose(from rows: [CatalogueRow]) {
    choice = CatalogueChoice(rows, current: session.model.name)
    page = nil
  }

  /// What a key does in the list; nil for one that is for something else, which closes it.
  private mutating func handleChoice(_ key: Key) -> [InterfaceEffect]? {
    switch key {
    case .up, .control("p"): choice?.move(by: -1)
    case .down, .control("n"): choice?.move(by: 1)
    case .pageUp: choice?.move(by: -10)
    case .pageDown: choice?.move(by: 10)
    case .home: choice?.move(by: -1_000_000)
    case .end: choice?.move(by: 1_000_000)
    case .enter: return openChosen()
    case .escape, .function(8), .control("c"): choice = nil
    case .character(let letter): choice?.jump(to: letter)
    default:
      choice = nil
      return nil
    }
    return []
  }

  private mutating func openChosen() -> [InterfaceEffect] {
    defer { choice = nil }
    return choice?.row.map { submit("open \($0.name)") } ?? []
  }

  // MARK: - Pages

  /// Whether a key was for the page that is open.
  private mutating func handlePage(_ key: Key) -> Bool {
    let most = 1_000_000
    let rows = pageRows
    let isFree = mode == .keys || editor.isEmpty
    switch key {
    case .escape, .control("c"), .function(1), .function(7): page = nil
    case .pageDown: scrollPage(by: rows - 1)
    case .pageUp: scrollPage(by: 1 - rows)
    case .down where isFree: scrollPage(by: 1)
    case .up where isFree: scrollPage(by: -1)
    case .home where isFree: scrollPage(by: -most)
    case .end where isFree: scrollPage(by: most)
    case .character("j") where mode == .keys: scrollPage(by: 1)
    case .character("k") where mode == .keys: scrollPage(by: -1)
    case .character(" ") where isFree: scrollPage(by: rows - 1)
    case .character("q"), .character("?"):
      guard mode == .keys else { return false }
      page = nil
    case .enter where mode == .keys: page = nil
    default:
      // Stepping shows the views again; typing does not.
      if isFree, KeyBinding.action(for: key, self) != nil { page = nil }
      return false
    }
    return true
  }

  /// Rows of text that the page shows.
  private var pageRows: Int {
    page.map { PageView.rows(height: PageView(page: $0, theme: theme).place(in: layout.pages).height) } ?? 0
  }

  mutating func scrollPage(by count: Int) {
    let area = layout.pages
    page = page.map { PageView(page: $0, theme: theme).scrolled(by: count, in: area) }
  }

  // MARK: - Actions

  mutating func perform(_ action: KeyBinding.Action) -> [InterfaceEffect] {
    switch action {
    case .command(let line): return runQuietly(line)
    case .play: isPlaying.toggle()
    case .keysAlone: mode = .keys
    case .prompt: mode = .prompt
    case .help: page = Page(title: "help", lines: HelpText.lines)
    case .models: return [.listSheets]
    case .reread:
      page = transcript.answer
      if page == nil { notice = "nothing was said yet" }
    case .cancel:
      if !pasted.isEmpty { notice = "the rest of what was pasted is left out" }
      pasted = []
      history.leave()
      if isPlaying {
        isPlaying = false
      } else if editor.text.isEmpty, session.training?.isRunning ?? false {
        notice = "the training ends"
        return [.debugger(.stopTraining)]
      } else {
        editor.clear()
      }
    case .leave: return [.debugger(.quit)]
    case .redraw: return [.redraw]
    case .suspend: return [.suspend]
    case .mouse:
      guard knowsMouse else {
        notice = "this terminal tells nothing of a mouse"
        return []
      }
      hasMouse.toggle()
      notice =
        hasMouse
        ? "the mouse points; F2 gives it back to the terminal"
        : "the mouse is the terminal's, for copying; F2 takes it back"
      return [.mouse(hasMouse)]
    case .complete: return complete()
    case .turn(let count): turn(by: count)
    case .unit(let count): moveInView(by: count)
    case .unitPage(let count): moveInView(by: count * max(viewport(ofPane: session.activePane).rows - 1, 1))
    case .unitEnd(let isLast): moveInView(by: isLast ? 1_000_000 : -1_000_000)
    case .look(let count): look(count)
    case .follow: return follow()
    case .neighbours: showsNeighbours.toggle()
    case .binned: isBinned.toggle()
    case .wholeRun: isWholeRun.toggle()
    case .energies: return toggleEnergies()
    case .nextPane(let count): changePane(by: count)
    case .pace(let isFaster): pace = min(max(isFaster ? pace * 2 / 3 : pace * 3 / 2, 50), 5000)
    case .startOfRun: goToEnd(first: true)
    case .endOfRun: goToEnd(first: false)
    }
    return []
  }

  /// Weights as they are, or what they are made of; as a command, so that a session that is brought back knows.
  private mutating func toggleEnergies() -> [InterfaceEffect] {
    var pane = session.panes[session.activePane]
    guard activeView == .attention, pane.view == .attention else {
      notice = "energies are seen in a pane that shows attention: view attention"
      return []
    }
    pane.showsEnergies.toggle()
    return runQuietly("view \(pane.text)")
  }

  /// Points at another column where the pane has columns to go through, else at another step.
  private mutating func look(_ count: Int) {
    guard isInTranscript || viewport(ofPane: session.activePane).allColumns == 0 else {
      return moveInPane(rows: 0, columns: count)
    }
    pointedStep = cursor.step + count
    pointedStep = cursor.step
  }

  /// The views turn to the quantity so many places further, round and round; in an attention to another head or layer.
  mutating func turn(by count: Int) {
    if activeView == .attention, !isInTranscript {
      let view = AttentionView(context(ofPane: session.activePane, isBoxed: true))
      if let picture = view.picture(movedBy: count) {
        session.focus = picture.head
        if let step = view.movedStep(rows: 0, columns: 0), step != picture.layer { pointedStep = picture.layer }
        return revealEntry()
      }
    }
    let shown = values.shown
    guard !shown.isEmpty else { return }
    let place = shown.firstIndex { $0.id == shownQuantity?.id } ?? 0
    let next = ((place + count) % shown.count + shown.count) % shown.count
    session.focus = shown[next].id
    revealEntry()
  }

  private mutating func moveInView(by count: Int) {
    guard !isInTranscript else { return scrollTranscript(by: -count) }
    switch activeView {
    case .equations: turn(by: min(max(count, -1), 1))
    default:
      moveInPane(rows: count)
    }
  }

  mutating func scrollTranscript(by count: Int) {
    let most = max(transcript.lines.count - layout.transcript.height, 0)
    transcriptScroll = min(max(transcriptScroll + count, 0), most)
  }

  private mutating func goToEnd(first: Bool) {
    isPlaying = false
    pointedStep = nil
    session.move(to: first ? session.timeline.endOfStep(at: 0) : session.timeline.count - 1)
    revealEntry()
  }

  // MARK: - Completion

  private mutating func complete() -> [InterfaceEffect] {
    let completion = Completion(editor.beforeCursor, session: session, sheets: sheetNames, lessons: lessonNames)
    if completion.wantsFiles {
      return [.listFiles(String(editor.beforeCursor.suffix(completion.replaced)))]
    }
    take(completion)
    return []
  }

  /// Files and folders, those with a slash at their end, that begin as what stands before the cursor.
  package mutating func complete(files: [String]) {
    let typed = Completion(editor.beforeCursor, session: session, sheets: sheetNames, lessons: lessonNames).replaced
    let word = String(editor.beforeCursor.suffix(typed))
    take(Completion(replaced: typed, candidates: files.filter { $0.hasPrefix(word) }.sorted()))
  }

  private mutating func take(_ completion: Completion) {
    guard let first = completion.candidates.first else {
      notice = "nothing goes on from here"
      return
    }
    if completion.candidates.count == 1 {
      let isOpen = first.hasSuffix("/") || first.unicodeScalars.allSatisfy { !$0.properties.isAlphabetic }
      let isSymbol = editor.beforeCursor.suffix(completion.replaced).hasPrefix("\\")
      let isCommand = Command.named(first) != nil && editor.beforeCursor.count == completion.replaced
      editor.replaceBeforeCursor(
        completion.replaced, with: first + (isCommand && !isOpen && !isSymbol && editor.isAtEnd ? " " : ""))
      return
    }
    let typed = String(editor.beforeCursor.suffix(completion.replaced))
    if completion.common.count > typed.count {
      editor.replaceBeforeCursor(completion.replaced, with: completion.common)
    }
    notice = completion.candidates.joined(separator: "  ")
  }
}
