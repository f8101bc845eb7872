// Reads a lesson: a title, then parts between empty lines. `>` begins a command, `?` what must hold, `#` a remark; all else is prose.

internal import Equations

/// What is wrong with the text of a lesson, each mistake with its file and line.
package struct LessonMistakes: Error, Sendable, Equatable, CustomStringConvertible {
  package var lines: [String]
  package var description: String { lines.joined(separator: "\n") }
}

/// Goes through the lines of a file.
private struct LessonReader {
  let path: String
  var title: String?
  var parts: [Lesson.Part] = []
  var mistakes: [String] = []
  /// The part that is being read.
  private var lines: [Lesson.Line] = []
  private var paragraph: (number: Int, text: String)?

  /// A part's prose fits six rows of a small screen.
  static let mostProse = 450
  static let mostParts = 64

  init(_ path: String) { self.path = path }

  mutating func take(_ number: Int, _ line: String) {
    guard !line.hasPrefix("#") else { return }
    guard title != nil || line.isEmpty else { return takeTitle(number, line) }
    switch line.first {
    case nil: endPart()
    case ">": takeCommand(number, String(line.dropFirst()).trimmed)
    case "?": takeClaim(number, String(line.dropFirst()).trimmed)
    default: paragraph = (paragraph?.number ?? number, paragraph.map { "\($0.text) \(line)" } ?? line)
    }
  }

  private mutating func takeTitle(_ number: Int, _ line: String) {
    let words = line.split(separator: " ", maxSplits: 1)
    title = words.count == 2 ? String(words[1]).trimmed : ""
    if words.count != 2 || words[0] != "title" {
      mistake(number, "a lesson begins with its title: title Words about it")
    }
  }

  private mutating func takeCommand(_ number: Int, _ text: String) {
    endParagraph()
    let command = Command.named(String(text.prefix { !$0.isWhitespace }))
    if text.isEmpty {
      mistake(number, "a command is to stand behind >")
    } else if let command, Self.barred.contains(command.name) {
      mistake(number, "\(command.name) is for whoever walks the lesson, not for the lesson")
    }
    lines.append(Lesson.Line(number: number, kind: .command(text)))
  }

  /// What would end the lesson, or never come back to it.
  private static let barred: Set<String> = Set([Command.lesson, .quit, .restore].map(\.name))

  private mutating func takeClaim(_ number: Int, _ text: String) {
    endParagraph()
    if text.isEmpty { mistake(number, "what must hold is to stand behind ?, as mean(f) > 0.5 or \"half-life\"") }
    let isQuoted = text.count > 2 && text.first == "\"" && text.last == "\""
    lines.append(Lesson.Line(number: number, kind: .claim(isQuoted ? .said(text.unquoted) : .holds(text))))
  }

  private mutating func endParagraph() {
    guard let (number, text) = paragraph else { return }
    paragraph = nil
    guard let pieces = pieces(of: text) else {
      return mistake(number, "{ and } go in pairs around an expression, whose value then stands there")
    }
    lines.append(Lesson.Line(number: number, kind: .prose(pieces)))
  }

  /// Nil where braces are left open, stand within each other or hold nothing.
  private func pieces(of text: String) -> [Lesson.Piece]? {
    var pieces: [Lesson.Piece] = []
    var rest = text[...]
    while let open = rest.firstIndex(where: { "{}".contains($0) }) {
      guard rest[open] == "{", let close = rest[open...].dropFirst().firstIndex(where: { "{}".contains($0) }),
        rest[close] == "}"
      else { return nil }
      let expression = String(rest[rest.index(after: open)..<close]).trimmed
      guard !expression.isEmpty else { return nil }
      pieces += [.text(String(rest[..<open])), .value(expression)]
      rest = rest[rest.index(after: close)...]
    }
    return pieces + [.text(String(rest))]
  }

  mutating func endPart() {
    endParagraph()
    guard let first = lines.first else { return }
    let prose = lines.reduce(0) { $0 + $1.proseCount }
    if prose == 0 { mistake(first.number, "a part needs prose: say what is to be seen") }
    if prose > Self.mostProse {
      mistake(
        first.number,
        "the prose of this part has \(prose) characters, and \(Self.mostProse) fit a small screen: "
          + "divide it by an empty line")
    }
    parts.append(Lesson.Part(lines: lines))
    lines = []
  }

  mutating func end(_ number: Int) {
    endPart()
    if title == nil { mistake(number, "a lesson begins with its title: title Words about it") }
    if parts.isEmpty { mistake(number, "a lesson has parts: prose and commands behind the title and an empty line") }
    if parts.count > Self.mostParts {
      mistake(number, "a lesson has at most \(Self.mostParts) parts, not \(parts.count)")
    }
  }

  private mutating func mistake(_ number: Int, _ words: String) { mistakes.append("\(path):\(number): \(words)") }
}

extension Lesson.Line {
  /// Characters of its prose, values as the expressions that they are.
  fileprivate var proseCount: Int {
    guard case .prose(let pieces) = kind else { return 0 }
    return pieces.reduce(0) { sum, piece in
      switch piece {
      case .text(let text), .value(let text): sum + text.count
      }
    }
  }
}

extension Lesson {
  /// Reads the text of a file.
  ///
  /// - Throws: all that is wrong with it, but for what only walking it shows.
  package init(_ text: String, path: String) throws(LessonMistakes) {
    var reader = LessonReader(path)
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() { reader.take(index + 1, String(line).trimmed) }
    reader.end(lines.count)
    guard reader.mistakes.isEmpty else { throw LessonMistakes(lines: reader.mistakes) }
    self.init(path: path, title: reader.title ?? "", parts: reader.parts)
  }
}
