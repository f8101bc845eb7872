// A task laid on a sheet: which input sees it, what is compared with its answers, and which lines that takes.

package import Equations
package import Evaluation

/// What the user says where the sheet leaves a choice.
package struct Mapping: Sendable, Equatable {
  /// The input that sees the task.
  package var seen: String?
  /// The vector that the answer is read from.
  package var read: String?

  package init(seen: String? = nil, read: String? = nil) {
    self.seen = seen
    self.read = read
  }
}

/// A sheet that a task can be learned on.
///
/// A sheet whose own loss compares with the next symbol keeps it. Any other gets a readout of the vector that its
/// loss compares, or of its last one, in place of that loss: a few lines more, which the user may look at and keep.
package struct Fitting: Sendable {
  package let task: LearningTask
  /// The sheet that is trained, as text that can be read again.
  package let sheet: Sheet
  package let model: Model
  package let loss: Quantity
  /// What a step adds to the task's metric, where lines were added; else the loss itself.
  package let measure: Quantity
  /// The alphabets that inputs of symbols got from the task, by their names.
  package let alphabets: [String: Alphabet]
  private let seen: Input
  private let target: Input
  /// 1 where the answer counts.
  private let counts: Input

  /// - Parameters:
  ///   - task: what is to be learned.
  ///   - sheet: any sheet with one stream that is seen.
  ///   - settings: dimensions and constants that the user set.
  ///   - mapping: what the user chose.
  /// - Throws: why they do not go together.
  package init(
    _ task: LearningTask, on sheet: Sheet, settings: [String: Double] = [:], mapping: Mapping = Mapping()
  ) throws(FittingError) {
    let plain = try Model(checking: sheet, Bindings(settings: settings))
    let seen = try plain.seenInput(task, mapping)
    var bindings = Bindings(settings: settings)
    bindings.bind(task.seen, to: seen)
    let own = plain.ownTarget(task, seen: seen)
    if let own { bindings.bind(task.target, to: own) }
    let bound = try Model(checking: sheet, bindings)
    try bound.inputs[seen.id].check(task)
    let readout = try Readout(task, for: bound, replacesLoss: own == nil, mapping)
    let names = readout.names
    self.sheet = try readout.added(to: sheet, bound)
    model = try Model(checking: try readout.measured(self.sheet), bindings)
    guard let target = model.input(named: own?.name ?? names.target), let counts = model.input(named: names.counts)
    else { throw .nothingToRead }
    self.target = target
    self.counts = counts
    guard let input = model.input(named: seen.name), let lossNumber = model.loss else { throw .nothingToRead }
    loss = model.quantities[lossNumber]
    self.task = task
    self.seen = input
    measure = model.quantity(named: names.measure) ?? loss
    alphabets = bindings.alphabets
    try input.check(task)
    try checkFed()
  }

  /// What the task does not feed must not be needed.
  private func checkFed() throws(FittingError) {
    do throws(RunError) {
      _ = try Plan(model, missing: unfed)
    } catch {
      let streams = model.inputs.filter { $0.isStream && $0.id != target.id && $0.id != counts.id }
      guard streams.count < 2 else { throw .seenInputs(streams.map(\.name), task: task.name) }
      throw .cannotRun(error)
    }
  }

  // MARK: what is fed

  /// A sequence as the inputs of the model, by their numbers.
  package func inputs<Number: Scalar>(for sample: Sample) -> [InputValue<Number>] {
    var values = Array(repeating: InputValue<Number>.missing, count: model.inputs.count)
    values[seen.id] = seen.value(of: sample.seen)
    values[target.id] = target.value(of: sample.target)
    values[counts.id] = .stream(sample.counts.map { $0 ? 1 : 0 }, steps: sample.stepCount)
    return values
  }

  /// A fresh sequence as the sheet would say it, for the input that sees the task: what weights are shown with.
  package var example: (input: String, words: String) {
    let sample = task.sample(0, seed: 1, part: .fresh)
    switch (seen.value(of: sample.seen) as InputValue<Float>, task.seen) {
    case (.tokens(let tokens), .symbols(let symbols)):
      let escapes: [Character: String] = ["\\": "\\\\", "\"": "\\\"", "\n": "\\n", "\t": "\\t"]
      let text = tokens.map { symbols[Int($0)] }.joined()
      return (seen.name, "\"\(text.map { escapes[$0] ?? String($0) }.joined())\"")
    case (.stream(let numbers, let steps), _):
      let width = numbers.count / max(1, steps)
      let rows = (0..<steps).map { step in
        numbers[step * width..<(step + 1) * width].map(Self.shortened).joined(separator: " ")
      }
      return (seen.name, rows.joined(separator: "; "))
    case (.tokens, .numbers), (.given, _), (.missing, _): return (seen.name, "")
    }
  }

  /// Three digits behind the point, none where there is nothing behind it.
  private static func shortened(_ number: Float) -> String {
    let rounded = (number * 1000).rounded() / 1000
    return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
  }

  /// Inputs that nothing is fed to.
  var unfed: Set<Int> {
    Set(model.inputs.map(\.id)).subtracting([seen.id, target.id, counts.id])
  }

  /// The task's metric out of the sum of `measure` over so many answers.
  package func metric(sum: Double, over answers: Int) -> Double {
    let mean = sum / Double(max(1, answers))
    // A loss in nats, where the sheet's own is taken.
    return measure.id == loss.id && task.metric == .bitsPerSymbol ? mean / 0.693_147_180_559_945_3 : mean
  }
}

