// Truncated backpropagation: the whole sequence forwards, its windows backwards, each with what was carried into it for given.

import Catalogue
import Equations
import Evaluation
import Formats
import Learning
import TestSupport
import Testing

@Suite struct TruncationTests {
  /// A sheet that starts from zero, and the same with what it starts from as a constant.
  struct Pair: Sendable, CustomTestStringConvertible {
    var name: String
    var text: String
    var carried: String
    /// What a window is begun with: the constant, and the quantity whose last value it takes.
    var state: [(constant: String, quantity: String)]

    var testDescription: String { name }
  }

  static let pairs = [
    Pair(
      name: "a cell and its output", text: lstm("state h, c: H"),
      carried: lstm("const h_0: H\nconst c_0: H\nstate h: H = h_0\nstate c: H = c_0"),
      state: [("h_0", "h"), ("c_0", "c")]),
    // h[t-2] of the windows is p[t-1], p being h[t-1]: both are carried.
    Pair(
      name: "a skip over a step", text: skip("state h: H", "h[t-2]"),
      carried: skip("const h_0: H\nconst p_0: H\nstate h: H = h_0\nstate p: H = p_0\np = h[t-1]", "p[t-1]"),
      state: [("h_0", "h"), ("p_0", "p")]),
  ]

  private static func lstm(_ states: String) -> String {
    """
    dims D = 2, H = 3
    input x: D
    input y: H
    param W_f, W_c, W_o: H×D
    param U_f, U_c, U_o: H×H
    \(states)
    f = σ(W_f x + U_f h[t-1])
    c = f ⊙ c[t-1] + (1 - f) ⊙ tanh(W_c x + U_c h[t-1])
    h = σ(W_o x + U_o h[t-1]) ⊙ tanh(c)
    loss = sum((h - y) ⊙ (h - y)) / 2
    """
  }

  private static func skip(_ states: String, _ past: String) -> String {
    """
    dims D = 2, H = 3
    input x: D
    input y: H
    param W: H×D
    param U, V: H×H
    \(states)
    h = tanh(W x + U h[t-1] + V \(past))
    loss = sum((h - y) ⊙ (h - y)) / 2
    """
  }

  private func stream(_ width: Int, _ steps: Int, _ phase: Double) -> [Float] {
    (0..<width * steps).map { Float(((Double($0) * 0.37 + phase) * 7).truncatingRemainder(dividingBy: 2) - 1) }
  }

  /// The loss and its gradient, of a sheet on what is fed.
  private func slope(
    _ text: String, _ inputs: [String: InputValue<Float>], constants: [String: [Float]] = [:], truncation: Int? = nil
  ) throws -> (loss: Double, gradient: [Float], trace: Trace<Float>) {
    let model = try Model(try SheetParser.parse(text, name: "sheet"), Bindings())
    let fed = model.inputs.map { inputs[$0.name] ?? .missing }
    let fitting = try Fitting(ownLossOf: model, on: fed)
    try fitting.checkTruncation()
    let start = try ModelValues(model, seed: 3, constants: constants)
    let given = start.constants.map { $0.asFloats() }
    let parameters = start.parameters.map { $0.asFloats() }
    let objective = try ModelObjective(fitting, constants: given, columns: 1, truncation: truncation)
    var gradient = [Float](repeating: 0, count: objective.parameterCount)
    var workspace = objective.makeWorkspace()
    let sample = fitting.task.sample(0, seed: 1)
    let loss = try objective.loss(
      of: [sample], objective.bind(parameters.flatMap { $0 }, for: .loss), &workspace, gradient: &gradient)
    let trace = try Trace(try Plan(model), RunValues<Float>(parameters: parameters, constants: given, inputs: fed))
    return (loss, gradient, trace)
  }

  private func cut(_ numbers: [Float], _ width: Int, _ steps: Range<Int>) -> InputValue<Float> {
    .stream(Array(numbers[steps.lowerBound * width..<steps.upperBound * width]), steps: steps.count)
  }

