// The number that this build of the folder computes with, and the block of lanes that it moves at a time.
// The folder is compiled four times (see Package.swift): for three instruction sets in single precision, once in double.
// Nothing here or beside it knows of models; nothing is generic, so that no instruction leaks into another module.

#if DOUBLE_PRECISION
  /// The scalar of every buffer.
  package typealias Real = Double
  /// One block of consecutive elements.
  typealias Lanes = SIMD8<Double>
  /// The bits of a block.
  typealias LaneBits = SIMD8<UInt64>
  /// The whole numbers that index a block.
  typealias LaneIntegers = SIMD8<Int64>
  let laneCount = 8
#else
  /// The scalar of every buffer.
  package typealias Real = Float
  /// One block of consecutive elements.
  typealias Lanes = SIMD16<Float>
  /// The bits of a block.
  typealias LaneBits = SIMD16<UInt32>
  /// The whole numbers that index a block.
  typealias LaneIntegers = SIMD16<Int32>
  let laneCount = 16
#endif

/// What a caller may ask of this build; every function works on memory that the caller owns and allocates nothing.
package enum Routines {
  /// The number of elements in one block.
  package static var blockSize: Int { laneCount }
}

/// What is done to one block.
enum Lane {
  /// The block of zeros.
  @inline(always)
  static var zero: Lanes { Lanes(repeating: 0) }

  /// The block of ones.
  @inline(always)
  static var one: Lanes { Lanes(repeating: 1) }

  /// `laneCount` consecutive elements; no alignment is needed.
  @inline(always)
  static func load(_ source: UnsafePointer<Real>) -> Lanes {
    UnsafeRawPointer(source).loadUnaligned(as: Lanes.self)
  }

  /// Writes `laneCount` consecutive elements; no alignment is needed.
  @inline(always)
  static func store(_ value: Lanes, _ destination: UnsafeMutablePointer<Real>) {
    UnsafeMutableRawPointer(destination).storeBytes(of: value, as: Lanes.self)
  }

  /// The first `count` elements at `stride` from one another, and `padding` in the lanes behind them.
  static func gather(_ source: UnsafePointer<Real>, stride: Int, count: Int, padding: Real = 0) -> Lanes {
    if stride == 1 && padding == 0 && count < laneCount { return loadPart(source, count: count) }
    var block = Lanes(repeating: padding)
    for lane in 0..<min(count, laneCount) { block[lane] = source[lane &* stride] }
    return block
  }

  /// Writes the first `count` lanes at `stride` from one another.
  static func scatter(_ value: Lanes, _ destination: UnsafeMutablePointer<Real>, stride: Int, count: Int) {
    if stride == 1 && count < laneCount { return storePart(value, destination, count: count) }
    for lane in 0..<min(count, laneCount) { destination[lane &* stride] = value[lane] }
  }

  /// A full block at any stride: as fast as a load where the elements lie side by side.
  @inline(always)
  static func load(_ source: UnsafePointer<Real>, stride: Int) -> Lanes {
    stride == 1 ? load(source) : gather(source, stride: stride, count: laneCount)
  }

  /// A full block to any stride.
  @inline(always)
  static func store(_ value: Lanes, _ destination: UnsafeMutablePointer<Real>, stride: Int) {
    if stride == 1 { store(value, destination) } else { scatter(value, destination, stride: stride, count: laneCount) }
  }

  /// `a * b + c`, rounded once where the instruction set does so in one instruction, twice elsewhere.
  ///
  /// On the baseline `addingProduct` would call the C library for each lane.
  @inline(always)
  static func multiplyAdd(_ a: Lanes, _ b: Lanes, _ c: Lanes) -> Lanes {
    #if FUSED_MULTIPLY_ADD
      c.addingProduct(a, b)
    #else
      a * b + c
    #endif
  }

  /// `multiplyAdd` of one element.
  @inline(always)
  static func multiplyAdd(_ a: Real, _ b: Real, _ c: Real) -> Real {
    #if FUSED_MULTIPLY_ADD
      c.addingProduct(a, b)
    #else
      a * b + c
    #endif
  }

  /// The lanes' sum, in the order of a balanced tree.
  @inline(always)
  static func sum(_ value: Lanes) -> Real {
    #if DOUBLE_PRECISION
      let eight = value
    #else
      let pair = halves(value)
      let eight = pair.low + pair.high
    #endif
    let (low, high) = halves(eight)
    let four = low + high
    return (four[0] + four[2]) + (four[1] + four[3])
  }
}
