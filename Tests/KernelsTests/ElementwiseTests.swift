// Each instruction of the elementwise programs against the C library in double precision, and the program as a whole.

import Glibc
import Kernels
import Testing

@Suite struct ElementwiseTests {
  static let opcodes = (0..<Opcode.count).compactMap { Opcode(rawValue: $0) }

  @Test(arguments: Variant.available, opcodes)
  func `an instruction agrees with the C library`(variant: Variant, opcode: Opcode) {
    checkAgainstLibrary(variant.kernels, opcode)
  }

  private func checkAgainstLibrary<K: KernelSet>(_ kernels: K.Type, _ opcode: Opcode) {
    guard let rule = Rule(opcode, precise: K.Real.significandBitCount > 30) else { return }
    let (a, b, c) = arguments(opcode, arity: rule.arity, as: K.Real.self)
    let got = run(kernels, opcode, a, b, c)
    var wrong: [String] = []
    for i in a.indices {
      // Whether a product that overflows may still come back by a sum is the instruction set's choice.
      if opcode == .multiplyAdd && (a[i] * b[i]).isInfinite && a[i].isFinite && b[i].isFinite { continue }
      let exact = rule.function(Double(a[i]), Double(b[i]), Double(c[i]))
      let right = K.Real(exact)
      let unit = max(Double(right.isFinite ? right.ulp : 1), rule.floor(Double(a[i]), Double(b[i]), Double(c[i])))
      let isRight =
        right.isNaN ? got[i].isNaN : right == got[i] || abs(Double(got[i]) - exact) <= rule.units * unit
      if !isRight { wrong.append("(\(a[i]), \(b[i]), \(c[i])): \(got[i]), not \(exact)") }
    }
    #expect(wrong.isEmpty, "\(opcode): \(wrong.prefix(8))")
  }

  @Test(arguments: Variant.available, opcodes)
  func `an element's bits do not depend on its place`(variant: Variant, opcode: Opcode) {
    checkPlaces(variant.kernels, opcode)
  }

  private func checkPlaces<K: KernelSet>(_ kernels: K.Type, _ opcode: Opcode) {
    guard let rule = Rule(opcode, precise: false) else { return }
    let (a, b, c) = arguments(opcode, arity: rule.arity, as: K.Real.self)
    let whole = run(kernels, opcode, a, b, c)
    for count in Array(1...34) + [63, 64, 65, 80, 81, 127] {
      let start = (count * 7) % 50
      let range = start..<(start + count)
      let part = run(kernels, opcode, Array(a[range]), Array(b[range]), Array(c[range]))
      #expect(sameBits(part, Array(whole[range])), "\(opcode), \(count) elements")
    }
  }

  @Test(arguments: Variant.available)
  func `signed zeros come through`(variant: Variant) {
    func check<K: KernelSet>(_ kernels: K.Type) {
      let zeros: [K.Real] = [0, -0.0]
      #expect(sameBits(run(kernels, .negate, zeros, zeros, zeros), [-0.0, 0]))
      #expect(sameBits(run(kernels, .tanh, zeros, zeros, zeros), [0, -0.0]))
      #expect(sameBits(run(kernels, .absolute, zeros, zeros, zeros), [0, 0]))
      #expect(sameBits(run(kernels, .squareRoot, zeros, zeros, zeros), [0, -0.0]))
    }
    check(variant.kernels)
  }

  @Test(arguments: Variant.available)
  func `tanh never leaves the interval from −1 to 1 and sigmoid that from 0 to 1`(variant: Variant) {
    func check<K: KernelSet>(_ kernels: K.Type) {
      let x = (-24_000...24_000).map { K.Real($0) / 2000 }
      #expect(run(kernels, .tanh, x, x, x).allSatisfy { abs($0) <= 1 })
      #expect(run(kernels, .sigmoid, x, x, x).allSatisfy { $0 >= 0 && $0 <= 1 })
    }
    check(variant.kernels)
  }

  @Test(arguments: Variant.available, [1, 5, 16, 33, 64, 100, 150])
  func `a program stores over what it loads, and writes nothing beyond its count`(variant: Variant, count: Int) {
    func check<K: KernelSet>(_ kernels: K.Type) {
      var generator = SeededGenerator(seed: 7)
      let c = generator.numbers(count, as: K.Real.self)
      let gate = generator.numbers(count, as: K.Real.self)
      // c ← gate · c + 0.5; h ← max(c, gate)
      let code: [Int32] = [
        Opcode.loadVector.rawValue, 0, 0, 0, 0,
        Opcode.loadVector.rawValue, 1, 1, 0, 0,
        Opcode.loadScalar.rawValue, 31, 2, 0, 0,
        Opcode.multiplyAdd.rawValue, 0, 0, 1, 31,
        Opcode.store.rawValue, 0, 0, 0, 0,
        Opcode.maximum.rawValue, 2, 0, 1, 0,
        Opcode.store.rawValue, 0, 3, 2, 0,
      ]
      var buffers = [c + [9, 9, 9], gate, [0.5], [K.Real](repeating: 9, count: count + 3)]
      runProgram(kernels, code, &buffers, count: count)
      let cell = zip(c, gate).map { $0 * $1 + 0.5 }
      #expect(worstError(Array(buffers[0][..<count]), cell.map { Double($0) }) <= 1)
      #expect(buffers[3][..<count].elementsEqual(zip(buffers[0], gate).map { Swift.max($0, $1) }))
      #expect(buffers[0][count...].allSatisfy { $0 == 9 } && buffers[3][count...].allSatisfy { $0 == 9 })
    }
    check(variant.kernels)
  }

