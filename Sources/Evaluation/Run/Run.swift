// From a plan and numbers to a trace: stage after stage, scan after scan, block after block.

internal import Equations
internal import Glibc

/// What may be asked of a run.
package struct RunOptions<Number: Scalar>: Sendable {
  package var arithmetic: Arithmetic<Number>
  /// Asked between blocks; true stops the run.
  package var isInterrupted: @Sendable () -> Bool
  /// How many frames lie in a block; nil for as many as fit in a cache. No bit of the result depends on it.
  package var framesPerBlock: Int?

  package init(
    arithmetic: Arithmetic<Number> = Number.arithmetic, isInterrupted: @escaping @Sendable () -> Bool = { false }
  ) {
    self.arithmetic = arithmetic
    self.isInterrupted = isInterrupted
  }
}

extension Trace {
  /// Runs a plan.
  ///
  /// - Parameters:
  ///   - plan: the compiled model.
  ///   - values: numbers for its parameters, constants and inputs.
  ///   - previous: an earlier trace of the same model on the same inputs, differing from this run only in `changes`.
  ///   - changes: for quantities whose equation is another now, the steps (from 0) at which it matters; all that is
  ///     worked out before the first of them is taken from `previous`.
  /// - Throws: `RunError` for numbers that do not fit, a trace larger than memory, or an interruption.
  package init(
    _ plan: Plan, _ values: RunValues<Number>, options: RunOptions<Number> = RunOptions(),
    previous: Trace<Number>? = nil, changes: [Int: ClosedRange<Int>] = [:]
  ) throws(RunError) {
    _ = try values.stepCounts(plan.model)
    let bound = BoundPlan(plan, values, options.arithmetic)
    try self.init(bound, values, options: options, previous: previous, changes: changes)
  }

  /// The same with parameters that are laid out already: `values` brings the inputs.
  @specialized(where Number == Float)
  @specialized(where Number == Double)
  package init(
    _ bound: BoundPlan<Number>, _ values: RunValues<Number>, options: RunOptions<Number> = RunOptions(),
    previous: Trace<Number>? = nil, changes: [Int: ClosedRange<Int>] = [:]
  ) throws(RunError) {
    let plan = bound.plan
    let steps = try values.stepCounts(plan.model)
    try Self.checkMemory(plan, steps)
    var stages: [StageTrace<Number>] = []
    for (stage, count) in zip(plan.model.stages, steps) {
      let old = previous?.stages[stage.id]
      let reusable = old.flatMap { $0.steps == count && $0.layout == plan.frames[stage.id] ? $0 : nil }
      var runner = StageRunner(
        bound: bound, stage: stage, values: values, once: Self.onceFrame(plan, stages), options: options,
        trace: reusable ?? StageTrace(plan, stage, steps: count, framesPerBlock: options.framesPerBlock))
      if reusable != nil {
        try runner.rerun(changes)
      } else {
        try runner.run()
      }
      stages.append(runner.trace)
    }
    self.plan = plan
    self.values = values
    self.stages = stages
  }

  private static func onceFrame(_ plan: Plan, _ stages: [StageTrace<Number>]) -> [Number]? {
    guard let stage = plan.model.stages.first(where: { $0.steps == .once }), stages.indices.contains(stage.id) else {
      return nil
    }
    let trace = stages[stage.id]
    let start = trace.position(of: 0).offset
    return Array(trace.blocks[0][start..<start + trace.layout.count])
  }

  private static func checkMemory(_ plan: Plan, _ steps: [Int]) throws(RunError) {
    var total = 0
    for (stage, count) in zip(plan.model.stages, steps) {
      let trace = StageTrace<Number>(plan, stage, steps: count, framesPerBlock: nil)
      // Every block repeats frames of its neighbours: one that reaches back a billion steps repeats a billion.
      let frames = count + trace.blockCount * (trace.lead + trace.trail)
      let (bytes, overflow) = (trace.layout.count * MemoryLayout<Number>.stride).multipliedReportingOverflow(by: frames)
      let (sum, overflowSum) = total.addingReportingOverflow(bytes)
      guard !overflow, !overflowSum else { throw .tooLarge(bytes: .max) }
      total = sum
    }
    let pages = sysconf(Int32(_SC_PHYS_PAGES))
    let memory = pages > 0 ? pages * sysconf(Int32(_SC_PAGESIZE)) : 1 << 32
    guard total <= memory / 10 * 8 else { throw .tooLarge(bytes: total) }
  }
}

