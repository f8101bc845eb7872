// The prompt as plain lines: for pipes, scripts and terminals that can do no more.

import Catalogue
import Debugger
import Equations
import Formats
import Terminal

/// Runs commands one after another and prints what they say.
struct PlainREPL {
  enum Source {
    /// `name` stands before the number of a line in errors.
    case lines([String], name: String)
    case standardInput
    /// Somebody types: errors do not end it, and there is a prompt.
    case terminal
  }

  private var session: Session
  private let catalogue: Catalogue
  private let json: Bool
  private var interpreter = Interpreter(takesPrefixes: false)
  /// While somebody types.
  private var keeping: SessionKeeping?

  init(session: Session, catalogue: Catalogue, json: Bool) {
    self.session = session
    self.catalogue = catalogue
    self.json = json
  }

  /// - Throws: the first error, with its line; at a terminal only what keeps from reading and writing.
  func run(_ source: Source) throws(CommandError) {
    var copy = self
    for line in session.warningLines { complain(line) }
    switch source {
    case .lines(let lines, let name): try copy.run(lines, name)
    case .standardInput: try copy.readLines()
    case .terminal: try copy.converse()
    }
  }

  private mutating func run(_ lines: [String], _ name: String) throws(CommandError) {
    for (index, line) in lines.enumerated() {
      guard try runTold(line, "\(name)\(index + 1)") else { return }
    }
  }

  private mutating func readLines() throws(CommandError) {
    var reader = LineReader()
    while case .line(let line) = try reader.next() {
      guard try runTold(line, "line \(reader.lineNumber)") else { return }
    }
  }

  /// In a script an empty line is one between two others, and repeats nothing.
  private mutating func runTold(_ line: String, _ place: String) throws(CommandError) -> Bool {
    if line.trimmed.isEmpty || line.trimmed.hasPrefix("#") { return true }
    do throws(CommandError) {
      return try runOne(line)
    } catch {
      throw .message("\(place): \(error.description)")
    }
  }

  private mutating func converse() throws(CommandError) {
    InterruptFlag.arm()
    defer { InterruptFlag.disarm() }
    session.isInterrupted = { InterruptFlag.isRaised }
    interpreter.takesPrefixes = true
    let keeping = SessionKeeping(session, catalogue)
    self.keeping = keeping
    var reader = LineReader()
    for line in session.opening { try say(line) }
    if let offer = JournalStore.offer() { try say(offer) }
    while true {
      try write("> ")
      switch try reader.next() {
      case .interrupted: try say("")
      case .end:
        keeping.end()
        return try say("")
      case .line(let line):
        do throws(CommandError) {
          guard try runOne(line) else { return keeping.end() }
        } catch {
          complain(error.description)
        }
      }
      InterruptFlag.take()
    }
  }

  /// - Returns: false when the program is to end.
  private mutating func runOne(_ line: String) throws(CommandError) -> Bool {
    let known = session.warningLines
    let position = session.position
    var kept = interpreter.kept(line, in: session)
    let reply = try interpreter.run(line, on: &session)
    var reports = reply.reports
    var goesOn = true
    for effect in reply.effects {
      let performed = try carryOut(effect)
      reports += performed.reports
      kept = performed.deed ?? kept
      if let next = performed.session { session = next } else { goesOn = false }
    }
    if let kept { keeping?.keep(kept, at: position) }
    keeping?.keep(position: session.position)
    let lines = reports.flatMap(\.lines)
    if json {
      try say(Reply(reports).json(command: line.trimmed).text)
    } else {
      if !lines.isEmpty { try say(lines.joined(separator: "\n")) }
    }
    for line in session.warningLines where !known.contains(line) && !lines.contains(line) { complain(line) }
    return goesOn
  }

  private func carryOut(_ effect: Effect) throws(CommandError) -> Performed {
    switch (effect, keeping) {
    case (.restore, let keeping?):
      let restored = try keeping.restore()
      return Performed(session: restored.session, reports: restored.reports)
    case (.forget, let keeping?): return Performed(session: session, reports: [try keeping.forget()])
    default: return try perform(effect, on: session, catalogue)
    }
  }
}

extension Session {
  /// What a plain conversation starts with.
  fileprivate var opening: [String] {
    ["\(model.title)  \(feedDescription)"]
      + (exampleDescription.map { ["runs on its example, \($0); feed gives it another input"] } ?? []) + here.lines + [
        "help lists the commands"
      ]
  }

  fileprivate var warningLines: [String] { Warnings.lines(model, warnings) + notes.map(\.line) }
}
