// How tightly signs bind: the one order that reading and printing share.

/// The strengths of signs, loosest first; what touches a value, an index or a transposition, is the tightest.
enum Strength: Int, Comparable {
  case lowest, or, and, not, comparison, sum, elementwise, product, power, postfix

  static func < (one: Strength, other: Strength) -> Bool { one.rawValue < other.rawValue }

  /// The next tighter strength.
  var above: Strength { Strength(rawValue: rawValue + 1) ?? .postfix }
}

extension BinarySign {
  var strength: Strength {
    switch self {
    case .or: .or
    case .and: .and
    case .less, .lessEqual, .greater, .greaterEqual, .equal, .notEqual: .comparison
    case .add, .subtract: .sum
    case .hadamard, .quotient: .elementwise
    case .power: .power
    }
  }
}
