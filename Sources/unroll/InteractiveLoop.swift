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
  private var interface: Interface
  private var isOver = false

  init(_ session: Session, _ catalogue: Catalogue, _ terminal: TerminalScreen) {
    self.terminal = terminal
    self.catalogue = catalogue
    let can = terminal.capabilities
    terminal.hasMouse = true
    var session = session
    session.isInterrupted = { InterruptFlag.isRaised }
    interface = Interface(
      session, theme: Theme(Palette(depth: can.depth, glyphs: can.glyphs, ground: can.ground)), width: terminal.width,
      height: terminal.height, sheetNames: catalogue.names, history: historyFile.lines, hasMouse: terminal.hasMouse)
  }

  mutating func run() {
    while !isOver {
      let screen = interface.screen
      terminal.show(screen.grid, cursor: screen.cursor)
      guard let key = terminal.nextKey(timeout: interface.tickInterval) else {
        interface.tick()
        continue
      }
      if key == .resize { interface.resize(width: terminal.width, height: terminal.height) }
      for effect in interface.handle(key) where !isOver { answer(effect) }
    }
    historyFile.save(interface.history.lines)
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
      let performed = try perform(effect, on: interface.session, catalogue)
      guard let session = performed.session else {
        isOver = true
        return
      }
      interface.adopt(session, saying: performed.reports)
    } catch {
      interface.report(error)
    }
  }
}
