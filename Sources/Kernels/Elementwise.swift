// Runs a fused elementwise program: a chain of equations between vectors of one length becomes one pass over memory.
// An instruction is decoded once for several blocks of elements. An element's value depends on the program and its
// operands alone: a part of a block goes through the same code as a whole one.

/// Blocks that one decoding serves while enough elements remain.
private let wideBlocks = 4

extension Routines {
  /// Runs an elementwise program over elements `0..<n` of its operands.
  ///
  /// The program must be well formed (known opcodes, registers below `Opcode.registerCount`, operands that exist):
  /// whoever compiles it sees to that; an unknown opcode ends it. An operand may be stored and loaded in one program.
  /// - `code`: `instructionCount` groups of `Opcode.wordsPerInstruction` words.
  /// - `operands`: The start of each operand; those of `loadScalar` have one element, the others `n`.
  package static func runElementwise(
    code: UnsafePointer<Int32>, instructionCount: Int, operands: UnsafePointer<UnsafeMutablePointer<Real>>, count n: Int
  ) {
    // Room on the stack, left as it lies: a program writes each register before it reads it. One block more than the
    // registers need lets them begin at the start of a cache line.
    var file = InlineArray<129, Lanes> { room in
      room.withUnsafeMutableBufferPointer { _, count in count = 129 }
    }
    withUnsafeMutablePointer(to: &file) { memory in
      let registers = UnsafeMutableRawPointer(memory).alignedUp(toMultipleOf: 64).assumingMemoryBound(to: Lanes.self)
      var index = 0
      let wide = wideBlocks * laneCount
      while index + wide <= n {
        Interpreter.runWide(code, instructionCount, operands, at: index, registers)
        index += wide
      }
      while index < n {
        Interpreter.runSingle(code, instructionCount, operands, at: index, elements: n - index, registers)
        index += laneCount
      }
    }
  }
}

private enum Interpreter {
  @inline(never)
  static func runWide(
    _ code: UnsafePointer<Int32>, _ instructionCount: Int, _ operands: UnsafePointer<UnsafeMutablePointer<Real>>,
    at index: Int, _ registers: UnsafeMutablePointer<Lanes>
  ) {
    run(code, instructionCount, operands, at: index, elements: wideBlocks * laneCount, registers, blocks: wideBlocks)
  }

  @inline(never)
  static func runSingle(
    _ code: UnsafePointer<Int32>, _ instructionCount: Int, _ operands: UnsafePointer<UnsafeMutablePointer<Real>>,
    at index: Int, elements: Int, _ registers: UnsafeMutablePointer<Lanes>
  ) {
    run(code, instructionCount, operands, at: index, elements: elements, registers, blocks: 1)
  }

