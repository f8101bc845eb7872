// Runs the scans of one stage over its blocks, from nothing or from the first step that a change can reach.

internal import Equations

/// Runs the scans of one stage.
struct StageRunner<Number: Scalar> {
  typealias Pointer = UnsafeMutablePointer<Number>

  let bound: BoundPlan<Number>
  let stage: Stage
  let values: RunValues<Number>
  /// The frame of what is computed once.
  let once: [Number]?
  let options: RunOptions<Number>
  private(set) var trace: StageTrace<Number>

  init(
    _ bound: BoundPlan<Number>, _ stage: Stage, steps: Int, values: RunValues<Number>, once: [Number]?,
    options: RunOptions<Number>
  ) {
    self.bound = bound
    self.stage = stage
    self.values = values
    self.once = once
    self.options = options
    trace = StageTrace(bound.plan, stage, steps: steps, framesPerBlock: options.framesPerBlock)
    trace.initial = initialFrame()
  }

  private var plan: StagePlan { bound.plan.stages[stage.id] }

  /// The whole stage, from nothing.
  mutating func run() throws(RunError) {
    trace.blocks = Array(repeating: [], count: trace.blockCount)
    for scan in plan.scans { try run(scan, 0...(trace.steps - 1)) }
    for block in trace.blocks.indices where trace.blocks[block].isEmpty {
      trace.blocks[block] = Array(repeating: 0, count: trace.size(ofBlock: block))
    }
  }

  /// Only what changes can reach; all else is as in `old`, an earlier run of the stage.
  ///
  /// - Returns: whether anything ran; nil if `old` is no run to build on.
  mutating func run(from old: StageTrace<Number>, _ changes: [Int: ClosedRange<Int>]) throws(RunError) -> Bool? {
    guard old.layout == trace.layout, old.steps == trace.steps, old.framesPerBlock == trace.framesPerBlock,
      old.lead == trace.lead, old.trail == trace.trail, old.initial.elementsEqual(trace.initial, by: isSame)
    else { return nil }
    trace.blocks = old.blocks
    var touched: [Int: ClosedRange<Int>] = [:]
    for scan in plan.scans {
      spread(changes, over: scan, &touched)
      var reach: ClosedRange<Int>?
      for id in scan.quantities { if let steps = touched[id] { reach = reach.union(steps) } }
      if let reach { try run(scan, reach) }
    }
    return !touched.isEmpty
  }

  /// At which steps the quantities of a scan may have other values.
  private func spread(
    _ changes: [Int: ClosedRange<Int>], over scan: ScanPlan, _ touched: inout [Int: ClosedRange<Int>]
  ) {
    let last = trace.steps - 1
    let own = Set(scan.quantities)
    var hasGrown = true
    while hasGrown {
      hasGrown = false
      for id in scan.quantities {
        var steps = touched[id]
        if let change = changes[id] { steps = steps.union(change) }
        for read in bound.plan.model.quantities[id].expression.reads {
          guard case .quantity(let source) = read.source, let there = touched[source] else { continue }
          let shift = read.at.offset
          steps = steps.union((there.lowerBound - shift)...(there.upperBound - shift))
          // What is carried on by the scan itself goes on to its end.
          if shift != 0, own.contains(source) {
            steps = steps.union(scan.direction == .forward ? there.lowerBound...last : 0...there.upperBound)
          }
        }
        guard let steps, steps.lowerBound <= last, steps.upperBound >= 0 else { continue }
        let inside = steps.clamped(to: 0...last)
        guard inside != touched[id] else { continue }
        touched[id] = inside
        hasGrown = true
      }
    }
  }

  /// What stands for the steps outside the sequence.
  private func initialFrame() -> [Number] {
    var frame = [Number](repeating: 0, count: trace.layout.count)
    guard !plan.initial.instructions.isEmpty else { return frame }
    frame.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      memory(plan.initial).withMachine { machine in
        for case .each(let range) in machine.scan.segments {
          machine.run(range, from: 0, count: 1, frame: start, index: 0)
        }
      }
    }
    return frame
  }

  private mutating func run(_ scan: ScanPlan, _ steps: ClosedRange<Int>) throws(RunError) {
    let first = steps.lowerBound / trace.framesPerBlock
    let last = steps.upperBound / trace.framesPerBlock
    var trace = self.trace
    self.trace.blocks = []
    defer { self.trace = trace }
    var interrupted = false
    memory(scan).withMachine { machine in
      for index in 0...(last - first) {
        if options.isInterrupted() {
          interrupted = true
          return
        }
        let block = scan.direction == .forward ? first + index : last - index
        let start = block * trace.framesPerBlock
        let range = max(start, steps.lowerBound)...min(start + trace.frames(inBlock: block) - 1, steps.upperBound)
        if trace.blocks[block].isEmpty { trace.blocks[block] = Array(unwritten: trace.size(ofBlock: block)) }
        trace.repeatNeighbors(inBlock: block, scan)
        let lead = trace.lead * trace.layout.count
        trace.blocks[block].withUnsafeMutableBufferPointer { buffer in
          guard let memory = buffer.baseAddress else { return }
          Self.run(machine, range, blockStart: start, frames: memory + lead)
        }
      }
    }
    if interrupted { throw .interrupted }
  }

  private func memory(_ scan: ScanPlan) -> ScanMemory<Number> {
    ScanMemory(
      bound: bound, scan: scan, inputs: values.inputs, once: once, initial: trace.initial,
      frameCount: trace.layout.count, steps: trace.steps,
      stepsAtOnce: options.stepsAtOnce.map { max(1, min($0, trace.framesPerBlock)) } ?? trace.stepsAtOnce(scan))
  }

  /// Some steps of a block, segment by segment, as many at once as the machine has room for.
  private static func run(
    _ machine: ScanMachine<Number>, _ steps: ClosedRange<Int>, blockStart: Int, frames: Pointer
  ) {
    var (lower, upper) = (steps.lowerBound, steps.upperBound)
    while lower <= upper {
      let count = min(machine.stepsAtOnce, upper - lower + 1)
      if machine.scan.direction == .forward {
        run(machine, from: lower, lowest: lower, count: count, frames - blockStart * machine.frameCount)
        lower += count
      } else {
        run(machine, from: upper, lowest: upper - count + 1, count: count, frames - blockStart * machine.frameCount)
        upper -= count
      }
    }
  }

  /// - `origin`: where the frame of step 0 would be.
  private static func run(
    _ machine: ScanMachine<Number>, from begin: Int, lowest: Int, count: Int, _ origin: Pointer
  ) {
    for segment in machine.scan.segments {
      switch segment {
      case .hoist(let weights, let rows, let columns, let source, let initial, let column):
        machine.hoist(
          weights, rows, columns, source, initial, column, step: lowest, count: count,
          frame: origin + lowest * machine.frameCount)
      case .each(let range):
        machine.run(
          range, from: begin, count: count, frame: origin + begin * machine.frameCount, index: begin - lowest)
      }
    }
  }
}

