// Lines too long for their part, broken without losing what stands below each other.

import Cells

/// Breaks lines of tables and listings.
enum HangingText {
  /// A line as rows of at most `width` columns; what goes on is set under the second column of a table, if it is one.
  static func rows(_ line: String, width: Int) -> [String] {
    guard line.columns > width, width > 0 else { return [line] }
    let indent = Array(repeating: Character(" "), count: min(hang(of: line), width * 2 / 3))
    var rows: [String] = []
    var rest = Array(line)
    while columns(rest[...]) > width {
      let start = rest.firstIndex { $0 != " " } ?? rest.count
      var end = fitting(rest, width)
      if end <= start {
        // Not even the first character fits behind the indent: it stands alone.
        rest.removeFirst(min(start, rest.count))
        end = min(1, rest.count)
      } else if end < rest.count, rest[end] != " ", let blank = rest[start..<end].lastIndex(of: " ") {
        end = blank
      }
      rows.append(trimmed(rest[..<end]))
      rest = indent + rest[end...].drop { $0 == " " }
    }
    return rows + [String(rest)]
  }

  /// How many characters from the start fit.
  private static func fitting(_ characters: [Character], _ width: Int) -> Int {
    var used = 0
    return characters.firstIndex { character in
      used += character.columns
      return used > width
    } ?? characters.count
  }

  private static func columns(_ characters: ArraySlice<Character>) -> Int {
    characters.reduce(0) { $0 + $1.columns }
  }

  private static func trimmed(_ characters: ArraySlice<Character>) -> String {
    String(characters.prefix((characters.lastIndex { $0 != " " } ?? characters.startIndex - 1) + 1))
  }

  /// Columns before the second of the parts that two blanks or more set apart; a little more than the indent if there
  /// is one part.
  private static func hang(of line: String) -> Int {
    let characters = Array(line)
    let indent = characters.prefix { $0 == " " }.count
    let second = characters.indices.dropFirst(indent + 2).first { index in
      characters[index] != " " && characters[index - 1] == " " && characters[index - 2] == " "
    }
    return second ?? indent + 4
  }
}
