// A grid as plain text.

/// Lines of text without any style, trailing blanks left out.
package enum PlainTextWriter {
  /// Each row ends with a line feed.
  package static func text(_ grid: Grid) -> String {
    grid.lines.reduce(into: "") { $0 += $1 + "\n" }
  }
}
