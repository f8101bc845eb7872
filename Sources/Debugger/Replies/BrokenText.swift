// Sentences in lines of whole words.

internal import Equations

extension String {
  /// Lines of at most so many columns; a word that is longer has one alone.
  package func broken(to width: Int) -> [String] {
    split(separator: " ").reduce(into: []) { lines, word in
      if let last = lines.last, last.cellWidth + 1 + String(word).cellWidth <= width {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(String(word))
      }
    }
  }
}
