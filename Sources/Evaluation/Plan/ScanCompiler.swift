// From typed expressions to instructions, segment by segment: what does not wait for the recurrence is hoisted out of it,
// and elementwise chains are gathered into programs. Products, elementwise trees and the rest stand beside this file.

internal import Equations
internal import Kernels

/// Compiles the equations of one scan.
struct ScanCompiler {
  /// Where a read finds its value.
  typealias Resolver = (Read) -> Source

  enum Source {
    case place(Region, offset: Int)
    case token(input: Int, shift: Int)
    case step
    /// A column for each step so far; `one` is what the last of them holds.
    case growing(one: Read)
  }

  /// One equation and where its value goes.
  struct Task {
    var expression: Expression
    var region: Region
    var offset: Int
    var shape: Shape
  }

  private struct Block {
    var offset: Int
    var count: Int
  }

  /// From how many numbers on scratch is used again.
  private static let largeCount = 1 << 15

  private(set) var plan: ScanPlan
  var values: ValuesLayout
  private(set) var packed: [PackedMatrix]
  let resolve: Resolver
  /// The elementwise program that is being gathered: it runs behind all instructions so far.
  var program: ElementwiseProgram?
  /// For each series of parameters where its members lie among the values, by step.
  var series: [[Int]] = []
  /// What was worked out before all steps.
  private var invariants: [Expression: Place] = [:]
  /// The products of this segment.
  var products = ProductTree()
  /// Values of this segment that lie somewhere, by what they are.
  var known: [Expression: Place] = [:]
  /// Where what grows lies in this segment; each has its own, as one may be ahead of another by many steps.
  var grown: [Read: Place] = [:]
  /// Scratch of many numbers: that of the equation at hand, and what is free again.
  private var largeBlocks: [Block] = []
  private var freeBlocks: [Block] = []
  private var regionIndex: [Region: Int] = [:]
  private var slots: [Place: Slot] = [:]
  private var packedIndex: [PackedMatrix: Int] = [:]
  private var packedSeries: [[PackedMatrix.Part]: Int] = [:]
  private var segmentStart = 0

  init(
    direction: Scan.Direction, values: ValuesLayout, packed: [PackedMatrix], gathered: [ScanPlan.Gathered] = [],
    resolve: @escaping Resolver
  ) {
    plan = ScanPlan(direction: direction)
    plan.gathered = gathered
    plan.gatheredCount = gathered.last.map { $0.offset + $0.shape.count } ?? 0
    self.values = values
    self.packed = packed
    self.resolve = resolve
    for (index, matrix) in packed.enumerated() { packedIndex[matrix] = index }
  }

  /// Adds a segment: equations that run step after step, once all earlier segments are done for the block.
  ///
  /// - `isWhole`: whether a read's value is known for all steps of the block before the segment starts.
  mutating func add(_ tasks: [Task], isWhole: @escaping (Read) -> Bool) {
    products = ProductTree()
    grown = [:]
    known = invariants
    for task in tasks { collect(task.expression) }
    products.grow()
    for index in products.nodes.indices { hoist(node: index, isWhole) }
    for task in tasks { lower(task) }
    closeSegment()
  }

  mutating func closeSegment() {
    flush()
    guard plan.instructions.count > segmentStart else { return }
    plan.segments.append(.each(segmentStart..<plan.instructions.count))
    segmentStart = plan.instructions.count
  }

  /// Adds the segment of all that is the same at each step, and costs more than to read it: products and the like, and
  /// whatever is made of other stages' values.
  mutating func addInvariants(of expressions: [Expression]) {
    products = ProductTree()
    known = [:]
    var found: [Expression] = []
    for expression in expressions { gatherInvariants(expression, into: &found) }
    guard !found.isEmpty else { return }
    for expression in found { collect(expression) }
    products.grow()
    var places: [Expression: Place] = [:]
    for expression in found { places[expression] = materialize(expression) }
    flush()
    invariants = places
    guard plan.instructions.count > segmentStart else { return }
    plan.segments.append(.before(segmentStart..<plan.instructions.count))
    segmentStart = plan.instructions.count
  }

  private func gatherInvariants(_ expression: Expression, into found: inout [Expression]) {
    guard case .apply(let primitive, let operands) = expression.kind else { return }
    // A transpose is free in a product, and worth nothing by itself.
    if primitive != .transpose, isInvariant(expression), isWorthKeeping(expression) { return found.append(expression) }
    for operand in operands { gatherInvariants(operand, into: &found) }
  }

  /// Whether it is the same at each step.
  func isInvariant(_ expression: Expression) -> Bool {
    expression.reads.allSatisfy { read in
      switch resolve(read) {
      case .place(let region, _): !region.moves
      case .token, .step, .growing: false
      }
    }
  }

  private func isWorthKeeping(_ expression: Expression) -> Bool {
    var result = false
    expression.visit { part in
      switch part.kind {
      case .number: break
      case .read(let read):
        if case .place(let region, _) = resolve(read), region != .values { result = true }
      case .apply(let primitive, _): if primitive.group != .elementwise { result = true }
      }
    }
    return result
  }

