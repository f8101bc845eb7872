// Whether one scan is sound: every access inside its region, nothing read before it is written, nothing written that is
// not its own, elementwise code well formed.

internal import Equations
internal import Kernels

/// Walks one scan as the executor does, and notes what has been written.
struct ScanVerifier {
  let plan: Plan
  let scan: ScanPlan
  let stage: Stage
  let `where`: String
  var isInitial = false
  /// The numbers that a probe reads; nil for a scan of the plan, which knows what it gathers.
  var argumentCount: Int?
  var resultCount = 0
  /// Quantities that are worked out for all steps, or for all steps up to this one.
  var known: Set<Int> = []
  /// Whether the instructions at hand run before all steps.
  private var isBefore = false
  private(set) var problems: [String] = []
  /// Which numbers of the scratch, the frame and the hoisted products hold something.
  private var scratch: [Bool]
  /// What the segment before all steps has left in the scratch.
  private var keptScratch: [Bool]
  private var frame: [Bool]
  private var hoisted: [Bool]
  /// Where sums begin that something was added to.
  private var results: Set<Int> = []
  /// The scan's own quantities that an earlier segment, or this one, works out.
  private var own: Set<Int> = []
  /// The quantity that each number of the frame belongs to.
  private let owners: [Int]

  init(plan: Plan, scan: ScanPlan, stage: Stage, where place: String) {
    self.plan = plan
    self.scan = scan
    self.stage = stage
    self.where = place
    scratch = []
    keptScratch = Array(repeating: false, count: scan.scratchCount)
    frame = Array(repeating: false, count: plan.frames[stage.id].count)
    hoisted = Array(repeating: false, count: scan.hoistedCount)
    var owners = Array(repeating: -1, count: frame.count)
    for (id, offset) in plan.frames[stage.id].offsets {
      for index in offset..<(offset + plan.model.quantities[id].shape.count) { owners[index] = id }
    }
    self.owners = owners
  }

  mutating func run() {
    for id in known where plan.frames[stage.id].offsets[id] != nil { mark(id) }
    var next = 0
    for segment in scan.segments {
      switch segment {
      case .hoist(let weights, let rows, let columns, let source, let initial, let result):
        check(weights, .rows, rows, columns, "hoisted product")
        read(.read(source, columns), "hoisted product")
        if let initial { read(.read(initial, rows), "hoisted product") }
        if result < 0 || result + rows > hoisted.count {
          fail("hoisted product: its place is outside")
        } else {
          for index in result..<(result + rows) { hoisted[index] = true }
        }
      case .contract(let contraction):
        let (rows, columns, inner) = (contraction.rows, contraction.columns, contraction.inner)
        for (factor, rows, columns) in [(contraction.left, rows, inner), (contraction.right, inner, columns)] {
          let last = (rows - 1) * factor.row + (columns - 1) * factor.column
          let range = factor.place..<max(factor.place, factor.place + last + 1)
          if factor.place < 0 || range.upperBound > hoisted.count || !range.allSatisfy({ hoisted[$0] }) {
            fail("contraction: the factor at \(factor.place) is not there")
          }
        }
        write(.write(contraction.result, rows * columns), "contraction")
      case .before(let range):
        if range.lowerBound != next { fail("segments leave out instructions") }
        next = range.upperBound
        isBefore = true
        scratch = keptScratch
        for index in range where scan.instructions.indices.contains(index) { verify(scan.instructions[index], index) }
        keptScratch = scratch
        isBefore = false
      case .each(let range):
        if range.lowerBound != next { fail("segments leave out instructions") }
        next = range.upperBound
        // What lies in scratch is that of the last step of the segment before.
        scratch = keptScratch
        own.formUnion(writers(range))
        for index in range where scan.instructions.indices.contains(index) { verify(scan.instructions[index], index) }
      }
    }
    if next != scan.instructions.count { fail("segments leave out instructions") }
    for quantity in plan.model.quantities where isOwn(quantity) && isWritten(quantity.id) { known.insert(quantity.id) }
    for (id, offset) in zip(scan.quantities, scan.totals) where results.contains(offset) { known.insert(id) }
    for id in scan.quantities where !known.contains(id) { fail("\(plan.model.quantities[id].name) is not written") }
  }

