// Runs the scans of a plan over blocks of frames. Everything that moves from step to step is a pointer; nothing is
// looked up by name and nothing is allocated within a step.

internal import Equations

/// Memory that lives as long as one run.
struct Workspace<Number: Scalar>: ~Copyable {
  typealias Pointer = UnsafeMutablePointer<Number>

  private(set) var memory: Pointer
  private let count: Int

  init(count: Int) {
    self.count = max(1, count)
    memory = .allocate(capacity: self.count)
    memory.initialize(repeating: 0, count: self.count)
  }

  deinit { memory.deallocate() }
}

/// The numbers of a run laid out as its plan wants them.
struct BoundPlan<Number: Scalar> {
  let plan: Plan
  let arithmetic: Arithmetic<Number>
  /// Parameters, constants, literals.
  var values: [Number]
  var packed: [Number]
  var packedOffsets: [Int]

  /// - Parameter wanted: the parameters that the plan has room for; nil for all.
  init(
    _ plan: Plan, _ numbers: RunValues<Number>, _ arithmetic: Arithmetic<Number>, parameters wanted: Set<Int>? = nil
  ) {
    self.plan = plan
    self.arithmetic = arithmetic
    values = []
    values.reserveCapacity(plan.values.count)
    for (id, list) in numbers.parameters.enumerated() where wanted?.contains(id) ?? true { values += list }
    for list in numbers.constants { values += list }
    for literal in plan.values.literals { values.append(Number(literal.value)) }
    packedOffsets = []
    var total = 0
    for matrix in plan.packed {
      packedOffsets.append(total)
      let size =
        matrix.form == .columns ? matrix.rows * matrix.columns : arithmetic.packedCount(matrix.rows, matrix.columns)
      total += (size + 15) / 16 * 16
    }
    packed = Array(repeating: 0, count: total)
    for (index, matrix) in plan.packed.enumerated() { pack(matrix, at: packedOffsets[index]) }
  }

  /// The rows of all parts, one after another, in the form that products read.
  private mutating func pack(_ matrix: PackedMatrix, at offset: Int) {
    var rows: [Number] = []
    rows.reserveCapacity(matrix.rows * matrix.columns)
    for part in matrix.parts {
      for row in 0..<part.resultRows {
        for column in 0..<part.resultColumns {
          let entry = part.isTransposed ? column * part.columns + row : row * part.columns + column
          rows.append(values[part.offset + entry])
        }
      }
    }
    let arithmetic = self.arithmetic
    packed.withUnsafeMutableBufferPointer { destination in
      guard let target = destination.baseAddress.map({ $0 + offset }), !rows.isEmpty else { return }
      rows.withUnsafeBufferPointer { source in
        guard let source = source.baseAddress else { return }
        switch matrix.form {
        case .rows: arithmetic.pack(source, matrix.rows, matrix.columns, matrix.columns, 1, target)
        case .columns: arithmetic.transpose(source, matrix.rows, matrix.columns, target)
        }
      }
    }
  }
}

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
