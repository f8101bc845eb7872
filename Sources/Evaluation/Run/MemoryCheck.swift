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
  func checkMemory<Number: Scalar>(steps: [Int], _: Number.Type) throws(RunError) {
    var total = BigCount(0)
    for (stage, count) in zip(model.stages, steps) {
      let trace = StageTrace<Number>(self, stage, steps: count, framesPerBlock: nil)
      let frames = BigCount(count) + BigCount(trace.blockCount) * BigCount(trace.lead + trace.trail)
      total = total + frames * BigCount(trace.layout.count)
      for scan in stages[stage.id].scans {
        if scan.over != nil {
          total = total + BigCount(scan.hoistedCount) * BigCount(scan.stepsKept)
        }
        total =
          total + BigCount(scan.scratchCount) + BigCount(scan.gatheredCount) + BigCount(2)
          * BigCount(scan.grownCount) + BigCount(scan.hoistedCount)
          * BigCount(trace.stepsAtOnce(scan))
      }
    }
    try check(total * BigCount(MemoryLayout<Number>.stride)) { .tooLarge(bytes: $0, free: $1) }
  }

  /// - Throws: `RunError.parametersTooLarge` if the parameters do not fit once more as the kernels read them.
  func checkLayout<Number: Scalar>(_: Number.Type) throws(RunError) {
    // In the plan's order, packed for products, and the matrix that is being packed.
    let copies = BigCount(3 * MemoryLayout<Number>.stride)
    try check(model.parameterCount * copies) { .parametersTooLarge(bytes: $0, free: $1) }
  }
}

private func check(_ bytes: BigCount, _ error: (Int, Int) -> RunError) throws(RunError) {
  // Asking the system takes longer than running a small sheet.
  if let count = bytes.value, count <= 1 << 24 { return }
  let free = AvailableMemory.bytes
  guard let count = bytes.value, count <= free else { throw error(bytes.value ?? .max, free) }
}

/// A count that knows when it has become too large to count.
private struct BigCount {
  /// Nil above the largest `Int`.
  var value: Int?

  init(_ value: Int) { self.value = value }

  private init(_ result: (partialValue: Int, overflow: Bool)) { value = result.overflow ? nil : result.partialValue }

  static func + (one: BigCount, other: BigCount) -> BigCount {
    var result = one
    result.value = nil
    guard let a = one.value, let b = other.value else { return result }
    return BigCount(a.addingReportingOverflow(b))
  }

  static func * (one: BigCount, other: BigCount) -> BigCount {
    var result = one
    result.value = nil
    guard let a = one.value, let b = other.value else { return result }
    return BigCount(a.multipliedReportingOverflow(by: b))
  }
}