  private func isOwn(_ quantity: Quantity) -> Bool { plan.frames[stage.id].offsets[quantity.id] != nil }

  private func range(_ id: Int) -> Range<Int> {
    let start = plan.frames[stage.id].offsets[id] ?? 0
    return start..<(start + plan.model.quantities[id].shape.count)
  }

  private func isWritten(_ id: Int) -> Bool { range(id).allSatisfy { frame[$0] } }

  private mutating func mark(_ id: Int) { for index in range(id) { frame[index] = true } }

  /// The quantities that a segment writes.
  private func writers(_ range: Range<Int>) -> Set<Int> {
    var result: Set<Int> = []
    for index in range where scan.instructions.indices.contains(index) {
      for access in scan.instructions[index].accesses(in: scan) where access.isWrite {
        guard let place = scan.place(access.slot), scan.regions.indices.contains(place.region),
          case .frame = scan.regions[place.region], owners.indices.contains(place.offset)
        else { continue }
        result.insert(owners[place.offset])
      }
    }
    return result
  }

  private mutating func fail(_ problem: String) { problems.append("\(self.where): \(problem)") }

  // MARK: instructions

  private mutating func verify(_ instruction: Instruction, _ index: Int) {
    let name = "instruction \(index)"
    switch instruction {
    case .packedProduct(let weights, let isSeries, let rows, let columns, _, _, _):
      for step in 0..<(isSeries ? stage.length.count : 1) { check(weights + step, .rows, rows, columns, name) }
    case .column(let weights, let rows, let input, _, _):
      guard plan.model.inputs.indices.contains(input) else { return fail("\(name): no such input") }
      check(weights, .columns, rows, plan.model.inputs[input].shape.count, name)
    case .elementwise(let code, let instructions, _): verifyCode(code, instructions, name)
    default: break
    }
    for access in instruction.accesses(in: scan) {
      if access.isWrite { write(access, name) } else { read(access, name) }
    }
  }

  private mutating func check(
    _ weights: Int, _ form: PackedMatrix.Form, _ rows: Int, _ columns: Int, _ name: String
  ) {
    guard plan.packed.indices.contains(weights) else { return fail("\(name): no such weights") }
    let matrix = plan.packed[weights]
    if matrix.form != form || matrix.rows != rows || matrix.columns != columns {
      fail("\(name): \(rows)×\(columns) is not the size of its weights")
    }
  }

  /// Known opcodes, registers that exist and hold something, operands that exist.
  private mutating func verifyCode(_ code: Int, _ instructions: Int, _ name: String) {
    var isFull = Array(repeating: false, count: Opcode.registerCount)
    func holds(_ register: Int32) -> Bool { isFull.indices.contains(Int(register)) && isFull[Int(register)] }
    for index in 0..<instructions {
      let word = code + index * Opcode.wordsPerInstruction
      guard word >= 0, word + Opcode.wordsPerInstruction <= scan.code.count else {
        return fail("\(name): code ends early")
      }
      let words = scan.code[word..<(word + Opcode.wordsPerInstruction)].map { $0 }
      guard let opcode = Opcode(rawValue: words[0]) else { return fail("\(name): no opcode \(words[0])") }
      switch opcode {
      case .loadVector, .loadScalar, .store:
        guard scan.place(Slot(number: Int(words[2]))) != nil else { return fail("\(name): no slot \(words[2])") }
        if opcode == .store, !holds(words[3]) { fail("\(name): stores register \(words[3]), which is empty") }
      default:
        for register in words[2..<(2 + opcode.operandCount)] where !holds(register) {
          fail("\(name): reads register \(register), which is empty")
        }
      }
      guard opcode != .store else { continue }
      guard isFull.indices.contains(Int(words[1])) else { return fail("\(name): no register \(words[1])") }
      isFull[Int(words[1])] = true
    }
  }

  // MARK: memory

