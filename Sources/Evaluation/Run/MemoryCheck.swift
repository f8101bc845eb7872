// Whether a run fits in the memory that is left, found out before anything is allocated.

package import Equations

extension Model {
  /// - Throws: `RunError.parametersTooLarge` if the numbers of the parameters and constants do not fit in memory.
  package func checkMemory<Number: Scalar>(_: Number.Type) throws(RunError) {
    // As they are read or drawn, in the plan's order, packed for products, and the matrix that is being packed.
    try check(parameterCount * BigCount(4 * MemoryLayout<Number>.stride)) { .parametersTooLarge(bytes: $0, free: $1) }
  }

  fileprivate var parameterCount: BigCount {
    (parameters.map(\.shape) + constants.map(\.shape)).reduce(BigCount(0)) { $0 + BigCount($1.count) }
  }
}

extension Plan {
  /// - Throws: `RunError.tooLarge` if the frames of so many steps a stage, with all that a run needs beside them, do not fit
  ///   in memory.
  /// - `layout`: whether the parameters are still to be laid out, which takes memory as long as the run.
  func checkMemory<Number: Scalar>(steps: [Int], _: Number.Type, layout: Bool) throws(RunError) {
    let size = RunSize(self, steps: steps, Number.self)
    let numbers = size.total + (layout ? layoutCount : BigCount(0))
    try check(numbers * BigCount(MemoryLayout<Number>.stride)) { bytes, free in
      .tooLarge(bytes: bytes, free: free, most: largestPart(steps: steps))
    }
  }

  /// - Throws: `RunError.expressionTooLarge` if what an expression reads, and what it makes of it, do not fit in memory.
  func checkMemory<Number: Scalar>(
    probe scan: ScanPlan, arguments: Int, result: Int, _: Number.Type
  ) throws(RunError) {
    let room = ScanRoom(scan, model, Number.arithmetic, stepsAtOnce: 1).count
    let numbers = BigCount(room) + BigCount(arguments) + BigCount(result)
    try check(numbers * BigCount(MemoryLayout<Number>.stride)) { .expressionTooLarge(bytes: $0, free: $1) }
  }

  /// - Throws: `RunError.parametersTooLarge` if the parameters do not fit once more as the kernels read them.
  func checkLayout<Number: Scalar>(_: Number.Type) throws(RunError) {
    try check(layoutCount * BigCount(MemoryLayout<Number>.stride)) { .parametersTooLarge(bytes: $0, free: $1) }
  }

  /// Numbers of the parameters in the plan's order, packed for products, and the matrix that is being packed.
  private var layoutCount: BigCount { model.parameterCount * BigCount(3) }
}

extension Parameter {
  /// - Throws: `RunError.tooLarge` if so many sums of tensors of its shape, in double precision, do not fit in memory.
  package func checkMemory(sums: Int, called name: String) throws(RunError) {
    try check(BigCount(shape.count) * BigCount(sums) * BigCount(MemoryLayout<Double>.stride)) { bytes, free in
      .tooLarge(bytes: bytes, free: free, most: name)
    }
  }
}

private func check(_ bytes: BigCount, _ error: (Int, Int) -> RunError) throws(RunError) {
  // Asking the system takes longer than running a small sheet.
  if let count = bytes.value, count <= 1 << 24 { return }
  let free = AvailableMemory.bytes
  guard let count = bytes.value, count <= free else { throw error(bytes.value ?? .max, free) }
}
