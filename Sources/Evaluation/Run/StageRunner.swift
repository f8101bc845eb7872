// Runs the scans of one stage over its blocks, from nothing or from the first step that a change can reach.

internal import Equations

/// Runs one scan of one stage.
struct StageRunner<Number: Scalar> {
  typealias Pointer = UnsafeMutablePointer<Number>

  let bound: BoundPlan<Number>
  let stage: Stage
  let scan: ScanPlan
  let values: RunValues<Number>
  let options: RunOptions<Number>
  /// What the scan reads of other stages.
  private let gathered: [Number]
  private let kin: Kin<Number>?
  /// What a scan that runs backwards takes away from step by step.
  private let grown: [Number]
  /// The frame outside the sequence was another when the trace was made.
  private var startsOtherwise = false
  private(set) var trace: StageTrace<Number>
  /// Memory beside the frames, which goes from scan to scan.
  private(set) var room: [Number]

  /// - `stages`: all traces so far; that of the stage itself goes on.
  init(
    _ bound: BoundPlan<Number>, _ pass: Pass, _ stages: [StageTrace<Number>], _ tree: Tree?,
    values: RunValues<Number>, options: RunOptions<Number>, room: consuming [Number]
  ) {
    self.bound = bound
    self.values = values
    self.options = options
    self.room = room
    stage = bound.plan.model.stages[pass.stage]
    scan = bound.plan.stages[pass.stage].scans[pass.scan]
    let gatherer = Gatherer(model: bound.plan.model, stages: stages, values: values)
    gathered = gatherer.gathered(scan)
    trace = stages[pass.stage]
    kin = Kin(scan, over: pass.stage, stages, bound.plan.model, tree)
    let isTakenAway = scan.direction == .backward && !scan.grown.isEmpty
    grown = isTakenAway ? gatherer.grown(scan, through: trace.steps - 1) : []
    let initial = bound.plan.stages[pass.stage].initials[pass.scan]
    guard !initial.instructions.isEmpty else { return }
    let before = trace.initial
    startStates(initial, gatherer.gathered(initial))
    startsOtherwise = !before.elementsEqual(trace.initial, by: isSame)
  }

  /// The whole scan, from nothing.
  mutating func run() throws(RunError) {
    guard !scan.quantities.isEmpty else { return }
    if let until = stage.steps.until, scan.quantities.contains(until) { return try run(until: until) }
    try run(0...(trace.steps - 1))
  }

  /// Beyond all steps that a read reaches outside a sequence.
  private static var farthest: Int { 1 << 48 }

  /// Only what changes can reach; all else is as in the trace, which an earlier run has left.
  ///
  /// - `touched`: the steps at which quantities may have other values; those of this scan are added.
  mutating func run(
    changes: [Int: ClosedRange<Int>], touched: inout [Int: ClosedRange<Int>]
  ) throws(RunError) {
    let all = 0...(trace.steps - 1)
    // What is read of steps outside the sequence is another, too.
    if startsOtherwise { for id in scan.quantities { touched[id] = -Self.farthest...Self.farthest } }
    spread(changes, &touched)
    var reach: ClosedRange<Int>?
    for id in scan.quantities { if let steps = touched[id] { reach = reach.union(steps.clamped(to: all)) } }
    // What grows does so from its first step on.
    if let reach { try run(scan.grown.isEmpty ? reach : all) }
  }

  /// At which steps the quantities of the scan may have other values.
  private func spread(_ changes: [Int: ClosedRange<Int>], _ touched: inout [Int: ClosedRange<Int>]) {
    let last = trace.steps - 1
    let own = Set(scan.quantities)
    var hasGrown = true
    while hasGrown {
      hasGrown = false
      for id in scan.quantities {
        var steps = touched[id]
        if let change = changes[id] { steps = steps.union(change) }
        for read in bound.plan.model.quantities[id].expression.reads {
          guard case .quantity(let source) = read.source else { continue }
          guard !read.at.isKin else {
            // Any node may be above one that has changed.
            let leaf = bound.plan.model.quantities[source].leaf
            if touched[source] != nil || leaf.flatMap({ touched[$0] }) != nil { steps = 0...last }
            continue
          }
          guard let there = touched[source] else { continue }
          // What is gathered is the same at each step.
          guard bound.plan.model.quantities[source].stage == stage.id, read.at.isMoving else {
            steps = 0...last
            continue
          }
          if case .through = read.at {
            let first = there.lowerBound - read.at.offset
            steps = steps.union(first...max(first, last))
            continue
          }
          let shift = read.at.offset
          steps = steps.union((there.lowerBound - shift)...(there.upperBound - shift))
          // What is carried on by the scan itself goes on to its end.
          if shift != 0, own.contains(source) {
            steps = steps.union(scan.direction == .forward ? there.lowerBound...last : 0...there.upperBound)
          }
        }
        guard let steps, steps.lowerBound <= last, steps.upperBound >= 0 else { continue }
        let known = touched[id].union(steps.clamped(to: 0...last))
        guard known != touched[id] else { continue }
        touched[id] = known
        hasGrown = true
      }
    }
  }

