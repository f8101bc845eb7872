// Sums over all steps of a stage, once these are worked out.

internal import Equations

/// Runs one scan whose quantities are sums over another stage's steps.
struct TotalRunner<Number: Scalar> {
  typealias Pointer = UnsafeMutablePointer<Number>

  let bound: BoundPlan<Number>
  let scan: ScanPlan
  let values: RunValues<Number>
  let options: RunOptions<Number>
  private let gathered: [Number]
  private let kin: Kin<Number>?
  /// The steps that are summed over; they come back as they were.
  private(set) var trace: StageTrace<Number>
  /// Memory beside the frames, which goes from scan to scan.
  private(set) var room: [Number]
  /// The only frame of the stage that the sums belong to.
  var frame: [Number] = []

  /// - `over`: the number of the stage that is summed over.
  init(
    _ bound: BoundPlan<Number>, _ pass: Pass, over: Int, _ stages: [StageTrace<Number>], _ tree: Tree?,
    values: RunValues<Number>, options: RunOptions<Number>, room: consuming [Number]
  ) {
    self.room = room
    self.bound = bound
    self.values = values
    self.options = options
    scan = bound.plan.stages[pass.stage].scans[pass.scan]
    gathered = Gatherer(model: bound.plan.model, stages: stages, values: values).gathered(scan)
    trace = stages[over]
    kin = Kin(scan, over: over, stages, bound.plan.model, tree)
  }

  /// Writes the sums into the frame, and nothing else.
  mutating func run() throws(RunError) {
    var (frame, room): ([Number], [Number]) = ([], [])
    swap(&frame, &self.frame)
    swap(&room, &self.room)
    var trace = self.trace
    self.trace.blocks = []
    defer {
      self.trace = trace
      self.room = room
      self.frame = frame
    }
    var interrupted = false
    frame.withUnsafeMutableBufferPointer { buffer in
      for (id, place) in zip(scan.quantities, scan.totals) {
        let count = bound.plan.model.quantities[id].shape.count
        buffer[place..<(place + count)].update(repeating: 0)
      }
      let memory = ScanMemory(
        bound: bound, scan: scan, inputs: values.inputs, gathered: gathered, initial: trace.initial,
        frameCount: trace.layout.count, kin: kin, steps: trace.steps, stepsAtOnce: scan.stepsKept,
        results: buffer.baseAddress)
      memory.withMachine(in: &room) { machine in
        for block in trace.blocks.indices {
          interrupted = options.isInterrupted()
          if interrupted { return }
          trace.repeatNeighbors(inBlock: block, scan)
          let start = block * trace.framesPerBlock
          let lead = trace.lead * trace.layout.count
          let (steps, count) = (start..<(start + trace.frames(inBlock: block)), trace.steps)
          trace.blocks[block].withUnsafeMutableBufferPointer { buffer in
            guard let frames = buffer.baseAddress else { return }
            Self.run(machine, steps, of: count, frames + lead)
          }
        }
      }
    }
    if interrupted { throw .interrupted }
  }

  /// The steps whose factors are kept together are counted from the first of all, wherever blocks of frames begin: bits
  /// depend on it.
  ///
  /// - `frames`: the frame of the first of these steps.
  private static func run(_ machine: ScanMachine<Number>, _ steps: Range<Int>, of count: Int, _ frames: Pointer) {
    let stepsAtOnce = machine.stepsAtOnce
    var step = steps.lowerBound
    while step < steps.upperBound {
      let index = step % stepsAtOnce
      let end = min(steps.upperBound, step - index + stepsAtOnce)
      let frame = frames + (step - steps.lowerBound) * machine.frameCount
      for case .each(let range) in machine.scan.segments {
        machine.run(range, from: step, count: end - step, frame: frame, index: index)
      }
      if end % stepsAtOnce == 0 || end == count {
        for case .contract(let contraction) in machine.scan.segments {
          machine.contract(contraction, count: index + end - step)
        }
      }
      step = end
    }
  }
}

extension StageTrace {
  /// Takes the only frame out of a stage that is worked out once, for as long as it is written.
  mutating func lendFrame() -> [Number] {
    var frame: [Number] = []
    swap(&frame, &blocks[0])
    return frame.isEmpty ? Array(repeating: 0, count: size(ofBlock: 0)) : frame
  }

  mutating func take(frame: consuming [Number]) { blocks[0] = frame }
}
