// Runs the instructions of a scan over the steps of a block. Everything that moves from step to step is a pointer in one
// table, moved on in one pass; nothing is looked up by name and nothing is allocated within a step.

internal import Equations

/// One input as the machine reads it.
struct BoundInput<Number: Scalar> {
  var numbers: UnsafePointer<Number>?
  var tokens: UnsafePointer<Int32>?
  var width: Int
  var steps: Int
}

/// What stays the same while one scan runs, and the table of addresses.
struct ScanMachine<Number: Scalar> {
  typealias Pointer = UnsafeMutablePointer<Number>

  /// An input at another step: zeros where that step lies outside the sequence.
  struct ShiftedInput {
    var slot: Int
    var input: Int
    var shift: Int
    var offset: Int
  }

  /// A parameter that is another one at each step.
  struct SeriesRead {
    var slot: Int
    /// Where the members lie, by step.
    var members: [Pointer]
    var offset: Int
  }

  /// A quantity at another node of a tree.
  struct KinRead {
    var slot: Int
    /// For each step the frame that is read: that of a step of the stage, `~` that of one of the neighbour, or `none`.
    var frames: [Int]
    /// Where it lies in a frame of the stage.
    var offset: Int
    /// Where it lies in the first frame of the neighbour, and how far apart these are.
    var neighbor: Pointer
    var stride: Int
    /// What is read where there is no such node.
    var absent: Pointer

    static var none: Int { .min }
  }

  let scan: ScanPlan
  let arithmetic: Arithmetic<Number>
  let inputs: [BoundInput<Number>]
  let instructions: UnsafePointer<Instruction>
  /// Nil where no instruction is elementwise.
  let code: UnsafePointer<Int32>?
  let packed: Pointer
  let packedOffsets: [Int]
  let hoisted: Pointer
  /// As many zeros as the widest input or the frame.
  let zeros: Pointer
  /// The frame that stands for steps outside the sequence.
  let initial: Pointer
  let frameCount: Int
  let steps: Int
  let stepsAtOnce: Int
  /// Where slot 0 is; those that stay lie before it.
  let pointers: UnsafeMutablePointer<Pointer>
  /// By how many numbers each moving slot goes on after a step.
  let strides: UnsafeMutablePointer<Int>
  let shiftedInputs: [ShiftedInput]
  let seriesReads: [SeriesRead]
  let kinReads: [KinRead]
  /// Room for the indices of a sort.
  let integers: UnsafeMutablePointer<Int>
  let productScratch: Pointer
  let isInterrupted: @Sendable () -> Bool

  private var forward: Bool { scan.direction == .forward }

  /// Points the moving slots at a step; `frame` is that step's frame, `index` its place among the hoisted products.
  func aim(step: Int, frame: Pointer, index: Int) {
    for (slot, place) in scan.moving.enumerated() {
      pointers[slot] = base(of: scan.regions[place.region], step: step, frame: frame, index: index) + place.offset
    }
    for input in shiftedInputs { aim(input, step: step) }
    aimSeries(step)
    aimKin(step, frame - step * frameCount)
  }

  /// - `first`: the frame of the first step.
  private func aimKin(_ step: Int, _ first: Pointer) {
    for read in kinReads {
      let place = read.frames[step]
      pointers[read.slot] =
        place >= 0
        ? first + (place * frameCount + read.offset)
        : place == KinRead.none ? read.absent : read.neighbor + ~place * read.stride
    }
  }

  private func base(of region: Region, step: Int, frame: Pointer, index: Int) -> Pointer {
    switch region {
    case .frame(let shift): abs(shift) < steps ? frame + shift * frameCount : initial
    case .hoisted: hoisted + index * scan.hoistedCount
    case .input(let input, let shift):
      shift == 0 ? inputs[input].numbers.map { Pointer(mutating: $0 + step * inputs[input].width) } ?? zeros : zeros
    case .values, .scratch, .given, .gathered, .grown, .series, .kin, .results: zeros
    }
  }

  private func aim(_ input: ShiftedInput, step: Int) {
    let source = inputs[input.input]
    let place = step + input.shift
    guard place >= 0, place < source.steps, let numbers = source.numbers else {
      pointers[input.slot] = zeros
      return
    }
    pointers[input.slot] = Pointer(mutating: numbers + (place * source.width + input.offset))
  }

  /// Sets how far each moving slot goes.
  func setStrides() {
    let sign = forward ? 1 : -1
    for (slot, place) in scan.moving.enumerated() {
      strides[slot] =
        switch scan.regions[place.region] {
        case .frame(let shift): abs(shift) < steps ? sign * frameCount : 0
        case .hoisted: sign * scan.hoistedCount
        case .input(let input, let shift): shift == 0 ? sign * inputs[input].width : 0
        case .values, .scratch, .given, .gathered, .grown, .series, .kin, .results: 0
        }
    }
  }

  /// Runs instructions step after step: `count` steps from `step` on, in the direction of the scan.
  func run(_ range: Range<Int>, from step: Int, count: Int, frame: Pointer, index: Int) {
    aim(step: step, frame: frame, index: index)
    let first = frame - step * frameCount
    let movingCount = scan.moving.count
    let delta = forward ? 1 : -1
    var step = step
    for remaining in stride(from: count, to: 0, by: -1) {
      for index in range { run(instructions[index], step) }
      guard remaining > 1 else { return }
      step += delta
      for slot in 0..<movingCount { pointers[slot] += strides[slot] }
      for input in shiftedInputs { aim(input, step: step) }
      if !seriesReads.isEmpty { aimSeries(step) }
      if !kinReads.isEmpty { aimKin(step, first) }
    }
  }

  private func aimSeries(_ step: Int) {
    for read in seriesReads { pointers[read.slot] = read.members[step] + read.offset }
  }

  /// Runs the instructions that come before all steps.
  func runBefore() {
    for case .before(let range) in scan.segments { for index in range { run(instructions[index], 0) } }
  }

  /// Adds the products of `count` steps, whose factors lie in rows.
  func contract(_ contraction: Contraction, count: Int) {
    let width = scan.hoistedCount
    let (left, right) = (contraction.left, contraction.right)
    var call = ProductCall(
      m: contraction.rows, n: contraction.columns, k: contraction.inner, terms: count,
      a: .init(start: hoisted + left.place, row: left.row, column: left.column, term: width),
      b: .init(start: hoisted + right.place, row: right.row, column: right.column, term: width), accumulates: true,
      result: pointers[contraction.result.number], scratch: productScratch)
    // Vectors side by side are matrices.
    if contraction.inner == 1 {
      (call.k, call.terms) = (count, 1)
      (call.a.column, call.b.row) = (width, width)
    }
    arithmetic.multiply(call)
  }

  /// One product for `count` steps from the earliest on; `frame` is that step's.
  func hoist(
    _ weights: Int, _ rows: Int, _ columns: Int, _ source: Slot, _ start: Slot?, _ column: Int, step: Int, count: Int,
    frame: Pointer
  ) {
    aim(step: step, frame: frame, index: 0)
    let stride = strides[source.number]
    arithmetic.multiplyPackedMany(
      packed + packedOffsets[weights], rows, columns, pointers[source.number], forward ? stride : -stride, count,
      start.map { UnsafePointer(pointers[$0.number]) }, hoisted + column, scan.hoistedCount)
  }
}
