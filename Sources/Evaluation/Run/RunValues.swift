// The numbers that a model runs on: parameters, constants and inputs.

package import Equations

/// What is fed to one input.
package enum InputValue<Number: Scalar>: Sendable, Equatable {
  /// A stream: `steps` rows, each one step's numbers.
  case stream([Number], steps: Int)
  /// A stream of symbols, numbered from 0.
  case tokens([Int32])
  /// Given once.
  case given([Number])
  case missing

  package var stepCount: Int? {
    switch self {
    case .stream(_, let steps): steps
    case .tokens(let tokens): tokens.count
    case .given, .missing: nil
    }
  }
}

/// Numbers for every parameter, constant and input of a model, by their ids.
package struct RunValues<Number: Scalar>: Sendable, Equatable {
  package var parameters: [[Number]]
  package var constants: [[Number]]
  package var inputs: [InputValue<Number>]

  package init(parameters: [[Number]], constants: [[Number]], inputs: [InputValue<Number>]) {
    self.parameters = parameters
    self.constants = constants
    self.inputs = inputs
  }

  /// Checks the counts against the model.
  ///
  /// - Returns: the number of steps of each stage.
  package func stepCounts(_ model: Model) throws(RunError) -> [Int] {
    for parameter in model.parameters {
      try check(parameters, parameter.id, parameter.name, parameter.shape.count)
    }
    for constant in model.constants { try check(constants, constant.id, constant.name, constant.shape.count) }
    for input in model.inputs {
      guard inputs.indices.contains(input.id) else { throw .missingInput(input.name) }
      try check(inputs[input.id], input)
    }
    var counts: [Int] = []
    for stage in model.stages { counts.append(try steps(of: stage, model)) }
    return counts
  }

  /// Whether what is fed is of the kind that the input takes, and of its size.
  private func check(_ value: InputValue<Number>, _ input: Input) throws(RunError) {
    switch (value, input.kind) {
    case (.missing, _): break
    case (.tokens(let tokens), .token):
      for token in tokens where token < 0 || Int(token) >= input.shape.count {
        throw .noSuchSymbol(input.name, Int(token), count: input.shape.count)
      }
    case (.stream(let numbers, let steps), .tensor) where input.isStream:
      let (expected, overflow) = steps.multipliedReportingOverflow(by: input.shape.count)
      guard !overflow, numbers.count == expected else {
        throw .wrongCount(name: input.name, expected: overflow ? .max : expected, found: numbers.count)
      }
    case (.given(let numbers), .tensor) where !input.isStream:
      guard numbers.count == input.shape.count else {
        throw .wrongCount(name: input.name, expected: input.shape.count, found: numbers.count)
      }
    case (.tokens, _), (.stream, _), (.given, _): throw .wrongKind(input.name, takes: input.takes)
    }
  }

  private func check(_ lists: [[Number]], _ id: Int, _ name: String, _ count: Int) throws(RunError) {
    let found = lists.indices.contains(id) ? lists[id].count : 0
    guard found == count else { throw .wrongCount(name: name, expected: count, found: found) }
  }

  private func steps(of stage: Stage, _ model: Model) throws(RunError) -> Int {
    switch stage.steps {
    case .once: return stage.length.count
    case .range:
      for id in stage.steps.streams {
        let (name, found) = (model.inputs[id].name, inputs[id].stepCount ?? 1)
        guard found > 0 else { throw .noSteps(name) }
        guard found <= stage.length.count else {
          let last = stage.steps.first + stage.length.count - 1
          throw .tooLong(name, found, range: "\(stage.variable) in \(stage.steps.first)..\(last)")
        }
      }
      return stage.length.count
    case .sequence, .tree: break
    }
    let streams = stage.steps.streams
    let fed = streams.filter { inputs[$0].stepCount != nil }
    let lengths = fed.map { (model.inputs[$0].name, inputs[$0].stepCount ?? 0) }
    guard let (name, steps) = lengths.first else {
      throw .missingInput(streams.first.map { model.inputs[$0].name } ?? "")
    }
    guard lengths.allSatisfy({ $0.1 == steps }) else {
      throw .unequalLengths(Dictionary(lengths) { first, _ in first })
    }
    guard steps > 0 else { throw .noSteps(name) }
    guard steps == stage.length.count || !model.readsWhole(stage) else {
      throw .otherLength(name, expected: stage.length.count, found: steps)
    }
    return steps
  }
}

extension Model {
  /// The same where the sequences have so many steps, by stage: what is asked of all of them is as long.
  ///
  /// It is for stages of which no size of the model depends on that.
  package func measured(_ steps: [Int]) -> Model {
    var copy = self
    for (stage, count) in zip(stages, steps) where !stage.steps.streams.isEmpty && count > 0 {
      if case .range = stage.steps { continue }
      copy.stages[stage.id].length.count = count
      for walk in walks.indices where walks[walk].steps == stage.steps { copy.walks[walk].length.count = count }
    }
    return copy
  }

  /// Whether a size of the model is the number of steps of a stage: then it runs on sequences of that length only.
  package func readsWhole(_ stage: Stage) -> Bool {
    quantities.contains { quantity in
      (quantity.expression.reads + (quantity.initial?.reads ?? [])).contains { read in
        guard read.at.isGathered else { return false }
        switch read.source {
        case .quantity(let id): return quantities[id].stage == stage.id
        case .input(let id): return inputs[id].stage == stage.id
        case .parameter, .series, .constant, .step, .length: return false
        }
      }
    }
  }
}

extension Input {
  /// What is fed to it, in words.
  fileprivate var takes: String {
    switch kind {
    case .token: "symbols"
    case .tensor: isStream ? "\(shape.count) numbers for each step" : "\(shape.count) numbers, given once"
    }
  }
}
