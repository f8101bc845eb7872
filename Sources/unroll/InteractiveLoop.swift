// The loop of the full screen: a key, what it asks for, the screen again. All that is shown is decided in Views.

import Catalogue
import Cells
import Debugger
import Glibc
import Terminal
import Views

/// Shows a session on the terminal until its user leaves; line by line where the terminal can do no more.
func runInteractively(_ session: Session, _ catalogue: Catalogue) throws(CommandError) {
  let terminal: TerminalScreen
  do {
    terminal = try TerminalScreen()
  } catch {
    return try PlainREPL(session: session, catalogue: catalogue, json: false).run(.terminal)
  }
  defer { terminal.close() }
  var loop = InteractiveLoop(session, catalogue, terminal)
  loop.run()
}

/// A terminal, the state that it shows, and where its lines are kept.
struct InteractiveLoop {
  private let terminal: TerminalScreen
  private let catalogue: Catalogue
  private let historyFile = InteractiveHistory()
  private let keeping: SessionKeeping
  private var interface: Interface
  /// What was shown last but for the line being typed; nil where that may have changed.
  private var pictures: Screen?
  private var isOver = false

  init(_ session: Session, _ catalogue: Catalogue, _ terminal: TerminalScreen) {
    self.terminal = terminal
    self.catalogue = catalogue
    keeping = SessionKeeping(session, catalogue)
    let can = terminal.capabilities
    terminal.hasMouse = true
    var session = session
    session.isInterrupted = { InterruptFlag.isRaised }
    interface = Interface(
      session, theme: Theme(Palette(depth: can.depth, glyphs: can.glyphs, ground: can.ground)), width: terminal.width,
      height: terminal.height, sheetNames: catalogue.names, history: historyFile.read(), hasMouse: terminal.hasMouse)
    if let offer = JournalStore.offer() { interface.announce(offer) }
  }

  /// Until the session is quit, or the terminal has gone.
  mutating func run() {
    while !isOver {
      show()
      if let key = terminal.nextKey(timeout: interface.tickInterval) {
        take(key)
        // A terminal that has gone did not quit the session.
        if key == .endOfInput { return }
      } else {
        pictures = nil
        follow { $0.tick() }
      }
      keep()
    }
    keeping.end()
  }

  private mutating func show() {
    let pictures = pictures ?? interface.pictures
    let screen = interface.screen(over: pictures)
    terminal.show(screen.grid, cursor: screen.cursor)
    self.pictures = pictures
  }

  private mutating func take(_ key: Key) {
    if !interface.onlyEdits(key) { pictures = nil }
    if key == .resize { interface.resize(width: terminal.width, height: terminal.height) }
    follow { $0.handle(key) }
  }

  /// Lets the interface do something, and does what it asks for.
  private mutating func follow(_ change: (inout Interface) -> [InterfaceEffect]) {
    let known = interface.history.count
    let effects = change(&interface)
    for line in interface.history.lines(since: known) { historyFile.add(line) }
    for effect in effects where !isOver { answer(effect) }
  }

  /// Writes down what was done, so that nothing is lost however the program ends.
  private mutating func keep() {
    for deed in interface.takeDeeds() { keeping.keep(deed.line, at: deed.position) }
    keeping.keep(position: interface.session.position)
  }

  private mutating func answer(_ effect: InterfaceEffect) {
    switch effect {
    case .debugger(let effect): follow(effect)
    case .mouse(let isOn): terminal.hasMouse = isOn
    case .redraw: terminal.repaint()
    case .suspend: terminal.suspend()
    case .beep: terminal.beep()
    case .listSheets:
      interface.choose(from: catalogue.sheets.map { CatalogueRow(name: $0.name, title: $0.title ?? "") })
    case .listFiles(let path): interface.complete(files: InteractiveFiles.paths(beginningWith: path))
    }
  }

  private mutating func follow(_ effect: Effect) {
    do throws(CommandError) {
      switch effect {
      case .restore:
        let restored = try keeping.restore()
        interface.adopt(restored.session, saying: restored.reports)
      case .forget: interface.adopt(interface.session, saying: [try keeping.forget()])
      case .export(let exported, let path):
        let seen = interface.screen.grid
        let report = try Exporting.write(exported, to: path, of: interface.session, seen: seen)
        interface.adopt(interface.session, saying: [report])
      case .quit, .open, .loadWeights, .loadInputs, .compare, .source:
        let performed = try perform(effect, on: interface.session, catalogue)
        guard let session = performed.session else {
          isOver = true
          return
        }
        interface.adopt(session, saying: performed.reports)
      }
    } catch {
      interface.report(error)
    }
  }
}
