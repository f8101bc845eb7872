// What a run takes: its frames, and what its scans need beside them as long as they run. Counted before anything is
// allocated.

internal import Equations

/// The memory of a run, in numbers; nil beyond what can be counted.
struct RunSize {
  /// What stays: the quantities at each step, and what stands for the steps outside.
  var frames = BigCount(0)
  /// The most that is needed beside it at any time.
  var beside = BigCount(0)

  var total: BigCount { frames + beside }

  /// - `steps`: of each stage, the most that there can be.
  init<Number: Scalar>(_ plan: Plan, steps: [Int], _: Number.Type) {
    var room = 0
    var copies = BigCount(0)
    for (stage, count) in zip(plan.model.stages, steps) {
      let trace = StageTrace<Number>(plan, stage, steps: count, framesPerBlock: nil)
      let outside = BigCount(trace.hasOutside(stage) ? 1 : 0)
      let repeated = BigCount(trace.blockCount) * BigCount(trace.lead + trace.trail)
      frames = frames + (BigCount(count) + outside + repeated) * BigCount(trace.layout.count)
      for scan in plan.stages[stage.id].scans {
        let stepsAtOnce = scan.over == nil ? trace.stepsAtOnce(scan) : scan.stepsKept
        room = max(room, ScanRoom(scan, plan.model, Number.arithmetic, stepsAtOnce: stepsAtOnce).count)
        // What it takes away from, where it runs backwards, is gathered before it lies in the room.
        let grown = scan.direction == .backward ? scan.grownCount : 0
        let eigen = BigCount(SymmetricEigen<Number>.workspaceCount(scan.largestEigen))
        copies = copies.orLarger(BigCount(scan.gatheredCount) + BigCount(grown) + eigen)
      }
      for initial in plan.stages[stage.id].initials {
        room = max(room, ScanRoom(initial, plan.model, Number.arithmetic, stepsAtOnce: 1).count)
      }
      let starts = plan.stages[stage.id].initials.map(\.gatheredCount).max() ?? 0
      beside = beside.orLarger(BigCount(starts))
    }
    beside = beside + copies + BigCount(room)
  }
}

extension Plan {
  /// Bytes that a run of so many steps a stage needs beside its frames while it runs.
  package func workingByteCount<Number: Scalar>(steps: [Int], _: Number.Type) -> Int {
    let size = RunSize(self, steps: steps, Number.self)
    return (size.beside * BigCount(MemoryLayout<Number>.stride)).value ?? .max
  }

  /// The quantities that take most, and what each of them is: "A[1] to A[8], 4096×4096", "h, 64 at each of 1000
  /// steps".
  ///
  /// - `steps`: of each stage.
  package func largestPart(steps: [Int]) -> String? {
    var families: [String: (members: [Quantity], count: BigCount)] = [:]
    for quantity in model.quantities where omitted[quantity.id] == nil {
      let family = quantity.isUnnamed ? "" : String(quantity.name.prefix { $0 != "[" })
      let count = BigCount(quantity.shape.count) * BigCount(steps[quantity.stage])
      let known = families[family] ?? ([], BigCount(0))
      families[family] = (known.members + [quantity], known.count + count)
    }
    // Of equals the first of the sheet.
    let order = families.sorted { ($0.value.members.first?.id ?? 0) < ($1.value.members.first?.id ?? 0) }
    guard var largest = order.first else { return nil }
    for next in order where largest.value.count < next.value.count { largest = next }
    guard let first = largest.value.members.first, let last = largest.value.members.last else { return nil }
    guard !largest.key.isEmpty else { return "what the way back keeps of single terms" }
    let name = first.id == last.id ? first.name : "\(first.name) to \(last.name)"
    let isOnce = model.stages[first.stage].steps == .once
    let size = first.shape.isScalar ? "one number" : first.shape.numbers
    return "\(name), \(size)" + (isOnce ? "" : " at each of \(steps[first.stage]) steps")
  }
}

extension StageTrace {
  /// Whether there are steps outside that could be read; what is worked out once has none.
  func hasOutside(_ stage: Stage) -> Bool { stage.steps != .once }
}

extension ScanPlan {
  /// The size of the largest matrix that it takes apart into eigenvectors.
  fileprivate var largestEigen: Int {
    instructions.reduce(0) { most, instruction in
      if case .eigen(_, let size, _, _) = instruction { max(most, size) } else { most }
    }
  }
}

/// A count that knows when it has become too large to count.
struct BigCount {
  /// Nil above the largest `Int`.
  let value: Int?

  init(_ value: Int?) { self.value = value }

  private init(_ result: (partialValue: Int, overflow: Bool)) { value = result.overflow ? nil : result.partialValue }

  func orLarger(_ other: BigCount) -> BigCount { self < other ? other : self }

  static func < (one: BigCount, other: BigCount) -> Bool {
    guard let a = one.value else { return false }
    return other.value.map { a < $0 } ?? true
  }

  static func + (one: BigCount, other: BigCount) -> BigCount {
    guard let a = one.value, let b = other.value else { return BigCount(nil) }
    return BigCount(a.addingReportingOverflow(b))
  }

  static func * (one: BigCount, other: BigCount) -> BigCount {
    guard let a = one.value, let b = other.value else { return BigCount(nil) }
    return BigCount(a.multipliedReportingOverflow(by: b))
  }
}
