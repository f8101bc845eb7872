// Text in ASCII: the sheet language's own spelling where it has one, letters without their marks, names for Greek.

extension String {
  /// The text in printable ASCII: "h̃ = σ(W_h x) ⊙ hₜ₋₁" becomes "h~ = sigmoid(W_h x) .* h[t-1]".
  ///
  /// What has no spelling becomes "?". Line ends stay.
  package func transliterated() -> String {
    if utf8.allSatisfy({ ($0 >= 0x20 && $0 < 0x7F) || $0 == 0x0A }) { return self }
    let scalars = Array(unicodeScalars)
    var text = ""
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      let run = scalars[index...].prefix { Transliteration.subscripts[$0] != nil }
      if !run.isEmpty {
        text += Transliteration.spelledSubscript(run.compactMap { Transliteration.subscripts[$0] })
        index += run.count
        continue
      }
      let next = index + 1 < scalars.count ? scalars[index + 1] : nil
      if scalar == "σ" || scalar == "√" {
        // Before an operand they are functions; σ is a name of its own elsewhere.
        text += scalar == "√" ? "sqrt" : next == "(" ? "sigmoid" : "sigma"
        if scalar == "√", let next, next != "(" { text += " " }
      } else {
        text += Transliteration.spelling(of: scalar)
      }
      index += 1
    }
    return text
  }
}

/// Spellings of single scalars.
private enum Transliteration {
  static func spelling(of scalar: Unicode.Scalar) -> String {
    if scalar == "\n" || (0x20..<0x7F).contains(scalar.value) { return String(scalar) }
    if scalar == "\t" { return " " }
    if let sign = signs[scalar] { return sign }
    if (0x2500..<0x2580).contains(scalar.value) { return boxLine(scalar) }
    if let name = scalar.properties.name, let letter = letter(named: name) { return letter }
    return scalar.columns == 0 ? "" : "?"
  }

  /// "ₜ₋₁" and "ₖ₊₁" are other steps; anything else is part of a name.
  static func spelledSubscript(_ text: [Character]) -> String {
    text.first == "t" || text.contains { "+-".contains($0) } ? "[" + String(text) + "]" : "_" + String(text)
  }

  /// Letters by what Unicode calls them: Latin and mathematical ones by their base, Greek by name.
  private static func letter(named name: String) -> String? {
    let words = name.split(separator: " ")
    if words.first == "GREEK" {
      guard let kind = words.firstIndex(of: "LETTER"), kind + 1 < words.count else { return nil }
      let letter = words[kind + 1] == "FINAL" && kind + 2 < words.count ? words[kind + 2] : words[kind + 1]
      let lower = letter == "LAMDA" ? "lambda" : letter.lowercased()
      return words.contains("CAPITAL") ? lower.prefix(1).uppercased() + lower.dropFirst() : lower
    }
    guard ["LATIN", "MATHEMATICAL", "DOUBLE-STRUCK", "SCRIPT", "FULLWIDTH", "SUPERSCRIPT"].contains(words.first)
    else { return nil }
    let base = words.firstIndex(of: "WITH").map { words[..<$0] } ?? words[...]
    guard let letter = base.last, letter.count <= 2 else { return digit(named: base.last ?? "") }
    let spelled = base.contains("CAPITAL") ? String(letter) : letter.lowercased()
    // In names a tilde and a hat are more than decoration.
    if name.hasSuffix("WITH TILDE") { return spelled + "~" }
    if name.hasSuffix("WITH CIRCUMFLEX") { return spelled + "^" }
    return spelled
  }

  private static func digit(named name: Substring) -> String? {
    ["ZERO", "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE"].firstIndex(of: name).map {
      "\($0)"
    }
  }

  private static func boxLine(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "─", "━", "╌", "╍", "┄", "┅", "┈", "┉", "═", "╴", "╶", "╸", "╺": "-"
    case "│", "┃", "╎", "╏", "┆", "┇", "┊", "┋", "║", "╵", "╷", "╹", "╻": "|"
    case "╱": "/"
    case "╲": "\\"
    case "╳": "X"
    default: "+"
    }
  }

  static let subscripts: [Unicode.Scalar: Character] = [
    "₀": "0", "₁": "1", "₂": "2", "₃": "3", "₄": "4", "₅": "5", "₆": "6", "₇": "7", "₈": "8", "₉": "9",
    "₊": "+", "₋": "-", "ₐ": "a", "ₑ": "e", "ₕ": "h", "ᵢ": "i", "ⱼ": "j", "ₖ": "k", "ₗ": "l", "ₘ": "m", "ₙ": "n",
    "ₒ": "o", "ₚ": "p", "ᵣ": "r", "ₛ": "s", "ₜ": "t", "ᵤ": "u", "ᵥ": "v", "ₓ": "x",
  ]

  private static let signs: [Unicode.Scalar: String] = [
    "⊙": ".*", "⊘": "./", "ᵀ": "'", "⊤": "'", "×": "x", "·": "*", "−": "-", "∑": "sum", "∏": "prod", "∂": "d",
    "∇": "grad", "∞": "inf", "∈": "in", "≤": "<=", "≥": ">=", "≠": "!=", "≈": "~=", "≡": "=", "≣": "%", "‖": "||",
    "→": "->", "←": "<-", "↑": "^", "↓": "v", "⇒": "=>", "…": "...", "–": "-", "—": "--", "‘": "'", "’": "'",
    "“": "\"", "”": "\"", "«": "\"", "»": "\"", "•": "*", "✓": "y", "✗": "x", "▶": ">", "●": "*", "◆": "#", "⚑": "!",
    "▲": "^", "▼": "v", "°": "deg", "±": "+-", "÷": "/", "\u{A0}": " ", "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe",
    "Œ": "OE", "ø": "o", "Ø": "O", "ð": "d", "þ": "th", "ı": "i", "ł": "l", "Ł": "L",
    "⁰": "^0", "¹": "^1", "²": "^2", "³": "^3", "⁴": "^4", "⁵": "^5", "⁶": "^6", "⁷": "^7", "⁸": "^8", "⁹": "^9",
    "⁻": "^-", "ⁿ": "^n", "½": "1/2", "¼": "1/4", "¾": "3/4",
    "\u{303}": "~", "\u{302}": "^", "\u{304}": "-", "\u{305}": "-", "\u{307}": ".",
    "▁": "_", "▂": ".", "▃": ":", "▄": "-", "▅": "=", "▆": "+", "▇": "*", "█": "#", "░": ".", "▒": ":", "▓": "#",
    "␣": "_", "▏": "-", "▎": "-", "▍": "-", "▌": "=", "▋": "=", "▊": "=", "▉": "=", "▀": "\"",
  ]
}
