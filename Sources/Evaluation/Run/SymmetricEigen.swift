// Eigenvalues and eigenvectors of a matrix's symmetric half, as runs and explanations work them out.

/// A symmetric matrix taken apart.
///
/// Its memory is asked for anew each time, which is nothing beside O(n³).
struct SymmetricEigen<Number: Scalar>: ~Copyable {
  let size: Int
  private let values: Workspace<Number>
  private let vectors: Workspace<Number>

  /// How many numbers it asks for, those of its scratch counted as what they take.
  static func workspaceCount(_ size: Int) -> Int {
    let wide = MemoryLayout<Double>.stride / MemoryLayout<Number>.stride
    return 2 * size * size + size + wide * (size * size + 3 * size)
  }

  init(_ matrix: some Collection<Number>, size: Int, _ arithmetic: Arithmetic<Number>) {
    self.size = size
    values = Workspace(count: size)
    vectors = Workspace(count: size * size)
    let half = Workspace<Number>(count: size * size)
    let scratch = Workspace<Double>(count: size * size + 3 * size)
    for (place, number) in matrix.enumerated() { half.memory[place] = number }
    for row in 0..<size {
      for column in 0..<row {
        let (below, above) = (half.memory[row * size + column], half.memory[column * size + row])
        half.memory[row * size + column] = below == above ? below : (below + above) / 2
      }
    }
    // Where it does not converge all are NaN.
    _ = arithmetic.symmetricEigen(half.memory, size, values.memory, vectors.memory, scratch.memory)
  }

  func write(isVectors: Bool, to target: UnsafeMutablePointer<Number>) {
    let count = isVectors ? size * size : size
    target.update(from: isVectors ? vectors.memory : values.memory, count: count)
  }

  /// The eigenvalues from the smallest, and the matrix whose columns are their vectors.
  var lists: (values: [Number], vectors: [Number]) {
    (
      Array(UnsafeBufferPointer(start: values.memory, count: size)),
      Array(UnsafeBufferPointer(start: vectors.memory, count: size * size))
    )
  }
}
