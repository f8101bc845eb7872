// A task laid on a sheet: which input sees it, what is compared with its answers, and which lines that takes.

package import Equations
package import Evaluation

/// What the user says where the sheet leaves a choice.
package struct Mapping: Sendable, Equatable {
  /// The input that sees the task.
  package var seen: String?
  /// The vector that the answer is read from.
  package var read: String?
  /// Whether the sheet's own loss is what is learned, its target the task's answers.
  package var ownLoss: Bool

  package init(seen: String? = nil, read: String? = nil, ownLoss: Bool = false) {
    self.seen = seen
    self.read = read
    self.ownLoss = ownLoss
  }
}

/// A sheet that a task can be learned on.
///
/// A sheet whose own loss compares with the next symbol keeps it, and so does one for a task with companions, or where the user
/// says so. Any other gets a readout of the vector that its
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
  /// What a sheet of the catalogue needs beside, to be opened with what was learned: the lines of a readout; nil for none.
  package let lines: String?
  let roles: Roles
  /// What is fed every time, by the numbers of the inputs; nil where a task feeds them.
  let fixed: [InputValue<Float>]?
  /// Whether that is the sheet's own example.
  let isExample: Bool
  /// 1 where the answer counts; nil where it always does, as in tasks with companions: their sequences run one at a time.
  let counts: Input?
  /// The sheet with the line that measures, and what its sizes follow from.
  private let measured: Sheet
  private let bindings: Bindings
  /// The stages whose number of steps is a size of the model, as where one attends to all of a sequence.
  private let wholeStages: Set<Int>

  /// - Parameters:
  ///   - task: what is to be learned.
  ///   - sheet: any sheet with one stream that is seen.
  ///   - settings: dimensions and constants that the user set.
  ///   - sizes: more of them, which hold as far as the task leaves them open.
  ///   - mapping: what the user chose.
  /// - Throws: why they do not go together.
  package init(
    _ task: LearningTask, on sheet: Sheet, settings: [String: Double] = [:], sizes: [String: Double] = [:],
    mapping: Mapping = Mapping()
  ) throws(FittingError) {
    let all = settings.merging(sizes) { set, _ in set }
    let (sheet, plainRoles) = try Self.laid(task, on: sheet, all, mapping)
    let open = Set((plainRoles.fed + [plainRoles.target].compactMap { $0 }).flatMap(\.shape.labels))
    var bindings = Bindings(settings: all.filter { settings[$0.key] != nil || !open.contains($0.key) })
    bindings.bind(task, to: plainRoles)
    let bound = try Model(checking: sheet, bindings)
    try plainRoles.found(in: bound).check(task)
    let readout = try Readout(task, for: bound, ownTarget: plainRoles.target, mapping)
    self.sheet = try readout.added(to: sheet, bound)
    lines = readout.addedLines
    measured = try readout.measured(self.sheet, bindings)
    self.bindings = bindings
    model = try Model(checking: measured, bindings)
    wholeStages = model.wholeStages
    let names = readout.names
    counts = model.input(named: names.counts)
    guard let lossNumber = model.loss else { throw .nothingToRead }
    var roles = try plainRoles.found(in: model)
    roles.target = roles.target ?? model.input(named: names.target)
    self.roles = roles
    (fixed, isExample) = (nil, false)
    loss = model.quantities[lossNumber]
    self.task = task
    measure = model.quantity(named: names.measure) ?? loss
    alphabets = bindings.alphabets
    try checkFed()
  }

  /// The sheet, what sees symbols as an input of symbols: a vector that sees them is their one-hot vector, has then a name at
  /// each step, and is quicker.
  private static func laid(
    _ task: LearningTask, on sheet: Sheet, _ settings: [String: Double], _ mapping: Mapping
  ) throws(FittingError) -> (Sheet, Roles) {
    let roles = try Roles(task, Model(checking: sheet, Bindings(settings: settings)), mapping)
    guard task.companions.isEmpty, case .symbols = task.seen, let seen = roles.fed.first, case .tensor = seen.kind
    else {
      return (sheet, roles)
    }
    let symbolic = sheet.readingSymbols(in: [seen.name]).withoutExample(of: seen.name)
    guard let model = try? Model(symbolic, Bindings(settings: settings)),
      let found = try? Roles(task, model, mapping)
    else { return (sheet, roles) }
    return (symbolic, found)
  }

  /// A model whose own loss is to become small, on what is fed to it.
  ///
  /// - Parameters:
  ///   - model: any with a loss.
  ///   - inputs: by their numbers.
  ///   - isExample: whether they are what the sheet shows by itself.
  /// - Throws: where there is no loss, or nothing to work it out from.
  package init(
    ownLossOf model: Model, on inputs: [InputValue<Float>], isExample: Bool = false
  ) throws(FittingError) {
    guard let number = model.loss else { throw .noLoss }
    (self.model, sheet, measured, task) = (model, model.sheet, model.sheet, .ownLoss)
    (loss, measure, wholeStages) = (model.quantities[number], model.quantities[number], model.wholeStages)
    (alphabets, bindings, roles, counts, fixed, lines) = ([:], Bindings(), .none, nil, inputs, nil)
    self.isExample = isExample
    do throws(RunError) {
      let plan = try Plan(model, missing: unfed)
      if let lack = plan.omitted[number] { throw RunError.missingInput(model.inputs[lack].name) }
    } catch {
      throw .cannotRun(error)
    }
  }

  /// What the task does not feed must not be needed.
  private func checkFed() throws(FittingError) {
    do throws(RunError) {
      _ = try Plan(model, missing: unfed.subtracting(shown.map(\.id)))
    } catch {
      let streams = model.inputs.filter { $0.isStream && $0.id != roles.target?.id && $0.id != counts?.id }
      guard streams.count < 2 else { throw .seenInputs(streams.map(\.name), task: task.name) }
      throw .cannotRun(error)
    }
  }

  /// Inputs given once that the task does not feed, and that take the sheet's example.
  package var shown: [Input] {
    model.inputs.filter { unfed.contains($0.id) && $0.stage == nil && $0.example != nil }
  }

  // MARK: what is fed

  /// A sequence as the inputs of the model, by their numbers.
  package func inputs<Number: Scalar>(for sample: Sample) -> [InputValue<Number>] {
    if let fixed { return fixed.map { $0.converted() } }
    var values = Array(repeating: InputValue<Number>.missing, count: model.inputs.count)
    for (input, value) in zip(roles.fed, sample.fed) { values[input.id] = input.value(of: value) }
    if let target = roles.target { values[target.id] = target.value(of: sample.target) }
    if let counts { values[counts.id] = .stream(sample.counts.map { $0 ? 1 : 0 }, steps: sample.stepCount) }
    return values
  }

  // MARK: lengths

  /// Steps of the longest sequence that is fed.
  package var longestSequence: Int { fixed?.compactMap(\.stepCount).max() ?? task.lengths.upperBound }

  /// Whether a size of the model is the number of steps of a sequence.
  var hasFixedLengths: Bool { !wholeStages.isEmpty }

  /// Whether sequences run one at a time: where nothing says what counts, as behind the end of the shorter ones, or where a size is
  /// their own.
  var runsAlone: Bool { counts == nil || hasFixedLengths }

  /// How long the fed sequences are, where the model does not run them; nil where it does.
  func otherLengths(_ sample: Sample) -> [Int]? {
    guard hasFixedLengths else { return nil }
    let fits = zip(roles.fed, sample.fed).allSatisfy { input, values in
      guard let stage = input.stage, wholeStages.contains(stage) else { return true }
      return model.stages[stage].length.count == values.stepCount
    }
    return fits ? nil : sample.fed.map(\.stepCount)
  }

  /// The model for sequences as long as a sample; nil where such a length is none.
  package func model(for sample: Sample) -> Model? {
    var bindings = bindings
    for (input, values) in zip(roles.fed, sample.fed) where input.stage != nil {
      bindings.lengths[input.name] = values.stepCount
    }
    return try? Model(checking: measured, bindings)
  }

  /// Inputs that nothing is fed to.
  var unfed: Set<Int> {
    if let fixed { return Set(fixed.indices.filter { fixed[$0] == .missing }) }
    return Set(model.inputs.map(\.id)).subtracting((roles.fed + [roles.target, counts].compactMap { $0 }).map(\.id))
  }

  /// The task's metric out of the sum of `measure` over so many answers.
  package func metric(sum: Double, over answers: Int) -> Double {
    let mean = sum / Double(max(1, answers))
    // A loss in nats, where the sheet's own is taken.
    return measure.id == loss.id && task.metric == .bitsPerSymbol ? mean / 0.693_147_180_559_945_3 : mean
  }
}

extension Model {
  fileprivate var wholeStages: Set<Int> { Set(stages.filter(readsWhole).map(\.id)) }

  fileprivate init(checking sheet: Sheet, _ bindings: Bindings) throws(FittingError) {
    do throws(SheetErrors) {
      try self.init(sheet, bindings)
    } catch {
      throw .sheet(error)
    }
  }
}

extension InputValue<Float> {
  fileprivate func converted<Other: Scalar>() -> InputValue<Other> {
    switch self {
    case .stream(let numbers, let steps): .stream(numbers.map { Other($0) }, steps: steps)
    case .tokens(let tokens): .tokens(tokens)
    case .given(let numbers): .given(numbers.map { Other($0) })
    case .missing: .missing
    }
  }
}
