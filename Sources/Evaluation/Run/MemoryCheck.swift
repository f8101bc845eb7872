// Whether a run fits in this machine's memory, found out before anything is allocated.

internal import Equations
internal import Glibc

extension Plan {
  /// - Throws: `RunError.tooLarge` if the frames of so many steps a stage, with all that a run needs beside them, would
  ///   take more than four fifths of the memory.
  func checkMemory<Number: Scalar>(steps: [Int], _: Number.Type) throws(RunError) {
    var total = BigCount(0)
    for (stage, count) in zip(model.stages, steps) {
      let trace = StageTrace<Number>(self, stage, steps: count, framesPerBlock: nil)
      let frames = BigCount(count) + BigCount(trace.blockCount) * BigCount(trace.lead + trace.trail)
      total = total + frames * BigCount(trace.layout.count)
      for scan in stages[stage.id].scans {
        total =
          total + BigCount(scan.scratchCount) + BigCount(scan.gatheredCount) + BigCount(scan.hoistedCount)
          * BigCount(trace.stepsAtOnce(scan))
      }
    }
    try Self.check(total * BigCount(MemoryLayout<Number>.stride)) { .tooLarge(bytes: $0) }
  }

  /// - Throws: `RunError.parametersTooLarge` if the parameters alone, as a file holds them and packed, would take more.
  func checkParameters() throws(RunError) {
    var total = BigCount(0)
    for parameter in model.parameters { total = total + BigCount(parameter.shape.count) }
    for constant in model.constants { total = total + BigCount(constant.shape.count) }
    // As they were read, in the plan's order, and packed for products.
    try Self.check(total * BigCount(3 * MemoryLayout<Float>.stride)) { .parametersTooLarge(bytes: $0) }
  }

  private static func check(_ bytes: BigCount, _ error: (Int) -> RunError) throws(RunError) {
    let pages = sysconf(Int32(_SC_PHYS_PAGES))
    let memory = pages > 0 ? pages * sysconf(Int32(_SC_PAGESIZE)) : 1 << 32
    guard let count = bytes.value, count <= memory / 10 * 8 else { throw error(bytes.value ?? .max) }
  }
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
