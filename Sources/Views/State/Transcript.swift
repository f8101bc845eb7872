// What was typed and what was said, as lines.

import Debugger

/// The conversation so far.
package struct Transcript: Sendable {
  package struct Line: Hashable, Sendable {
    package enum Kind: Hashable, Sendable { case typed, said, failed }
    package var kind: Kind
    package var text: String
  }

  package private(set) var lines: [Line] = []

  /// Where the last answer begins, with the line that it answers.
  private var answerStart = 0

  private static let most = 5000

  /// The last answer by itself.
  package var answer: Page? {
    let said = answered.drop { $0.kind == .typed }
    guard !said.isEmpty else { return nil }
    let title = answered.first.flatMap { $0.kind == .typed ? $0.text : nil }
    return Page(title: title ?? "", lines: said.map(\.text))
  }

  /// The lines of the last answer, with the line that it answers.
  var answered: ArraySlice<Line> { lines.dropFirst(answerStart) }

  /// Something that no line asked for, by itself: what was said before moves up.
  package mutating func announce(_ text: String) {
    answerStart = lines.count
    add(.said, text)
  }

  package mutating func add(_ kind: Line.Kind, _ text: String) {
    if kind == .typed || lines.isEmpty { answerStart = lines.count }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      lines.append(Line(kind: kind, text: String(line)))
    }
    let surplus = max(lines.count - Self.most, 0)
    lines.removeFirst(surplus)
    answerStart = max(answerStart - surplus, 0)
  }

  /// What the commands of a lesson's part said; where they led is seen in the panes, and what it says stands in a place of its own.
  mutating func add(lesson reports: [Report]) {
    for report in reports {
      switch report {
      case .lesson(let lesson): if case .command(let text) = lesson.content { add(.typed, text) }
      case .position: break
      default: add(.said, Self.lines(of: report).joined(separator: "\n"))
      }
    }
  }

  /// What a report says on a screen that shows the equations anyway.
  static func lines(of report: Report) -> [String] {
    guard case .position(let position) = report else { return report.lines }
    let symbol = position.symbol.map { " \($0)" } ?? ""
    let head = "\(position.kind.name) \(position.step)/\(position.steps)\(symbol)"
    return [([head] + [position.value?.summary].compactMap { $0 }).joined(separator: "   ")]
  }
}

extension Report {
  /// Whether a lesson says it or does it.
  var isOfLesson: Bool { if case .lesson = self { true } else { false } }
}