extension StageTrace {
  /// An empty trace: all blocks are still to come.
  init(_ plan: Plan, _ stage: Stage, steps: Int, framesPerBlock wanted: Int?) {
    layout = plan.frames[stage.id]
    self.steps = steps
    let scans = plan.stages[stage.id].scans
    lead = -(scans.map(\.earliestShift).min() ?? 0)
    trail = scans.map(\.latestShift).max() ?? 0
    // A quarter of a megabyte of floats keeps a block in the second cache; long reaches ask for longer blocks.
    let target = max(65_536 / max(1, layout.count), 4 * (lead + trail), 1)
    framesPerBlock = min(steps, max(1, wanted ?? max(target, 8)))
    blocks = []
    initial = Array(repeating: 0, count: layout.count)
  }

  var blockCount: Int { (steps + framesPerBlock - 1) / framesPerBlock }

  /// Frames of a block, without those that it repeats.
  func frames(inBlock block: Int) -> Int { min(framesPerBlock, steps - block * framesPerBlock) }
}

/// Runs the scans of one stage.
private struct StageRunner<Number: Scalar> {
  typealias Pointer = UnsafeMutablePointer<Number>

  let bound: BoundPlan<Number>
  let stage: Stage
  let values: RunValues<Number>
  let once: [Number]?
  let options: RunOptions<Number>
  var trace: StageTrace<Number>

  private var plan: StagePlan { bound.plan.stages[stage.id] }

  /// The whole stage, from nothing.
  mutating func run() throws(RunError) {
    try start()
    let size = { [trace] (block: Int) in
      (trace.lead + trace.frames(inBlock: block) + trace.trail) * trace.layout.count
    }
    trace.blocks.reserveCapacity(trace.blockCount)
    for block in 0..<trace.blockCount {
      trace.blocks.append([])
      if plan.scans.count != 1 || plan.scans[0].direction == .backward {
        trace.blocks[block] = Array(repeating: 0, count: size(block))
      }
    }
    for scan in plan.scans { try run(scan, 0...(trace.steps - 1), allocating: size) }
    if plan.scans.isEmpty {
      for block in 0..<trace.blockCount { trace.blocks[block] = Array(repeating: 0, count: size(block)) }
    }
  }

  /// Only what changes can reach: forwards from the first step of a change, backwards from the last.
  mutating func rerun(_ changes: [Int: ClosedRange<Int>]) throws(RunError) {
    var touched: ClosedRange<Int>?
    try start()
    for scan in plan.scans {
      var range: ClosedRange<Int>?
      for id in scan.quantities { if let change = changes[id] { range = range.union(change) } }
      if let touched {
        // What was changed before is read from up to so many steps away.
        range = range.union((touched.lowerBound - scan.latestShift)...(touched.upperBound - scan.earliestShift))
      }
      guard let range else { continue }
      let last = trace.steps - 1
      let reach =
        scan.direction == .forward
        ? min(max(0, range.lowerBound), last)...last : 0...max(0, min(last, range.upperBound))
      try run(scan, reach, allocating: nil)
      touched = touched.union(reach)
    }
  }

  /// What stands for the steps outside the sequence.
  private mutating func start() throws(RunError) {
    guard !plan.initial.instructions.isEmpty else { return }
    var frame = [Number](repeating: 0, count: max(1, trace.layout.count))
    memory(plan.initial).withContext { context, bases in
      frame.withUnsafeMutableBufferPointer { buffer in
        guard let start = buffer.baseAddress else { return }
        context.aim(bases, step: 0, frame: start, index: 0)
        for case .each(let range) in context.scan.segments { context.run(range, bases, step: 0) }
      }
    }
    trace.initial = Array(frame.prefix(trace.layout.count))
  }

