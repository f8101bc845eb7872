// Eigenvalues and eigenvectors of a matrix's symmetric half, as runs and explanations work them out.

internal import Kernels

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
    return 2 * size * size + size + wide * Routines.eigenScratchCount(n: size)
  }

  /// - `needsVectors`: whether they are worked out, which takes most of the time.
  /// - `isInterrupted`: whether to stop; all numbers are NaN then.
  init(
    _ matrix: some Collection<Number>, size: Int, _ arithmetic: Arithmetic<Number>, needsVectors: Bool = true,
    isInterrupted: () -> Bool = { false }
  ) {
    self.size = size
    values = Workspace(count: size)
    vectors = Workspace(count: needsVectors ? size * size : 0)
    let half = Workspace<Number>(count: size * size)
    let scratch = Workspace<Double>(count: Routines.eigenScratchCount(n: size))
    for (place, number) in matrix.enumerated() { half.memory[place] = number }
    for row in 0..<size {
      for column in 0..<row {
        let (below, above) = (half.memory[row * size + column], half.memory[column * size + row])
        half.memory[row * size + column] = below == above ? below : (below + above) / 2
      }
    }
    // Where it does not converge all are NaN.
    _ = arithmetic.symmetricEigen(
      half.memory, size, values.memory, needsVectors ? vectors.memory : nil, scratch.memory, isInterrupted)
  }

  /// - `isVectors`: only where these were needed.
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
