// A model that keeps less: what costs next to nothing is worked out again wherever it is read, and lies in no frame.

internal import Equations

extension Model {
  /// More operations than this are not done again for each reader.
  private static let largest = 3

  /// The model with small sums and products, entry by entry, written out in the equations that read them.
  ///
  /// Nobody reads them then: `pruned` leaves them out.
  ///
  /// - `kept`: quantities that someone looks at when it has run.
  func inlined(keeping kept: Set<Int>) -> Model {
    let candidates = Set(quantities.map(\.id)).subtracting(kept).subtracting(readElsewhere)
    var copy = self
    var written: [Int: Expression] = [:]
    for id in passes.flatMap({ stages[$0.stage].scans[$0.scan].quantities }) {
      let quantity = quantities[id]
      let expression = quantity.expression.replacing(written)
      copy.quantities[id].expression = expression
      guard candidates.contains(id), !quantity.isState, quantity.initial == nil, quantity.total == nil,
        expression.shape == quantity.shape, expression.operationCount.map({ $0 <= Self.largest }) ?? false
      else { continue }
      written[id] = expression
    }
    return copy
  }

  /// Quantities that something reads at another step than its own, or in another stage.
  private var readElsewhere: Set<Int> {
    var result = Set(stages.compactMap(\.steps.until))
    for quantity in quantities {
      if let leaf = quantity.leaf { result.formUnion([quantity.id, leaf]) }
      for read in quantity.initial?.reads ?? [] { if case .quantity(let id) = read.source { result.insert(id) } }
      for read in quantity.expression.reads {
        guard case .quantity(let id) = read.source else { continue }
        if read.at != .now || quantities[id].stage != quantity.total ?? quantity.stage { result.insert(id) }
      }
    }
    return result
  }
}

extension Expression {
  /// With some quantities, as they are at the same step, written out.
  fileprivate func replacing(_ written: [Int: Expression]) -> Expression {
    switch kind {
    case .number: return self
    case .read(let read):
      guard case .quantity(let id) = read.source, read.at == .now, let expression = written[id] else { return self }
      return expression
    case .apply(let primitive, let operands):
      return Expression(.apply(primitive, operands.map { $0.replacing(written) }), shape: shape, range: range)
    }
  }

  /// How many operations there are, if each of them is quickly done; nil if one is not.
  fileprivate var operationCount: Int? {
    switch kind {
    case .number, .read: return 0
    case .apply(let primitive, let operands):
      guard primitive.isQuick else { return nil }
      return operands.reduce(1) { sum, operand in
        sum.flatMap { sum in operand.operationCount.map { sum + $0 } }
      }
    }
  }
}

extension Primitive {
  /// Whether an entry takes one instruction or two.
  fileprivate var isQuick: Bool {
    switch self {
    case .negate, .relu, .absolute, .sign, .not, .add, .subtract, .multiply, .larger, .smaller, .less, .lessEqual,
      .greater, .greaterEqual, .equal, .notEqual, .and, .or, .clip, .choose:
      true
    case .sigmoid, .tanh, .softplus, .exponential, .logarithm, .squareRoot, .sine, .cosineOf, .floor, .divide, .power,
      .leakyRelu, .shrink, .product, .transpose, .stack, .element, .diagonal, .fill, .rows, .rowSums, .softmax,
      .maskedSoftmax, .layerNorm, .sortDescending, .topK, .sortBy, .unsort, .sum, .mean, .maximum, .minimum, .norm,
      .argmax, .entropy, .oneHot, .cosineSimilarity, .circularConvolution, .circularCorrelation, .shiftProducts:
      false
    }
  }
}
