// The loop: that it goes down, that its bits depend on the seed alone, and how it ends.

import Formats
import Learning
import Synchronization
import TestSupport
import Testing

@Suite struct TrainingTests {
  private static let recipe = Recipe(
    method: .adam(), weightDecay: 0.001, schedule: Schedule(rate: 0.05, course: .cosine, warmUp: 3), batch: 9,
    updates: 40, validationInterval: 7, freshCount: 10)

  private func training(_ recipe: Recipe = recipe, objective: Valley = Valley(width: 1)) -> Training<Valley> {
    Training(.sines(lengths: 20...40), recipe, objective, from: Array(repeating: 0, count: objective.width))
  }

  @Test func `The loss falls, and the best on fresh sequences is kept`() throws {
    var training = training()
    var reports: [UpdateReport] = []
    while !training.isFinished { reports.append(try training.update()) }
    #expect(reports.map(\.update) == Array(1...40))
    #expect(reports[39].loss < 0.7 * reports[0].loss)
    #expect(reports.compactMap(\.metric).count == 6)
    let best = try #require(training.best)
    #expect(best.metric == reports.compactMap(\.metric).min())
    #expect(training.result == best.parameters)
    #expect(try training.metric(of: best.parameters) == best.metric)
  }

  @Test(arguments: [1, 2, 5])
  func `Bits do not depend on how many threads there are`(threads: Int) throws {
    var (one, other) = (training(), training())
    other.threads = threads
    for _ in 0..<8 { #expect(try one.update() == other.update()) }
    #expect(one.parameters == other.parameters)
  }

  @Test func `A copy goes another way without the first`() throws {
    var first = training()
    _ = try first.update()
    let before = first.parameters
    var second = first
    _ = try second.update()
    #expect(first.parameters == before && second.parameters != before)
    _ = try first.update()
    #expect(first.parameters == second.parameters)
  }

  @Test func `Reported norms are those before and after clipping`() throws {
    var recipe = Self.recipe
    recipe.clipping = .norm(0.01)
    var training = training(recipe)
    let report = try training.update()
    #expect(report.norm > 0.02)
    #expect(abs(report.clippedNorm - 0.01) < 1e-6)
  }

  @Test func `A diverging training stops, and keeps the last parameters whose loss was a number`() throws {
    var training = training(objective: Valley(width: 1, cliff: 0.2))
    var (before, previous): ([Float], [Float]) = ([], [])
    var failure: TrainingError?
    do throws(TrainingError) {
      while !training.isFinished {
        (before, previous) = (training.parameters, before)
        _ = try training.update()
      }
    } catch {
      failure = error
    }
    #expect(failure == .diverged(update: training.updateCount + 1))
    #expect(before[0] >= 0.2 && previous[0] < 0.2)
    #expect(training.parameters == previous)
    #expect(training.result.allSatisfy { $0 < 0.2 })
  }

  @Test func `An interrupted update leaves the training as it was`() throws {
    var training = training()
    _ = try training.update()
    let before = training.resumption
    #expect(throws: TrainingError.interrupted) { try training.update(isInterrupted: { true }) }
    #expect(training.resumption == before)
    var other = self.training()
    for _ in 0..<2 { _ = try other.update() }
    _ = try training.update()
    #expect(training.parameters == other.parameters)
  }

  @Test func `An empty clock does not divide by zero, and time left follows the pace`() {
    var pace = Pace(now: 10)
    #expect(pace.secondsLeft(updates: 3) == nil && pace.sequencesPerSecond == 0)
    pace.note(sequences: 8, now: 12)
    pace.note(sequences: 8, now: 14)
    #expect(pace.sequencesPerSecond == 4)
    #expect(pace.secondsLeft(updates: 5) == 10)
  }
}
