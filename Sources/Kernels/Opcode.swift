// The instructions of a fused elementwise program, by number: what each does is in Elementwise.swift.

/// An instruction of an elementwise program; its word group is `wordsPerInstruction` long: opcode, destination, a, b, c.
///
/// Destination, `a`, `b` and `c` are numbers of registers, but for the three instructions that reach memory.
/// The numbers of the instructions are consecutive from 0.
package enum Opcode: Int32, Sendable {
  /// Destination ← the elements of operand `a`, one for each element of the program.
  case loadVector = 0
  /// Destination ← the first element of operand `a`, for every element.
  case loadScalar = 1
  /// The elements of operand `a` ← register `b`.
  case store = 2
  case add = 3
  case subtract = 4
  case multiply = 5
  case divide = 6
  /// a·b + c.
  case multiplyAdd = 7
  case negate = 8
  /// The lesser of a and b; NaN if either is.
  case minimum = 9
  /// The greater of a and b; NaN if either is.
  case maximum = 10
  /// a to the power b.
  case power = 11
  case sigmoid = 12
  case tanh = 13
  case relu = 14
  /// a above zero, a·b elsewhere.
  case leakyRelu = 15
  case softplus = 16
  case exp = 17
  case log = 18
  case squareRoot = 19
  case sine = 20
  case cosine = 21
  case absolute = 22
  /// −1, 0 or 1; NaN stays.
  case sign = 23
  case reciprocal = 24
  case square = 25
  /// a < b, as 1 or 0; so are the five that follow.
  case less = 26
  case lessEqual = 27
  case greater = 28
  case greaterEqual = 29
  case equal = 30
  case notEqual = 31
  /// 1 where a and b are both other than zero, else 0.
  case logicalAnd = 32
  /// 1 where a or b is other than zero, else 0.
  case logicalOr = 33
  /// 1 where a is zero, else 0.
  case logicalNot = 34
  /// b where a is other than zero, c elsewhere.
  case select = 35
  /// a brought into b…c.
  case clip = 36
  case floor = 37
  /// sign(a) · max(|a| − b, 0).
  case shrink = 38
  /// a(1 − a): the slope of the logistic function where its value is a.
  case sigmoidSlope = 39
  /// 1 − a²: the slope of the hyperbolic tangent where its value is a.
  case tanhSlope = 40
  /// 1 where a is above zero, else 0.
  case reluSlope = 41

  /// The instruction of a number, as `init(rawValue:)` gives it, but without a call: the numbers are those by which the
  /// cases are told apart in memory, in the order of their declaration.
  @inline(always)
  init?(word: Int32) {
    guard UInt32(bitPattern: word) < UInt32(Self.count) else { return nil }
    self = unsafeBitCast(UInt8(truncatingIfNeeded: word), to: Opcode.self)
  }

  /// The number of instructions: theirs are 0 up to this one. (`CaseIterable` would leave code for newer processors
  /// where the linker may take it for a program that must run on all.)
  package static var count: Int32 { 42 }

  /// The number of `Int32` words of one instruction.
  package static var wordsPerInstruction: Int { 5 }

  /// The number of registers that an instruction may name.
  package static var registerCount: Int { 32 }
}
