// How much a model makes of rounding: the slow evaluator again, with every number that an operation rounds moved a little.
// What such a run is off by, times a factor, is what a run in lower precision may be off by.

import Chance
import Equations
import Reference

extension ReferenceModel {
  /// The same model with every entry of every rounded value multiplied by a number within `size` of 1.
  func perturbed(by size: Double, seed: UInt64) -> ReferenceModel {
    guard let template = try? Model(SheetParser.parse("const c = 1\nq = c", name: "")).constants.first else {
      return self
    }
    var noise = Noise(
      reference: self, size: size, template: template, numbers: SeededNumbers(seed: seed, name: "noise"))
    for index in model.quantities.indices {
      let quantity = model.quantities[index]
      noise.reference.model.quantities[index].expression = noise.perturbed(quantity.expression)
      noise.reference.model.quantities[index].initial = quantity.initial.map { noise.perturbed($0) }
    }
    return noise.reference
  }

  /// For each quantity how far `count` perturbed runs stray from `expected`, as `deviation` measures.
  func sensitivity(to size: Double, expected: [[[Double]]?], count: Int = 3) -> [Double] {
    var result = Array(repeating: 0.0, count: expected.count)
    for seed in 1...UInt64(count) {
      for (id, steps) in perturbed(by: size, seed: seed).run().enumerated() {
        guard let steps, let original = expected[id] else { continue }
        result[id] = max(result[id], deviation(steps.flatMap { $0 }, original.flatMap { $0 }))
      }
    }
    return result
  }
}

private struct Noise {
  var reference: ReferenceModel
  let size: Double
  let template: Constant
  var numbers: SeededNumbers

  mutating func perturbed(_ expression: Expression) -> Expression {
    switch expression.kind {
    case .number: return expression
    case .read(let read):
      switch read.source {
      // A number that counts something is exact.
      case .step, .length, .constant: return expression
      case .quantity, .input, .parameter, .series: return multiplied(expression)
      }
    case .apply(let primitive, let operands):
      // What rounds its result may round on the way as well: its operands move too.
      let moved = operands.map { operand in
        let inner = perturbed(operand)
        guard primitive.rounds, case .apply(let below, _) = operand.kind, !below.rounds else { return inner }
        return multiplied(inner)
      }
      let inner = Expression(.apply(primitive, moved), shape: expression.shape, range: expression.range)
      return primitive.rounds ? multiplied(inner) : inner
    }
  }

  /// The expression, entry by entry times a constant near 1.
  private mutating func multiplied(_ expression: Expression) -> Expression {
    let id = reference.model.constants.count
    var constant = template
    (constant.id, constant.name, constant.shape) = (id, "noise\(id)", expression.shape)
    reference.model.constants.append(constant)
    reference.constants.append((0..<expression.shape.count).map { _ in 1 + numbers.symmetric(size) })
    let factor = Expression(.read(Read(.constant(id))), shape: expression.shape)
    return Expression(.apply(.multiply, [expression, factor]), shape: expression.shape)
  }
}

extension Primitive {
  /// Whether its value is rounded; the others choose or move numbers, or count.
  fileprivate var rounds: Bool {
    switch self {
    case .sigmoid, .tanh, .softplus, .exponential, .logarithm, .squareRoot, .sine, .cosineOf, .add, .subtract,
      .multiply, .divide, .power, .leakyRelu, .shrink, .product, .softmax, .maskedSoftmax, .layerNorm, .sum, .mean,
      .norm, .entropy, .cosineSimilarity, .circularConvolution, .circularCorrelation, .shiftProducts, .rowSums,
      .eigenvalues,
      .eigenvectors:
      true
    case .negate, .relu, .absolute, .sign, .floor, .not, .larger, .smaller, .less, .lessEqual, .greater,
      .greaterEqual, .equal, .notEqual, .and, .or, .clip, .choose, .transpose, .stack, .element, .diagonal,
      .fill, .rows, .whole, .sortDescending, .sortBy, .unsort, .topK, .maximum, .minimum, .argmax, .oneHot, .leading:
      false
    }
  }
}
