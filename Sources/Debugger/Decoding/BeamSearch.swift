// Beam search: of all sequences that a decoder could write, the likeliest are followed side by side, so many at each step
// (Graves 2012, arXiv:1211.3711; Sutskever, Vinyals and Le 2014). One that is ended stays among them with what it has.

internal import Equations
internal import Evaluation

/// What a search has found, and how.
package struct BeamSearch: Sendable, Equatable {
  /// A beginning, or a whole sequence.
  package struct Hypothesis: Sendable, Equatable {
    /// Places among the scores, from 1.
    package var choices: [Int]
    /// The logarithm of the probability of all choices together.
    package var total: Double
    /// That of the last choice alone; 0 at a step before which it was ended.
    package var logProbability: Double
    /// Which of those alive at the step before it goes on, from 0.
    package var from: Int
    /// Whether the last choice has ended it; not known of what was not followed.
    package var isEnded: Bool
  }

  package struct Step: Sendable, Equatable {
    /// Those that were kept, likeliest first.
    package var alive: [Hypothesis]
    /// The next best, which were let go.
    package var dropped: [Hypothesis]
  }

  /// The quantity that chooses.
  package let choice: Int
  package let width: Int
  /// What the model writes by itself.
  package private(set) var greedy: Hypothesis
  /// The beam after each step.
  package private(set) var steps: [Step] = []

  /// Those that are left, likeliest first.
  package var hypotheses: [Hypothesis] { steps.last?.alive ?? [] }

  package static let mostWidth = 1000
  /// Steps of the decoder, over all its runs.
  private static let mostWork = 2_000_000

  /// - Parameters:
  ///   - width: how many are kept at each step.
  ///   - decoder: the model.
  ///   - isInterrupted: asked before each run.
  /// - Throws: a search that would take too long, scores that are no numbers, an interruption.
  init(width: Int, _ decoder: ForcedDecoder, isInterrupted: () -> Bool) throws(CommandError) {
    // Each kept beginning is a run, which goes on by itself to its end.
    let (runs, isBeyond) = width.multipliedReportingOverflow(by: decoder.mostSteps)
    guard !isBeyond, runs <= Self.mostWork / max(decoder.mostSteps, 1) else {
      throw .message(
        "a beam of \(width) over up to \(decoder.mostSteps) steps would take too long: each of the \(width) runs anew at each step; "
          + "a narrower beam, or fewer steps in the sheet's range, can be waited for")
    }
    (choice, self.width) = (decoder.choice.quantity.id, width)
    let own = try decoder.greedy()
    greedy = Hypothesis(
      choices: own.choices.map(\.place), total: own.choices.reduce(0) { $0 + $1.logProbability },
      logProbability: own.choices.last?.logProbability ?? 0, from: 0, isEnded: own.isEnded)
    var alive = [Hypothesis(choices: [], total: 0, logProbability: 0, from: 0, isEnded: false)]
    var outcomes = [try decoder.outcome(of: [])]
    for step in 0..<decoder.mostSteps where alive.contains(where: { !$0.isEnded }) {
      let ranked = Self.candidates(alive, outcomes, most: 2 * width)
      guard !ranked.isEmpty else {
        throw .message(
          "\(decoder.choice.quantity.name) has nothing to choose by at step \(step + 1): no score is a number")
      }
      alive = Array(ranked.prefix(width))
      outcomes = []
      for place in alive.indices {
        if isInterrupted() { throw .run(.interrupted) }
        let isOver = alive[place].isEnded
        outcomes.append(
          isOver
            ? ForcedDecoder.Outcome(isEnded: true, logProbabilities: []) : try decoder.outcome(of: alive[place].choices)
        )
        alive[place].isEnded = outcomes[place].isEnded
      }
      steps.append(Step(alive: alive, dropped: Array(ranked.dropFirst(width))))
    }
  }

  /// All that the beam could go on to, likeliest first; of equal ones first what comes from the likelier, then the earlier entry.
  private static func candidates(
    _ alive: [Hypothesis], _ outcomes: [ForcedDecoder.Outcome], most: Int
  ) -> [Hypothesis] {
    var found: [(total: Double, step: Double, from: Int, entry: Int?)] = []
    for (place, hypothesis) in alive.enumerated() {
      guard !hypothesis.isEnded else {
        found.append((hypothesis.total, 0, place, nil))
        continue
      }
      for (entry, number) in outcomes[place].logProbabilities.enumerated() where number > -.infinity {
        found.append((hypothesis.total + number, number, place, entry))
      }
    }
    found.sort { ($1.total, $0.from, $0.entry ?? 0) < ($0.total, $1.from, $1.entry ?? 0) }
    return found.prefix(most).map { candidate in
      let parent = alive[candidate.from]
      return Hypothesis(
        choices: parent.choices + (candidate.entry.map { [$0 + 1] } ?? []), total: candidate.total,
        logProbability: candidate.step, from: candidate.from, isEnded: parent.isEnded)
    }
  }
}
