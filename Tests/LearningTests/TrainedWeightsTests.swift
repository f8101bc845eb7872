// The weights that were trained here: that they still do on fresh sequences what they were trained for, and show why.

import Catalogue
import Equations
import Evaluation
import Formats
import Glibc
import Learning
import TestSupport
import Testing

@Suite struct TrainedWeightsTests {
  private func trained(_ name: String, _ sheet: String, _ task: LearningTask) throws -> (Fitting, ModelValues) {
    let path = "\(Checkout.root)/Resources/weights/\(name).safetensors"
    let file = try TensorFile(path: path)
    let sheet = try Catalogue(.at("\(Checkout.root)/Resources")).sheet(sheet)
    let fitting = try Fitting(
      task, on: sheet, settings: try Bindings(for: sheet, weights: file).settings)
    return (fitting, try ModelValues(fitting.model, weights: file))
  }

  /// The metric over sequences that no training of that seed has seen.
  private func metric(_ fitting: Fitting, _ values: ModelValues) throws -> Double {
    let constants = values.constants.map { $0.asFloats() }
    let recipe = Recipe(seed: 77, freshCount: 200)
    var training = Training(
      fitting.task, recipe, try ModelObjective(fitting, constants: constants),
      from: values.parameters.flatMap { $0.asFloats() })
    return try training.metric(of: training.parameters)
  }

  @Test(arguments: [
    ("lstm-brackets", "lstm", LearningTask.brackets()), ("gru-brackets", "gru", .brackets()),
    ("lstm-adding", "lstm", .adding()), ("leaky-learned-sines", "leaky-learned", .sines()),
  ])
  func `They solve their task on fresh sequences`(name: String, sheet: String, task: LearningTask) throws {
    let (fitting, values) = try trained(name, sheet, task)
    #expect(try metric(fitting, values) < task.threshold)
  }

  @Test func `Where the LSTM adds, the recurrent network without gates does not`() throws {
    let (fitting, values) = try trained("rnn-adding", "rnn", .adding())
    #expect(try metric(fitting, values) > 0.1)
  }

  @Test func `The leaks of the leaky units spread from fast to slow`() throws {
    let (fitting, values) = try trained("leaky-learned-sines", "leaky-learned", .sines())
    let m = try #require(fitting.model.parameter(named: "m"))
    // σ(m) stays of a memory at each step: it lasts for about 1/(1 - σ(m)) = 1 + exp(m) of them.
    let steps = values.parameters[m.id].asDoubles().map { 1 + exp($0) }
    #expect(try #require(steps.min()) < 2.5)
    #expect(try #require(steps.max()) > 7.5)
  }
}
