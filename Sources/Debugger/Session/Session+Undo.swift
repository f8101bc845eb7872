// Undo and redo: a session is a value, so the past is a list of them. What no change touches stays as it is: where we are,
// what stops, what is shown.

extension Session {
  /// Makes `old` what undo goes back to; `deed` is the line that led here from it.
  package mutating func remember(_ old: Session, doing deed: String) {
    changes = old.changes
    changes.remember(old, before: self, doing: deed)
  }

  /// - Returns: what was undone.
  mutating func undo() throws(CommandError) -> String {
    var (before, deed) = try changes.undone(self)
    before.keepPlace(of: self)
    self = before
    return deed
  }

  /// - Returns: what was done again.
  mutating func redo() throws(CommandError) -> String {
    var (after, deed) = try changes.redone(self)
    after.keepPlace(of: self)
    self = after
    return deed
  }
}
