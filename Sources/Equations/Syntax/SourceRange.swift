// Where something stands in a sheet.

/// A stretch of one sheet's text: lines and columns count from 1, columns in characters as a reader counts them.
///
/// Two ranges are always equal: sheets are compared by what they say, not by where they say it.
package struct SourceRange: Sendable, Hashable {
  package var line: Int
  package var column: Int
  /// The number of characters, on the first line, that the range covers; at least 1.
  package var length: Int

  package init(line: Int, column: Int, length: Int) {
    self.line = line
    self.column = column
    self.length = max(1, length)
  }

  /// What concerns the sheet as a whole, or was not read from one.
  package static let nowhere = SourceRange(line: 0, column: 0, length: 1)

  /// The range from the start of this one to the end of `other`; stays on this one's line.
  package func through(_ other: SourceRange) -> SourceRange {
    guard other.line == line else { return self }
    return SourceRange(line: line, column: column, length: max(length, other.column + other.length - column))
  }

  package static func == (_: SourceRange, _: SourceRange) -> Bool { true }
  package func hash(into _: inout Hasher) {}
}
