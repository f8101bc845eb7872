// Exponential, logarithm, logistic function and hyperbolic tangent of a block: polynomials in single precision,
// the C library lane by lane in double. Errors are in units of the last place, measured over the whole range.

import Glibc

#if DOUBLE_PRECISION
  extension Lane {
    static var signBit: UInt64 { 1 << 63 }

    /// eˣ, as C's `exp`.
    @inline(never)
    static func exp(_ x: Lanes) -> Lanes {
      var result = x
      for lane in 0..<laneCount { result[lane] = Glibc.exp(x[lane]) }
      return result
    }

    /// The natural logarithm, as C's `log`.
    @inline(never)
    static func log(_ x: Lanes) -> Lanes {
      var result = x
      for lane in 0..<laneCount { result[lane] = Glibc.log(x[lane]) }
      return result
    }

    /// The hyperbolic tangent, as C's `tanh`.
    @inline(never)
    static func tanh(_ x: Lanes) -> Lanes {
      var result = x
      for lane in 0..<laneCount { result[lane] = Glibc.tanh(x[lane]) }
      return result
    }

    /// 1 / (1 + e⁻ˣ).
    @inline(always)
    static func sigmoid(_ x: Lanes) -> Lanes { one / (one + exp(negate(x))) }
  }
#else
  extension Lane {
    static var signBit: UInt32 { 1 << 31 }

    /// 1.5·2²³: adding it and taking it away rounds to a whole number, which the low bits of the sum hold in between.
    @inline(always)
    private static var rounder: Float { 12_582_912 }

    /// eʳ·2ⁿ = eˣ with |r| ≤ log(2)/2: the polynomial in `r`, and the sum whose low bits are n.
    @inline(always)
    private static func reducedExp(_ x: Lanes) -> (value: Lanes, rounded: Lanes) {
      let rounded = multiplyAdd(x, Lanes(repeating: 1.442_695_04), Lanes(repeating: rounder))
      let n = rounded - rounder
      var r = multiplyAdd(n, Lanes(repeating: -0.693_359_375), x)
      r = multiplyAdd(n, Lanes(repeating: 2.121_944_4e-4), r)
      // Pairs of terms side by side (Estrin's scheme): the chain of dependent products is half as long.
      let square = r * r
      let low = multiplyAdd(Lanes(repeating: 0.166_666_65), r, Lanes(repeating: 0.5))
      let middle = multiplyAdd(Lanes(repeating: 8.333_452e-3), r, Lanes(repeating: 4.166_579_6e-2))
      let high = multiplyAdd(Lanes(repeating: 1.987_569_1e-4), r, Lanes(repeating: 1.398_199_9e-3))
      let p = multiplyAdd(multiplyAdd(high, square, middle), square, low)
      return (multiplyAdd(p, square, r) + one, rounded)
    }

    /// eˣ within 1.5 units; denormal results are rounded, not flushed.
    @inline(always)
    static func exp(_ x: Lanes) -> Lanes {
      let (value, rounded) = reducedExp(clip(x, Lanes(repeating: -104), Lanes(repeating: 89)))
      // 2ⁿ in two factors: n reaches from −150 to 128, more than one exponent holds.
      let n = unsafeBitCast(rounded, to: LaneIntegers.self) &- 0x4B40_0000
      let half = n &>> 1
      let first = unsafeBitCast((half &+ 127) &<< 23, to: Lanes.self)
      let second = unsafeBitCast((n &- half &+ 127) &<< 23, to: Lanes.self)
      return value * first * second
    }

    /// 1 / (1 + e⁻ˣ) within 3 units; below −88.4 it is zero.
    @inline(always)
    static func sigmoid(_ x: Lanes) -> Lanes {
      // Above 88.4 the exponent's bits are infinity's, which is the right answer; the clip keeps them from going further.
      let (value, rounded) = reducedExp(clip(negate(x), Lanes(repeating: -87), Lanes(repeating: 88.9)))
      let scale = unsafeBitCast((unsafeBitCast(rounded, to: LaneIntegers.self) &+ 127) &<< 23, to: Lanes.self)
      return one / multiplyAdd(value, scale, one)
    }

    /// The hyperbolic tangent within 5.5 units, by a quotient of polynomials in x² fitted on |x| < 9.01 (where it becomes 1).
    @inline(always)
    static func tanh(_ x: Lanes) -> Lanes {
      let bounded = clip(x, Lanes(repeating: -9.05), Lanes(repeating: 9.05))
      let square = bounded * bounded
      var top = multiplyAdd(Lanes(repeating: 1.333_525_9e-8), square, Lanes(repeating: 2.059_515_3e-5))
      top = multiplyAdd(top, square, Lanes(repeating: 3.494_744e-3))
      top = multiplyAdd(top, square, Lanes(repeating: 0.133_803_16))
      top = multiplyAdd(top, square, one)
      var bottom = multiplyAdd(Lanes(repeating: 7.768_639_99e-7), square, Lanes(repeating: 3.284_252_9e-4))
      bottom = multiplyAdd(bottom, square, Lanes(repeating: 2.587_377_3e-2))
      bottom = multiplyAdd(bottom, square, Lanes(repeating: 0.467_136_32))
      bottom = multiplyAdd(bottom, square, one)
      return clip(bounded * top / bottom, Lanes(repeating: -1), one)
    }

    /// The natural logarithm within 1.5 units, denormal arguments included.
    @inline(always)
    static func log(_ x: Lanes) -> Lanes {
      let isSmall = x .< Float.leastNormalMagnitude
      let normal = x.replacing(with: x * 8_388_608, where: isSmall)
      let bits = unsafeBitCast(normal, to: LaneBits.self)
      // x = m·2ⁿ with m from √½ to √2: the offset moves the border of the exponent to √½.
      let offset = bits &+ (0x3F80_0000 - 0x3F35_04F3)
      let exponentBits = (offset &>> 23) &+ 0x4B00_0000
      let biased = unsafeBitCast(exponentBits, to: Lanes.self) - 8_388_608
      let exponent = biased - Lanes(repeating: 127).replacing(with: 150, where: isSmall)
      let mantissaBits = (offset & 0x007F_FFFF) &+ 0x3F35_04F3
      let z = unsafeBitCast(mantissaBits, to: Lanes.self) - one
      var p = multiplyAdd(Lanes(repeating: 7.037_683_6e-2), z, Lanes(repeating: -0.115_146_1))
      p = multiplyAdd(p, z, Lanes(repeating: 0.116_769_99))
      p = multiplyAdd(p, z, Lanes(repeating: -0.124_201_41))
      p = multiplyAdd(p, z, Lanes(repeating: 0.142_493_23))
      p = multiplyAdd(p, z, Lanes(repeating: -0.166_680_58))
      p = multiplyAdd(p, z, Lanes(repeating: 0.200_007_15))
      p = multiplyAdd(p, z, Lanes(repeating: -0.249_999_94))
      p = multiplyAdd(p, z, Lanes(repeating: 0.333_333_31))
      let square = z * z
      var y = p * z * square
      y = multiplyAdd(exponent, Lanes(repeating: -2.121_944_4e-4), y)
      y = multiplyAdd(square, Lanes(repeating: -0.5), y)
      let result = multiplyAdd(exponent, Lanes(repeating: 0.693_359_375), z + y)
      return
        result
        .replacing(with: x, where: .!(x .< .infinity))
        .replacing(with: -.infinity, where: x .== 0)
        .replacing(with: .nan, where: x .< 0)
    }
  }
#endif
