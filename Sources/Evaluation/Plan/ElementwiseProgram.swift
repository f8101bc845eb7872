// Chains of elementwise equations, gathered into one program that passes over memory once.

internal import Kernels

/// A program being gathered: operations in single assignment, each result a value by its number.
struct ElementwiseProgram {
  /// What one operation reads.
  enum Step {
    case load(Place)
    case loadScalar(Place)
    case operation(Opcode, [Int])
    case store(Place, Int)
  }

  let count: Int
  private(set) var steps: [Step] = []
  /// Values that already lie in a register, by where they lie in memory.
  private var known: [Place: Int] = [:]
  private var knownScalars: [Place: Int] = [:]
  private var operations: [Operation: Int] = [:]
  /// Where this program writes.
  private(set) var written: Set<Place> = []

  private struct Operation: Hashable {
    var opcode: Int32
    var operands: [Int]
  }

  init(count: Int) { self.count = count }

  var isEmpty: Bool { steps.isEmpty }

  mutating func load(_ place: Place) -> Int {
    if let value = known[place] { return value }
    steps.append(.load(place))
    known[place] = steps.count - 1
    return steps.count - 1
  }

  mutating func loadScalar(_ place: Place) -> Int {
    if let value = knownScalars[place] { return value }
    steps.append(.loadScalar(place))
    knownScalars[place] = steps.count - 1
    return steps.count - 1
  }

  /// The value of an operation; the same operation on the same values is done once.
  mutating func apply(_ opcode: Opcode, _ operands: [Int]) -> Int {
    let operation = Operation(opcode: opcode.rawValue, operands: operands)
    if let value = operations[operation] { return value }
    steps.append(.operation(opcode, operands))
    operations[operation] = steps.count - 1
    return steps.count - 1
  }

  mutating func store(_ value: Int, at place: Place) {
    steps.append(.store(place, value))
    known[place] = value
    written.insert(place)
  }

  func writes(_ place: Place) -> Bool { written.contains(place) }

  /// The program in registers.
  ///
  /// What does not fit is kept in `spill`, a place for each such value, and loaded again.
  ///
  /// - `slot`: what the code calls a place.
  func assembled(spill: () -> Place, slot: (Place) -> Int32) -> [Int32] {
    var assembler = Assembler(steps: steps)
    assembler.run(spill, slot)
    return assembler.code
  }
}

/// Gives registers to values; when all are taken, the value whose next use is farthest goes to memory (Belady 1966).
private struct Assembler {
  let steps: [ElementwiseProgram.Step]
  private(set) var code: [Int32] = []
  private var uses: [[Int]]
  private var registerOf: [Int: Int] = [:]
  private var free: [Int]
  /// Where a value lies in memory, too.
  private var saved: [Int: Place] = [:]

  init(steps: [ElementwiseProgram.Step]) {
    self.steps = steps
    uses = Array(repeating: [], count: steps.count)
    free = Array((0..<Opcode.registerCount).reversed())
    for (position, step) in steps.enumerated() {
      switch step {
      case .load, .loadScalar: break
      case .operation(_, let values): for value in values { uses[value].append(position) }
      case .store(_, let value): uses[value].append(position)
      }
    }
  }

  mutating func run(_ spill: () -> Place, _ slot: (Place) -> Int32) {
    for (position, step) in steps.enumerated() {
      switch step {
      case .load(let place):
        guard !uses[position].isEmpty else { continue }
        let register = take(at: position, keeping: [], spill, slot)
        emit(.loadVector, register, at: slot(place))
        registerOf[position] = register
        saved[position] = place
      case .loadScalar(let place):
        guard !uses[position].isEmpty else { continue }
        let register = take(at: position, keeping: [], spill, slot)
        emit(.loadScalar, register, at: slot(place))
        registerOf[position] = register
      case .operation(let opcode, let values):
        let sources = values.map { bring($0, at: position, keeping: values, spill, slot) }
        release(values, after: position)
        guard !uses[position].isEmpty else { continue }
        let register = take(at: position, keeping: [], spill, slot)
        emit(
          opcode, register, sources[0], sources.count > 1 ? sources[1] : 0, sources.count > 2 ? sources[2] : 0)
        registerOf[position] = register
      case .store(let place, let value):
        let source = bring(value, at: position, keeping: [value], spill, slot)
        emit(.store, 0, at: slot(place), source)
        saved[value] = place
        release([value], after: position)
      }
    }
  }

  private mutating func emit(_ opcode: Opcode, _ destination: Int, _ a: Int, _ b: Int = 0, _ c: Int = 0) {
    code += [opcode.rawValue, Int32(destination), Int32(a), Int32(b), Int32(c)]
  }

  private mutating func emit(_ opcode: Opcode, _ destination: Int, at slot: Int32, _ b: Int = 0) {
    code += [opcode.rawValue, Int32(destination), slot, Int32(b), 0]
  }

  /// The register of a value, loaded back if it was put aside.
  private mutating func bring(
    _ value: Int, at position: Int, keeping: [Int], _ spill: () -> Place, _ slot: (Place) -> Int32
  ) -> Int {
    if let register = registerOf[value] { return register }
    let register = take(at: position, keeping: keeping, spill, slot)
    if let place = saved[value] { emit(.loadVector, register, at: slot(place)) }
    registerOf[value] = register
    return register
  }

  private mutating func take(at position: Int, keeping: [Int], _ spill: () -> Place, _ slot: (Place) -> Int32) -> Int {
    if let register = free.popLast() { return register }
    let candidates = registerOf.filter { !keeping.contains($0.key) }
    let victim = candidates.max { (nextUse($0.key, position), $0.key) < (nextUse($1.key, position), $1.key) }
    guard let (value, register) = victim else { return 0 }
    if saved[value] == nil {
      let place = spill()
      saved[value] = place
      emit(.store, 0, at: slot(place), register)
    }
    registerOf[value] = nil
    return register
  }

  private func nextUse(_ value: Int, _ position: Int) -> Int {
    uses[value].first { $0 >= position } ?? .max
  }

  private mutating func release(_ values: [Int], after position: Int) {
    for value in Set(values) where !uses[value].contains(where: { $0 > position }) {
      if let register = registerOf.removeValue(forKey: value) { free.append(register) }
    }
  }
}