extension Model {
  fileprivate init(checking sheet: Sheet, _ bindings: Bindings) throws(FittingError) {
    do throws(SheetErrors) {
      try self.init(sheet, bindings)
    } catch {
      throw .sheet(error)
    }
  }

  /// Streams that something beside the loss needs.
  fileprivate var neededStreams: [Input] {
    inputs.filter { input in
      guard input.isStream, input.stage != nil else { return false }
      return (try? Plan(self, missing: [input.id])) == nil
    }
  }

  fileprivate func seenInput(_ task: LearningTask, _ mapping: Mapping) throws(FittingError) -> Input {
    let streams = inputs.filter { $0.isStream && $0.stage != nil }
    if let name = mapping.seen {
      guard let input = streams.first(where: { $0.name == Symbols.normalForm(name) }) else {
        throw .noSuchInput(name, among: streams.map(\.name))
      }
      return input
    }
    let needed = neededStreams
    guard let input = needed.first, needed.count == 1 else {
      throw .seenInputs(needed.map(\.name), task: task.name)
    }
    return input
  }

  /// The sheet's own target, if its loss can be that of the task: symbols for symbols, at every step.
  fileprivate func ownTarget(_ task: LearningTask, seen: Input) -> Input? {
    guard case .symbols = task.target, task.metric == .bitsPerSymbol, loss != nil else { return nil }
    let needed = Set(neededStreams.map(\.id))
    let others = inputs.filter { $0.isStream && $0.id != seen.id && !needed.contains($0.id) }
    guard let target = others.first, others.count == 1, case .token = target.kind else { return nil }
    return target
  }
}

extension Bindings {
  /// Sizes follow from what will be fed.
  fileprivate mutating func bind(_ port: LearningTask.Port, to input: Input) {
    switch (port, input.kind) {
    case (.symbols(let symbols), .token): alphabets[input.name] = Alphabet(symbols: symbols)
    case (_, .tensor): inputShapes[input.name] = input.shape.isScalar ? [1] : [1, port.width]
    case (.numbers, .token): break
    }
  }
}

extension Input {
  fileprivate func check(_ task: LearningTask) throws(FittingError) {
    if case .token = kind, case .numbers = task.seen { throw .needsSymbols(input: name, task: task.name) }
    guard shape.count == task.seen.width else {
      throw .wrongWidth(input: name, shape: shape.described, task: task.name, needs: task.seen.width)
    }
  }

  /// Numbers as they are; symbols by number, or one-hot where the input is a vector.
  fileprivate func value<Number: Scalar>(of values: Sample.Values) -> InputValue<Number> {
    switch (values, kind) {
    case (.numbers(let numbers, _), _): return .stream(numbers.map { Number($0) }, steps: values.stepCount)
    case (.symbols(let symbols), .token): return .tokens(symbols)
    case (.symbols(let symbols), .tensor):
      var numbers = [Number](repeating: 0, count: symbols.count * shape.count)
      for (step, symbol) in symbols.enumerated() { numbers[step * shape.count + Int(symbol)] = 1 }
      return .stream(numbers, steps: symbols.count)
    }
  }
}
