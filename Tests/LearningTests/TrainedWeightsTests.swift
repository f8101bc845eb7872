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
    let plain = try Catalogue(.at("\(Checkout.root)/Resources")).sheet(sheet)
    let bindings = try Bindings(for: plain, weights: file)
    let shown = try plain.showing(examplesOf: file, try Model(plain, bindings))
    let fitting = try Fitting(
      task, on: shown, settings: bindings.settings, mapping: Mapping(ownLoss: sheet == "ntm"))
    return (fitting, try ModelValues(fitting.model, weights: file))
  }

  /// The run of a sample with trained parameters.
  private func run(
    of sample: Sample, _ fitting: Fitting, _ values: ModelValues
  ) throws -> Trace<Float> {
    let model = try #require(fitting.model(for: sample))
    return try Trace(
      try Plan(model),
      RunValues<Float>(
        parameters: values.parameters.map { $0.asFloats() }, constants: [], inputs: fitting.inputs(for: sample)))
  }

  /// The metric over sequences that no training of that seed has seen.
  private func metric(_ fitting: Fitting, _ values: ModelValues) throws -> Double {
    let constants = values.constants.map { $0.asFloats() }
    let recipe = Recipe(seed: 77, freshCount: 200)
    let shown = fitting.shown.isEmpty ? nil : try LoadedInputs(exampleFor: fitting.model, seed: 1)
    let given = fitting.shown.map { ($0.id, shown?.values[$0.id]?.floats ?? []) }
    var training = Training(
      fitting.task, recipe,
      try ModelObjective(fitting, constants: constants, given: Dictionary(uniqueKeysWithValues: given)),
      from: values.parameters.flatMap { $0.asFloats() })
    return try training.metric(of: training.parameters)
  }

  @Test(arguments: [
    ("lstm", "lstm", LearningTask.brackets()), ("gru", "gru", .brackets()), ("rnn", "rnn", .brackets()),
    ("lstm-adding", "lstm", .adding()), ("leaky-learned", "leaky-learned", .sines()),
    ("memory-network", "memory-network", .stories()), ("ntm", "ntm", .copy(lengths: 8...10)),
    ("dates", "dates-teacher", .dates()), ("transformer-decoder", "transformer-decoder", .reverse()),
    ("seq2seq", "seq2seq", .reverse()), ("seq2seq-attention", "seq2seq-attention", .reverse()),
    ("gcn-graphs", "gcn-graphs", .molecules()),
    ("slstm", "slstm", .codes()),
  ])
  func `They solve their task on fresh sequences`(name: String, sheet: String, task: LearningTask) throws {
    let (fitting, values) = try trained(name, sheet, task)
    #expect(try metric(fitting, values) < task.threshold)
  }

  @Test(arguments: [("lstm", "c", 1), ("lstm", "c", 6), ("gru", "h", 7)])
  func `A unit of the cell counts how many brackets are open`(sheet: String, cell: String, unit: Int) throws {
    let (fitting, values) = try trained(sheet, sheet, .brackets())
    let quantity = try #require(fitting.model.quantity(named: cell))
    let plan = try Plan(fitting.model)
    var (counted, depths): ([Double], [Double]) = ([], [])
    for index in 0..<50 {
      let sample = fitting.task.sample(index, seed: 79, part: .fresh)
      guard case .numbers(let depth, _) = sample.target else { throw Missing() }
      let trace = try Trace(
        plan,
        RunValues<Float>(
          parameters: values.parameters.map { $0.asFloats() }, constants: values.constants.map { $0.asFloats() },
          inputs: fitting.inputs(for: sample)))
      counted += (0..<sample.stepCount).map { Double(trace.value(of: quantity, unit - 1, at: $0)) }
      depths += depth
    }
    #expect(correlation(counted, depths) > 0.9)
  }

  private func correlation(_ one: [Double], _ other: [Double]) -> Double {
    func centred(_ list: [Double]) -> [Double] {
      let mean = list.reduce(0, +) / Double(list.count)
      return list.map { $0 - mean }
    }
    func product(_ one: [Double], _ other: [Double]) -> Double { zip(one, other).reduce(0) { $0 + $1.0 * $1.1 } }
    let (a, b) = (centred(one), centred(other))
    return product(a, b) / (product(a, a) * product(b, b)).squareRoot()
  }

  @Test func `Where the LSTM adds, the recurrent network without gates does not`() throws {
    let (fitting, values) = try trained("rnn-adding", "rnn", .adding())
    #expect(try metric(fitting, values) > 0.1)
  }

  @Test func `The leaks of the leaky units spread from fast to slow`() throws {
    let (fitting, values) = try trained("leaky-learned", "leaky-learned", .sines())
    let m = try #require(fitting.model.parameter(named: "m"))
    // σ(m) stays of a memory at each step: it lasts for about 1/(1 - σ(m)) = 1 + exp(m) of them.
    let steps = values.parameters[m.id].asDoubles().map { 1 + exp($0) }
    #expect(try #require(steps.min()) < 2.5)
    #expect(try #require(steps.max()) > 7.5)
  }

  @Test func `The LSTM of characters expects held-out text better than counts of pairs do`() throws {
    let text = try readTextFile(path: "\(Checkout.root)/Resources/data/alice.txt")
    let task = try #require(LearningTask.text(text))
    let (fitting, values) = try trained("lstm-text", "lstm", task)
    let bits = try metric(fitting, values)
    #expect(bits < task.threshold)
    #expect(bits < Self.bitsOfPairs(text) - 0.8)
  }

  /// Bits a character where each is expected by how often it followed the one before it, in all but the last tenth; each pair
  /// is counted a tenth more than it was seen.
  private static func bitsOfPairs(_ text: String) -> Double {
    let characters = Array(text)
    let end = characters.count / 10 * 9
    let kinds = Double(Set(characters).count)
    var (pairs, singles): ([String: Double], [Character: Double]) = ([:], [:])
    for (first, second) in zip(characters[..<end], characters[1..<end]) {
      pairs["\(first)\(second)", default: 0] += 1
      singles[first, default: 0] += 1
    }
    var bits = 0.0
    for (first, second) in zip(characters[end...], characters[(end + 1)...]) {
      let share = (pairs["\(first)\(second)", default: 0] + 0.1) / (singles[first, default: 0] + 0.1 * kinds)
      bits -= log2(share)
    }
    return bits / Double(characters.count - end - 1)
  }

  /// A date and what is looked at while it is written.
  private struct Written {
    var text: String
    var answer: String
    var wanted: String
    /// The letter that gets most weight, for each sign.
    var lookedAt: [Int]
  }

  private func written(_ index: Int, _ sheet: Sheet, _ file: TensorFile) throws -> Written {
    let task = LearningTask.dates()
    let sample = task.sample(index, seed: 77, part: .fresh)
    guard case .symbols(let letters) = sample.seen, case .symbols(let answer) = sample.target,
      case .symbols(let names) = task.seen, case .symbols(let signs) = task.target
    else { throw Missing() }
    var bindings = try Bindings(for: sheet, weights: file)
    bindings.lengths["x"] = letters.count
    let model = try Model(sheet, bindings)
    let values = try ModelValues(model, weights: file)
    let trace = try Trace(
      try Plan(model),
      RunValues<Float>(parameters: values.parameters.map { $0.asFloats() }, constants: [], inputs: [.tokens(letters)]))
    let sign = try #require(model.quantity(named: "k"))
    let weights = try #require(trace.model.quantity(named: "α"))
    let steps = 0..<trace.stepCount(of: sign)
    return Written(
      text: letters.map { names[Int($0)] }.joined(),
      answer: steps.map { signs[Int(trace.value(of: sign, 0, at: $0)) - 1] }.joined(),
      wanted: answer.map { signs[Int($0)] }.joined(),
      lookedAt: steps.map { step in
        let row = trace.values(of: weights, at: step)
        return row.indices.max { row[$0] < row[$1] } ?? 0
      })
  }

  private struct Missing: Error {}

  @Test func `Dates that feed themselves are written exactly, looking at the year, the month and the day in turn`()
    throws
  {
    let file = try TensorFile(path: "\(Checkout.root)/Resources/weights/dates.safetensors")
    let sheet = try Catalogue(.at("\(Checkout.root)/Resources")).sheet("dates")
    let dates = try (0..<200).map { try written($0, sheet, file) }
    #expect(dates.count { $0.answer == $0.wanted } >= 196)
    // The four digits of the year are at the end of most spellings, and are looked at one after another.
    let atEnd = dates.filter { $0.text.suffix(4) == $0.wanted.prefix(4) }
    #expect(atEnd.count > 100)
    let looked = atEnd.flatMap { date in (0..<4).map { date.lookedAt[$0] - (date.text.count - 4) } }
    #expect(Double(looked.count { $0 >= -1 }) > 0.95 * Double(looked.count))
    let inTurn = atEnd.count { date in (1..<4).allSatisfy { date.lookedAt[$0] >= date.lookedAt[$0 - 1] } }
    #expect(Double(inTurn) > 0.9 * Double(atEnd.count))
  }

  @Test func `The Turing machine writes each letter to a slot of its own and reads the slots in that order`() throws {
    let (fitting, values) = try trained("ntm", "ntm", .copy(lengths: 8...10))
    let memory = try #require(fitting.shown.first)
    let start = try #require(try LoadedInputs(exampleFor: fitting.model, seed: 1).values[memory.id]?.floats)
    for index in 0..<20 {
      let sample = fitting.task.sample(index, seed: 78, part: .fresh)
      var inputs: [InputValue<Float>] = fitting.inputs(for: sample)
      inputs[memory.id] = .given(start)
      let trace = try Trace(
        try Plan(fitting.model),
        RunValues<Float>(parameters: values.parameters.map { $0.asFloats() }, constants: [], inputs: inputs))
      func slot(_ name: String, _ step: Int) throws -> Int {
        let weights = trace.values(of: try #require(fitting.model.quantity(named: name)), at: step)
        return try #require(weights.indices.max { weights[$0] < weights[$1] })
      }
      let written = try (0..<4).map { try slot("w_w", $0) }
      let read = try (sample.stepCount - 4..<sample.stepCount).map { try slot("w_r", $0) }
      #expect(Set(written).count == 4)
      #expect(written == read)
    }
  }

  // MARK: the sheet's own loss

  /// A quantity of a sheet on its example, with the weights that come with it.
  private func shown(_ name: String, _ quantity: String) throws -> [Float] {
    let catalogue = try Catalogue(.at("\(Checkout.root)/Resources"))
    let sheet = try catalogue.sheet(name)
    let file = try #require(try catalogue.weights(for: sheet))
    let model = try Model(sheet, try Bindings(for: sheet, weights: file))
    let inputs = try LoadedInputs(exampleFor: model, seed: 1)
    let trace = try Trace(
      try Plan(model),
      RunValues<Float>(
        parameters: try ModelValues(model, weights: file).parameters.map { $0.asFloats() }, constants: [],
        inputs: model.inputs.map { .given(inputs.values[$0.id]?.floats ?? []) }))
    return trace.values(of: try #require(model.quantity(named: quantity)), at: 0)
  }

  @Test func `All but two members of the karate club are told to the side that they took, from two who are known`()
    throws
  {
    // Zachary 1977: these stayed with the instructor.
    let instructors: Set = [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 17, 18, 20, 22]
    let sides = try shown("gcn-nodes", "side")
    let wrong = (1...34).filter { (sides[$0 - 1] == 0) != instructors.contains($0) }
    #expect(wrong == [3, 9])
  }

  @Test func `The autoencoder finds each tie of its graph likely, and no pair without one`() throws {
    let (likely, ties) = (try shown("gae", "P"), try shown("gae", "Â"))
    #expect(likely.count == 64)
    for (share, tie) in zip(likely, ties) { #expect(tie > 0 ? share > 0.99 : share < 0.02) }
  }

  @Test func `Reading a word backwards, attention goes over it from its end to its beginning`() throws {
    let (fitting, values) = try trained("seq2seq-attention", "seq2seq-attention", .reverse())
    var (right, all) = (0, 0)
    for index in 0..<50 {
      let sample = fitting.task.sample(index, seed: 79, part: .fresh)
      let trace = try run(of: sample, fitting, values)
      let weights = try #require(trace.model.quantity(named: "α"))
      let length = sample.seen.stepCount
      for step in 0..<length {
        let row = trace.values(of: weights, at: step)
        right += row.indices.max { row[$0] < row[$1] } == length - 1 - step ? 1 : 0
      }
      all += length
    }
    #expect(Double(right) > 0.95 * Double(all))
  }

  @Test func `A head of the decoder looks at the very letter that is to be written`() throws {
    let (fitting, values) = try trained("transformer-decoder", "transformer-decoder", .reverse())
    for index in 0..<20 {
      let sample = fitting.task.sample(index, seed: 79, part: .fresh)
      let trace = try run(of: sample, fitting, values)
      let head = try #require(trace.model.quantity(named: "α_c[2,1]"))
      let length = sample.seen.stepCount
      let looked = (0..<length).map { step in
        let weights = trace.values(of: head, at: step)
        return weights.indices.max { weights[$0] < weights[$1] } ?? -1
      }
      #expect(looked == (0..<length).reversed())
    }
  }
}
