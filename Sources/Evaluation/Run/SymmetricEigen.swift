// Eigenvalues and eigenvectors of a matrix's symmetric half, as runs and explanations work them out.

internal import Kernels

/// A symmetric matrix taken apart.
///
/// Its memory is asked for anew each time, which is nothing beside O(n³).
struct SymmetricEigen<Number: Scalar>: ~Copyable {
  let size: Int
  private let valueMemory: Workspace<Number>
  private let vectorMemory: Workspace<Number>

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
    valueMemory = Workspace(count: size)
    vectorMemory = Workspace(count: needsVectors ? size * size : 0)
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
      half.memory, size, valueMemory.memory, needsVectors ? vectorMemory.memory : nil, scratch.memory, isInterrupted)
  }

  /// - `isVectors`: only where these were needed.
  func write(isVectors: Bool, to target: UnsafeMutablePointer<Number>) {
    let count = isVectors ? size * size : size
    target.update(from: isVectors ? vectorMemory.memory : valueMemory.memory, count: count)
  }

  /// The eigenvalues, from the smallest.
  var values: [Number] { Array(UnsafeBufferPointer(start: valueMemory.memory, count: size)) }

  /// The matrix whose columns are their vectors, row by row; only where these were needed.
  var vectors: [Number] { Array(UnsafeBufferPointer(start: vectorMemory.memory, count: size * size)) }
}
