// How fast a training goes, and how long it will take. Whoever asks brings the clock.

/// Seconds and sequences since a training began or went on.
package struct Pace: Sendable, Equatable {
  private let start: Double
  private var now: Double
  private var sequences = 0
  private var updates = 0

  /// - `now`: seconds, by any clock that only goes forward.
  package init(now: Double) {
    start = now
    self.now = now
  }

  /// An update of so many sequences is done.
  package mutating func note(sequences count: Int, now: Double) {
    sequences += count
    updates += 1
    self.now = max(self.now, now)
  }

  package var elapsed: Double { now - start }

  /// 0 before the first update.
  package var sequencesPerSecond: Double { elapsed > 0 ? Double(sequences) / elapsed : 0 }

  /// Seconds that so many more updates will take; nil before the first.
  package func secondsLeft(updates left: Int) -> Double? {
    updates > 0 ? elapsed / Double(updates) * Double(max(0, left)) : nil
  }
}
