// unroll lessons: the catalogue of lessons, and whether one is in order.

import ArgumentParser
import Catalogue
import Debugger
import Evaluation
import Formats

struct LessonsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lessons", abstract: "List the lessons, or check some.",
    discussion: """
      At the prompt, lesson NAME begins one. --check walks lessons whole, runs each of their commands, and tells with file \
      and line what cannot be done and what does not hold.
      """)

  @ArgumentParser.Argument(help: "Lessons to check, by name or path; all of the catalogue if none is named.")
  var lessons: [String] = []

  @Flag(help: "Walk them whole, and tell their mistakes.")
  var check = false

  @Flag(help: "One JSON object a line.")
  var json = false

  func validate() throws {
    if !check, !lessons.isEmpty {
      throw ValidationError("give --check with lessons; at the prompt, lesson NAME begins one")
    }
    if check, json { throw ValidationError("--json lists, --check walks: give one") }
  }

  func run() throws {
    try reporting { () throws(CommandError) in
      let catalogue = try openCatalogue()
      guard check else { return try list(catalogue) }
      var mistakes: [String] = []
      for name in lessons.isEmpty ? catalogue.lessonNames : lessons {
        do throws(CommandError) {
          let (parts, failures) = try walk(name, catalogue)
          if failures.isEmpty { try say("\(name): \(parts) part\(parts == 1 ? "" : "s"), all holds") }
          mistakes += failures
        } catch {
          if error == .run(.interrupted) { throw error }
          mistakes.append(error.description)
        }
      }
      if !mistakes.isEmpty { throw .message(mistakes.joined(separator: "\n")) }
    }
  }

  private func list(_ catalogue: Catalogue) throws(CommandError) {
    guard json else { return try say(LessonWalk.lines(catalogue).joined(separator: "\n")) }
    for name in catalogue.lessonNames {
      let lesson = try LessonWalk.read(name, catalogue)
      try say(
        JSON.object([
          .init("name", .string(name)), .init("path", .string(lesson.path)), .init("title", .string(lesson.title)),
          .init("parts", .integer(lesson.parts.count)),
        ]).text)
    }
  }

  /// Walks one from its beginning to its end, on what opens without arguments.
  private func walk(_ name: String, _ catalogue: Catalogue) throws(CommandError) -> (parts: Int, failures: [String]) {
    var lesson: Lesson? = try LessonWalk.read(name, catalogue)
    var session = try openSession(openingModel, catalogue)
    var (parts, failures): (Int, [String]) = (0, [])
    while let walk = try LessonWalk.part(of: lesson, on: session, catalogue, doing: "lesson") {
      (session, lesson, parts) = (walk.session, nil, parts + 1)
      failures += walk.failures
    }
    return (parts, failures)
  }
}
