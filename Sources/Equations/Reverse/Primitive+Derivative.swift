// What can be differentiated: which operations have a derivative everywhere, which only almost everywhere, which never.

/// How an operation passes a gradient on.
package enum Derivative: Sendable, Equatable {
  case everywhere
  /// It has corners; what stands for the slope there.
  case except(String)
  /// None at all, and why.
  case none(String)
}

extension Primitive {
  package var derivative: Derivative {
    switch self {
    case .negate, .sigmoid, .tanh, .softplus, .exponential, .logarithm, .sine, .cosineOf, .add, .subtract, .multiply,
      .divide, .product, .transpose, .stack, .element, .diagonal, .fill, .rows, .rowSums, .whole, .softmax,
      .maskedSoftmax,
      .layerNorm, .sum, .mean, .circularConvolution, .circularCorrelation, .shiftProducts:
      .everywhere
    case .eigenvalues: .except("of equal ones that of their vectors as they come")
    case .eigenvectors: .except("0 between equal eigenvalues, whose vectors are not unique")
    case .squareRoot: .except("infinite at 0")
    case .power: .except("by the exponent, 0 where the base is")
    case .relu: .except("0 at 0")
    case .leakyRelu: .except("1 at 0")
    case .absolute: .except("0 at 0")
    case .shrink: .except("0 at the threshold")
    case .larger, .smaller: .except("of equals the first has it")
    case .clip: .except("1 on the bounds")
    case .choose: .except("the condition has none")
    case .sortDescending, .sortBy, .unsort: .except("the order has none")
    case .topK: .except("0 for an entry that is 0")
    case .maximum, .minimum: .except("equals share it")
    case .norm, .cosineSimilarity: .except("0 where a norm is")
    case .entropy: .except("0 where a weight is")
    case .sign, .floor: .none("it is flat")
    case .not, .less, .lessEqual, .greater, .greaterEqual, .equal, .notEqual, .and, .or: .none("it is 0 or 1")
    case .argmax: .none("it is a place")
    case .oneHot, .leading: .none("it is made of a place")
    }
  }
}

extension Model {
  /// Where gradients of a quantity end at an operation that has none, a line each.
  package func gradientStops(of target: Int) -> [String] {
    var needed: Set<Int> = [target]
    var open = [target]
    var lines: [String] = []
    while let id = open.popLast() {
      let quantity = quantities[id]
      quantity.expression.visit { part in
        if case .read(let read) = part.kind, case .quantity(let other) = read.source,
          needed.insert(other).inserted
        {
          open.append(other)
        }
        guard case .apply(let primitive, let operands) = part.kind, case .none(let why) = primitive.derivative,
          operands.contains(where: { isLearned($0) })
        else { return }
        let line = "\(quantity.name): \(part.spelled(in: self)) has no derivative, \(why): gradients stop here"
        if !lines.contains(line) { lines.append(line) }
      }
    }
    return lines
  }

  /// Whether it depends on a parameter.
  private func isLearned(_ expression: Expression) -> Bool {
    var seen: Set<Int> = []
    var open = [expression]
    while let next = open.popLast() {
      for read in next.reads {
        switch read.source {
        case .parameter, .series: return true
        case .quantity(let id):
          guard seen.insert(id).inserted else { continue }
          open.append(quantities[id].expression)
          if let initial = quantities[id].initial { open.append(initial) }
        case .input, .constant, .step, .length: continue
        }
      }
    }
    return false
  }
}
