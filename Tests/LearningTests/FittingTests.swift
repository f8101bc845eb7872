// Tasks on sheets: any that has one stream to see it, and clear words for those that have not.

import Catalogue
import Equations
import Evaluation
import Formats
import Glibc
import Learning
import TestSupport
import Testing

@Suite struct FittingTests {
  private static let catalogue = try? Catalogue(.at("\(Checkout.root)/Resources"))
  private static let recurrent = [
    "additive", "gru", "gru-reset-after", "leaky", "leaky-learned", "lstm", "lstm-coupled", "lstm-peephole", "rnn",
    "rnn-bidirectional", "rnn-stacked", "skip",
  ]

  private func sheet(_ name: String) throws -> Sheet { try #require(Self.catalogue).sheet(name) }

  private func fit(_ text: String, _ task: LearningTask, _ mapping: Mapping = Mapping()) throws -> Fitting {
    try Fitting(task, on: try SheetParser.parse(text, name: "test"), mapping: mapping)
  }

  private func complaint(_ text: String, _ task: LearningTask, _ mapping: Mapping = Mapping()) -> String? {
    do {
      _ = try fit(text, task, mapping)
      return nil
    } catch let error as FittingError {
      return error.description
    } catch {
      return "another error: \(error)"
    }
  }

  /// The trace of a sequence with seeded parameters.
  private func trace(_ fitting: Fitting, _ sample: Sample) throws -> Trace<Float> {
    let start = try ModelValues(fitting.model, seed: 1)
    let values = RunValues<Float>(
      parameters: start.parameters.map { $0.asFloats() }, constants: start.constants.map { $0.asFloats() },
      inputs: fitting.inputs(for: sample))
    return try Trace(try Plan(fitting.model, missing: values.missing), values)
  }

  @Test(arguments: recurrent, LearningTask.ofOneStream)
  func `Every recurrent sheet takes every task, with sizes that follow from it`(
    name: String, task: LearningTask
  ) throws {
    let fitting = try Fitting(task, on: try sheet(name), settings: ["H": 5])
    let sample = task.sample(0, seed: 1)
    let trace = try trace(fitting, sample)
    #expect(trace.stepCount(of: fitting.loss) == sample.stepCount)
    // What does not count adds nothing.
    for step in sample.counts.indices where !sample.counts[step] {
      #expect(trace.value(of: fitting.loss, 0, at: step) == 0)
      #expect(trace.value(of: fitting.measure, 0, at: step) == 0)
    }
  }

  @Test(arguments: recurrent)
  func `The sheet with its readout is a sheet: what is printed is checked to the same model`(name: String) throws {
    let fitting = try Fitting(.copy(), on: try sheet(name))
    let again = try SheetParser.parse(fitting.sheet.printed, name: name)
    #expect(again == fitting.sheet)
    #expect(fitting.model.input(named: "y") == nil)
  }

  @Test func `A readout's loss is the cross-entropy of its answers`() throws {
    let fitting = try Fitting(.parity(), on: try sheet("gru"))
    let sample = fitting.task.sample(0, seed: 1)
    let trace = try trace(fitting, sample)
    let output = try #require(fitting.model.quantity(named: "output"))
    guard case .symbols(let target) = sample.target else { return }
    for step in target.indices {
      let logits = trace.values(of: output, at: step).map { Double($0) }
      let weights = logits.map { exp($0) }
      let expected = -log(weights[Int(target[step])] / weights.reduce(0, +))
      #expect(abs(Double(trace.value(of: fitting.loss, 0, at: step)) - expected) < 1e-5)
      let likeliest = logits.firstIndex(of: logits.max() ?? 0)
      #expect(trace.value(of: fitting.measure, 0, at: step) == (likeliest == Int(target[step]) ? 0 : 1))
    }
  }

  @Test func `A sheet whose own loss asks for the next symbol keeps it`() throws {
    let text = """
      dims V = 3, H = 4
      input x: token(V)
      input y: token(V)
      param W: H×V
      param U: H×H
      param R: V×H
      state h: H
      h = tanh(W x + U h[t-1])
      p = softmax(R h)
      loss = -log(yᵀ p)
      """
    let task = try #require(LearningTask.text(String(repeating: "hello world ", count: 400)))
    let fitting = try fit(text, task)
    #expect(fitting.model.parameters.map(\.name) == ["W", "U", "R"])
    #expect(fitting.sheet.printed.contains("loss = counts ⊙ (-log(yᵀ p))"))
    #expect(fitting.model.dims.first { $0.name == "V" }?.count == 8)
    #expect(fitting.alphabets["x"]?.symbols == [" ", "d", "e", "h", "l", "o", "r", "w"])
    let sample = task.sample(0, seed: 1)
    let trace = try trace(fitting, sample)
    #expect(trace.stepCount(of: fitting.loss) == sample.stepCount)
    #expect(fitting.metric(sum: log(2.0), over: 1) == 1)
  }

  @Test func `The answer is read from what the loss compared, from the last state, or from what the user says`() throws
  {
    let sheet = """
      input x: 2
      param W: 3×2
      state a: 3
      a = tanh(W x + a[t-1])
      b = 2 a
      """
    #expect(try fit(sheet, .adding()).sheet.printed.contains("V_outᵀ a"))
    #expect(try fit(sheet, .adding(), Mapping(read: "b")).sheet.printed.contains("V_outᵀ b"))
    let compared = sheet + "\ninput y: 3\nloss = sum((b - y)^2)"
    #expect(try fit(compared, .adding()).sheet.printed.contains("V_outᵀ b"))
  }

  @Test func `Names that the sheet has already are left to it`() throws {
    let fitting = try fit("input x: 2\nparam target: 3×2\noutput = tanh(target x)", .adding())
    #expect(fitting.model.parameter(named: "target") != nil && fitting.model.input(named: "target_task") != nil)
    #expect(fitting.sheet.printed.contains("output_task = V_outᵀ output + c_out"))
  }

  @Test(arguments: [("dates-teacher", LearningTask.dates()), ("memory-network", .stories())])
  func `A task with companions feeds every input of a sheet, and its own loss is kept as it is`(
    name: String, task: LearningTask
  ) throws {
    let sheet = try sheet(name)
    let fitting = try Fitting(task, on: sheet)
    #expect(fitting.sheet == sheet)
    for index in 0..<4 {
      let sample = task.sample(index, seed: 1)
      let inputs: [InputValue<Float>] = fitting.inputs(for: sample)
      #expect(!inputs.contains(.missing))
      // A model that attends to a whole sequence is made anew for one of another length.
      let model = try #require(fitting.model(for: sample))
      let start = try ModelValues(model, seed: 1)
      let trace = try Trace(
        try Plan(model),
        RunValues<Float>(parameters: start.parameters.map { $0.asFloats() }, constants: [], inputs: inputs))
      #expect(trace.stepCount(of: fitting.loss) == sample.stepCount)
      #expect(trace.stepCount(of: fitting.measure) == sample.stepCount)
    }
  }

  @Test func `A loss of its own can be learned with any task whose answers are its target`() throws {
    let fitting = try Fitting(.copy(), on: try sheet("ntm"), mapping: Mapping(ownLoss: true))
    #expect(fitting.sheet.printed.contains("loss = counts ⊙ (sum((r - y) ⊙ (r - y)) / 2)"))
    let plain = try Model(try sheet("ntm"), Bindings())
    #expect(fitting.model.parameters.map(\.name) == plain.parameters.map(\.name))
    #expect(fitting.shown.map(\.name) == ["M_0"])
    let given = try #require(fitting.model.input(named: "M_0"))
    let memory = (0..<given.shape.count).map { Float($0) / 8 }
    let examples = fitting.examples(given: [given.id: memory])
    #expect(examples.map(\.input) == ["x", "y", "counts", "M_0"])
    #expect(examples[3].words.hasPrefix("0 0.125 0.25 0.375 0.5 0.625; 0.75 "))
  }

  @Test func `Entries are called by what they stand for, in a task's symbols and in a story`() throws {
    let copy = try Fitting(.copy(), on: try sheet("ntm"), mapping: Mapping(ownLoss: true))
    // What is seen is an input of symbols, whose alphabet names the entries along D.
    #expect(copy.alphabets["x"]?.symbols == ["a", "b", "c", "d", "e", "f", ".", "!"])
    #expect(copy.entryNames == ["W_m": ["a", "b", "c", "d", "e", "f"]])
    let stories = try Fitting(.stories(), on: try sheet("memory-network"))
    #expect(stories.entryNames["O"] == Story.places)
    #expect(stories.entryNames["D"]?.suffix(2) == ["8 ago", "9 ago"])
    #expect(stories.entryNames["N"]?[2] == "mary took the book")
    #expect(try Fitting(.dates(), on: try sheet("dates-teacher")).entryNames.isEmpty)
  }

  @Test func `Inputs that are not those of a task with companions are listed beside its own`() {
    #expect(
      complaint("input x: 3\ny = 2 x", .stories())
        == "the task stories is for sheets with a loss of their own, and this one has none: add a line loss = …")
    #expect(
      complaint("input x: 3\nloss = sum(x)", .stories())
        == "the task stories gives what is seen, the question, as a column, the answer: it is for sheets with an input "
        + "for each, in this order; this one has x")
    #expect(
      complaint("input x: token(39)\ninput u: 13\ninput y: 13\nloss = sum(u + y) + sum(x)", .stories())
        == "the task stories does not fit the sheet: it gives numbers, the input x takes symbols")
    #expect(
      complaint(
        "dims D = 25, O = 6\ninput x: D\ninput q: D\ninput y: O\nover t in x, q, y:\n  loss = sum(x + q) + sum(y)",
        .stories())
        == "the task stories does not fit the sheet: it gives something once, the input x takes it at each step")
    #expect(
      complaint(
        "dims D = 8\ninput x: D\ninput u: D\ninput y: 13\nover t in x:\n  s = sum(x)\nover t in u, y:\n  "
          + "loss = sum(u) s[end] + sum(y)", .dates())
        == "the task dates does not fit the sheet: x and u both take D numbers a step, and it gives 39 and 13; declare u "
        + "with a dimension of its own")
    #expect(
      complaint("input x: 3\nh = 2 x", .copy(), Mapping(ownLoss: true))
        == "the sheet has no loss of its own that compares with an input at each step")
  }

  @Test func `A sheet that does not fit is told why`() {
    let adding = LearningTask.adding()
    #expect(
      complaint("input x: 3\nparam W: 2×3\nh = W x", adding)
        == "the task adding does not fit the sheet: it gives 2 numbers a step, the input x takes 3; a size that is a "
        + "name in dims is set by itself, a fixed one is not")
    #expect(
      complaint("input x: token(3)\nparam W: 2×3\nh = W x", adding)
        == "the task adding does not fit the sheet: it gives numbers, the input x takes symbols")
    #expect(
      complaint("input a: 2\ninput b: 2\nh = a + b", adding)
        == "the sheet has 2 inputs at each step, a, b: say which one sees the task adding by --seen NAME; the others "
        + "cannot be fed by it")
    #expect(
      complaint("input x: 2\nh = sum(x)", adding)
        == "the sheet works out no vector at each step to read an answer from")
    #expect(
      complaint("input x: 2\nh = 2 x", adding, Mapping(read: "g"))
        == "no vector g at each step to read the answer from: there are h")
    #expect(
      complaint("input x: 2\nh = 2 x", adding, Mapping(seen: "u"))
        == "the sheet has no input u at each step: it has x")
  }

  @Test func `Sizes hold as far as the task leaves them open; settings hold against it`() throws {
    let rnn = try sheet("rnn")
    let fitting = try Fitting(.brackets(), on: rnn, sizes: ["D": 8, "H": 5])
    #expect(fitting.model.dims.map(\.count) == [3, 5])
    #expect(throws: FittingError.self) { _ = try Fitting(.brackets(), on: rnn, settings: ["D": 8]) }
  }

  @Test(arguments: LearningTask.ofOneStream)
  func `A sheet that has the task's readout keeps it`(task: LearningTask) throws {
    let once = try Fitting(task, on: try sheet("gru"))
    let twice = try Fitting(task, on: once.sheet)
    #expect(twice.sheet.printed == once.sheet.printed)
    #expect(twice.model.parameters.map(\.name) == once.model.parameters.map(\.name))
    #expect(twice.measure.text == once.measure.text)
  }

  @Test func `A sheet's own loss needs one, and what it reads`() throws {
    func own(_ text: String, _ inputs: [InputValue<Float>]) throws -> Fitting {
      try Fitting(ownLossOf: try Model(try SheetParser.parse(text, name: "test"), Bindings()), on: inputs)
    }
    let text = "input x\ninput y\nparam w = 1\nz = w x\nloss = (z - y)^2\n"
    let fed = InputValue<Float>.stream([1, 2], steps: 2)
    #expect(try own(text, [fed, fed]).inputs(for: LearningTask.ownLoss.sample(0, seed: 1)) == [fed, fed])
    #expect(throws: FittingError.cannotRun(.missingInput("y"))) { try own(text, [fed, .missing]) }
    #expect(throws: FittingError.noLoss) { try own("input x\nz = x\n", [fed]) }
  }

  @Test func `The autoencoder finds ties of the karate club that were kept from it likelier than pairs without one`()
    throws
  {
    let catalogue = try Catalogue(.at("\(Checkout.root)/Resources"))
    let club = try Model(try catalogue.sheet("gcn-nodes"), Bindings())
    let adjacency = try #require(try LoadedInputs(exampleFor: club, seed: 1).values[0]?.floats)
    let model = try Model(try catalogue.sheet("gae"), Bindings(settings: ["N": 34, "H": 16, "Z": 4]))
    let pairs = (0..<34).flatMap { row in (0..<row).map { (row, $0) } }
    let ties = pairs.filter { adjacency[$0.0 * 34 + $0.1] > 0 }
    #expect(ties.count == 78)
    var areas: [Double] = []
    for fold in 0..<3 {
      let held = ties.enumerated().filter { $0.offset % 9 == 3 * fold }.map(\.element)
      var left = adjacency
      for (one, other) in held { (left[one * 34 + other], left[other * 34 + one]) = (0, 0) }
      let fitting = try Fitting(ownLossOf: model, on: [.given(left)])
      let start = try ModelValues(model, seed: 1).parameters.flatMap { $0.asFloats() }
      let objective = try ModelObjective(fitting, constants: [])
      let recipe = Recipe(
        schedule: Schedule(rate: 0.01), batch: 1, updates: 150, validationInterval: 150, freshCount: 1)
      var training = Training(fitting.task, recipe, objective, from: start)
      while !training.isFinished { _ = try training.update() }
      let trace = try Trace(
        try Plan(model),
        RunValues<Float>(parameters: objective.lists(training.result), constants: [], inputs: [.given(left)]))
      let likely = trace.values(of: try #require(model.quantity(named: "S")), at: 0)
      let others = pairs.filter { adjacency[$0.0 * 34 + $0.1] == 0 }.map { likely[$0.0 * 34 + $0.1] }
      let wins = held.reduce(0) { sum, tie in sum + others.count { $0 < likely[tie.0 * 34 + tie.1] } }
      areas.append(Double(wins) / Double(held.count * others.count))
    }
    // The area under the curve of Kipf and Welling; a half is chance.
    #expect(areas.reduce(0, +) / 3 > 0.65, "\(areas)")
  }
}

extension LearningTask {
  /// Those that any sheet with one stream can be laid on.
  static var ofOneStream: [LearningTask] { all.filter(\.companions.isEmpty) }
}

extension RunValues<Float> {
  /// The numbers of the inputs that are missing.
  var missing: Set<Int> { Set(inputs.indices.filter { inputs[$0] == .missing }) }
}
