// Which tree a model walks over: of neighbours, as it was given, or of leaves that are alike.

package import Equations

package enum TreeChoice: String, Sendable, CaseIterable {
  /// Neighbours in pairs, level by level, whatever was given.
  case balanced
  /// By the brackets that were fed, or the numbers of a file.
  case given
  /// What is alike first, by the vectors of the leaves.
  case clustered
  /// One leaf after another, as a sequence is read.
  case chain

  package static let words = "balanced, given, clustered or chain"
}

extension LoadedInputs {
  /// The same leaves below another tree.
  ///
  /// - Parameters:
  ///   - choice: which.
  ///   - model: the model that they are for.
  ///   - parameter: the numbers of a parameter, row by row.
  /// - Returns: what is fed, its nodes numbered anew.
  /// - Throws: a model without a tree, one that was to be given and was not, more leaves than can be clustered.
  package func under(
    _ choice: TreeChoice, _ model: Model, parameter: (Int) -> [Float]
  ) throws(CatalogueError) -> LoadedInputs {
    guard let (left, right, leaves) = model.treeInputs else { throw .noTreeToChoose(choice.rawValue) }
    guard let count = leaves.lazy.compactMap({ self.values[$0]?.steps }).first else { return self }
    switch choice {
    case .given:
      guard isTreeGiven else { throw .treeNotGiven }
      return self
    case .balanced:
      return try taking(values.giving(.balanced(leafCount: count), left, right), model)
    case .chain: return try taking(values.giving(.chain(leafCount: count), left, right), model)
    case .clustered:
      guard count <= LeafClusters.mostLeaves else { throw .tooManyLeaves(count, limit: LeafClusters.mostLeaves) }
      let vectors = leaves.compactMap { input in
        values[input].map { LeafVectors($0, embedding: model.embedding(of: input, parameter)) }
      }
      var clusters = LeafClusters(count: count) { one, other in
        vectors.reduce(0) { $0 + $1.squaredDistance(one, other) }.squareRoot()
      }
      return try taking(values.giving(.joined(leafCount: count, clusters.joined()), left, right), model)
    }
  }

  private func taking(_ values: [LoadedInput?], _ model: Model) throws(CatalogueError) -> LoadedInputs {
    var copy = try LoadedInputs(values, for: model)
    copy.notes = notes
    return copy
  }
}

/// What stands at the leaves, for telling how alike they are.
private enum LeafVectors {
  /// Row by row, a leaf after another.
  case numbers([Float], width: Int)
  /// Symbols of which nothing is known but whether they are the same.
  case symbols([Int32])

  /// - `embedding`: the vectors of symbols, a column each.
  init(_ input: LoadedInput, embedding: Embedding?) {
    guard let tokens = input.tokens else {
      let floats = input.floats
      self = .numbers(floats, width: floats.count / max(input.steps, 1))
      return
    }
    guard let embedding else {
      self = .symbols(tokens)
      return
    }
    self = .numbers(tokens.flatMap { embedding.vector(of: Int($0)) }, width: embedding.rows)
  }

  func squaredDistance(_ one: Int, _ other: Int) -> Float {
    switch self {
    case .numbers(let numbers, let width):
      var sum: Float = 0
      for unit in 0..<width {
        let difference = numbers[one * width + unit] - numbers[other * width + unit]
        sum += difference * difference
      }
      return sum
    // Between two one-hot vectors.
    case .symbols(let symbols): return symbols[one] == symbols[other] ? 0 : 2
    }
  }
}

/// A matrix with a column for each symbol.
private struct Embedding {
  var numbers: [Float]
  var rows: Int
  var columns: Int

  func vector(of symbol: Int) -> [Float] { (0..<rows).map { numbers[$0 * columns + symbol] } }
}

extension Model {
  /// The parameter by which a line `leaf p = E w` makes a vector of a symbol; nil where no line does only that.
  fileprivate func embedding(of input: Int, _ parameter: (Int) -> [Float]) -> Embedding? {
    for quantity in quantities {
      guard case .apply(.product, let factors) = quantity.expression.kind, factors.count == 2,
        case .read(let matrix) = factors[0].kind, case .parameter(let id) = matrix.source,
        case .read(let leaf) = factors[1].kind, leaf == Read(.input(input))
      else { continue }
      let shape = parameters[id].shape
      let numbers = parameter(id)
      guard numbers.count == shape.count else { continue }
      return Embedding(numbers: numbers, rows: shape.rows.count, columns: shape.columns.count)
    }
    return nil
  }
}