  /// How many numbers a region has.
  private func size(_ region: Region) -> Int {
    switch region {
    case .values: plan.values.count
    case .scratch: scan.scratchCount
    case .frame: plan.frames[stage.id].count
    case .input(let id, _), .given(let id): plan.model.inputs[id].shape.count
    case .hoisted: scan.hoistedCount
    case .gathered: argumentCount ?? scan.gatheredCount
    case .series(let number): plan.model.series[number].members.first.map { plan.model.parameters[$0].shape.count } ?? 0
    case .kin(let quantity, _): plan.model.quantities[quantity].shape.count
    case .results: resultCount
    case .grown: scan.grownCount
    }
  }

  /// The region of an access, and what it touches there; nil, which is noted, if it does not lie inside.
  private mutating func target(_ access: Access, _ name: String) -> (region: Region, indices: StrideTo<Int>)? {
    guard let place = scan.place(access.slot), scan.regions.indices.contains(place.region) else {
      fail("\(name): no slot \(access.slot.number)")
      return nil
    }
    let region = scan.regions[place.region]
    if isBefore, region.moves {
      fail("\(name): is not the same at all steps")
      return nil
    }
    let end = place.offset + access.extent
    guard place.offset >= 0, access.stride > 0, end <= size(region) else {
      fail("\(name): \(place.offset)..<\(end) is outside \(region), which has \(size(region))")
      return nil
    }
    return (region, stride(from: place.offset, to: end, by: access.stride))
  }

  private mutating func write(_ access: Access, _ name: String) {
    guard let (region, indices) = target(access, name) else { return }
    if region == .results, let place = scan.place(access.slot) { results.insert(place.offset) }
    for index in indices {
      switch region {
      case .scratch: scratch[index] = true
      case .hoisted where scan.over != nil: hoisted[index] = true
      case .frame(shift: 0): frame[index] = true
      case .results, .grown: break
      default: return fail("\(name): writes to \(region)")
      }
    }
  }

  private mutating func read(_ access: Access, _ name: String) {
    guard let (region, indices) = target(access, name) else { return }
    for index in indices {
      switch region {
      case .scratch where !scratch[index]: return fail("\(name): reads scratch \(index), which is empty")
      case .hoisted where !hoisted[index]: return fail("\(name): reads hoisted product \(index), which is empty")
      case .frame(shift: 0) where !frame[index]: return fail("\(name): reads \(index) of the frame, which is empty")
      case .kin(let quantity, let at) where !isKnown(quantity, at):
        return fail("\(name): reads \(plan.model.quantities[quantity].name) of a node that is not worked out yet")
      case .frame(let shift) where shift != 0 && !isPast(index, shift):
        return fail("\(name): reads \(index) of the frame \(shift) steps away, which is not worked out yet")
      default: continue
      }
    }
  }

  /// Whether a quantity of other nodes of a tree is there.
  private func isKnown(_ quantity: Int, _ at: StepReference) -> Bool {
    if case .child = at, let leaf = plan.model.quantities[quantity].leaf, !known.contains(leaf) { return false }
    let isBehind = scan.direction == .forward ? at.order < 0 : at.order > 0
    return known.contains(quantity) || (isBehind && own.contains(quantity))
  }

  /// Whether a number of a frame so many steps away is there: earlier scans have worked out all, this one what it passed.
  private func isPast(_ index: Int, _ shift: Int) -> Bool {
    guard !isInitial, owners[index] >= 0 else { return false }
    let isBehind = scan.direction == .forward ? shift < 0 : shift > 0
    return known.contains(owners[index]) || (isBehind && own.contains(owners[index]))
  }
}

extension Opcode {
  /// The registers that it reads, but for the instructions that reach memory.
  fileprivate var operandCount: Int {
    switch self {
    case .loadVector, .loadScalar, .store: 0
    case .negate, .sigmoid, .tanh, .relu, .softplus, .exp, .log, .squareRoot, .sine, .cosine, .absolute, .sign,
      .reciprocal, .square, .logicalNot, .floor, .sigmoidSlope, .tanhSlope, .reluSlope:
      1
    case .add, .subtract, .multiply, .divide, .minimum, .maximum, .power, .leakyRelu, .less, .lessEqual, .greater,
      .greaterEqual, .equal, .notEqual, .logicalAnd, .logicalOr, .shrink:
      2
    case .multiplyAdd, .select, .clip: 3
    }
  }
}
