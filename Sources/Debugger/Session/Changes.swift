// Undo and redo without limit: a session is a value, so the past is a list of them. Copies share their frames; where those
// that differ take too much memory, the ones furthest away keep only what they were made from and run again when they
// are gone back to.

/// The sessions before each change and those that were undone.
package struct Changes: Sendable {
  /// Oldest first.
  private var past: [Kept] = []
  /// The one that redo goes to is the last.
  private var future: [Kept] = []
  /// Bytes of frames that the past and the future may hold beside the present.
  package var budget = Self.usualBudget

  package static let usualBudget = 1 << 28

  /// Bytes that are held beside the present run.
  package private(set) var byteCount = 0

  /// A session that was; by reference, so that a long list of them is quick to copy.
  private final class Kept: Sendable {
    let session: Session
    /// The line that led from it to its later neighbour, or to it from its earlier one: what is undone or done again.
    let deed: String
    /// Bytes that its neighbour towards the present does not hold too; 0 once only a recipe is left.
    let cost: Int

    init(_ session: Session, _ deed: String, beside neighbour: Session) {
      self.deed = deed
      var bare = session.alongside
      (bare.changes, bare.kept, bare.training) = (Changes(), [], nil)
      self.session = bare
      let others = [neighbour.present, neighbour.baseline]
      let baseline = session.ghost == nil ? 0 : session.baseline.byteCount(beside: others + [session.present])
      cost = session.present.byteCount(beside: others) + baseline
    }

    /// What is left of one without its frames; those of the untouched run stay as long as the present run has them too.
    init(recipe kept: Kept, beside present: Session) {
      (session, deed, cost) = (kept.session.recipe(beside: present), kept.deed, 0)
    }
  }

  /// How many changes can be undone, and how many done again.
  package var counts: (undo: Int, redo: Int) { (past.count, future.count) }

  mutating func remember(_ old: Session, before new: Session, doing deed: String) {
    byteCount -= future.reduce(0) { $0 + $1.cost }
    future = []
    keep(old, deed, beside: new, in: \.past)
  }

  /// The session before the last change, and what that was.
  func undone(_ present: Session) throws(CommandError) -> (Session, String) {
    try turned(from: \.past, to: \.future, leaving: present, otherwise: "nothing to undo")
  }

  /// The session after the change that was undone last, and what that was.
  func redone(_ present: Session) throws(CommandError) -> (Session, String) {
    try turned(from: \.future, to: \.past, leaving: present, otherwise: "nothing to redo")
  }

  /// The last session of one list, with the present one in the other.
  private func turned(
    from source: WritableKeyPath<Changes, [Kept]>, to target: WritableKeyPath<Changes, [Kept]>,
    leaving present: Session, otherwise words: String
  ) throws(CommandError) -> (Session, String) {
    guard let last = self[keyPath: source].last else { throw .message(words) }
    var session = try last.session.rebuilt(beside: present)
    session.changes = self
    session.changes[keyPath: source].removeLast()
    session.changes.byteCount -= last.cost
    session.changes.keep(present, last.deed, beside: session, in: target)
    return (session, last.deed)
  }

  private mutating func keep(
    _ session: Session, _ deed: String, beside neighbour: Session, in list: WritableKeyPath<Changes, [Kept]>
  ) {
    let kept = Kept(session, deed, beside: neighbour)
    self[keyPath: list].append(kept)
    byteCount += kept.cost
    while byteCount > budget, shrinkFurthest(beside: neighbour) {}
  }

  /// Lets go of the frames that are furthest from the present; false if none are left.
  private mutating func shrinkFurthest(beside present: Session) -> Bool {
    let (back, ahead) = (past.firstIndex { $0.cost > 0 }, future.firstIndex { $0.cost > 0 })
    let isBackFurther = past.count - (back ?? past.count) >= future.count - (ahead ?? future.count)
    if isBackFurther, let back {
      byteCount -= past[back].cost
      for index in 0...back { past[index] = Kept(recipe: past[index], beside: present) }
    } else if let ahead {
      byteCount -= future[ahead].cost
      for index in 0...ahead { future[index] = Kept(recipe: future[index], beside: present) }
    } else {
      return false
    }
    return true
  }
}
