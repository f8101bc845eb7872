// Runs the scans of a plan over blocks of frames. Everything that moves from step to step is a pointer; nothing is
// looked up by name and nothing is allocated within a step.

internal import Equations

/// One input as the executor reads it.
struct BoundInput<Number: Scalar> {
  var numbers: UnsafePointer<Number>?
  var tokens: UnsafePointer<Int32>?
  var width: Int
  var steps: Int
}

/// What stays the same while one scan runs.
struct ScanContext<Number: Scalar> {
  typealias Pointer = UnsafeMutablePointer<Number>

  let scan: ScanPlan
  let arithmetic: Arithmetic<Number>
  let values: Pointer
  let packed: Pointer
  let packedOffsets: [Int]
  let inputs: [BoundInput<Number>]
  /// The frame of what is computed once, if there is one.
  let once: Pointer?
  let scratch: Pointer
  let hoisted: Pointer
  /// As many zeros as the widest input: what an input holds outside the sequence.
  let zeros: Pointer
  let frameCount: Int
  /// Room for operands of an elementwise program and for indices of a sort.
  let operandPointers: UnsafeMutablePointer<Pointer>
  let integers: UnsafeMutablePointer<Int>
  let productScratch: Pointer
  let arguments: Pointer?
  let results: Pointer?

  /// Points every region at a step; `frame` is that step's frame, `index` its place in the block.
  func aim(_ bases: UnsafeMutablePointer<Pointer>, step: Int, frame: Pointer, index: Int) {
    for (position, region) in scan.regions.enumerated() {
      switch region {
      case .frame(let shift): bases[position] = frame + shift * frameCount
      case .hoisted: bases[position] = hoisted + index * scan.hoistedCount
      case .input(let input, let shift):
        let place = step + shift
        let source = inputs[input]
        bases[position] =
          place >= 0 && place < source.steps
          ? source.numbers.map { Pointer(mutating: $0 + place * source.width) } ?? zeros : zeros
      case .values: bases[position] = values
      case .packed: bases[position] = packed
      case .scratch: bases[position] = scratch
      case .once: bases[position] = once ?? zeros
      case .given(let input): bases[position] = inputs[input].numbers.map { Pointer(mutating: $0) } ?? zeros
      case .arguments: bases[position] = arguments ?? zeros
      case .results: bases[position] = results ?? zeros
      }
    }
  }

  /// One product for all steps of a block.
  func hoist(
    _ weights: Int, _ rows: Int, _ columns: Int, _ source: Place, _ column: Int,
    bases: UnsafeMutablePointer<Pointer>, count: Int
  ) {
    let stride =
      switch scan.regions[source.region] {
      case .input(let input, _): inputs[input].width
      default: frameCount
      }
    arithmetic.multiplyPackedMany(
      packed + packedOffsets[weights], rows, columns, bases[source.region] + source.offset, stride, count, nil,
      hoisted + column, scan.hoistedCount)
  }
}
