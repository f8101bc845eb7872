// How tightly the parts of a label hold together: what a label needs brackets for where it becomes a part of another.

/// The strength of the loosest sign that stands outside of brackets in the label of an explanation.
package enum LabelStrength: Int, Comparable {
  /// A sum, a comparison, or words.
  case sum
  case product, power
  /// A name, a number, a call.
  case whole

  package static func < (one: LabelStrength, other: LabelStrength) -> Bool { one.rawValue < other.rawValue }

  private init(of label: String) {
    var depth = 0
    var loosest = label.hasPrefix("-") ? LabelStrength.sum : .whole
    for character in label {
      switch character {
      case "(", "[": depth += 1
      case ")", "]": depth -= 1
      case " " where depth == 0: loosest = .sum
      case "·" where depth == 0, "/" where depth == 0: loosest = min(loosest, .product)
      case "^" where depth == 0: loosest = min(loosest, .power)
      default: break
      }
    }
    self = loosest
  }

  /// A label in brackets, unless it holds together at least so tightly.
  package static func bracketed(_ label: String, below strength: LabelStrength) -> String {
    LabelStrength(of: label) < strength ? "(\(label))" : label
  }
}