  private mutating func run(
    _ scan: ScanPlan, _ steps: ClosedRange<Int>, allocating size: ((Int) -> Int)?
  ) throws(RunError) {
    let first = steps.lowerBound / trace.framesPerBlock
    let last = steps.upperBound / trace.framesPerBlock
    let order = scan.direction == .forward ? Array(first...last) : Array((first...last).reversed())
    var trace = self.trace
    self.trace.blocks = []
    defer { self.trace = trace }
    var interrupted = false
    memory(scan).withContext { context, bases in
      for block in order {
        if options.isInterrupted() {
          interrupted = true
          return
        }
        let start = block * trace.framesPerBlock
        let range = max(start, steps.lowerBound)...min(start + trace.frames(inBlock: block) - 1, steps.upperBound)
        if let size, trace.blocks[block].isEmpty {
          trace.blocks[block] = fresh(size(block))
        }
        copyNeighbours(&trace, block, scan)
        let (frameCount, lead) = (trace.layout.count, trace.lead)
        trace.blocks[block].withUnsafeMutableBufferPointer { buffer in
          guard let memory = buffer.baseAddress else { return }
          Self.run(context, bases, range, blockStart: start, frames: memory + lead * frameCount)
        }
      }
    }
    if interrupted { throw .interrupted }
  }

  private func memory(_ scan: ScanPlan) -> ScanMemory<Number> {
    ScanMemory(
      bound: bound, scan: scan, inputs: values.inputs, once: once, frameCount: trace.layout.count,
      hoistedSteps: trace.framesPerBlock)
  }

  /// Memory for a block that the scan fills whole.
  private func fresh(_ count: Int) -> [Number] {
    Array(unsafeUninitializedCapacity: count) { buffer, filled in
      buffer.initialize(repeating: 0)
      filled = count
    }
  }

  /// Repeats the frames before and behind a block in it, so that `[t-1]` is at a fixed distance.
  private func copyNeighbours(_ trace: inout StageTrace<Number>, _ block: Int, _ scan: ScanPlan) {
    let width = trace.layout.count
    guard width > 0 else { return }
    let start = block * trace.framesPerBlock
    let frames = trace.frames(inBlock: block)
    let before = scan.earliestShift..<0
    let behind = frames..<(frames + scan.latestShift)
    for place in [before, behind].joined() {
      let step = start + place
      let target = (trace.lead + place) * width
      if step >= 0 && step < trace.steps {
        let (other, offset) = trace.position(of: step)
        // Not yet worked out: the scan comes from the other side.
        guard !trace.blocks[other].isEmpty else { continue }
        for index in 0..<width { trace.blocks[block][target + index] = trace.blocks[other][offset + index] }
      } else {
        for index in 0..<width { trace.blocks[block][target + index] = trace.initial[index] }
      }
    }
  }

  private static func run(
    _ context: ScanContext<Number>, _ bases: UnsafeMutablePointer<Pointer>, _ steps: ClosedRange<Int>, blockStart: Int,
    frames: Pointer
  ) {
    let width = context.frameCount
    let forward = context.scan.direction == .forward
    for segment in context.scan.segments {
      switch segment {
      case .hoist(let weights, let rows, let columns, let source, let column):
        context.aim(bases, step: steps.lowerBound, frame: frames + (steps.lowerBound - blockStart) * width, index: 0)
        context.hoist(weights, rows, columns, source, column, bases: bases, count: steps.count)
      case .each(let range):
        for offset in 0..<steps.count {
          let step = forward ? steps.lowerBound + offset : steps.upperBound - offset
          context.aim(
            bases, step: step, frame: frames + (step - blockStart) * width, index: step - steps.lowerBound)
          context.run(range, bases, step: step)
        }
      }
    }
  }
}

extension ClosedRange<Int>? {
  /// The smallest range around both.
  fileprivate func union(_ other: ClosedRange<Int>) -> ClosedRange<Int> {
    guard let self else { return other }
    return Swift.min(self.lowerBound, other.lowerBound)...Swift.max(self.upperBound, other.upperBound)
  }
}
