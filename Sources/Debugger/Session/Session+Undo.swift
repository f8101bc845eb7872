// Undo and redo: a session is a value, so the past is a list of them. How the screen is arranged and
// what was kept stay as they are.

extension Session {
  /// What the session was before its last change; traces are shared with it, so keeping it costs what differs.
  package mutating func remember(_ old: Session) {
    let bare = old.bare
    past = old.past + [bare]
    future = []
  }

  mutating func undo() throws(CommandError) {
    guard var before = past.last else { throw .message("nothing to undo") }
    before.past = Array(past.dropLast())
    before.future = future + [bare]
    (before.arrangement, before.kept) = (arrangement, kept)
    self = before
  }

  mutating func redo() throws(CommandError) {
    guard var after = future.last else { throw .message("nothing to redo") }
    after.past = past + [bare]
    after.future = Array(future.dropLast())
    (after.arrangement, after.kept) = (arrangement, kept)
    self = after
  }

  private var bare: Session {
    var copy = self
    (copy.past, copy.future, copy.kept) = ([], [], [])
    return copy
  }
}
