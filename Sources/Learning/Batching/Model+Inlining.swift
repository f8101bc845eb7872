// A model that keeps less: what costs next to nothing is worked out again wherever it is read, and lies in no frame.

internal import Equations

extension Model {
  /// More operations than this are not done again for each reader.
  private static let largest = 3

  /// The model with small sums and products, entry by entry, written out in the equations that read them.
  ///
  /// Nobody reads them then: `pruned` leaves them out. What is read at another step is written out with that step's
  /// values if it is a product that is zero, as what is not worked out is, wherever that step lies outside the sequence.
  ///
  /// - `kept`: quantities that someone looks at when it has run.
  func inlined(keeping kept: Set<Int>) -> Model {
    let (fixed, shifted) = readOtherwise
    let candidates = Set(quantities.map(\.id)).subtracting(kept).subtracting(fixed)
    var copy = self
    var written: [Int: Expression] = [:]
    for id in passes.flatMap({ stages[$0.stage].scans[$0.scan].quantities }) {
      let quantity = quantities[id]
      let expression = quantity.expression.replacing(written)
      copy.quantities[id].expression = expression
      guard candidates.contains(id), !quantity.isState, quantity.initial == nil, quantity.total == nil,
        expression.shape == quantity.shape, expression.operationCount.map({ $0 <= Self.largest }) ?? false,
        !expression.reads.contains(where: { $0.source == .quantity(id) }),
        !shifted.contains(id) || vanishesOutside(expression, stage: quantity.stage)
      else { continue }
      written[id] = expression
    }
    return copy.withReadsAhead(written)
  }

  /// What runs before the quantities that it reads at another step still reads them.
  private func withReadsAhead(_ written: [Int: Expression]) -> Model {
    var copy = self
    for index in copy.quantities.indices {
      copy.quantities[index].expression = copy.quantities[index].expression.replacing(written)
    }
    return copy
  }

  /// Quantities that something reads in another stage or as a whole, and those that something reads at another step.
  private var readOtherwise: (fixed: Set<Int>, shifted: Set<Int>) {
    var fixed = Set(stages.compactMap(\.steps.until))
    var shifted: Set<Int> = []
    for quantity in quantities {
      if let leaf = quantity.leaf { fixed.formUnion([quantity.id, leaf]) }
      for read in quantity.initial?.reads ?? [] { if case .quantity(let id) = read.source { fixed.insert(id) } }
      for read in quantity.expression.reads {
        guard case .quantity(let id) = read.source else { continue }
        if quantities[id].stage != quantity.total ?? quantity.stage { fixed.insert(id) }
        switch read.at {
        case .now: break
        case .offset: shifted.insert(id)
        case .fixed, .all, .last, .through, .child, .parent: fixed.insert(id)
        }
      }
    }
    return (fixed, shifted)
  }

  /// Whether it is a product of quantities of a stage of which one, read at its own step, starts from nothing.
  private func vanishesOutside(_ expression: Expression, stage: Int) -> Bool {
    switch expression.kind {
    case .number: return false
    case .read(let read):
      guard case .quantity(let id) = read.source, read.at == .now else { return false }
      return quantities[id].stage == stage && quantities[id].initial == nil && !quantities[id].isState
    case .apply(.multiply, let operands):
      return operands.allSatisfy { isProduct($0, stage: stage) }
        && operands.contains { vanishesOutside($0, stage: stage) }
    case .apply: return false
    }
  }

  private func isProduct(_ expression: Expression, stage: Int) -> Bool {
    switch expression.kind {
    case .number: return true
    case .read(let read):
      guard case .quantity(let id) = read.source else { return false }
      return quantities[id].stage == stage && read.at.isMoving && !read.at.isKin && !read.at.isGathered
    case .apply(.multiply, let operands): return operands.allSatisfy { isProduct($0, stage: stage) }
    case .apply: return false
    }
  }
}

extension Expression {
  /// With some quantities written out.
  fileprivate func replacing(_ written: [Int: Expression]) -> Expression {
    switch kind {
    case .number: return self
    case .read(let read):
      guard case .quantity(let id) = read.source, let expression = written[id] else { return self }
      return expression.shifted(by: read.at.offset)
    case .apply(let primitive, let operands):
      return Expression(.apply(primitive, operands.map { $0.replacing(written) }), shape: shape, range: range)
    }
  }

  /// The value so many steps away.
  fileprivate func shifted(by steps: Int) -> Expression {
    guard steps != 0 else { return self }
    switch kind {
    case .number: return self
    case .read(var read):
      let offset = read.at.offset + steps
      read.at = offset == 0 ? .now : .offset(offset)
      return Expression(.read(read), shape: shape, range: range)
    case .apply(let primitive, let operands):
      return Expression(.apply(primitive, operands.map { $0.shifted(by: steps) }), shape: shape, range: range)
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
  /// Whether an entry is worked out about as fast as it would be fetched.
  fileprivate var isQuick: Bool {
    switch self {
    case .negate, .sigmoid, .tanh, .relu, .softplus, .exponential, .squareRoot, .absolute, .sign, .not, .add, .subtract,
      .multiply, .divide, .larger, .smaller, .less, .lessEqual, .greater, .greaterEqual, .equal, .notEqual, .and, .or,
      .clip, .choose:
      true
    case .logarithm, .sine, .cosineOf, .floor, .power, .leakyRelu, .shrink, .product, .transpose, .stack, .element,
      .diagonal, .fill, .rows, .rowSums, .whole, .softmax, .maskedSoftmax, .layerNorm, .sortDescending, .topK, .sortBy,
      .unsort,
      .sum, .mean, .maximum, .minimum, .norm, .argmax, .entropy, .oneHot, .leading, .cosineSimilarity,
      .circularConvolution,
      .circularCorrelation, .shiftProducts, .eigenvalues, .eigenvectors:
      false
    }
  }
}
