// Which instruction an elementwise operation is.

internal import Equations
internal import Kernels

extension Opcode {
  /// The instruction of an elementwise operation; the others have none and never come here.
  init(_ primitive: Primitive) {
    switch primitive {
    case .negate: self = .negate
    case .sigmoid: self = .sigmoid
    case .tanh: self = .tanh
    case .relu: self = .relu
    case .softplus: self = .softplus
    case .exponential: self = .exp
    case .logarithm: self = .log
    case .squareRoot: self = .squareRoot
    case .sine: self = .sine
    case .cosineOf: self = .cosine
    case .absolute: self = .absolute
    case .sign: self = .sign
    case .floor: self = .floor
    case .not: self = .logicalNot
    case .add: self = .add
    case .subtract: self = .subtract
    case .multiply: self = .multiply
    case .divide: self = .divide
    case .power: self = .power
    case .leakyRelu: self = .leakyRelu
    case .shrink: self = .shrink
    case .larger: self = .maximum
    case .smaller: self = .minimum
    case .less: self = .less
    case .lessEqual: self = .lessEqual
    case .greater: self = .greater
    case .greaterEqual: self = .greaterEqual
    case .equal: self = .equal
    case .notEqual: self = .notEqual
    case .and: self = .logicalAnd
    case .or: self = .logicalOr
    case .clip: self = .clip
    case .choose: self = .select
    case .product, .transpose, .stack, .element, .diagonal, .fill, .rows, .rowSums, .whole, .softmax, .maskedSoftmax,
      .layerNorm, .sortDescending, .topK, .sortBy, .unsort, .sum, .mean, .maximum, .minimum, .norm, .argmax, .entropy,
      .oneHot, .leading, .cosineSimilarity, .circularConvolution, .circularCorrelation, .shiftProducts, .eigenvalues,
      .eigenvectors:
      self = .absolute
    }
  }
}