  @Test(arguments: Variant.available)
  func `the instructions are numbered without a gap and no word is read beyond the program`(variant: Variant) {
    #expect(Self.opcodes.map(\.rawValue) == Array(0..<Opcode.count) && Opcode(rawValue: Opcode.count) == nil)
    func check<K: KernelSet>(_ kernels: K.Type) {
      var buffers: [[K.Real]] = [[1, 2, 3]]
      runProgram(kernels, [], &buffers, count: 3)
      runProgram(kernels, [Opcode.loadVector.rawValue, 0, 0, 0, 0], &buffers, count: 0)
      #expect(buffers == [[1, 2, 3]])
    }
    check(variant.kernels)
  }
}

/// What an instruction should give, and how near it must come.
private struct Rule {
  var arity: Int
  /// The allowed distance, in units of the last place of the right value.
  var units: Double
  var function: (Double, Double, Double) -> Double
  /// The least size of such a unit, for functions whose terms cancel.
  var floor: (Double, Double, Double) -> Double = { _, _, _ in 0 }

  /// Fails for the instructions that move data; `precise` asks for the tolerance of double precision.
  init?(_ opcode: Opcode, precise: Bool) {
    func one(_ units: Double, _ f: @escaping (Double) -> Double) -> Rule {
      Rule(arity: 1, units: units) { a, _, _ in f(a) }
    }
    func two(_ units: Double, _ f: @escaping (Double, Double) -> Double) -> Rule {
      Rule(arity: 2, units: units) { a, b, _ in f(a, b) }
    }
    let normal = precise ? Double.leastNormalMagnitude : Double(Float.leastNormalMagnitude)
    let epsilon = precise ? Double.ulpOfOne : Double(Float.ulpOfOne)
    switch opcode {
    case .loadVector, .loadScalar, .store: return nil
    case .add: self = two(0.5) { $0 + $1 }
    case .subtract: self = two(0.5) { $0 - $1 }
    case .multiply: self = two(0.5) { $0 * $1 }
    case .divide: self = two(0.5) { $0 / $1 }
    case .multiplyAdd:
      self = Rule(arity: 3, units: 1) { fma($0, $1, $2) }
      floor = { a, b, c in epsilon * max(abs(a * b), abs(c)).clamped }
    case .negate: self = one(0) { -$0 }
    case .minimum: self = two(0) { $0.isNaN || $1.isNaN ? .nan : min($0, $1) }
    case .maximum: self = two(0) { $0.isNaN || $1.isNaN ? .nan : max($0, $1) }
    case .power: self = two(1) { pow($0, $1) }
    case .sigmoid:
      self = one(precise ? 2 : 4.5) { 1 / (1 + Glibc.exp(-$0)) }
      // Where the exponential of −x would overflow, zero is near enough.
      floor = { _, _, _ in normal }
    case .tanh: self = one(precise ? 1 : 5.5) { Glibc.tanh($0) }
    case .relu: self = one(0) { $0.isNaN ? .nan : max($0, 0) }
    case .leakyRelu: self = two(0.5) { $0 < 0 ? $0 * $1 : $0 }
    case .softplus: self = one(4.5) { max($0, 0) + log1p(Glibc.exp(-abs($0))) + ($0.isNaN ? .nan : 0) }
    case .exp: self = one(precise ? 1 : 2) { Glibc.exp($0) }
    case .log: self = one(precise ? 1 : 2) { Glibc.log($0) }
    case .squareRoot: self = one(0.5) { $0.squareRoot() }
    case .sine: self = one(1) { sin($0) }
    case .cosine: self = one(1) { cos($0) }
    case .absolute: self = one(0) { abs($0) }
    case .sign: self = one(0) { $0.isNaN ? .nan : $0 > 0 ? 1 : $0 < 0 ? -1 : 0 }
    case .reciprocal: self = one(0.5) { 1 / $0 }
    case .square: self = one(0.5) { $0 * $0 }
    case .less: self = two(0) { $0 < $1 ? 1 : 0 }
    case .lessEqual: self = two(0) { $0 <= $1 ? 1 : 0 }
    case .greater: self = two(0) { $0 > $1 ? 1 : 0 }
    case .greaterEqual: self = two(0) { $0 >= $1 ? 1 : 0 }
    case .equal: self = two(0) { $0 == $1 ? 1 : 0 }
    case .notEqual: self = two(0) { $0 != $1 ? 1 : 0 }
    case .logicalAnd: self = two(0) { $0 != 0 && $1 != 0 ? 1 : 0 }
    case .logicalOr: self = two(0) { $0 != 0 || $1 != 0 ? 1 : 0 }
    case .logicalNot: self = one(0) { $0 == 0 ? 1 : 0 }
    case .select: self = Rule(arity: 3, units: 0) { $0 != 0 ? $1 : $2 }
    case .clip: self = Rule(arity: 3, units: 0) { a, b, c in a < b ? (b > c ? c : b) : a > c ? c : a }
    case .floor: self = one(0) { Glibc.floor($0) }
    case .shrink:
      self = two(1) { a, b in
        if a.isNaN || b.isNaN { return .nan }
        return (a > 0 ? 1 : a < 0 ? -1 : 0) * max(abs(a) - b, 0)
      }
    case .sigmoidSlope:
      self = one(1) { $0 * (1 - $0) }
      floor = { a, _, _ in epsilon * (abs(a) * (1 + abs(a))).clamped }
    case .tanhSlope:
      self = one(1) { fma(-$0, $0, 1) }
      floor = { a, _, _ in epsilon * max(1, a * a).clamped }
    case .reluSlope: self = one(0) { $0 > 0 ? 1 : 0 }
    }
  }

