// JSON → text on one line. A number is written with the fewest decimals that give the same bits when they are read again.
// JSON has no NaN and no infinities: they are written as the strings "NaN", "Infinity" and "-Infinity".

extension JSON {
  /// The text of this value, without line breaks and without white space outside of strings.
  package var text: String {
    var writer = JSONWriter()
    writer.write(self)
    return writer.text
  }
}

private struct JSONWriter {
  var text = ""

  mutating func write(_ value: JSON) {
    switch value {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .double(let value): write(number: value)
    case .float(let value): write(number: value)
    case .string(let value): write(string: value)
    case .array(let elements):
      text += "["
      for (index, element) in elements.enumerated() {
        if index > 0 { text += "," }
        write(element)
      }
      text += "]"
    case .object(let members):
      text += "{"
      for (index, member) in members.enumerated() {
        if index > 0 { text += "," }
        write(string: member.key)
        text += ":"
        write(member.value)
      }
      text += "}"
    }
  }

  private mutating func write(number: some BinaryFloatingPoint & LosslessStringConvertible) {
    if number.isFinite {
      text += number.description
    } else if number.isNaN {
      text += "\"NaN\""
    } else {
      text += number < 0 ? "\"-Infinity\"" : "\"Infinity\""
    }
  }

  private mutating func write(string: String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{0}"..<"\u{20}", "\u{7F}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
