// What a lesson says, and what it does in the place of whoever sits before it.

internal import Equations
internal import Formats

/// A paragraph of a lesson, or one of its commands.
package struct LessonReport: Sendable {
  package enum Content: Sendable, Equatable {
    case prose(String)
    /// What was run.
    case command(String)
  }

  package var lesson: String
  package var title: String
  package var part: Int
  package var parts: Int
  package var content: Content

  /// - `part`: of the lesson, from 1.
  package init(_ lesson: Lesson, part: Int, _ content: Content) {
    (self.lesson, title) = (lesson.name, lesson.title)
    (self.part, parts, self.content) = (part, lesson.parts.count, content)
  }

  /// Columns of the prose where lines are plain.
  private static let width = 96

  var lines: [String] {
    switch content {
    case .prose(let text): text.broken(to: Self.width).map { "| \($0)" }
    case .command(let text): ["> \(text)"]
    }
  }

  var json: JSON {
    let members: [JSON.Member] = [
      .init("lesson", .string(lesson)), .init("title", .string(title)), .init("part", .integer(part)),
      .init("parts", .integer(parts)),
    ]
    switch content {
    case .prose(let text): return .object(members + [.init("prose", .string(text))])
    case .command(let text): return .object(members + [.init("command", .string(text))])
    }
  }
}
