// Numbers as people read them: few digits, one width, never more than is known.

/// How numbers are written at the prompt and on the screen.
package enum ValueText {
  /// Four significant digits; a whole number as it is; exponents only where they are shorter.
  package static func short(_ value: Float) -> String { significant(Double(value), digits: 4) }

  /// `value` with so many significant digits.
  package static func significant(_ value: Double, digits: Int) -> String {
    if let special = special(value) { return special }
    if value == 0 { return "0" }
    let (scaled, exponent) = rounded(value, digits: digits)
    let sign = value < 0 ? "-" : ""
    guard exponent >= -4, exponent < 7 else {
      return sign + trimmed(mantissa(scaled)) + "e\(exponent)"
    }
    let decimals = digits - 1 - exponent
    guard decimals > 0 else { return sign + String(Int((abs(value)).rounded())) }
    let text = String(Int(scaled))
    let padded = String(repeating: "0", count: max(0, decimals + 1 - text.count)) + text
    return sign + trimmed("\(padded.dropLast(decimals)).\(padded.suffix(decimals))")
  }

  /// One digit, a point, the other digits, and a power of ten: `9.184e-1`.
  package static func exponential(_ value: Double, digits: Int) -> String {
    if let special = special(value) { return special }
    let (scaled, exponent) = value == 0 ? (0, 0) : rounded(value, digits: digits)
    let text = value == 0 ? "0." + String(repeating: "0", count: digits - 1) : mantissa(scaled)
    return (value < 0 ? "-" : "") + (text.hasSuffix(".") ? String(text.dropLast()) : text) + "e\(exponent)"
  }

  /// So many digits behind the point; beyond 10¹⁵ as `significant`, for there are no such digits.
  package static func fixed(_ value: Double, decimals: Int) -> String {
    if let special = special(value) { return special }
    guard abs(value) < 1e15 / power(decimals) else { return significant(value, digits: 9) }
    let text = String(Int((abs(value) * power(decimals)).rounded()))
    let padded = String(repeating: "0", count: max(0, decimals + 1 - text.count)) + text
    return (value < 0 ? "-" : "") + "\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
  }

  private static func special(_ value: Double) -> String? {
    if value.isNaN { return "NaN" }
    return value.isInfinite ? (value < 0 ? "-∞" : "∞") : nil
  }

  /// The digits as a whole number, and the power of ten of the first of them.
  private static func rounded(_ value: Double, digits: Int) -> (scaled: Double, exponent: Int) {
    let exponent = magnitude(value)
    // A power of ten that would bring the smallest numbers up is infinite.
    guard exponent > -200 else {
      let (scaled, lifted) = rounded(abs(value) * power(200), digits: digits)
      return (scaled, lifted - 200)
    }
    let scaled = (abs(value) / power(exponent - digits + 1)).rounded()
    guard scaled >= power(digits) else { return (scaled, exponent) }
    return ((abs(value) / power(exponent - digits + 2)).rounded(), exponent + 1)
  }

  private static func mantissa(_ scaled: Double) -> String {
    let text = String(Int(scaled))
    return "\(text.prefix(1)).\(text.dropFirst())"
  }

  private static func trimmed(_ text: String) -> String {
    var view = text[...]
    while view.last == "0" { view.removeLast() }
    if view.last == "." { view.removeLast() }
    return String(view)
  }

  private static func magnitude(_ value: Double) -> Int {
    var (exponent, rest) = (0, abs(value))
    while rest >= 10 {
      rest /= 10
      exponent += 1
    }
    while rest < 1 {
      rest *= 10
      exponent -= 1
    }
    return exponent
  }

  private static func power(_ exponent: Int) -> Double {
    var result = 1.0
    for _ in 0..<abs(exponent) { result *= 10 }
    return exponent < 0 ? 1 / result : result
  }
}
