// Functions of a block that need no approximation, the same for single and double precision.
// NaN and infinities go through as IEEE 754 says. `replacing(with:where:)` is one instruction where the SIMD types'
// own minimum, maximum and square root are taken apart into scalars.

import Glibc

extension Lane {
  /// One where the mask holds, zero elsewhere.
  @inline(always)
  static func truth(_ mask: SIMDMask<Lanes.MaskStorage>) -> Lanes { zero.replacing(with: 1, where: mask) }

  /// The lesser of the two; NaN if either is.
  @inline(always)
  static func minimum(_ a: Lanes, _ b: Lanes) -> Lanes {
    a.replacing(with: b, where: b .< a).replacing(with: b, where: b .!= b)
  }

  /// The greater of the two; NaN if either is.
  @inline(always)
  static func maximum(_ a: Lanes, _ b: Lanes) -> Lanes {
    a.replacing(with: b, where: b .> a).replacing(with: b, where: b .!= b)
  }

  /// `x` brought into `low...high`; NaN stays.
  @inline(always)
  static func clip(_ x: Lanes, _ low: Lanes, _ high: Lanes) -> Lanes {
    let raised = x.replacing(with: low, where: x .< low)
    return raised.replacing(with: high, where: raised .> high)
  }

  /// `x` without its sign.
  @inline(always)
  static func absolute(_ x: Lanes) -> Lanes {
    unsafeBitCast(unsafeBitCast(x, to: LaneBits.self) & ~LaneBits(repeating: signBit), to: Lanes.self)
  }

  /// `x` with the other sign, zero and NaN included.
  @inline(always)
  static func negate(_ x: Lanes) -> Lanes {
    unsafeBitCast(unsafeBitCast(x, to: LaneBits.self) ^ LaneBits(repeating: signBit), to: Lanes.self)
  }

  /// −1, 0 or 1; NaN stays.
  @inline(always)
  static func sign(_ x: Lanes) -> Lanes {
    zero.replacing(with: 1, where: x .> 0).replacing(with: -1, where: x .< 0).replacing(with: x, where: x .!= x)
  }

  /// `x` where it is above zero, `slope · x` elsewhere.
  @inline(always)
  static func leakyRelu(_ x: Lanes, slope: Lanes) -> Lanes { x.replacing(with: x * slope, where: x .< 0) }

  /// `x` where it is above zero, zero elsewhere; NaN stays.
  @inline(always)
  static func relu(_ x: Lanes) -> Lanes { x.replacing(with: 0, where: x .<= 0) }

  /// Soft thresholding: sign(x) · max(|x| − threshold, 0).
  @inline(always)
  static func shrink(_ x: Lanes, _ threshold: Lanes) -> Lanes { sign(x) * relu(absolute(x) - threshold) }

  /// log(1 + eˣ), by a form that neither overflows nor loses the small values.
  @inline(always)
  static func softplus(_ x: Lanes) -> Lanes {
    let small = exp(negate(absolute(x)))
    let above = one + small
    let correction = (small - (above - one)) / above
    return relu(x) + (log(above) + correction)
  }

  /// The greatest whole number not above `x`.
  @inline(always)
  static func floor(_ x: Lanes) -> Lanes {
    var result = x
    for lane in 0..<laneCount { result[lane] = Glibc.floor(x[lane]) }
    return result
  }

  /// The square root; NaN below zero.
  @inline(always)
  static func squareRoot(_ x: Lanes) -> Lanes { x.squareRoot() }

  /// `base` to the power `exponent`, as C's `pow`.
  @inline(never)
  static func power(_ base: Lanes, _ exponent: Lanes) -> Lanes {
    var result = base
    for lane in 0..<laneCount { result[lane] = Glibc.pow(base[lane], exponent[lane]) }
    return result
  }

  /// The sine of an angle in radians, as C's `sin`.
  @inline(never)
  static func sine(_ x: Lanes) -> Lanes {
    var result = x
    for lane in 0..<laneCount { result[lane] = Glibc.sin(x[lane]) }
    return result
  }

  /// The cosine of an angle in radians, as C's `cos`.
  @inline(never)
  static func cosine(_ x: Lanes) -> Lanes {
    var result = x
    for lane in 0..<laneCount { result[lane] = Glibc.cos(x[lane]) }
    return result
  }
}
