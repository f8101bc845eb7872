// Where a model starts that has no weights.

import Chance
package import Equations
import Formats

extension ModelValues {
  /// Matrices uniform in ±1/√columns, vectors and scalars 0, and where the sheet says `= value`, that.
  ///
  /// A vector that is a factor of a product, as in `vᵀ x`, is a matrix of one row.
  ///
  /// Each parameter has a stream of numbers of its own: adding one to the sheet changes no other.
  ///
  /// Whether so many numbers fit in memory is for the caller to know.
  ///
  /// - Parameters:
  ///   - model: the checked sheet.
  ///   - seed: where the numbers come from.
  ///   - known: constant tensors that are known, by name.
  /// - Throws: for another constant tensor, which can come only from a file.
  package init(_ model: Model, seed: UInt64, constants known: [String: [Float]] = [:]) throws(CatalogueError) {
    var constants: [Tensor] = []
    for constant in model.constants {
      if let filled = constant.filled {
        constants.append(filled)
      } else if let numbers = known[constant.name], numbers.count == constant.shape.count {
        constants.append(Tensor(shape: constant.shape.axes, float32: numbers))
      } else {
        throw .constantNeedsFile(constant.name)
      }
    }
    let factors = Self.factors(of: model)
    self.init(
      parameters: model.parameters.map { Self.start(of: $0, isFactor: factors.contains($0.id), seed: seed) },
      constants: constants, warnings: [])
  }

  /// Parameters that are factors of matrix products, turned over or not.
  private static func factors(of model: Model) -> Set<Int> {
    var factors: Set<Int> = []
    func add(_ expression: Expression) {
      switch expression.kind {
      case .read(let read):
        if case .parameter(let id) = read.source { factors.insert(id) }
        if case .series(let number) = read.source { factors.formUnion(model.series[number].members) }
      case .apply(.transpose, let operands): operands.forEach(add)
      case .apply, .number: break
      }
    }
    for quantity in model.quantities {
      quantity.expression.visit { if case .apply(.product, let operands) = $0.kind { operands.forEach(add) } }
    }
    return factors
  }

  private static func start(of parameter: Parameter, isFactor: Bool, seed: UInt64) -> Tensor {
    let shape = parameter.shape
    if let initial = parameter.initial {
      return Tensor(shape: shape.axes, float64: Array(repeating: initial, count: shape.count))
    }
    let inputs: Int
    switch shape {
    case .matrix(_, let columns): inputs = columns.count
    case .vector(let n) where isFactor: inputs = n.count
    case .vector, .row, .scalar: return Tensor(shape: shape.axes, float64: Array(repeating: 0, count: shape.count))
    }
    let bound = 1 / Double(inputs).squareRoot()
    var numbers = SeededNumbers(seed: seed, name: parameter.name)
    return Tensor(shape: shape.axes, float64: (0..<shape.count).map { _ in numbers.symmetric(bound) })
  }
}
