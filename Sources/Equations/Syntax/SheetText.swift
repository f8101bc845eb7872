// A sheet's text as lines: the one way in which everything here counts them.

/// The lines of a text, whatever ends them: LF, CR LF, CR, or Unicode's own.
struct SheetText {
  let lines: [Substring]

  init(_ text: String) {
    lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
  }

  /// A line by its number, from 1.
  func line(_ number: Int) -> Substring? {
    lines.indices.contains(number - 1) ? lines[number - 1] : nil
  }

  /// A line without its caption and the white space around it.
  func statement(_ number: Int) -> String {
    let line = line(number) ?? ""
    return String(line.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)[0]).trimmed
  }
}

extension String {
  /// The text without white space at either end.
  package var trimmed: String {
    var view = self[...]
    while view.first?.isWhitespace ?? false { view.removeFirst() }
    while view.last?.isWhitespace ?? false { view.removeLast() }
    return String(view)
  }

  /// The text without the mark that some editors put before it.
  var withoutByteOrderMark: String {
    unicodeScalars.first == "\u{FEFF}" ? String(String.UnicodeScalarView(unicodeScalars.dropFirst())) : self
  }
}
