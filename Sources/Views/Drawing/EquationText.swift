// Equations as they are printed in books. The sheet's own spelling stays what one types.

/// Typesets the text of an equation.
enum EquationText {
  /// `h[t-1]` as hₜ₋₁, and a minus that is as wide as a plus; a step of what is itself of a step keeps its brackets:
  /// `d/h[t-1][t+1]`, what flows back through the h[t-1] of the next step, as d/hₜ₋₁[t+1].
  static func typeset(_ text: String) -> String {
    let characters = Array(text)
    var result = ""
    var index = 0
    var subscriptEnd = -1
    while index < characters.count {
      if characters[index] == "[", index != subscriptEnd, let (subscripted, end) = step(characters, from: index + 1) {
        result += subscripted
        (index, subscriptEnd) = (end, end)
      } else {
        result.append(characters[index] == "-" ? "−" : characters[index])
        index += 1
      }
    }
    return result
  }

  /// Reads `t-1]`; nil where something else stands in the brackets.
  private static func step(_ text: [Character], from start: Int) -> (String, end: Int)? {
    guard start < text.count, let step = steps[text[start]], let end = text[start...].firstIndex(of: "]") else {
      return nil
    }
    var result = step
    for character in text[(start + 1)..<end] where character != " " {
      switch character {
      case "-", "−": result += "₋"
      case "+": result += "₊"
      case "0"..."9":
        guard let value = character.wholeNumberValue, let digit = Unicode.Scalar(0x2080 + UInt32(value)) else {
          return nil
        }
        result.unicodeScalars.append(digit)
      default: return nil
      }
    }
    return end - start > 1 ? (result, end + 1) : nil
  }

  /// Letters that steps go by, layers and rounds too, as far as there are small ones.
  private static let steps: [Character: String] = [
    "t": "ₜ", "k": "ₖ", "l": "ₗ", "m": "ₘ", "n": "ₙ", "i": "ᵢ", "j": "ⱼ", "s": "ₛ",
  ]

  /// What a caption calls its equation: "update gate" of "update gate: 1 keeps the old state".
  static func name(in caption: String) -> String {
    guard let colon = caption.firstIndex(of: ":") else { return caption }
    return String(caption[..<colon])
  }
}