  @Test(arguments: pairs, [1, 2, 4, 5, 16])
  func `The gradient is the sum of those of the windows, what is carried into each taken for given`(
    pair: Pair, window: Int
  ) throws {
    let steps = 17
    let (x, y) = (stream(2, steps, 0.1), stream(3, steps, 0.6))
    let whole: [String: InputValue<Float>] = ["x": .stream(x, steps: steps), "y": .stream(y, steps: steps)]
    let truncated = try slope(pair.text, whole, truncation: window)
    var carried: [String: [Float]] = [:]
    for (constant, _) in pair.state { carried[constant] = [0, 0, 0] }
    var (loss, gradient) = (0.0, [Float](repeating: 0, count: truncated.gradient.count))
    for first in stride(from: 0, to: steps, by: window) {
      let range = first..<min(steps, first + window)
      let part = try slope(pair.carried, ["x": cut(x, 2, range), "y": cut(y, 3, range)], constants: carried)
      loss += part.loss
      for index in gradient.indices { gradient[index] += part.gradient[index] }
      for (constant, name) in pair.state {
        let quantity = try #require(part.trace.model.quantity(named: name))
        carried[constant] = part.trace.values(of: quantity, at: range.count - 1)
      }
    }
    #expect(abs(truncated.loss - loss) < 1e-5 * loss)
    let largest = gradient.map { abs($0) }.max() ?? 0
    for (one, other) in zip(truncated.gradient, gradient) { #expect(abs(one - other) < 1e-5 * largest) }
    // Forwards nothing is cut.
    let full = try slope(pair.text, whole)
    #expect(truncated.loss == full.loss)
    #expect(truncated.gradient != full.gradient)
  }

  @Test(arguments: [17, 18, 1000])
  func `A window that holds the whole sequence changes no bit`(window: Int) throws {
    for pair in Self.pairs {
      let inputs: [String: InputValue<Float>] = [
        "x": .stream(stream(2, 17, 0.1), steps: 17), "y": .stream(stream(3, 17, 0.6), steps: 17),
      ]
      let (truncated, full) = (
        try slope(pair.text, inputs, truncation: window), try slope(pair.text, inputs)
      )
      #expect(truncated.loss == full.loss && truncated.gradient == full.gradient)
    }
  }

  @Test(arguments: ["lstm", "gru", "skip", "rnn-stacked", "leaky-learned"])
  func `Sequences side by side are cut as they are one by one`(name: String) throws {
    let task = LearningTask.brackets(lengths: 9...15)
    let fitting = try Fitting(
      task, on: try Catalogue(.at("\(Checkout.root)/Resources")).sheet(name), settings: ["H": 4])
    try fitting.checkTruncation()
    let start = try ModelValues(fitting.model, seed: 7)
    let parameters = start.parameters.flatMap { $0.asFloats() }
    func gradient(_ columns: Int) throws -> [Float] {
      let objective = try ModelObjective(
        fitting, constants: start.constants.map { $0.asFloats() }, columns: columns, truncation: 4)
      #expect(objective.sequencesAtOnce == columns)
      var gradient = [Float](repeating: 0, count: parameters.count)
      var workspace = objective.makeWorkspace()
      let bound = try objective.bind(parameters, for: .loss)
      let samples = (0..<6).map { task.sample($0, seed: 5) }
      for first in stride(from: 0, to: samples.count, by: columns) {
        let group = samples[first..<min(samples.count, first + columns)]
        _ = try objective.loss(of: group, bound, &workspace, gradient: &gradient)
      }
      return gradient
    }
    let (one, other) = (try gradient(1), try gradient(4))
    let largest = one.map { abs($0) }.max() ?? 0
    for (a, b) in zip(one, other) { #expect(abs(a - b) < 1e-4 * largest) }
  }

  @Test func `A start that is learned gets what flows back to it from the first window`() throws {
    let text = """
      dims H = 2
      input x: H
      param m: H = 0.5
      param g: H = 0.9
      state h: H = m
      h = g ⊙ h[t-1] + x
      loss = sum(h)
      """
    let inputs: [String: InputValue<Float>] = ["x": .stream(stream(2, 6, 0.2), steps: 6)]
    // dh_t/dm = g^t, summed over the steps that the gradient reaches.
    for (window, steps) in [(3, 3), (4, 4), (6, 6)] {
      var (power, sum): (Float, Float) = (1, 0)
      for _ in 0..<steps {
        power *= 0.9
        sum += power
      }
      for slope in try slope(text, inputs, truncation: window).gradient.prefix(2) { #expect(abs(slope - sum) < 1e-5) }
    }
  }

  @Test(arguments: [
    ("state h: H\nh = tanh(W x + U h[t+1])", "h comes about from the end of the sequence"),
    ("h = W x\na = h[:] softmax(h[:]ᵀ h)", "a looks at the whole sequence, or ahead"),
    ("over t in x:\n  h = W x\nover t in y:\n  s = U h[end] + y", "the sheet walks over more than one sequence"),
  ])
  func `What windows are no parts of is refused`(equations: String, words: String) throws {
    let last = equations.contains("s = ") ? "  loss = sum(s)" : "loss = sum(\(equations.contains("a = ") ? "a" : "h"))"
    let text = "dims H = 2\ninput x, y: H\nparam W, U: H×H\n\(equations)\n\(last)\n"
    let model = try Model(try SheetParser.parse(text, name: "sheet"), Bindings(lengths: ["x": 4, "y": 4]))
    let fitting = try Fitting(
      ownLossOf: model, on: [.stream(stream(2, 4, 0), steps: 4), .stream(stream(2, 4, 0.5), steps: 4)])
    do throws(FittingError) {
      try fitting.checkTruncation()
      Issue.record("\(equations) was cut")
    } catch {
      #expect(error.description.hasPrefix(words + ":"), "\(error.description)")
    }
  }
}
