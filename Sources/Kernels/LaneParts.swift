// The first few elements of a block, put together and taken apart in registers by halves: through memory, a wide load
// would wait for the narrow stores before it.

extension Lane {
  /// The two halves. (`lowHalf` and `highHalf` may stay functions that the linker shares between instruction sets.)
  @inline(always)
  static func halves(_ value: SIMD8<Real>) -> (low: SIMD4<Real>, high: SIMD4<Real>) {
    unsafeBitCast(value, to: (low: SIMD4<Real>, high: SIMD4<Real>).self)
  }

  #if !DOUBLE_PRECISION
    /// The two halves.
    @inline(always)
    static func halves(_ value: Lanes) -> (low: SIMD8<Real>, high: SIMD8<Real>) {
      unsafeBitCast(value, to: (low: SIMD8<Real>, high: SIMD8<Real>).self)
    }
  #endif

  /// The first `count` elements, fewer than a block, and zero in the lanes behind them.
  @inline(always)
  static func loadPart(_ source: UnsafePointer<Real>, count: Int) -> Lanes {
    #if DOUBLE_PRECISION
      return loadPart8(source, count)
    #else
      if count & 8 == 0 { return Lanes(lowHalf: loadPart8(source, count), highHalf: SIMD8(repeating: 0)) }
      return Lanes(lowHalf: raw(source).loadUnaligned(as: SIMD8<Real>.self), highHalf: loadPart8(source + 8, count))
    #endif
  }

  /// Writes the first `count` lanes, fewer than a block.
  @inline(always)
  static func storePart(_ value: Lanes, _ destination: UnsafeMutablePointer<Real>, count: Int) {
    #if DOUBLE_PRECISION
      storePart8(value, destination, count)
    #else
      let (low, high) = halves(value)
      if count & 8 == 0 {
        storePart8(low, destination, count)
      } else {
        raw(destination).storeBytes(of: low, as: SIMD8<Real>.self)
        storePart8(high, destination + 8, count)
      }
    #endif
  }

  @inline(always)
  private static func loadPart8(_ source: UnsafePointer<Real>, _ count: Int) -> SIMD8<Real> {
    if count & 4 == 0 { return SIMD8(lowHalf: loadPart4(source, count), highHalf: SIMD4(repeating: 0)) }
    return SIMD8(lowHalf: raw(source).loadUnaligned(as: SIMD4<Real>.self), highHalf: loadPart4(source + 4, count))
  }

  @inline(always)
  private static func loadPart4(_ source: UnsafePointer<Real>, _ count: Int) -> SIMD4<Real> {
    switch count & 3 {
    case 1: SIMD4(source[0], 0, 0, 0)
    case 2: SIMD4(source[0], source[1], 0, 0)
    case 3: SIMD4(source[0], source[1], source[2], 0)
    default: SIMD4(repeating: 0)
    }
  }

  @inline(always)
  private static func storePart8(_ value: SIMD8<Real>, _ destination: UnsafeMutablePointer<Real>, _ count: Int) {
    let (low, high) = halves(value)
    if count & 4 == 0 {
      storePart4(low, destination, count)
    } else {
      raw(destination).storeBytes(of: low, as: SIMD4<Real>.self)
      storePart4(high, destination + 4, count)
    }
  }

  @inline(always)
  private static func storePart4(_ value: SIMD4<Real>, _ destination: UnsafeMutablePointer<Real>, _ count: Int) {
    let rest = count & 3
    if rest > 0 { destination[0] = value[0] }
    if rest > 1 { destination[1] = value[1] }
    if rest > 2 { destination[2] = value[2] }
  }

  @inline(always)
  private static func raw(_ pointer: UnsafePointer<Real>) -> UnsafeRawPointer { UnsafeRawPointer(pointer) }

  @inline(always)
  private static func raw(_ pointer: UnsafeMutablePointer<Real>) -> UnsafeMutableRawPointer {
    UnsafeMutableRawPointer(pointer)
  }
}
