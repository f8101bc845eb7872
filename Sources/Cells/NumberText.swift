// Numbers in few columns, without the C library: rounded from the shortest digits that name the number.

/// Spells numbers with so many significant digits.
package enum NumberText {
  /// A number in at most `width` columns with at most `digits` significant digits: "-0.83", "1.2e-7", "NaN", "inf".
  ///
  /// Digits are given up before the width is; where not even one digit fits, the field is filled with "#".
  package static func fitted(_ value: Float, width: Int, digits: Int = 3) -> String {
    fitted(Decimal(description: value.description), width: width, digits: digits)
  }

  /// The same for a number in double precision.
  package static func fitted(_ value: Double, width: Int, digits: Int = 3) -> String {
    fitted(Decimal(description: value.description), width: width, digits: digits)
  }

  /// A number with so many significant digits, as wide as that takes; trailing zeros are kept.
  package static func significant(_ value: Float, digits: Int = 3) -> String {
    Decimal(description: value.description).text(digits: digits)
  }

  /// The same for a number in double precision.
  package static func significant(_ value: Double, digits: Int = 3) -> String {
    Decimal(description: value.description).text(digits: digits)
  }

  /// A number with so many digits after the point; beyond a thousand million with an exponent.
  package static func fixed(_ value: Double, decimals: Int) -> String {
    Decimal(description: value.description).fixed(decimals: min(max(decimals, 0), 30))
  }

  /// A count with its thousands set apart: "1,000,000".
  package static func grouped(_ count: Int) -> String {
    let digits = Array(String(count.magnitude))
    let grouped = digits.enumerated().reduce(into: "") { text, digit in
      if digit.offset > 0, (digits.count - digit.offset).isMultiple(of: 3) { text += "," }
      text.append(digit.element)
    }
    return (count < 0 ? "-" : "") + grouped
  }

  private static func fitted(_ decimal: Decimal, width: Int, digits: Int) -> String {
    guard width > 0 else { return "" }
    for digits in stride(from: min(max(digits, 1), 20), through: 1, by: -1) {
      let text = decimal.text(digits: digits)
      if text.utf8.count <= width { return text }
    }
    return String(repeating: "#", count: min(width, 65_535))
  }
}

/// A number as decimal digits: 0.d₁d₂d₃… · 10^exponent.
private struct Decimal {
  var isNegative = false
  /// From 0 to 9, the first one not 0; empty for zero.
  var digits: [Int] = []
  var exponent = 0
  /// What stands for a number that is not finite.
  var special: String?

  /// Reads what `description` of a floating-point number gives: "-12.5", "1e-07", "nan", "inf".
  init(description: String) {
    var rest = Substring(description)
    if rest.first == "-" {
      isNegative = true
      rest.removeFirst()
    }
    if rest.contains("n") {
      special = rest.contains("a") ? "NaN" : "inf"
      if special == "NaN" { isNegative = false }
      return
    }
    let parts = rest.split(separator: "e", maxSplits: 1)
    let mantissa = parts.first ?? ""
    exponent = parts.count > 1 ? Int(parts[1].drop { $0 == "+" }) ?? 0 : 0
    let whole = mantissa.prefix { $0 != "." }
    exponent += whole.count
    digits = mantissa.compactMap(\.wholeNumberValue)
    while digits.first == 0 {
      digits.removeFirst()
      exponent -= 1
    }
    while digits.last == 0 { digits.removeLast() }
    if digits.isEmpty { exponent = 1 }
  }

  /// The same number with its digits cut to `count`, rounded half away from zero.
  private func rounded(to count: Int) -> Decimal {
    guard digits.count > count, count >= 0 else { return self }
    var result = self
    result.digits = Array(digits.prefix(count))
    guard digits[count] >= 5 else {
      while result.digits.last == 0 { result.digits.removeLast() }
      return result
    }
    while let last = result.digits.popLast() {
      if last < 9 {
        result.digits.append(last + 1)
        return result
      }
    }
    result.digits = [1]
    result.exponent += 1
    return result
  }

  private func digit(_ index: Int) -> Character {
    index >= 0 && index < digits.count ? Character(String(digits[index])) : "0"
  }

  private var sign: String { isNegative && !digits.isEmpty ? "-" : "" }

  /// With so many significant digits, plain from 0.001 to 10^6 and with an exponent elsewhere.
  func text(digits count: Int) -> String {
    if let special { return (isNegative ? "-" : "") + special }
    let count = min(max(count, 1), 20)
    let number = rounded(to: count)
    if number.digits.isEmpty { return "0" }
    if number.exponent > 6 || number.exponent < -2 {
      let rest = String((1..<max(count, 1)).map(number.digit))
      return sign + String(number.digit(0)) + (rest.isEmpty ? "" : "." + rest) + "e\(number.exponent - 1)"
    }
    return number.plain(decimals: max(count - number.exponent, 0))
  }

  func fixed(decimals: Int) -> String {
    if let special { return (isNegative ? "-" : "") + special }
    if exponent > 9 { return text(digits: decimals + 1) }
    let kept = exponent + decimals
    if kept < 0 { return Decimal(description: "0").plain(decimals: decimals) }
    return rounded(to: kept).plain(decimals: decimals)
  }

  private func plain(decimals: Int) -> String {
    let whole = exponent > 0 ? String((0..<exponent).map(digit)) : "0"
    let part = String((0..<decimals).map { digit(exponent + $0) })
    return sign + whole + (part.isEmpty ? "" : "." + part)
  }
}
