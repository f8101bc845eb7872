// The loss of real sheets and its gradient: against differences, and side by side as one by one.

import Catalogue
import Equations
import Evaluation
import Formats
import Learning
import TestSupport
import Testing

@Suite struct ObjectiveTests {
  private static let names = ["lstm", "gru", "leaky-learned", "rnn-bidirectional", "skip"]

  private func objective(
    _ name: String, _ task: LearningTask, columns: Int
  ) throws -> (ModelObjective, parameters: [Float]) {
    let sheet = try Catalogue(.at("\(Checkout.root)/Resources")).sheet(name)
    let fitting = try Fitting(task, on: sheet, settings: ["H": 4])
    let start = try ModelValues(fitting.model, seed: 7)
    let objective = try ModelObjective(fitting, constants: start.constants.map { $0.asFloats() }, columns: columns)
    return (objective, start.parameters.flatMap { $0.asFloats() })
  }

  private func slope(
    _ objective: ModelObjective, _ samples: [Sample], _ parameters: [Float]
  ) throws -> (loss: Double, gradient: [Float]) {
    var gradient = [Float](repeating: 0, count: parameters.count)
    var workspace = objective.makeWorkspace()
    let bound = try objective.bind(parameters, for: .loss)
    var loss = 0.0
    for start in stride(from: 0, to: samples.count, by: objective.sequencesAtOnce) {
      let group = samples[start..<min(samples.count, start + objective.sequencesAtOnce)]
      loss += try objective.loss(of: group, bound, &workspace, gradient: &gradient)
    }
    return (loss, gradient)
  }

  @Test(arguments: names, [LearningTask.brackets(lengths: 3...9), .order(lengths: 10...14)])
  func `The gradient is what differences of the loss say`(name: String, task: LearningTask) throws {
    let (objective, parameters) = try objective(name, task, columns: 1)
    let samples = (0..<3).map { task.sample($0, seed: 1) }
    let (loss, gradient) = try slope(objective, samples, parameters)
    #expect(loss > 0)
    let size: Float = 1e-2
    var worst = 0.0
    for index in stride(from: 0, to: parameters.count, by: 3) {
      var (above, below) = (parameters, parameters)
      above[index] += size
      below[index] -= size
      let difference =
        (try slope(objective, samples, above).loss - slope(objective, samples, below).loss)
        / Double(above[index] - below[index])
      worst = max(worst, abs(difference - Double(gradient[index])))
    }
    let largest = Double(gradient.map { abs($0) }.max() ?? 0)
    #expect(worst < 1e-2 * largest, "off by \(worst) of \(largest)")
  }

  @Test(arguments: names, LearningTask.ofOneStream)
  func `Side by side, sequences of unequal length have the gradient that they have one by one`(
    name: String, task: LearningTask
  ) throws {
    let (alone, parameters) = try objective(name, task, columns: 1)
    let (together, _) = try objective(name, task, columns: 4)
    #expect(alone.sequencesAtOnce == 1)
    #expect(together.sequencesAtOnce == (name == "rnn-bidirectional" ? 1 : 4))
    // Seven sequences: one group is not full.
    let samples = (0..<7).map { task.sample($0, seed: 5) }
    let (one, other) = (try slope(alone, samples, parameters), try slope(together, samples, parameters))
    #expect(abs(one.loss - other.loss) < 1e-5 * max(1, one.loss))
    let largest = one.gradient.map { abs($0) }.max() ?? 0
    for (a, b) in zip(one.gradient, other.gradient) { #expect(abs(a - b) < 1e-4 * largest) }
  }

  @Test(arguments: [
    ("gcn-graphs", LearningTask.molecules(lengths: 3...4)), ("memory-network", .stories(lengths: 4...6)),
  ])
  func `What is given once is each sequence's own, not that of the first of a group`(
    name: String, task: LearningTask
  ) throws {
    let fitting = try Fitting(task, on: try Catalogue(.at("\(Checkout.root)/Resources")).sheet(name))
    let objective = try ModelObjective(fitting, constants: [], columns: 4)
    let parameters = try ModelValues(fitting.model, seed: 7).parameters.flatMap { $0.asFloats() }
    let samples = (0..<5).map { task.sample($0, seed: 5) }
    let together = try slope(objective, samples, parameters)
    let alone = try samples.map { try slope(objective, [$0], parameters) }
    #expect(Set(alone.map(\.loss)).count > 1)
    #expect(abs(together.loss - alone.reduce(0) { $0 + $1.loss }) < 1e-5 * together.loss)
    let largest = together.gradient.map { abs($0) }.max() ?? 0
    for (place, entry) in together.gradient.enumerated() {
      #expect(abs(entry - alone.reduce(0) { $0 + $1.gradient[place] }) < 1e-5 * largest)
    }
  }

  @Test func `A small network learns a task that is small`() throws {
    let task = LearningTask.parity(lengths: 2...6)
    let (objective, parameters) = try objective("lstm", task, columns: 8)
    let recipe = Recipe(schedule: Schedule(rate: 0.05), batch: 16, updates: 150, validationInterval: 50, freshCount: 30)
    var training = Training(task, recipe, objective, from: parameters)
    let first = try training.update().loss
    while !training.isFinished { _ = try training.update() }
    #expect(first > 0.5)
    #expect(try #require(training.best).metric < 0.2)
  }
}
