// A lesson's part, line by line: what it says is said, its commands are run with all that they ask for.

import Catalogue
import Debugger
import Equations
import Evaluation

struct LessonWalk {
  private let catalogue: Catalogue
  private let path: String
  private(set) var session: Session
  /// What is said, in the order of the lines.
  private(set) var reports: [Report] = []
  /// Paragraphs whose values are still to be filled in, by the places of their reports.
  private var paragraphs: [(place: Int, number: Int, pieces: [Lesson.Piece])] = []
  /// Claims that do not hold, with their lines.
  private(set) var failures: [String] = []
  private var interpreter = Interpreter(takesPrefixes: false)
  /// What the last command said.
  private var answer: [Report] = []

  private init(_ catalogue: Catalogue, _ path: String, on session: Session) {
    (self.catalogue, self.path, self.session) = (catalogue, path, session)
  }

  /// Does what a session asks of lessons.
  static func perform(
    _ move: LessonMove, on session: Session, _ catalogue: Catalogue
  ) throws(CommandError) -> Performed {
    let lesson: Lesson?
    switch move {
    case .list: return Performed(session: session, reports: lines(catalogue).map { .text($0) })
    case .begin(let name): lesson = try read(name, catalogue)
    case .next: lesson = nil
    }
    let deed = if case .begin(let name) = move { "lesson \(name)" } else { "lesson next" }
    guard let walk = try LessonWalk.part(of: lesson, on: session, catalogue, doing: deed) else {
      return Performed(session: session)
    }
    return Performed(session: walk.session, reports: walk.reports + walk.failures.map { .text("note: \($0)") })
  }

  /// Walks the next part of a lesson; `lesson` is one to begin.
  ///
  /// - Returns: nil where there is no other part.
  static func part(
    of lesson: Lesson?, on session: Session, _ catalogue: Catalogue, doing deed: String
  ) throws(CommandError) -> LessonWalk? {
    guard let (ready, part) = session.readyForLesson(lesson), let path = ready.lesson?.lesson.path else { return nil }
    var walk = LessonWalk(catalogue, path, on: ready)
    for line in part.lines {
      if session.isInterrupted() { throw .run(.interrupted) }
      try walk.at(line.number) { walk throws(CommandError) in try walk.take(line) }
    }
    walk.session.finishPart(try walk.filledProse(), from: session, doing: deed)
    return walk
  }

  private mutating func at(
    _ line: Int, _ work: (inout LessonWalk) throws(CommandError) -> Void
  ) throws(CommandError) {
    do throws(CommandError) {
      try work(&self)
    } catch {
      if error == .run(.interrupted) { throw error }
      throw .message("\(path):\(line): \(error.description)")
    }
  }

  private mutating func take(_ line: Lesson.Line) throws(CommandError) {
    switch line.kind {
    case .prose(let pieces):
      paragraphs.append((reports.count, line.number, pieces))
      say(.prose(""))
    case .command(let text):
      say(.command(text))
      let performed = try CommandFile.run(text, &interpreter, on: session, catalogue, [path], true)
      guard let next = performed.session else { throw .message("\(text) would end the lesson") }
      (session, answer) = (next, performed.reports)
      reports += answer
    case .claim(let claim):
      if let failure = try session.failure(of: claim, after: answer) {
        failures.append("\(path):\(line.number): \(failure)")
      }
    }
  }

  private mutating func say(_ content: LessonReport.Content) {
    if let report = report(content) { reports.append(report) }
  }

  private func report(_ content: LessonReport.Content) -> Report? {
    session.lesson.map { .lesson(LessonReport($0.lesson, part: $0.part + 1, content)) }
  }

  /// The paragraphs with their values: those that there are when all commands have run, as the views then show.
  private mutating func filledProse() throws(CommandError) -> [String] {
    var prose: [String] = []
    for (place, number, pieces) in paragraphs {
      try at(number) { walk throws(CommandError) in prose.append(try walk.session.filled(pieces)) }
      if let report = prose.last.flatMap({ report(.prose($0)) }) { reports[place] = report }
    }
    return prose
  }

  // MARK: which there are

  static func read(_ name: String, _ catalogue: Catalogue) throws(CommandError) -> Lesson {
    let found: (path: String, text: String)
    do throws(CatalogueError) {
      found = try catalogue.lesson(InteractiveFiles.expanded(name))
    } catch {
      throw .catalogue(error)
    }
    do throws(LessonMistakes) {
      return try Lesson(found.text, path: found.path)
    } catch {
      throw .message(error.description)
    }
  }

  /// A line for each lesson of the catalogue.
  static func lines(_ catalogue: Catalogue) -> [String] {
    let names = catalogue.lessonNames
    let width = names.map(\.count).max() ?? 0
    guard !names.isEmpty else { return ["there are no lessons in \(catalogue.folder.path)"] }
    return names.map { name in
      let pad = String(repeating: " ", count: width - name.count + 2)
      guard let lesson = try? read(name, catalogue) else {
        return "\(name)\(pad)(mistakes in it: unroll lessons --check)"
      }
      return "\(name)\(pad)\(lesson.title), \(lesson.parts.count) part\(lesson.parts.count == 1 ? "" : "s")"
    }
  }
}