  /// Runs the program over `blocks` blocks (a constant where this is inlined); only one block may be incomplete.
  @inline(always)
  static func run(
    _ code: UnsafePointer<Int32>, _ instructionCount: Int, _ operands: UnsafePointer<UnsafeMutablePointer<Real>>,
    at index: Int, elements: Int, _ registers: UnsafeMutablePointer<Lanes>, blocks: Int
  ) {
    var word = code
    let end = code + instructionCount * Opcode.wordsPerInstruction
    while word < end {
      let destination = registers + Int(word[1]) &* blocks
      let a = registers + Int(word[2]) &* blocks
      let b = registers + Int(word[3]) &* blocks
      let c = registers + Int(word[4]) &* blocks
      guard let opcode = Opcode(word: word[0]) else { return }
      word += Opcode.wordsPerInstruction
      switch opcode {
      case .loadVector:
        let source = operands[Int(word[-3])] + index
        if blocks > 1 || elements >= laneCount {
          for k in 0..<blocks { destination[k] = Lane.load(source + k &* laneCount) }
        } else {
          destination[0] = Lane.loadPart(source, count: elements)
        }
      case .loadScalar:
        let value = Lanes(repeating: operands[Int(word[-3])][0])
        for k in 0..<blocks { destination[k] = value }
      case .store:
        let target = operands[Int(word[-3])] + index
        if blocks > 1 || elements >= laneCount {
          for k in 0..<blocks { Lane.store(b[k], target + k &* laneCount) }
        } else {
          Lane.storePart(b[0], target, count: elements)
        }
      case .add: for k in 0..<blocks { destination[k] = a[k] + b[k] }
      case .subtract: for k in 0..<blocks { destination[k] = a[k] - b[k] }
      case .multiply: for k in 0..<blocks { destination[k] = a[k] * b[k] }
      case .divide: for k in 0..<blocks { destination[k] = a[k] / b[k] }
      case .multiplyAdd: for k in 0..<blocks { destination[k] = Lane.multiplyAdd(a[k], b[k], c[k]) }
      case .negate: for k in 0..<blocks { destination[k] = Lane.negate(a[k]) }
      case .minimum: for k in 0..<blocks { destination[k] = Lane.minimum(a[k], b[k]) }
      case .maximum: for k in 0..<blocks { destination[k] = Lane.maximum(a[k], b[k]) }
      case .power: for k in 0..<blocks { destination[k] = Lane.power(a[k], b[k]) }
      case .sigmoid: for k in 0..<blocks { destination[k] = Lane.sigmoid(a[k]) }
      case .tanh: for k in 0..<blocks { destination[k] = Lane.tanh(a[k]) }
      case .relu: for k in 0..<blocks { destination[k] = Lane.relu(a[k]) }
      case .leakyRelu: for k in 0..<blocks { destination[k] = Lane.leakyRelu(a[k], slope: b[k]) }
      case .softplus: for k in 0..<blocks { destination[k] = Lane.softplus(a[k]) }
      case .exp: for k in 0..<blocks { destination[k] = Lane.exp(a[k]) }
      case .log: for k in 0..<blocks { destination[k] = Lane.log(a[k]) }
      case .squareRoot: for k in 0..<blocks { destination[k] = Lane.squareRoot(a[k]) }
      case .sine: for k in 0..<blocks { destination[k] = Lane.sine(a[k]) }
      case .cosine: for k in 0..<blocks { destination[k] = Lane.cosine(a[k]) }
      case .absolute: for k in 0..<blocks { destination[k] = Lane.absolute(a[k]) }
      case .sign: for k in 0..<blocks { destination[k] = Lane.sign(a[k]) }
      case .reciprocal: for k in 0..<blocks { destination[k] = Lane.one / a[k] }
      case .square: for k in 0..<blocks { destination[k] = a[k] * a[k] }
      case .less: for k in 0..<blocks { destination[k] = Lane.truth(a[k] .< b[k]) }
      case .lessEqual: for k in 0..<blocks { destination[k] = Lane.truth(a[k] .<= b[k]) }
      case .greater: for k in 0..<blocks { destination[k] = Lane.truth(a[k] .> b[k]) }
      case .greaterEqual: for k in 0..<blocks { destination[k] = Lane.truth(a[k] .>= b[k]) }
      case .equal: for k in 0..<blocks { destination[k] = Lane.truth(a[k] .== b[k]) }
      case .notEqual: for k in 0..<blocks { destination[k] = Lane.truth(a[k] .!= b[k]) }
      case .logicalAnd: for k in 0..<blocks { destination[k] = Lane.truth((a[k] .!= 0) .& (b[k] .!= 0)) }
      case .logicalOr: for k in 0..<blocks { destination[k] = Lane.truth((a[k] .!= 0) .| (b[k] .!= 0)) }
      case .logicalNot: for k in 0..<blocks { destination[k] = Lane.truth(a[k] .== 0) }
      case .select: for k in 0..<blocks { destination[k] = c[k].replacing(with: b[k], where: a[k] .!= 0) }
      case .clip: for k in 0..<blocks { destination[k] = Lane.clip(a[k], b[k], c[k]) }
      case .floor: for k in 0..<blocks { destination[k] = Lane.floor(a[k]) }
      case .shrink: for k in 0..<blocks { destination[k] = Lane.shrink(a[k], b[k]) }
      case .sigmoidSlope: for k in 0..<blocks { destination[k] = a[k] * (Lane.one - a[k]) }
      case .tanhSlope: for k in 0..<blocks { destination[k] = Lane.one - a[k] * a[k] }
      case .reluSlope: for k in 0..<blocks { destination[k] = Lane.truth(a[k] .> 0) }
      }
    }
  }
}
