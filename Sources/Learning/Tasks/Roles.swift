// Which inputs of a sheet take what of a task.

internal import Equations
internal import Evaluation

/// The inputs of a sheet by what a task feeds them.
struct Roles {
  /// What is seen, then the task's companions.
  var fed: [Input]
  /// The input that the sheet's own loss compares with; nil where the task brings another loss.
  var target: Input?

  /// Where no task feeds anything.
  static let none = Roles(fed: [], target: nil)

  private init(fed: [Input], target: Input?) {
    self.fed = fed
    self.target = target
  }

  /// A task of a single stream looks for the one that all else needs; one with companions takes the inputs as they are declared, the
  /// target last.
  ///
  /// - Throws: where inputs are too few or too many, or there is no loss to compare with.
  init(_ task: LearningTask, _ model: Model, _ mapping: Mapping) throws(FittingError) {
    guard !task.companions.isEmpty else {
      let seen = try model.seenInput(task, mapping)
      self.init(fed: [seen], target: try model.ownTarget(task, seen: seen, mapping))
      return
    }
    let wanted = ["what is seen"] + task.companions.map(\.summary) + ["the answer"]
    guard model.loss != nil, model.inputs.count == wanted.count else {
      throw .companions(wanted, task: task.name, inputs: model.inputs.map(\.name), hasLoss: model.loss != nil)
    }
    self.init(fed: Array(model.inputs.dropLast()), target: model.inputs.last)
  }

  /// The same inputs in a model whose sizes are settled, or that has others beside.
  func found(in model: Model) throws(FittingError) -> Roles {
    let fed = self.fed.compactMap { model.input(named: $0.name) }
    guard fed.count == self.fed.count else { throw .nothingToRead }
    return Roles(fed: fed, target: target.flatMap { model.input(named: $0.name) })
  }

  /// Whether the inputs are of the kinds and sizes that the task gives.
  func check(_ task: LearningTask) throws(FittingError) {
    let all = Array(zip(fed, task.fedPorts)) + (target.map { [($0, task.target)] } ?? [])
    for (input, port) in all {
      do throws(FittingError) {
        try input.check(port, task)
      } catch {
        let other = all.first { $0.0.sharesSize(with: input) && $0.1.width != port.width }
        guard case .wrongWidth = error, let other else { throw error }
        throw .sharedSize(
          input: other.0.name, width: other.1.width, other: input.name, otherWidth: port.width,
          size: input.shape.rows.label, task: task.name)
      }
    }
  }
}

extension Sample {
  /// What the inputs take that are fed, in their order.
  var fed: [Values] { [seen] + others }
}

extension Model {
  /// Streams that something beside the loss needs.
  fileprivate var neededStreams: [Input] {
    inputs.filter { input in
      guard input.isStream, input.stage != nil else { return false }
      return (try? Plan(self, missing: [input.id])) == nil
    }
  }

  /// The stream that sees a task of a single one.
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

  /// The target of the sheet's own loss, if that can be the task's: symbols for symbols at every step, or any where the user says so.
  fileprivate func ownTarget(_ task: LearningTask, seen: Input, _ mapping: Mapping) throws(FittingError) -> Input? {
    let needed = Set(neededStreams.map(\.id))
    let others = inputs.filter {
      $0.isStream && $0.stage != nil && $0.id != seen.id && !needed.contains($0.id) && $0.id != countsInput
    }
    if mapping.ownLoss {
      guard loss != nil, let target = others.first, others.count == 1 else { throw .noOwnTarget(others.map(\.name)) }
      return target
    }
    guard case .symbols = task.target, task.metric == .bitsPerSymbol, loss != nil else { return nil }
    guard let target = others.first, others.count == 1, case .token = target.kind else { return nil }
    return target
  }
}

extension Bindings {
  /// Sizes follow from what will be fed.
  mutating func bind(_ task: LearningTask, to roles: Roles) {
    for (input, port) in zip(roles.fed, task.fedPorts) { bind(port, to: input) }
    if let target = roles.target { bind(task.target, to: target) }
  }

  private mutating func bind(_ port: LearningTask.Port, to input: Input) {
    switch (port, input.kind) {
    case (.symbols(let symbols), .token(let own)):
      // The sheet's own marks, such as what stands before a text, stay with its symbols.
      if own?.symbols != symbols { alphabets[input.name] = Alphabet(symbols: symbols) }
    case (.once(let rows, let columns), .tensor): inputShapes[input.name] = columns == 1 ? [rows] : [rows, columns]
    case (_, .tensor): inputShapes[input.name] = input.shape.isScalar ? [1] : [1, port.width]
    case (.numbers, .token), (.once, .token): break
    }
  }
}

extension Input {
  /// Whether both are vectors along one dimension of the sheet.
  fileprivate func sharesSize(with other: Input) -> Bool {
    guard case .vector(let axis) = shape, case .vector(let same) = other.shape, Int(axis.label) == nil else {
      return false
    }
    if case .token = kind { return false }
    return axis.label == same.label
  }

  /// Whether what a task gives is of its kind and size.
  fileprivate func check(_ port: LearningTask.Port, _ task: LearningTask) throws(FittingError) {
    switch (kind, port) {
    case (.token, .numbers), (.token, .once): throw .needsSymbols(input: name, task: task.name)
    case (.tensor, .once): if stage != nil { throw .wrongPace(input: name, task: task.name, once: true) }
    case (_, .symbols), (.tensor, .numbers):
      if stage == nil { throw .wrongPace(input: name, task: task.name, once: false) }
    }
    guard shape.count == port.width else {
      throw .wrongWidth(input: name, shape: shape.described, task: task.name, needs: port.width)
    }
  }

  /// Numbers as they are; symbols by number, or one-hot where the input is a vector.
  func value<Number: Scalar>(of values: Sample.Values) -> InputValue<Number> {
    switch (values, kind) {
    case (.numbers(let numbers, _), _): return .stream(numbers.map { Number($0) }, steps: values.stepCount)
    case (.once(let numbers, _, _), _): return .given(numbers.map { Number($0) })
    case (.symbols(let symbols), .token): return .tokens(symbols)
    case (.symbols(let symbols), .tensor):
      var numbers = [Number](repeating: 0, count: symbols.count * shape.count)
      for (step, symbol) in symbols.enumerated() { numbers[step * shape.count + Int(symbol)] = 1 }
      return .stream(numbers, steps: symbols.count)
    }
  }
}