/// Whether two numbers are the same to whoever reads them: NaN is itself.
private func isSame<Number: Scalar>(_ one: Number, _ other: Number) -> Bool {
  one == other ? one.sign == other.sign : one != one && other != other
}

extension StageTrace {
  /// An empty trace: all blocks are still to come.
  init(_ plan: Plan, _ stage: Stage, steps: Int, framesPerBlock wanted: Int?) {
    layout = plan.frames[stage.id]
    self.steps = steps
    let reaches = plan.stages[stage.id].scans.map { $0.reach(in: steps) }
    lead = -(reaches.map(\.lowerBound).min() ?? 0)
    trail = reaches.map(\.upperBound).max() ?? 0
    // Two megabytes, a little less for what the array and the system put before it; long reaches ask for longer blocks.
    let room = ((1 << 21) - 8192) / MemoryLayout<Number>.stride
    let target = max(room / max(1, layout.count), 4 * (lead + trail), 8)
    framesPerBlock = min(steps, max(1, wanted ?? target))
    blocks = []
    initial = []
  }

  var blockCount: Int { (steps + framesPerBlock - 1) / framesPerBlock }

  /// Frames of a block, without those that it repeats.
  func frames(inBlock block: Int) -> Int { min(framesPerBlock, steps - block * framesPerBlock) }

  /// Numbers of a block, with those that it repeats.
  func size(ofBlock block: Int) -> Int { (lead + frames(inBlock: block) + trail) * layout.count }

  /// For how many steps the segments of a scan run by turns: what one leaves for the next stays in the nearest caches.
  ///
  /// Products take six vectors at a time.
  func stepsAtOnce(_ scan: ScanPlan) -> Int {
    let hoisted = scan.hoistedCount > 0 ? 8192 / scan.hoistedCount : .max
    let frames = 65_536 / max(1, layout.count)
    return min(framesPerBlock, max(24, min(hoisted, frames) / 6 * 6))
  }

  /// Repeats the frames before and behind a block in it, so that a scan finds `[t-1]` at a fixed distance.
  fileprivate mutating func repeatNeighbors(inBlock block: Int, _ scan: ScanPlan) {
    let width = layout.count
    let start = block * framesPerBlock
    let frames = frames(inBlock: block)
    let reach = scan.reach(in: steps)
    let before = reach.lowerBound..<0
    let behind = frames..<(frames + reach.upperBound)
    for place in [before, behind].joined() {
      let (step, target) = (start + place, (lead + place) * width)
      guard step >= 0 && step < steps else {
        blocks[block].replaceSubrange(target..<target + width, with: initial)
        continue
      }
      let (other, offset) = position(of: step)
      guard !blocks[other].isEmpty else { continue }
      let source = blocks[other]
      blocks[block].replaceSubrange(target..<target + width, with: source[offset..<offset + width])
    }
  }
}

extension ScanPlan {
  /// The farthest frames before and behind a step that it reads and that may lie in a sequence of so many steps.
  fileprivate func reach(in steps: Int) -> ClosedRange<Int> {
    let shifts = regions.compactMap { region -> Int? in
      if case .frame(let shift) = region, abs(shift) < steps { shift } else { nil }
    }
    return Swift.min(0, shifts.min() ?? 0)...Swift.max(0, shifts.max() ?? 0)
  }
}

extension ClosedRange<Int>? {
  /// The smallest range around both.
  fileprivate func union(_ other: ClosedRange<Int>) -> ClosedRange<Int> {
    guard let self else { return other }
    return Swift.min(self.lowerBound, other.lowerBound)...Swift.max(self.upperBound, other.upperBound)
  }
}
