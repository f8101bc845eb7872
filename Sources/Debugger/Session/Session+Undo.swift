// Undo and redo: a session is a value, so the past is a list of them. What no change touches stays as it is: where we are,
// what stops, what is shown.

extension Session {
  /// Makes `old` what undo goes back to.
  package mutating func remember(_ old: Session) {
    changes = old.changes
    changes.remember(old, before: self)
  }

  mutating func undo() throws(CommandError) {
    var before = try changes.undone(self)
    before.keepPlace(of: self)
    self = before
  }

  mutating func redo() throws(CommandError) {
    var after = try changes.redone(self)
    after.keepPlace(of: self)
    self = after
  }
}
