// The state of the screen as one value: the session, the line being typed, what is shown and what is pointed at. Keys
// change it and it draws itself; it touches neither the terminal nor a file.

import Cells
package import Debugger
package import Equations

/// What the interface asks of the loop that runs it.
package enum InterfaceEffect: Sendable, Equatable {
  case debugger(Effect)
  /// Whether mouse events are to come here, or be the terminal's.
  case mouse(Bool)
  case redraw, suspend, beep
  /// The names of files that a typed path may go on to are wanted: `complete(files:)` takes them.
  case listFiles(String)
  /// The sheets of the catalogue are wanted: `choose(from:)` takes them.
  case listSheets
}

/// Everything that is shown.
package struct Interface: Sendable {
  /// Who gets the keys.
  package enum Mode: Hashable, Sendable {
    /// Characters are typed; keys step only while the line is empty.
    case prompt
    /// Single characters are commands.
    case keys
  }

  package internal(set) var session: Session
  package internal(set) var theme: Theme
  package internal(set) var width: Int
  package internal(set) var height: Int
  package internal(set) var mode = Mode.prompt
  package internal(set) var editor = LineEditor()
  package internal(set) var history: History
  package internal(set) var search: HistorySearch?
  package internal(set) var transcript = Transcript()
  /// Lines of the transcript below its window.
  var transcriptScroll = 0
  /// News for the last line, until the next key.
  package internal(set) var notice: String?
  package internal(set) var page: Page?
  package internal(set) var choice: CatalogueChoice?
  package internal(set) var isPlaying = false
  package internal(set) var hasMouse: Bool
  /// Whether the terminal has a mouse to give.
  let knowsMouse: Bool
  /// Lines that were pasted and are still to be run.
  var pasted: ArraySlice<String> = []
  /// Milliseconds from step to step while playing.
  var pace = 700
  /// Whether keys act on the transcript rather than on a pane.
  var isInTranscript = false
  var showsNeighbours = true
  /// All units at once, neighbours sharing a row, rather than one a row.
  var isBinned = false
  /// All steps at once, many sharing a column, rather than a window on them.
  var isWholeRun = false
  /// The first row and column that each pane shows.
  var scrolls: [Int: Place] = [:]
  /// The row and the column of the entry that is pointed at, from 0; kept from quantity to quantity.
  var pointed = Place()
  /// The line of an explanation that is marked, from 0.
  var term = 0
  /// The step pointed at, from 0; nil for the one where the session stands.
  var pointedStep: Int?
  var interpreter = Interpreter(takesPrefixes: true)
  /// What changed the session since the loop last asked.
  private var deeds: [Deed] = []
  let sheetNames: [String]
  let lessonNames: [String]

  /// Opens on the first step, or wherever the session stands.
  ///
  /// - Parameters:
  ///   - session: what is shown.
  ///   - theme: how.
  ///   - width: columns of the terminal.
  ///   - height: its rows.
  ///   - sheetNames: the names of the catalogue, for completion.
  ///   - lessonNames: those of its lessons.
  ///   - history: lines of earlier sessions, oldest first.
  ///   - hasMouse: whether mouse events come here from the start.
  package init(
    _ session: Session, theme: Theme, width: Int, height: Int, sheetNames: [String] = [],
    lessonNames: [String] = [], history: [String] = [], hasMouse: Bool = false
  ) {
    self.session = session
    self.theme = theme
    self.width = width
    self.height = height
    (self.sheetNames, self.lessonNames) = (sheetNames, lessonNames)
    self.history = History(history)
    self.hasMouse = hasMouse
    knowsMouse = hasMouse
    greet()
    revealEntry()
  }

  // MARK: - What is shown

  var values: LensedValues { LensedValues(session, lens) }

  /// Which run all panes show that have no lens of their own.
  package var lens: Lens { session.ghost == nil ? .now : session.arrangement.lens }

  /// The quantity that is turned to.
  package var shownQuantity: Quantity? { session.turnedTo }

  /// The entry and the step that are pointed at in the quantity that is turned to, from 0.
  package var cursor: (entry: Int, step: Int) {
    guard let quantity = shownQuantity else { return (0, 0) }
    let steps = values.stepCount(quantity.id)
    let step = pointedStep ?? session.moment?.step ?? 0
    return (pointed.entry(in: quantity.shape), min(max(step, 0), max(steps - 1, 0)))
  }

  // MARK: - News from the loop

  /// The terminal has another size.
  package mutating func resize(width: Int, height: Int) {
    (self.width, self.height) = (width, height)
    revealEntry()
  }

  /// Another session in the place of this one, as `open` and `load` make it.
  package mutating func adopt(_ session: Session, saying reports: [Report]) {
    if session.model.name != self.session.model.name { (pointed, scrolls) = (Place(), [:]) }
    if session.position != self.session.position { pointedStep = nil }
    self.session = session
    if session.ghost == nil { self.session.arrangement.lens = .now }
    revealEntry()
    say(reports)
  }

  /// A training has begun: a pane shows how it goes.
  package mutating func follow(_ course: TrainingCourse, saying lines: [String]) {
    session.training = course
    session.showTraining()
    say(lines.map { .text($0) })
  }

  /// A training has gone on.
  package mutating func show(_ course: TrainingCourse) { session.training = course }

  /// Something to know that no command asked for.
  package mutating func announce(_ line: String) { transcript.announce(line) }

  /// Something that could not be done.
  package mutating func report(_ error: CommandError) {
    isPlaying = false
    say(.failed, error.description)
  }

  /// What the model is, and what one may type.
  private mutating func greet() {
    transcript.add(.said, session.model.title + (session.model.source.map { " (\($0))" } ?? ""))
    for warning in session.warningTexts { transcript.add(.said, warning) }
    guard let state = shownQuantity else { return }
    let scale = QuantityScale(values: values)
    let gates = values.shown.filter { scale.isGate($0.id) && !$0.shape.isScalar }
    let held = gates.last { $0.stage == state.stage } ?? gates.last ?? state
    let example = state.shape.isScalar ? state.name : "norm(\(state.name))"
    transcript.add(
      .said, "type \(example) to see its value, pin \(held.name) = 0 to hold one, help for more")
  }

  // MARK: - Time

  /// Milliseconds after which `tick` is wanted; nil where nothing moves by itself.
  package var tickInterval: Int? { pasted.isEmpty ? isPlaying ? pace : nil : 0 }

  /// Time has passed: the next of the lines that were pasted, or the next step, while playing.
  package mutating func tick() -> [InterfaceEffect] {
    guard pasted.isEmpty else { return takePasted() }
    guard isPlaying else { return [] }
    let (answer, _) = run("next")
    if case .failed = answer { isPlaying = false }
    tell(answer)
    return []
  }

  // MARK: - Running lines

  /// Runs a line as if it had been typed.
  mutating func submit(_ line: String) -> [InterfaceEffect] {
    history.add(line)
    transcriptScroll = 0
    isPlaying = false
    if !line.isEmpty { transcript.add(.typed, line) }
    let (answer, effects) = run(line)
    switch answer {
    case .said(let reports):
      pointAtExplained(reports)
      say(reports)
    case .failed(let error): say(.failed, error.description)
    }
    return effects
  }

  /// Runs a command for a key: where it led is seen in the views, and anything else is news.
  mutating func runQuietly(_ line: String) -> [InterfaceEffect] {
    isPlaying = false
    let (answer, effects) = run(line)
    tell(answer)
    return effects
  }

  private enum Answer {
    case said([Report])
    case failed(CommandError)
  }

  private mutating func run(_ line: String) -> (Answer, [InterfaceEffect]) {
    let position = session.position
    let kept = interpreter.kept(line, in: session)
    do throws(CommandError) {
      let reply = try interpreter.run(line, on: &session)
      if session.position != position { pointedStep = nil }
      if session.ghost == nil { session.arrangement.lens = .now }
      if let kept { deeds.append(Deed(line: kept, position: position)) }
      revealEntry()
      return (.said(reply.reports), reply.effects.map { .debugger($0) })
    } catch {
      return (.failed(error), [])
    }
  }

  /// A line that was carried out, and where the session then stood.
  package struct Deed: Hashable, Sendable {
    package var line: String
    package var position: Int
  }

  /// The lines from which the session can be made again that were carried out since this was last asked.
  package mutating func takeDeeds() -> [Deed] {
    defer { deeds = [] }
    return deeds
  }

  private mutating func tell(_ answer: Answer) {
    switch answer {
    case .said(let reports):
      let news = reports.filter { if case .position = $0 { false } else { true } }.flatMap(Transcript.lines)
      if !news.isEmpty { notice = news.joined(separator: "   ") }
    case .failed(let error):
      notice = error.description.split(separator: "\n").first.map(String.init)
    }
  }

  private mutating func say(_ reports: [Report]) {
    guard !reports.contains(where: \.isOfLesson) else { return transcript.add(lesson: reports) }
    let lines = reports.flatMap(Transcript.lines)
    if !lines.isEmpty { say(.said, lines.joined(separator: "\n")) }
  }

  /// Puts lines into the transcript; more than it can show at once are also a page.
  mutating func say(_ kind: Transcript.Line.Kind, _ text: String) {
    transcript.add(kind, text)
    let area = layout.transcript
    if !area.isEmpty, TranscriptView(interface: self).hidden(in: area) > 0 { page = transcript.answer }
  }

  var layout: ScreenLayout { ScreenLayout(self, width: width, height: height) }
}
