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
      switch inputs[input.id] {
      case .stream(let numbers, let steps):
        let (expected, overflow) = steps.multipliedReportingOverflow(by: input.shape.count)
        guard !overflow, numbers.count == expected else {
          throw .wrongCount(name: input.name, expected: overflow ? .max : expected, found: numbers.count)
        }
      case .tokens(let tokens):
        let size = input.shape.count
        for token in tokens where token < 0 || Int(token) >= size {
          throw .wrongCount(name: input.name, expected: size, found: Int(token))
        }
      case .given(let numbers):
        guard numbers.count == input.shape.count else {
          throw .wrongCount(name: input.name, expected: input.shape.count, found: numbers.count)
        }
      case .missing: break
      }
    }
    var counts: [Int] = []
    for stage in model.stages { counts.append(try steps(of: stage, model)) }
    return counts
  }

  private func check(_ lists: [[Number]], _ id: Int, _ name: String, _ count: Int) throws(RunError) {
    let found = lists.indices.contains(id) ? lists[id].count : 0
    guard found == count else { throw .wrongCount(name: name, expected: count, found: found) }
  }

  private func steps(of stage: Stage, _ model: Model) throws(RunError) -> Int {
    guard case .sequence(let streams) = stage.steps else { return 1 }
    var lengths: [String: Int] = [:]
    for id in streams { if let steps = inputs[id].stepCount { lengths[model.inputs[id].name] = steps } }
    guard Set(lengths.values).count <= 1 else { throw .unequalLengths(lengths) }
    guard let (name, steps) = lengths.first else {
      throw .missingInput(streams.first.map { model.inputs[$0].name } ?? "")
    }
    guard steps > 0 else { throw .noSteps(name) }
    return steps
  }
}
