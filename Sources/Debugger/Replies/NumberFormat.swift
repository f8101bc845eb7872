// How printed numbers are written: `print/e`, `print/6`, `print/3f`, `print/x`.

/// A way to write single-precision numbers.
package struct NumberFormat: Sendable, Equatable {
  package enum Notation: Sendable, Equatable {
    /// As short as it may be.
    case short
    /// One digit before the point, and a power of ten.
    case exponent
    /// Without a power of ten, `digits` behind the point.
    case fixed
    /// The 32 bits of the number, as hexadecimal digits.
    case bits
  }

  package var notation: Notation
  package var digits: Int

  package static let short = NumberFormat(notation: .short, digits: 4)

  package init(notation: Notation, digits: Int) {
    self.notation = notation
    self.digits = digits
  }

  /// Reads what stands behind the slash: digits, a letter, or both; nine digits tell any two numbers apart.
  ///
  /// Nil if it is no format.
  package init?(_ text: String) {
    let letters = text.filter { !$0.isNumber }
    let digits = text.filter(\.isNumber)
    guard !text.isEmpty, letters.count <= 1, digits.isEmpty || (1...9).contains(Int(digits) ?? 0) else { return nil }
    switch letters {
    case "": notation = .short
    case "e": notation = .exponent
    case "f": notation = .fixed
    case "x": notation = .bits
    default: return nil
    }
    self.digits = Int(digits) ?? 4
  }

  package func text(_ value: Float) -> String {
    switch notation {
    case .short: return ValueText.significant(Double(value), digits: digits)
    case .exponent: return ValueText.exponential(Double(value), digits: digits)
    case .fixed: return ValueText.fixed(Double(value), decimals: digits)
    case .bits:
      let digits = String(value.bitPattern, radix: 16)
      return "0x" + String(repeating: "0", count: 8 - digits.count) + digits
    }
  }
}
