// The evaluator on the numbers of a slow run: the same model, parameters and inputs go through both.

import Equations
import Evaluation
import Reference

extension RunValues {
  /// The numbers of a slow run, rounded to this precision.
  init(_ reference: ReferenceModel) {
    func rounded(_ numbers: [Double]) -> [Number] { numbers.map { Number($0) } }
    self.init(
      parameters: reference.parameters.map(rounded), constants: reference.constants.map(rounded),
      inputs: reference.inputs.map { feed in
        switch feed {
        case .steps(let steps): .stream(rounded(steps.flatMap { $0 }), steps: steps.count)
        case .tokens(let tokens): .tokens(tokens.map { Int32($0) })
        case .given(let numbers): .given(rounded(numbers))
        case .missing: .missing
        }
      })
  }

  var missing: Set<Int> { Set(inputs.indices.filter { inputs[$0] == .missing }) }
}

extension Trace {
  /// Runs a model on the numbers of a slow run.
  init(_ reference: ReferenceModel, options: RunOptions<Number> = RunOptions()) throws {
    let values = RunValues<Number>(reference)
    try self.init(Plan(reference.model, missing: values.missing), values, options: options)
  }

  /// All numbers of a quantity, step after step.
  func numbers(of quantity: Quantity) -> [Number] {
    (0..<stepCount(of: quantity)).flatMap { values(of: quantity, at: $0) }
  }

  /// All numbers of a quantity in double precision.
  func doubles(of quantity: Quantity) -> [Double] { numbers(of: quantity).map { Double($0) } }

  /// Whether two runs of one model gave the same bits everywhere.
  func hasSameBits(as other: Trace<Number>) -> Bool {
    model.quantities.allSatisfy { quantity in
      guard has(quantity) == other.has(quantity) else { return false }
      guard has(quantity) else { return true }
      let (these, those) = (numbers(of: quantity), other.numbers(of: quantity))
      return these.count == those.count && zip(these, those).allSatisfy { $0 == $1 || ($0 != $0 && $1 != $1) }
    }
  }
}

extension Arithmetic where Number == Float {
  /// Those of the builds that this processor runs.
  static var runnable: [Arithmetic<Float>] {
    switch InstructionSet.ofThisMachine {
    case .baseline: [.baseline]
    case .avx2: [.baseline, .avx2]
    case .avx512: [.baseline, .avx2, .avx512]
    }
  }
}
