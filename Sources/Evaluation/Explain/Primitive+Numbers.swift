// Each elementwise operation on single numbers, in double precision.

internal import Equations
internal import Glibc

func exp(_ x: Double) -> Double { Glibc.exp(x) }
func log(_ x: Double) -> Double { Glibc.log(x) }

extension Primitive {
  /// The value of an elementwise operation; NaN for one that is none.
  func onNumbers(_ x: [Double]) -> Double {
    switch self {
    case .negate: -x[0]
    case .sigmoid: 1 / (1 + exp(-x[0]))
    case .tanh: Glibc.tanh(x[0])
    case .relu: x[0] <= 0 ? 0 : x[0]
    case .softplus: x[0] > 30 ? x[0] + log1p(exp(-x[0])) : log1p(exp(x[0]))
    case .exponential: exp(x[0])
    case .logarithm: log(x[0])
    case .squareRoot: x[0].squareRoot()
    case .sine: Glibc.sin(x[0])
    case .cosineOf: Glibc.cos(x[0])
    case .absolute: abs(x[0])
    case .sign: x[0] > 0 ? 1 : x[0] < 0 ? -1 : x[0]
    case .floor: x[0].rounded(.down)
    case .not: x[0] == 0 ? 1 : 0
    case .add: x[0] + x[1]
    case .subtract: x[0] - x[1]
    case .multiply: x[0] * x[1]
    case .divide: x[0] / x[1]
    case .power: Glibc.pow(x[0], x[1])
    case .leakyRelu: x[0] < 0 ? x[0] * x[1] : x[0]
    case .shrink: abs(x[0]) > x[1] ? (x[0] > 0 ? x[0] - x[1] : x[0] + x[1]) : 0
    case .larger: x[0].isNaN || x[1].isNaN ? .nan : max(x[0], x[1])
    case .smaller: x[0].isNaN || x[1].isNaN ? .nan : min(x[0], x[1])
    case .less: x[0] < x[1] ? 1 : 0
    case .lessEqual: x[0] <= x[1] ? 1 : 0
    case .greater: x[0] > x[1] ? 1 : 0
    case .greaterEqual: x[0] >= x[1] ? 1 : 0
    case .equal: x[0] == x[1] ? 1 : 0
    case .notEqual: x[0] != x[1] ? 1 : 0
    case .and: x[0] != 0 && x[1] != 0 ? 1 : 0
    case .or: x[0] != 0 || x[1] != 0 ? 1 : 0
    case .clip: min(max(x[0], x[1]), x[2])
    case .choose: x[0] != 0 ? x[1] : x[2]
    case .product, .transpose, .stack, .element, .diagonal, .fill, .rows, .rowSums, .whole, .softmax, .maskedSoftmax,
      .layerNorm, .sortDescending, .topK, .sortBy, .unsort, .sum, .mean, .maximum, .minimum, .norm, .argmax, .entropy,
      .oneHot, .leading, .cosineSimilarity, .circularConvolution, .circularCorrelation, .shiftProducts, .eigenvalues,
      .eigenvectors:
      .nan
    }
  }
}