  /// What stands for the steps outside the sequence.
  private mutating func startStates(_ initial: ScanPlan, _ gathered: [Number]) {
    var frame = trace.initial
    var room: [Number] = []
    swap(&room, &self.room)
    frame.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      memory(initial, gathered).withMachine(in: &room) { machine in
        for case .each(let range) in machine.scan.segments {
          machine.run(range, from: 0, count: 1, frame: start, index: 0)
        }
      }
    }
    trace.initial = frame
    self.room = room
  }

  /// Step by step, until the condition holds; the trace has no more steps then.
  private mutating func run(until condition: Int) throws(RunError) {
    guard let offset = trace.layout.offsets[condition] else { return try run(0...(trace.steps - 1)) }
    let entries = offset..<offset + bound.plan.model.quantities[condition].shape.count
    // Where it has several entries, one that holds is enough, as for stops.
    let stop: (Pointer) -> Bool = { frame in entries.contains { frame[$0] != 0 } }
    let count = try run(0...(trace.steps - 1), until: stop)
    trace.end(after: count)
  }

  private mutating func run(_ steps: ClosedRange<Int>) throws(RunError) { _ = try run(steps, until: nil) }

  /// - `stop`: asked of each frame in its turn, if there is a condition that ends the stage.
  /// - Returns: how many steps have run.
  private mutating func run(_ steps: ClosedRange<Int>, until stop: ((Pointer) -> Bool)?) throws(RunError) -> Int {
    let first = steps.lowerBound / trace.framesPerBlock
    let last = steps.upperBound / trace.framesPerBlock
    var trace = self.trace
    self.trace.blocks = []
    var room: [Number] = []
    swap(&room, &self.room)
    defer {
      self.trace = trace
      self.room = room
    }
    var interrupted = false
    var done = 0
    var isOver = false
    memory(scan, gathered, grown, stepwise: stop != nil).withMachine(in: &room) { machine in
      for index in 0...(last - first) where !isOver {
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
          guard let stop else {
            Self.run(machine, range, blockStart: start, frames: memory + lead)
            done += range.count
            return
          }
          for step in range where !isOver {
            Self.run(machine, step...step, blockStart: start, frames: memory + lead)
            done += 1
            isOver = stop(memory + lead + (step - start) * machine.frameCount)
          }
        }
      }
    }
    if interrupted || (scan.isLongWithinSteps && options.isInterrupted()) { throw .interrupted }
    return done
  }

  private func memory(
    _ scan: ScanPlan, _ gathered: [Number], _ grown: [Number] = [], stepwise: Bool = false
  ) -> ScanMemory<Number> {
    let wanted = options.stepsAtOnce.map { max(1, min($0, trace.framesPerBlock)) }
    return ScanMemory(
      bound: bound, scan: scan, inputs: values.inputs, gathered: gathered, grown: grown, initial: trace.initial,
      frameCount: trace.layout.count, kin: kin, steps: trace.steps,
      stepsAtOnce: stepwise ? 1 : wanted ?? trace.stepsAtOnce(scan), isInterrupted: options.isInterrupted)
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
      case .before, .contract: continue
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
  /// An empty trace, which takes no memory: all blocks are still to come, and what stands for the steps outside.
  init(_ plan: Plan, _ stage: Stage, steps: Int, framesPerBlock wanted: Int?) {
    layout = plan.frames[stage.id]
    self.steps = steps
    let reaches = plan.scans(over: stage.id).map { $0.reach(in: steps) }
    lead = -(reaches.map(\.lowerBound).min() ?? 0)
    trail = reaches.map(\.upperBound).max() ?? 0
    // Two megabytes, a little less for what the array and the system put before it; long reaches ask for longer blocks.
    let room = ((1 << 21) - 8192) / MemoryLayout<Number>.stride
    let target = max(room / max(1, layout.count), 4 * (lead + trail), 8)
    // The nodes of a tree read one another wherever they are.
    let isPart = plan.model.treeStages.map { $0.nodes.id == stage.id || $0.leaves.id == stage.id } ?? false
    framesPerBlock = isPart ? max(1, steps) : min(steps, max(1, wanted ?? target))
    blocks = []
    initial = []
  }

  /// Makes room for what stands for the steps outside the sequence.
  mutating func start() { initial = Array(repeating: 0, count: layout.count) }

  /// Leaves out all steps behind the first `count`.
  mutating func end(after count: Int) {
    steps = count
    blocks.removeSubrange(blockCount...)
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
  mutating func repeatNeighbors(inBlock block: Int, _ scan: ScanPlan) {
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