  private init(arity: Int, units: Double, _ function: @escaping (Double, Double, Double) -> Double) {
    (self.arity, self.units, self.function) = (arity, units, function)
  }
}

extension Double {
  /// Zero in place of what is not finite, so that it grants no tolerance.
  fileprivate var clamped: Double { isFinite ? self : 0 }
}

/// Three arrays of arguments: the special values in all combinations, then random ones of many sizes.
private func arguments<R: BinaryFloatingPoint>(_ opcode: Opcode, arity: Int, as: R.Type) -> ([R], [R], [R]) {
  let special: [R] = [
    0, -0.0, 1, -1, 2, -2, 0.5, -0.5, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, -.leastNonzeroMagnitude,
    .leastNormalMagnitude, R.leastNormalMagnitude / 8, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 3, -3, 1e-4,
  ]
  var (a, b, c): ([R], [R], [R]) = ([], [], [])
  for x in special {
    for y in arity > 1 ? special : [1] {
      for z in arity > 2 ? special : [0] {
        a.append(x)
        b.append(y)
        c.append(z)
      }
    }
  }
  var generator = SeededGenerator(seed: UInt64(opcode.rawValue) + 1)
  for i in 0..<2000 {
    let size: Double = [1, 4, 20, 110, 1e-3][i % 5]
    a.append(R(Float.random(in: -1...1, using: &generator)) * R(size))
    b.append(R(Float.random(in: -4...4, using: &generator)))
    c.append(R(Float.random(in: -4...4, using: &generator)))
  }
  // Powers of negative bases need whole exponents; clip needs low below high.
  for i in (a.count - 500)..<a.count {
    b[i] = b[i].rounded()
    c[i] = b[i] + abs(c[i])
  }
  return (a, b, c)
}

/// Runs one instruction on three arrays.
private func run<K: KernelSet>(
  _ kernels: K.Type, _ opcode: Opcode, _ a: [K.Real], _ b: [K.Real], _ c: [K.Real]
)
  -> [K.Real]
{
  let code: [Int32] = [
    Opcode.loadVector.rawValue, 0, 0, 0, 0,
    Opcode.loadVector.rawValue, 1, 1, 0, 0,
    Opcode.loadVector.rawValue, 2, 2, 0, 0,
    opcode.rawValue, 3, 0, 1, 2,
    Opcode.store.rawValue, 0, 3, 3, 0,
  ]
  var buffers = [a, b, c, [K.Real](repeating: 77, count: a.count)]
  runProgram(kernels, code, &buffers, count: a.count)
  return buffers[3]
}

/// Runs a program whose operands are `buffers`.
private func runProgram<K: KernelSet>(_ kernels: K.Type, _ code: [Int32], _ buffers: inout [[K.Real]], count: Int) {
  let operands = buffers.map { buffer in
    let memory = UnsafeMutablePointer<K.Real>.allocate(capacity: buffer.count)
    memory.initialize(from: buffer, count: buffer.count)
    return memory
  }
  kernels.runElementwise(
    code: code, instructionCount: code.count / Opcode.wordsPerInstruction, operands: operands, count: count)
  for (i, memory) in operands.enumerated() {
    buffers[i] = Array(UnsafeBufferPointer(start: memory, count: buffers[i].count))
    memory.deallocate()
  }
}
