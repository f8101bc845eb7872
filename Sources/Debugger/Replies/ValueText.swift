// Numbers as people read them: few digits, one width, never more than is known.

/// How numbers are written at the prompt and on the screen.
package enum ValueText {
  /// Four significant digits; a whole number as it is; exponents only where they are shorter.
  package static func short(_ value: Float) -> String { significant(Double(value), digits: 4) }

  /// `value` with so many significant digits.
  package static func significant(_ value: Double, digits: Int) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-∞" : "∞" }
    if value == 0 { return "0" }
    var exponent = magnitude(value)
    var scaled = (abs(value) / power(exponent - digits + 1)).rounded()
    if scaled >= power(digits) {
      exponent += 1
      scaled = (abs(value) / power(exponent - digits + 1)).rounded()
    }
    let sign = value < 0 ? "-" : ""
    guard exponent >= -4, exponent < 7 else {
      return sign + mantissa(scaled, digits: digits) + "e\(exponent)"
    }
    let decimals = digits - 1 - exponent
    guard decimals > 0 else { return sign + String(Int((abs(value)).rounded())) }
    let text = String(Int(scaled))
    let padded = String(repeating: "0", count: max(0, decimals + 1 - text.count)) + text
    return sign + trimmed("\(padded.dropLast(decimals)).\(padded.suffix(decimals))")
  }

  private static func mantissa(_ scaled: Double, digits: Int) -> String {
    let text = String(Int(scaled))
    return trimmed("\(text.prefix(1)).\(text.dropFirst())")
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
