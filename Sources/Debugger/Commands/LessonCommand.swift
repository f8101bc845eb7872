// lesson: a short walk through one idea, told by a file.

extension Command {
  static let lesson: Command = Command(
    "lesson", operands: "[NAME, next, back or end]", completes: .lesson,
    summary: "walk a lesson: prose and commands, part by part",
    details: """
      lesson              those that there are; in a lesson, what its part says
      lesson gates        begins one, by its name or the path of its file
      lesson next         goes on, as an empty line does
      lesson back         the part before, as it was
      lesson end          leaves it; all stays as it is
      Do anything in between: when the lesson goes on, it goes on from what its own commands have led to, and undo brings back what
      was done beside it. README tells how to write one.
      """,
    example: "lesson"
  ) { session, text throws(CommandError) in
    switch text {
    case "":
      guard let progress = session.lesson else { return Reply(effects: [.lesson(.list)]) }
      return Reply(
        [.text("\(progress.place)  \(progress.lesson.title)")] + progress.reports.map { .lesson($0) })
    case "next":
      guard let progress = session.lesson else { throw Session.noLesson }
      guard progress.isAtEnd else { return Reply(effects: [.lesson(.next)]) }
      return try session.lessonEnd("that was \(progress.lesson.title); all stays as it is")
    case "back": return try session.lessonBack()
    case "end": return try session.lessonEnd("the lesson is left; all stays as it is")
    default: return Reply(effects: [.lesson(.begin(text.unquoted))])
    }
  }
}
