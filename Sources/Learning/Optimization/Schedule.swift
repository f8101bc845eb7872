// How large the updates are, from the first to the last.

internal import Glibc

/// A learning rate for each update.
package struct Schedule: Sendable, Equatable {
  package enum Course: Sendable, Equatable {
    case constant
    /// Multiplied by `factor` after every so many updates.
    case step(every: Int, factor: Double)
    /// Half a wave of a cosine, down to zero at the last update (Loshchilov and Hutter 2017, arXiv:1608.03983).
    case cosine
  }

  package var rate: Double
  package var course: Course
  /// Updates over which the rate first grows in a straight line.
  package var warmUp: Int

  package init(rate: Double, course: Course = .constant, warmUp: Int = 0) {
    self.rate = rate
    self.course = course
    self.warmUp = warmUp
  }

  /// The rate of an update.
  ///
  /// - Parameters:
  ///   - update: its number, from 0.
  ///   - total: how many there will be.
  /// - Returns: what the update is multiplied by.
  package func rate(at update: Int, of total: Int) -> Double {
    guard update >= warmUp else { return rate * Double(update + 1) / Double(warmUp) }
    let done = update - warmUp
    switch course {
    case .constant: return rate
    case .step(let every, let factor): return rate * pow(factor, Double(done / max(1, every)))
    case .cosine:
      let share = Double(done) / Double(max(1, total - warmUp))
      return rate * (1 + cos(Double.pi * min(1, share))) / 2
    }
  }
}
