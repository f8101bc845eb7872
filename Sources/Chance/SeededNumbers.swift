// Numbers that look random and are the same on every machine for the same seed and name.

import Glibc

/// A stream of numbers that belongs to a name, so that adding another name changes none of them.
///
/// Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators": SplitMix64.
package struct SeededNumbers: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64, name: String) {
    // The name is hashed by FNV-1a, over its bytes.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    var mixer = SeededNumbers(state: seed)
    state = mixer.next() ^ hash
    // Names that differ in their last letter alone should not start close together.
    state = next()
  }

  private init(state: UInt64) { self.state = state }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Uniform in [0, 1), a multiple of 2⁻⁵³.
  package mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Uniform in ±bound.
  package mutating func symmetric(_ bound: Double) -> Double { (2 * unit() - 1) * bound }

  /// Normal with mean 0 and variance 1 (Box and Muller 1958).
  package mutating func normal() -> Double {
    let radius = (-2 * log(1 - unit())).squareRoot()
    return radius * cos(2 * Double.pi * unit())
  }

  /// A whole number below `count`, which is 1 or more; the bias is below count / 2⁶⁴.
  package mutating func index(below count: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(count)).high) }
}
