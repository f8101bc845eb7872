// Which axes have an entry for each wave of a spectrum, or for each place in an order, rather than for each node of a graph:
// there are as many of all, and a picture must not take one for the other. Found by what equations are made of, in any sheet.

package import Equations
internal import Evaluation

/// The sides of a value that run over the waves of a spectrum, or over what was sorted.
package struct WaveSides: OptionSet, Sendable, Hashable {
  package let rawValue: Int

  package init(rawValue: Int) { self.rawValue = rawValue }

  package static let rows = WaveSides(rawValue: 1)
  package static let columns = WaveSides(rawValue: 2)

  fileprivate var transposed: WaveSides {
    var sides: WaveSides = []
    if contains(.rows) { sides.insert(.columns) }
    if contains(.columns) { sides.insert(.rows) }
    return sides
  }
}

extension Session {
  /// Which sides of a quantity run over waves: both of none in a sheet that takes no spectrum.
  package func waveSides(of quantity: Quantity) -> WaveSides {
    guard !present.waveSides.isEmpty else { return [] }
    // On the way back there are more quantities, which run over none.
    return present.model.quantity(named: quantity.name).flatMap { present.waveSides[$0.id] } ?? []
  }

  /// Which sides of a quantity have an entry for each place in an order: first the largest.
  func sortedSides(of quantity: Quantity) -> WaveSides {
    guard !present.sortedSides.isEmpty else { return [] }
    return present.model.quantity(named: quantity.name).flatMap { present.sortedSides[$0.id] } ?? []
  }

  /// What eigenvalues and eigenvectors make, and what is worked out wave by wave from them.
  package func isOfWaves(_ quantity: Quantity) -> Bool { !waveSides(of: quantity).isEmpty }

  /// The quantity whose columns are waves on the nodes: the last one that takes eigenvectors.
  package var waves: Quantity? {
    guard !present.waveSides.isEmpty else { return nil }
    return model.quantities.last { quantity in
      guard case .apply(.eigenvectors, _) = quantity.expression.kind else { return false }
      return trace.has(quantity)
    }
  }

  /// The eigenvalue of each column of a quantity that takes eigenvectors, where the sheet has them.
  package func spectrum(of vectors: Quantity) -> Quantity? {
    guard case .apply(.eigenvectors, let matrix) = vectors.expression.kind else { return nil }
    return model.quantities.first { $0.isSpectrum(of: matrix[0]) && $0.stage == vectors.stage && trace.has($0) }
  }
}

extension Model {
  /// The quantities, by number, that run over waves on some side.
  var waveSides: [Int: WaveSides] { sides(over: .waves) }

  /// Those that run over places in an order.
  var sortedSides: [Int: WaveSides] { sides(over: .places) }

  private func sides(over origin: WaveReader.Origin) -> [Int: WaveSides] {
    var reader = WaveReader(quantities: quantities, origin: origin)
    var result: [Int: WaveSides] = [:]
    for quantity in quantities {
      let sides = reader.sides(of: quantity.id)
      if !sides.isEmpty { result[quantity.id] = sides }
    }
    return result
  }
}

extension Quantity {
  /// Whether it takes the eigenvalues of a matrix.
  func isSpectrum(of matrix: Expression) -> Bool {
    guard case .apply(.eigenvalues, let own) = expression.kind else { return false }
    return own[0].means(matrix)
  }
}

/// Goes through equations, each once; what reads itself adds nothing by that.
private struct WaveReader {
  /// What is looked for: what a spectrum makes, or what sorting makes.
  enum Origin { case waves, places }

  let quantities: [Quantity]
  let origin: Origin
  private var known: [Int: WaveSides] = [:]

  init(quantities: [Quantity], origin: Origin) {
    self.quantities = quantities
    self.origin = origin
  }

  mutating func sides(of id: Int) -> WaveSides {
    if let found = known[id] { return found }
    known[id] = []
    let sides = sides(of: quantities[id].expression)
    known[id] = sides
    return sides
  }

  private mutating func sides(of expression: Expression) -> WaveSides {
    switch expression.kind {
    case .number: return []
    case .read(let read):
      guard case .quantity(let id) = read.source, quantities.indices.contains(id) else { return [] }
      // Steps are gathered side by side.
      return read.at.isGathered ? sides(of: id).intersection(.rows) : sides(of: id)
    case .apply(let primitive, let operands):
      return sides(of: primitive, operands.map { ($0.shape, sides(of: $0)) })
    }
  }

  private func sides(of primitive: Primitive, _ operands: [(shape: Shape, sides: WaveSides)]) -> WaveSides {
    switch primitive {
    case .eigenvalues: return origin == .waves ? .rows : []
    case .eigenvectors: return origin == .waves ? .columns : []
    // Vectors, and each column of a matrix.
    case .sortDescending, .sortBy: return origin == .places ? operands[0].sides.union(.rows) : operands[0].sides
    case .unsort: return origin == .places ? operands[0].sides.intersection(.columns) : operands[0].sides
    case .transpose: return operands[0].sides.transposed
    case .product:
      if operands[0].shape.isScalar { return operands[1].sides }
      if operands[1].shape.isScalar { return operands[0].sides }
      return operands[0].sides.intersection(.rows).union(operands[1].sides.intersection(.columns))
    case .diagonal:
      guard operands[0].sides.contains(.rows) else { return [] }
      if case .matrix = operands[0].shape { return .rows }
      return [.rows, .columns]
    case .rowSums: return operands[0].sides.intersection(.rows)
    case .rows, .whole, .softmax, .maskedSoftmax, .layerNorm, .topK: return operands[0].sides
    case .negate, .sigmoid, .tanh, .relu, .softplus, .exponential, .logarithm, .squareRoot, .sine, .cosineOf,
      .absolute, .sign, .floor, .not, .add, .subtract, .multiply, .divide, .power, .leakyRelu, .shrink, .larger,
      .smaller, .less, .lessEqual, .greater, .greaterEqual, .equal, .notEqual, .and, .or, .clip, .choose:
      return operands.reduce([]) { $0.union($1.sides) }
    case .stack, .element, .fill, .oneHot, .leading, .cosineSimilarity, .circularConvolution, .circularCorrelation,
      .shiftProducts, .sum, .mean, .maximum, .minimum, .norm, .argmax, .entropy:
      return []
    }
  }
}
