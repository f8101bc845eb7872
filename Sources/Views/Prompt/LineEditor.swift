// One line being typed, edited as readline does. Knows nothing of commands, history or the screen.

/// The text of a line and where the cursor is in it, counted in characters as people see them.
package struct LineEditor: Hashable, Sendable {
  package private(set) var text = ""
  /// The characters before the cursor.
  package private(set) var cursor = 0
  private var kills = KillRing()
  private var undone: [Snapshot] = []
  private var last = Deed.other

  private struct Snapshot: Hashable, Sendable {
    var text: String
    var cursor: Int
  }

  /// What the last key did, where the next one depends on it.
  private enum Deed: Hashable, Sendable {
    case other, typed, killed
    /// So many characters before the cursor were put back from the ring.
    case yanked(Int)
  }

  package init(_ text: String = "") {
    self.text = text
    cursor = text.count
  }

  package var isEmpty: Bool { text.isEmpty }
  package var count: Int { text.count }
  package var isAtEnd: Bool { cursor == count }
  package var beforeCursor: String { String(text.prefix(cursor)) }
  package var afterCursor: String { String(text.dropFirst(cursor)) }

  /// Another line, its cursor at the end; what was killed stays.
  package mutating func replace(with text: String) {
    remember()
    set(text, text.count)
    last = .other
  }

  /// An empty line after this one was taken.
  package mutating func clear() {
    set("", 0)
    undone = []
    last = .other
  }

  /// Puts text in at the cursor; a mark that combines joins the character before it.
  package mutating func insert(_ inserted: String) {
    if last != .typed { remember() }
    let before = beforeCursor + inserted
    set(before + afterCursor, before.count)
    last = .typed
  }

  /// Puts text in the place of the characters before the cursor.
  package mutating func replaceBeforeCursor(_ count: Int, with replacement: String) {
    remember()
    let before = text.prefix(max(0, cursor - count)) + replacement
    set(before + afterCursor, before.count)
    last = .other
  }

  /// What a command does to the line.
  package mutating func perform(_ edit: Edit) {
    let previous = last
    last = .other
    switch edit {
    case .move(let motion): cursor = target(motion)
    case .delete(let motion): delete(to: target(motion))
    case .kill(let motion): kill(to: target(motion), joined: previous == .killed)
    case .yank: yank()
    case .yankPop: yankPop(previous)
    case .transpose: transpose()
    case .undo: undo()
    }
  }

  // MARK: - Places

  private func target(_ motion: Motion) -> Int {
    switch motion {
    case .start: return 0
    case .end: return count
    case .left: return max(0, cursor - 1)
    case .right: return min(count, cursor + 1)
    case .wordLeft: return Words.start(before: cursor, in: Array(text), isPart: Words.isLetter)
    case .wordRight: return Words.end(after: cursor, in: Array(text), isPart: Words.isLetter)
    case .blankLeft: return Words.start(before: cursor, in: Array(text)) { !$0.isWhitespace }
    }
  }

  // MARK: - Changes

  private mutating func set(_ text: String, _ cursor: Int) {
    self.text = text
    // Two parts may have become one character where they met.
    self.cursor = min(max(0, cursor), text.count)
  }

  private mutating func remember() {
    let snapshot = Snapshot(text: text, cursor: cursor)
    if undone.last != snapshot { undone.append(snapshot) }
    if undone.count > Self.mostUndone { undone.removeFirst() }
  }

  private static let mostUndone = 200

  private mutating func undo() {
    guard let snapshot = undone.popLast() else { return }
    set(snapshot.text, snapshot.cursor)
  }

  /// Takes out what is between the cursor and another place.
  @discardableResult
  private mutating func remove(to place: Int) -> String {
    let range = min(cursor, place)..<max(cursor, place)
    guard !range.isEmpty else { return "" }
    remember()
    let characters = Array(text)
    let removed = String(characters[range])
    set(String(characters[..<range.lowerBound]) + String(characters[range.upperBound...]), range.lowerBound)
    return removed
  }

  private mutating func delete(to place: Int) { remove(to: place) }

  private mutating func kill(to place: Int, joined: Bool) {
    let isBackward = place < cursor
    let removed = remove(to: place)
    guard !removed.isEmpty else {
      if joined { last = .killed }
      return
    }
    kills.add(removed, joined: joined, inFront: isBackward)
    last = .killed
  }

  private mutating func yank() {
    guard let text = kills.latest else { return }
    remember()
    put(text)
  }

  private mutating func yankPop(_ previous: Deed) {
    guard case .yanked(let count) = previous, let text = kills.turned() else { return }
    let before = self.text.prefix(cursor - min(count, cursor))
    set(String(before) + afterCursor, before.count)
    put(text)
  }

  private mutating func put(_ inserted: String) {
    let start = cursor
    let before = beforeCursor + inserted
    set(before + afterCursor, before.count)
    last = .yanked(cursor - start)
  }

  /// Swaps the two characters before the cursor at the end of the line, else those on either side of it.
  private mutating func transpose() {
    var characters = Array(text)
    let second = min(cursor, characters.count - 1)
    guard characters.count >= 2, second >= 1 else { return }
    remember()
    characters.swapAt(second - 1, second)
    set(String(characters), second + 1)
  }
}

/// A change of the line or of the place in it.
package enum Edit: Hashable, Sendable {
  case move(Motion)
  case delete(Motion)
  /// Deletes and keeps what was deleted; kills in a row are kept as one.
  case kill(Motion)
  /// Puts back what was killed last.
  case yank
  /// After a yank: puts back what was killed before that instead.
  case yankPop
  case transpose
  case undo
}

/// From the cursor to where.
package enum Motion: Hashable, Sendable {
  case start, end, left, right
  /// Words are letters and digits with the marks of names: `W_z`, `h̃`.
  case wordLeft, wordRight
  /// To the start of what is between blanks.
  case blankLeft
}
