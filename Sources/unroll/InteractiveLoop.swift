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
  /// The training that runs beside.
  private var training: BackgroundTraining?
  /// When a tick is due, while the interface wants some; in milliseconds.
  private var nextTick: Double?

  /// Milliseconds between looks at a training.
  private static let glance = 100

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
      height: terminal.height, sheetNames: catalogue.names,
      lessonNames: catalogue.lessonNames, history: historyFile.read(), hasMouse: terminal.hasMouse)
    for line in session.openingLines { interface.announce(line) }
    if let offer = JournalStore.offer() { interface.announce(offer) }
  }

  /// Until the session is quit, or the terminal has gone.
  mutating func run() {
    while !isOver {
      show()
      if let key = terminal.nextKey(timeout: wait()) {
        take(key)
        nextTick = nil
        // A terminal that has gone did not quit the session.
        if key == .endOfInput { return }
      } else if let due = nextTick, monotonicSeconds() * 1000 >= due {
        nextTick = nil
        pictures = nil
        follow { $0.tick() }
      }
      lookAtTraining()
      keep()
    }
    training?.stop()
    keeping.end()
  }

  /// Milliseconds until something is to be done that no key asks for; nil for never.
  private mutating func wait() -> Int? {
    guard let interval = interface.tickInterval else {
      nextTick = nil
      return training == nil ? nil : Self.glance
    }
    let now = monotonicSeconds() * 1000
    let due = nextTick ?? now + Double(interval)
    nextTick = due
    let left = Int(max(0, due - now).rounded(.up))
    return training == nil ? left : min(left, Self.glance)
  }

  // MARK: training

  /// Starts a training beside what one does, and shows how it goes.
  private mutating func train(_ request: TrainingRequest) throws(CommandError) {
    let started = try PromptTraining(request, from: interface.session)
    training = try BackgroundTraining(started)
    interface.follow(TrainingCourse(started, now: monotonicSeconds()), saying: started.opening)
  }

  /// Shows what a training has done since the last look; what it came to is the session's when it has ended.
  private mutating func lookAtTraining() {
    guard let news = training?.news(), var course = interface.session.training else { return }
    for (report, seconds) in news.reports { course.note(report, now: seconds) }
    if !news.reports.isEmpty || news.outcome != nil { pictures = nil }
    guard let outcome = news.outcome else { return interface.show(course) }
    training = nil
    course.end = TrainingCourse.End(outcome.failure)
    let position = interface.session.position
    do throws(CommandError) {
      var session = interface.session
      session.training = course
      let reports = try session.take(outcome.training, outcome.numbers, failure: outcome.failure)
      interface.adopt(session, saying: reports)
      keeping.keep(outcome.training.request.line(after: outcome.training.updateCount), at: position)
    } catch {
      interface.show(course)
      interface.report(error)
    }
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
      case .train(let request): try train(request)
      case .stopTraining: training?.stop()
      case .quit, .open, .loadWeights, .loadInputs, .compare, .race, .bring, .source, .lesson:
        let performed = try perform(effect, on: interface.session, catalogue, isQuiet: true)
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
