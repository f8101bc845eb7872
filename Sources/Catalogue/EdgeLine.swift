// One line of a list of edges, taken apart: fields between commas, semicolons, tabs or blanks, in quotes where they hold such.

import Equations

/// The fields of a line.
struct EdgeLine {
  /// From 1.
  let number: Int
  private(set) var fields: [String] = []
  /// Whether a field stands in quotes, and so is a name even if it is a number.
  private(set) var isQuoted = false

  var nodes: ArraySlice<String> { fields.prefix(2) }

  /// The lines of a text that say something: not those that are blank, nor remarks, which follow `#` or `%`.
  static func all(of text: String) -> [EdgeLine] {
    let text = text.first == "\u{FEFF}" ? text.dropFirst() : text[...]
    let rows = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    return rows.enumerated().compactMap { place, row in
      let start = row.drop(while: \.isWhitespace)
      return start.isEmpty || "#%".contains(start.prefix(1)) ? nil : EdgeLine(row, number: place + 1)
    }
  }

  init(number: Int, fields: [String]) { (self.number, self.fields) = (number, fields) }

  private init(_ row: Substring, number: Int) {
    self.number = number
    var parts = Self.parts(of: row) { ",;\t".contains($0) }
    if parts.count == 1 { parts = Self.parts(of: row, between: \.isWhitespace).filter { !$0.isEmpty } }
    for part in parts {
      let field = part.trimmed
      guard field.count >= 2, field.first == "\"", field.last == "\"" else {
        fields.append(field)
        continue
      }
      isQuoted = true
      let inner: Substring = field.dropFirst().dropLast()
      fields.append(String(inner.replacing("\"\"", with: "\"")).trimmed)
    }
  }

  /// Parts between signs that stand in no quotes, up to a remark.
  private static func parts(of row: Substring, between isBetween: (Character) -> Bool) -> [String] {
    var parts = [""]
    var (isOpen, last): (Bool, Character) = (false, " ")
    for character in row {
      if character == "\"" { isOpen.toggle() }
      if !isOpen, character == "#", last.isWhitespace { break }
      if !isOpen, isBetween(character) { parts.append("") } else { parts[parts.count - 1].append(character) }
      last = character
    }
    return parts
  }

  /// Whether its first two fields say from where to where.
  var saysDirection: Bool { [["from", "to"], ["source", "target"]].contains(nodes.map { $0.lowercased() }) }

  /// Whether it says what columns hold, rather than being an edge itself.
  func isHeader(above next: EdgeLine?) -> Bool {
    let words = ["from", "to", "source", "target"]
    if nodes.allSatisfy({ words.contains($0.lowercased()) }) { return true }
    guard let next, nodes.allSatisfy({ Int($0) == nil }) else { return false }
    return (fields.count > 2 && Double(fields[2]) == nil)
      || (next.nodes.allSatisfy { Int($0) != nil } && !next.isQuoted)
  }
}