  private mutating func lower(_ task: Task) {
    let result = place(task.region, task.offset)
    largeBlocks = []
    materialize(task.expression, as: task.shape, into: result)
    reuseLargeBlocks()
  }

  /// Gives the matrices that an equation left on its way to the next one, which may want as much.
  private mutating func reuseLargeBlocks() {
    guard !largeBlocks.isEmpty else { return }
    flush()
    let offsets = Set(largeBlocks.map(\.offset))
    known = known.filter { plan.regions[$0.value.region] != .scratch || !offsets.contains($0.value.offset) }
    freeBlocks += largeBlocks
    largeBlocks = []
  }

  /// Where a value lies that was worked out before all steps.
  func keptFromBefore(_ expression: Expression) -> Place? {
    invariants.isEmpty ? nil : invariants[expression]
  }

  func isKeptFromBefore(_ expression: Expression) -> Bool { keptFromBefore(expression) != nil }

  // MARK: memory

  mutating func place(_ region: Region, _ offset: Int) -> Place {
    if let index = regionIndex[region] { return Place(region: index, offset: offset) }
    regionIndex[region] = plan.regions.count
    plan.regions.append(region)
    return Place(region: plan.regions.count - 1, offset: offset)
  }

  /// The slot of a place; the same place has one slot.
  mutating func slot(_ place: Place) -> Slot {
    if let slot = slots[place] { return slot }
    let slot: Slot
    if plan.regions[place.region].moves {
      slot = Slot(number: plan.moving.count)
      plan.moving.append(place)
    } else {
      slot = Slot(number: -1 - plan.fixed.count)
      plan.fixed.append(place)
    }
    slots[place] = slot
    return slot
  }

  /// - `isShared`: whether equations behind this one may read it.
  mutating func scratch(_ count: Int, isShared: Bool = false) -> Place {
    // Blocks of 16 numbers keep every temporary on a cache line of its own.
    let room = (count + 15) / 16 * 16
    if !isShared, let index = freeBlocks.firstIndex(where: { $0.count == room }) {
      largeBlocks.append(freeBlocks.remove(at: index))
      return place(.scratch, largeBlocks[largeBlocks.count - 1].offset)
    }
    let offset = plan.scratchCount
    plan.scratchCount += room
    if !isShared, room >= Self.largeCount { largeBlocks.append(Block(offset: offset, count: room)) }
    return place(.scratch, offset)
  }

  /// Room for a matrix that grows by a column at each step.
  mutating func growing(_ read: Read, rows: Int, columns: Int) -> Place {
    let offset = plan.grownCount
    plan.grown.append(ScanPlan.Grown(read: read, offset: offset, rows: rows, columns: columns))
    plan.grownCount += (rows * columns + 15) / 16 * 16
    return place(.grown, offset)
  }

  mutating func literal(_ value: Double) -> Place { place(.values, values.literal(value)) }

  /// Room among the numbers of a step that are worked out for many steps at once; rows begin on a cache line.
  mutating func hoisted(_ count: Int) -> Int {
    let column = plan.hoistedCount
    plan.hoistedCount += (count + 15) / 16 * 16
    return column
  }

  mutating func pack(_ parts: [PackedMatrix.Part], _ form: PackedMatrix.Form, initial: Int? = nil) -> Int {
    let matrix = PackedMatrix(
      form: form, parts: parts, initial: initial, rows: parts.reduce(0) { $0 + $1.resultRows },
      columns: parts.first.map(\.resultColumns) ?? 0)
    if let index = packedIndex[matrix] { return index }
    packedIndex[matrix] = packed.count
    packed.append(matrix)
    return packed.count - 1
  }

  // MARK: instructions

  /// Appends an instruction; what it reads is written first.
  mutating func emit(_ instruction: Instruction, reading sources: [Place]) {
    if let program, sources.contains(where: { program.writes($0) }) { flush() }
    plan.instructions.append(instruction)
  }

  /// The same parts for each step, with the members of series that belong to it: the matrices follow one another.
  mutating func packSeries(_ parts: [PackedMatrix.Part], steps: Int) -> Int {
    if let index = packedSeries[parts] { return index }
    let first = packed.count
    for step in 0..<steps {
      let own = parts.map { part in
        var copy = part
        if let number = part.series { copy.offset = series[number][step] }
        copy.series = nil
        return copy
      }
      packed.append(
        PackedMatrix(
          form: .rows, parts: own, initial: nil, rows: own.reduce(0) { $0 + $1.resultRows },
          columns: own.first.map(\.resultColumns) ?? 0))
    }
    packedSeries[parts] = first
    return first
  }

  mutating func append(_ segment: Segment) { plan.segments.append(segment) }

  /// Ends the program that is being gathered.
  mutating func flush() {
    guard let program, !program.isEmpty else {
      program = nil
      return
    }
    self.program = nil
    let code = program.assembled(
      spill: { scratch(program.count) }, slot: { Int32(truncatingIfNeeded: slot($0).number) })
    plan.instructions.append(
      .elementwise(
        code: plan.code.count, instructions: code.count / Opcode.wordsPerInstruction, count: program.count))
    plan.code += code
  }
}
