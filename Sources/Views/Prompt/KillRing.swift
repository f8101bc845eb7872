// What was killed from the line, latest last.

/// The last killed texts, to be put back in turn.
struct KillRing: Hashable, Sendable {
  private var texts: [String] = []
  private var turn = 0

  private static let most = 30

  /// Keeps a text; with `joined` it becomes one with the last.
  mutating func add(_ text: String, joined: Bool, inFront: Bool) {
    turn = 0
    if joined, let last = texts.popLast() {
      texts.append(inFront ? text + last : last + text)
    } else {
      texts.append(text)
    }
    if texts.count > Self.most { texts.removeFirst() }
  }

  /// The text that a yank gives.
  var latest: String? {
    mutating get {
      turn = 0
      return texts.last
    }
  }

  /// The one before the text given last, round and round.
  mutating func turned() -> String? {
    guard !texts.isEmpty else { return nil }
    turn = (turn + 1) % texts.count
    return texts[texts.count - 1 - turn]
  }
}
