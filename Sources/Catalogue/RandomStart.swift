// Where a model starts that has no weights.

import Chance
package import Equations
import Formats

extension ModelValues {
  /// Matrices uniform in ±1/√columns, vectors and scalars 0, and where the sheet says `= value`, that.
  ///
  /// Each parameter has a stream of numbers of its own: adding one to the sheet changes no other.
  ///
  /// Whether so many numbers fit in memory is for the caller to know.
  ///
  /// - Throws: for a constant tensor, which can come only from a file.
  package init(_ model: Model, seed: UInt64) throws(CatalogueError) {
    var constants: [Tensor] = []
    for constant in model.constants {
      guard let filled = constant.filled else { throw .constantNeedsFile(constant.name) }
      constants.append(filled)
    }
    self.init(
      parameters: model.parameters.map { Self.start(of: $0, seed: seed) }, constants: constants, warnings: [])
  }

  private static func start(of parameter: Parameter, seed: UInt64) -> Tensor {
    let shape = parameter.shape
    if let initial = parameter.initial {
      return Tensor(shape: shape.axes, float64: Array(repeating: initial, count: shape.count))
    }
    guard case .matrix(_, let columns) = shape else {
      return Tensor(shape: shape.axes, float64: Array(repeating: 0, count: shape.count))
    }
    let bound = 1 / Double(columns.count).squareRoot()
    var numbers = SeededNumbers(seed: seed, name: parameter.name)
    return Tensor(shape: shape.axes, float64: (0..<shape.count).map { _ in numbers.symmetric(bound) })
  }
}
