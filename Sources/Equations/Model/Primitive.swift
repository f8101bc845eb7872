// The closed set of operations that every equation comes down to. Whoever adds one is led by the compiler to each place
// that owes it something: its spelling and shape here, its forward and reverse rules, its explanation, its reference.

/// One operation on tensors.
package enum Primitive: String, Sendable, Hashable, CaseIterable {
  // elementwise, one operand
  case negate, sigmoid, tanh, relu, softplus, exponential, logarithm, squareRoot, sine, cosineOf, absolute, sign, floor
  case not
  // elementwise, two operands
  case add, subtract, multiply, divide, power, leakyRelu, shrink, larger, smaller
  case less, lessEqual, greater, greaterEqual, equal, notEqual, and, or
  // elementwise, three operands
  case clip, choose
  // products and structure
  case product, transpose, stack, element, diagonal, fill, rows, rowSums, whole
  // over a vector, or over each column of a matrix
  case softmax, maskedSoftmax, layerNorm, sortDescending, topK, sortBy, unsort
  // to a scalar
  case sum, mean, maximum, minimum, norm, argmax, entropy
  // two tensors
  case oneHot, leading, cosineSimilarity, circularConvolution, circularCorrelation, shiftProducts
  // of a symmetric matrix
  case eigenvalues, eigenvectors

  /// How the arguments come together.
  package enum Class: Sendable, Equatable {
    /// Entry by entry, with scalars, vectors beside matrices and rows spread as the language says.
    case elementwise
    case structural
    case columnwise
    case reduction
  }

  package var group: Class {
    switch self {
    case .negate, .sigmoid, .tanh, .relu, .softplus, .exponential, .logarithm, .squareRoot, .sine, .cosineOf,
      .absolute, .sign, .floor, .not, .add, .subtract, .multiply, .divide, .power, .leakyRelu, .shrink, .larger,
      .smaller, .less, .lessEqual, .greater, .greaterEqual, .equal, .notEqual, .and, .or, .clip, .choose:
      .elementwise
    case .product, .transpose, .stack, .element, .diagonal, .fill, .rows, .rowSums, .whole, .oneHot, .leading,
      .cosineSimilarity, .circularConvolution, .circularCorrelation, .shiftProducts, .eigenvalues, .eigenvectors:
      .structural
    case .softmax, .maskedSoftmax, .layerNorm, .sortDescending, .topK, .sortBy, .unsort: .columnwise
    case .sum, .mean, .maximum, .minimum, .norm, .argmax, .entropy: .reduction
    }
  }
}
