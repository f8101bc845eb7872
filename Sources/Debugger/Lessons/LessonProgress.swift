// How far a lesson is walked: a part of the session, so that undo and what is brought back know of it.

internal import Equations

/// A lesson that is open.
package struct LessonProgress: Sendable {
  package let lesson: Lesson
  /// What the session was when it began, then what each part that was walked has led to.
  private var stops: [Stop]

  private struct Stop: Sendable {
    var session: Session
    var prose: [String] = []
  }

  init(_ lesson: Lesson, from session: Session) {
    (self.lesson, stops) = (lesson, [Stop(session: session.bare)])
  }

  /// The part that is shown, from 1.
  package var part: Int { stops.count - 1 }
  package var isAtEnd: Bool { part >= lesson.parts.count }
  /// What it says, a text for each paragraph, values filled in.
  package var prose: [String] { stops.last?.prose ?? [] }
  /// `gates 2/6`.
  package var place: String { "\(lesson.name) \(part)/\(lesson.parts.count)" }

  /// What the lesson itself has come to, whatever was done beside it.
  fileprivate var session: Session? { stops.last?.session }

  fileprivate mutating func note(_ prose: [String], _ session: Session) {
    stops.append(Stop(session: session.bare, prose: prose))
  }

  fileprivate mutating func goBack() { stops.removeLast() }

  /// All that it says at this place.
  var reports: [LessonReport] { prose.map { LessonReport(lesson, part: part, .prose($0)) } }
}

extension Session {
  /// Without what it came from: what a lesson goes on from.
  fileprivate var bare: Session {
    var copy = self
    (copy.changes, copy.lesson, copy.training) = (Changes(), nil, nil)
    return copy
  }

  /// The session to run a lesson's next part on: what its parts so far have led to.
  ///
  /// What was done beside them is put back.
  ///
  /// - `lesson`: one to begin; nil to go on with the one that is open.
  /// - Returns: the part to run; nil where there is no other.
  package func readyForLesson(_ lesson: Lesson?) -> (session: Session, part: Lesson.Part)? {
    guard let progress = lesson.map({ LessonProgress($0, from: self) }) ?? self.lesson, !progress.isAtEnd,
      var session = progress.session
    else { return nil }
    (session.lesson, session.isInterrupted) = (progress, isInterrupted)
    return (session, progress.lesson.parts[progress.part])
  }

  /// Takes over what a part has led to, to be undone as one change.
  ///
  /// - Parameters:
  ///   - prose: what it said.
  ///   - old: what was before.
  ///   - deed: the line that did it.
  package mutating func finishPart(_ prose: [String], from old: Session, doing deed: String) {
    let end = self
    lesson?.note(prose, end)
    training = old.training
    remember(old, doing: deed)
  }

  /// Shows the part before again, as it was.
  mutating func lessonBack() throws(CommandError) -> Reply {
    guard var progress = lesson else { throw Self.noLesson }
    guard progress.part > 1 else { throw .message("this is the first part of the lesson") }
    let old = self
    progress.goBack()
    self = progress.session ?? self
    (lesson, training, isInterrupted) = (progress, old.training, old.isInterrupted)
    remember(old, doing: "lesson back")
    return Reply(progress.reports.map { .lesson($0) } + [here])
  }

  /// Leaves the lesson; all stays as it is.
  mutating func lessonEnd(_ words: String) throws(CommandError) -> Reply {
    guard lesson != nil else { throw Self.noLesson }
    let old = self
    lesson = nil
    remember(old, doing: "lesson end")
    return Reply([.text(words)])
  }

  static let noLesson = CommandError.message("no lesson is open: lesson lists them, lesson NAME begins one")

  // MARK: what a part says

  /// A paragraph with the values that it asks for, at the current step.
  package func filled(_ pieces: [Lesson.Piece]) throws(CommandError) -> String {
    var text = ""
    for piece in pieces {
      switch piece {
      case .text(let words): text += words
      case .value(let expression): text += try value(of: expression).inProse
      }
    }
    return text
  }

  /// Nil where it holds, else what is instead.
  ///
  /// - `answer`: what the last command said.
  package func failure(of claim: Lesson.Claim, after answer: [Report]) throws(CommandError) -> String? {
    switch claim {
    case .said(let words):
      return answer.contains { report in report.lines.contains { $0.contains(words) } }
        ? nil : "the last answer does not say \"\(words)\""
    case .holds(let expression):
      let value = try value(of: expression)
      guard value.shape.isScalar, let number = value.numbers.first else {
        throw .message("what must hold is one number, and \(expression.clipped) is \(value.shape.described)")
      }
      return number != 0 && !number.isNaN ? nil : "it does not hold that \(expression)"
    }
  }
}

extension ShownValue {
  /// Three digits, in the middle of a sentence.
  fileprivate var inProse: String {
    get throws(CommandError) {
      guard numbers.count <= 8 else {
        throw .message("\(name.clipped) is \(shape.described): prose has room for a number, or for eight at most")
      }
      let texts = numbers.map { ValueText.significant(Double($0), digits: 3) }
      return shape.isScalar ? texts.joined() : "[\(texts.joined(separator: ", "))]"
    }
  }
}
