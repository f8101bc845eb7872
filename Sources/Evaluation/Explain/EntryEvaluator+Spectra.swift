// Eigenvalues and eigenvectors that explanations ask for, entry after entry: as the run has them, or else worked out once for
// each matrix, O(n³), and not at all when that is interrupted.

internal import Equations

/// What matrices were taken apart into, by their expressions at one step.
final class Spectra {
  fileprivate var matrices: [Expression: [Double]] = [:]
  fileprivate var values: [Expression: [Double]] = [:]
  fileprivate var vectors: [Expression: [Double]] = [:]
}

extension EntryEvaluator {
  /// From the smallest.
  func eigenvalues(of matrix: Expression) -> [Double] {
    if spectra.values[matrix] == nil { spectra.values[matrix] = recorded(.eigenvalues, of: matrix) }
    if spectra.values[matrix] == nil { takeApart(matrix, needsVectors: false) }
    return spectra.values[matrix] ?? []
  }

  /// The matrix whose columns they are, row by row.
  func eigenvectors(of matrix: Expression) -> [Double] {
    if spectra.vectors[matrix] == nil { spectra.vectors[matrix] = recorded(.eigenvectors, of: matrix) }
    if spectra.vectors[matrix] == nil { takeApart(matrix, needsVectors: true) }
    return spectra.vectors[matrix] ?? []
  }

  /// One of the eigenvalues, by its place from the smallest: of a vector that the run has by how much it grows.
  func eigenvalue(of matrix: Expression, at place: Int) -> Double {
    let isKnown = spectra.values[matrix] != nil || recorded(.eigenvalues, of: matrix) != nil
    guard !isKnown, let vectors = spectra.vectors[matrix] ?? recorded(.eigenvectors, of: matrix) else {
      return eigenvalues(of: matrix)[place]
    }
    spectra.vectors[matrix] = vectors
    return growth(of: matrix, at: place)
  }

  /// vᵀ M v, where v is the eigenvector at a place.
  func growth(of matrix: Expression, at place: Int) -> Double {
    let (size, numbers, vectors) = (matrix.shape.rows.count, self.numbers(of: matrix), eigenvectors(of: matrix))
    let vector = (0..<size).map { vectors[$0 * size + place] }
    return (0..<size).reduce(0) { sum, row in
      var product = 0.0
      for column in 0..<size { product += numbers[row * size + column] * vector[column] }
      return sum + vector[row] * product
    }
  }

  /// What the run has made of the matrix, where the sheet has an equation that is that and no more.
  private func recorded(_ primitive: Primitive, of matrix: Expression) -> [Double]? {
    guard override == nil else { return nil }
    let quantity = trace.model.quantities.first { quantity in
      guard case .apply(primitive, let operands) = quantity.expression.kind else { return false }
      return operands == [matrix] && trace.has(quantity)
    }
    guard let quantity else { return nil }
    let place = trace.model.stages[quantity.stage].steps == .once ? 0 : step
    guard (0..<trace.stepCount(of: quantity)).contains(place) else { return nil }
    return trace.values(of: quantity, at: place).map { Double($0) }
  }

  private func takeApart(_ matrix: Expression, needsVectors: Bool) {
    let size = matrix.shape.rows.count
    let eigen = SymmetricEigen(
      numbers(of: matrix), size: size, .double, needsVectors: needsVectors, isInterrupted: isInterrupted)
    spectra.values[matrix] = eigen.values
    if needsVectors { spectra.vectors[matrix] = eigen.vectors }
  }

  /// Row by row; they are worked out one by one, so that this, too, can be interrupted.
  private func numbers(of matrix: Expression) -> [Double] {
    if let known = spectra.matrices[matrix] { return known }
    let size = matrix.shape.rows.count
    var numbers: [Double] = []
    numbers.reserveCapacity(size * size)
    for row in 0..<size {
      let isStopped = isInterrupted()
      for column in 0..<size { numbers.append(isStopped ? .nan : value(matrix, Entry(row, column))) }
    }
    spectra.matrices[matrix] = numbers
    return numbers
  }
}
