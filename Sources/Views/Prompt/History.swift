// The lines typed before, and walking through them.

/// Typed lines, oldest first, and where ↑ and ↓ have come to.
package struct History: Hashable, Sendable {
  package private(set) var lines: [String]
  /// Where in `lines` we are; at its end the line being typed.
  private var place: Int
  /// What was being typed before the walk began.
  private var draft = ""

  package static let most = 1000

  /// How many lines were ever added; unlike `lines` it never shrinks.
  package private(set) var count = 0

  package init(_ lines: [String] = []) {
    self.lines = Array(lines.suffix(Self.most))
    place = self.lines.count
  }

  /// Keeps a line that was entered, unless it is blank or the same as the last.
  package mutating func add(_ line: String) {
    if line.contains(where: { !$0.isWhitespace }), line != lines.last {
      lines.append(line)
      count += 1
    }
    if lines.count > Self.most { lines.removeFirst() }
    leave()
  }

  /// The lines that were added after the first so many.
  package func lines(since count: Int) -> ArraySlice<String> { lines.suffix(max(self.count - count, 0)) }

  /// Ends a walk.
  package mutating func leave() {
    place = lines.count
    draft = ""
  }

  /// The line before, of those that begin as the line did when the walk began; nil if there is none.
  package mutating func previous(from line: String) -> String? {
    if place == lines.count { draft = line }
    guard let found = lines[..<place].lastIndex(where: { $0.hasPrefix(draft) && $0 != line }) else { return nil }
    place = found
    return lines[found]
  }

  /// The line after, and at last what was being typed; nil where no walk began.
  package mutating func next(from line: String) -> String? {
    guard place < lines.count else { return nil }
    guard let found = lines[(place + 1)...].firstIndex(where: { $0.hasPrefix(draft) && $0 != line }) else {
      place = lines.count
      return draft
    }
    place = found
    return lines[found]
  }
}

/// Ctrl-R: the last line that contains what has been typed so far.
package struct HistorySearch: Hashable, Sendable {
  package private(set) var query = ""
  /// Where in the history the match is.
  private var place: Int?
  /// The line before the search began.
  package let original: String

  package init(from line: String) { original = line }

  /// The line that was found; nil before anything is typed, or where nothing was found.
  package func match(in history: History) -> String? { place.map { history.lines[$0] } }

  package var hasFailed: Bool { place == nil && !query.isEmpty }

  package mutating func type(_ text: String, in history: History) {
    query += text
    find(upTo: (place ?? history.lines.count - 1) + 1, in: history)
  }

  package mutating func erase(in history: History) {
    if !query.isEmpty { query.removeLast() }
    find(upTo: history.lines.count, in: history)
  }

  /// The next match further back.
  package mutating func again(in history: History) {
    guard let place else { return }
    let found = history.lines[..<place].lastIndex { $0.contains(query) }
    if let found { self.place = found }
  }

  private mutating func find(upTo end: Int, in history: History) {
    guard !query.isEmpty else {
      place = nil
      return
    }
    place = history.lines[..<min(max(end, 0), history.lines.count)].lastIndex { $0.contains(query) }
  }
}
