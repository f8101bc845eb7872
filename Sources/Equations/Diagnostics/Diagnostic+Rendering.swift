// Mistakes as a compiler shows them: file, line and column, the line itself, a caret, notes.

extension SheetErrors {
  /// More mistakes than this nobody reads at once.
  static let shown = 20

  /// All mistakes, each with its line and a caret, for a person to read; of very many the first twenty.
  package var description: String {
    let text = SheetText(text)
    var parts = diagnostics.prefix(Self.shown).map { $0.rendered(name: name, text: text) }
    let rest = diagnostics.count - parts.count
    if rest > 0 { parts.append("\(name.printable): and \(rest) more mistake\(rest == 1 ? "" : "s")") }
    return parts.joined(separator: "\n")
  }
}

extension Diagnostic {
  /// The mistake with its line and a caret, for a person to read.
  package func rendered(name: String, text: String) -> String { rendered(name: name, text: SheetText(text)) }

  fileprivate func rendered(name: String, text: SheetText) -> String {
    let severity = severity == .warning ? "warning: " : ""
    let wording = kind.wording
    let place = range.line > 0 ? ":\(range.line):\(range.column)" : ""
    var lines = ["\(name.printable)\(place): \(severity)\(wording.message.printable.clipped)"]
    let label = wording.label.printable.clipped
    if let line = text.line(range.line) {
      let excerpt = Excerpt(of: line, range)
      let number = String(range.line)
      let margin = String(repeating: " ", count: max(0, 4 - number.count))
      lines.append("\(margin)\(number) | \(excerpt.text)")
      lines.append("     | \(excerpt.marker)\(label.isEmpty ? "" : " \(label)")")
    } else if !label.isEmpty {
      lines.append("     = \(label)")
    }
    for note in notes where note.line != range.line {
      lines.append("     note: \(note.name) is declared on line \(note.line): \(note.text)".printable.clipped)
    }
    return lines.joined(separator: "\n")
  }
}

/// The part of a line that is shown, and the carets below it.
private struct Excerpt {
  var text: String
  var marker: String

  private static let width = 120

  init(of line: Substring, _ range: SourceRange) {
    let characters = Array(line)
    let caret = min(max(0, range.column - 1), characters.count)
    // Of a line that is too long for any screen, what lies round the caret.
    let start = characters.count <= Self.width || caret < Self.width / 2 ? 0 : caret - Self.width / 2
    let end = min(characters.count, start + Self.width)
    let shown = characters[start..<end].map(\.printable)
    text = (start > 0 ? "… " : "") + shown.joined() + (end < characters.count ? " …" : "")
    while text.last == " " { text.removeLast() }
    marker = start > 0 ? "  " : ""
    for character in shown.prefix(caret - start) {
      marker += character == "\t" ? "\t" : String(repeating: " ", count: character.cellWidth)
    }
    let marked = shown.dropFirst(caret - start).prefix(range.length)
    marker += String(repeating: "^", count: max(1, marked.reduce(0) { $0 + $1.cellWidth }))
  }
}

extension String {
  fileprivate var printable: String { map(\.printable).joined() }

  /// Names from hostile files may be longer than any screen.
  fileprivate var clipped: String { count <= 300 ? self : "\(prefix(200)) … \(suffix(60))" }
}

extension Character {
  /// Itself, unless it would move the cursor, turn the direction of writing or show nothing.
  fileprivate var printable: String {
    guard self != "\t" else { return "\t" }
    let isHarmful = unicodeScalars.contains { scalar in
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator, .surrogate: true
      case .format: unicodeScalars.count == 1 || !(0x200C...0x200D).contains(scalar.value)
      default: false
      }
    }
    return isHarmful ? "\u{FFFD}" : String(self)
  }
}
