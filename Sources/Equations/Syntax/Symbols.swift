// Letters and signs that keyboards lack: their `\name` spellings and the one normal form of a name.

@_spi(_Unicode) import Swift

/// The symbols that can be typed as `\name`, at the prompt with Tab and in sheets as they are.
package enum Symbols {
  /// Name (without the backslash) and symbol, as in Julia and LaTeX.
  package static let table: [(name: String, symbol: String)] = [
    ("alpha", "α"), ("beta", "β"), ("gamma", "γ"), ("delta", "δ"), ("epsilon", "ε"), ("zeta", "ζ"), ("eta", "η"),
    ("theta", "θ"), ("iota", "ι"), ("kappa", "κ"), ("lambda", "λ"), ("mu", "μ"), ("nu", "ν"), ("xi", "ξ"),
    ("pi", "π"), ("rho", "ρ"), ("sigma", "σ"), ("tau", "τ"), ("upsilon", "υ"), ("phi", "φ"), ("chi", "χ"),
    ("psi", "ψ"), ("omega", "ω"), ("Gamma", "Γ"), ("Delta", "Δ"), ("Theta", "Θ"), ("Lambda", "Λ"), ("Xi", "Ξ"),
    ("Pi", "Π"), ("Sigma", "Σ"), ("Phi", "Φ"), ("Psi", "Ψ"), ("Omega", "Ω"), ("ell", "ℓ"), ("odot", "⊙"),
    ("oslash", "⊘"), ("sqrt", "√"), ("times", "×"), ("top", "ᵀ"), ("le", "≤"), ("ge", "≥"), ("ne", "≠"),
    ("tilde", "\u{303}"), ("hat", "\u{302}"), ("bar", "\u{304}"),
  ]

  /// Characters of other notations, and what to write for them.
  static let foreign: [Character: String] = [
    "²": "write ^2", "³": "write ^3", "÷": "write /", "{": "braces are not used: another step is written h[t-1]",
    "}": "braces are not used: another step is written h[t-1]", "₋": "another step is written h[t-1]",
    "₊": "another step is written h[t+1]", "&": "write and", "|": "write or, and norm(a) or abs(a) for sizes",
    "!": "write not", "%": "a comment starts with #", "$": "write formulas as they are", "←": "write =",
    "“": "write \"", "”": "write \"", "∑": "write sum(a)", "‖": "write norm(a)", "∆": "write Δ, or \\Delta",
    "~": "it goes behind a letter: h~", ".": "a number has a digit behind its dot", "½": "write 1/2",
    "?": "write choose(condition, a, b)",
  ]

  /// For transposes as other notations write them: `W^T`, `W.T`.
  static let transposeHint = "a transpose is written Wᵀ or W'"

  package static func symbol(named name: String) -> String? {
    table.first { $0.name == name }?.symbol
  }

  /// The composed normal form (NFC) of a name, with subscript digits written as `_0`: `W₀` and `W_0` are one name.
  package static func normalForm(_ name: String) -> String {
    let ascii = name.unicodeScalars.allSatisfy(\.isASCII)
    guard !ascii else { return name }
    var scalars = String.UnicodeScalarView()
    var inSubscript = false
    for scalar in name._nfc {
      guard let digit = subscriptDigit(scalar) else {
        inSubscript = false
        // The micro sign of keyboards looks like the letter, and is meant as it.
        scalars.append(scalar == "\u{B5}" ? "μ" : scalar)
        continue
      }
      if !inSubscript && scalars.last != "_" { scalars.append("_") }
      inSubscript = true
      scalars.append(digit)
    }
    return String(scalars)
  }

  /// The normal form of a name as one types it: `\mu` is μ, `h~` and `h\tilde` are h̃.
  package static func typedName(_ text: String) -> String {
    var name = ""
    var rest = text[...]
    while let character = rest.popFirst() {
      let word = rest.prefix { $0.isASCII && $0.isLetter }
      if character == "\\", let symbol = symbol(named: String(word)), Sign(rawValue: symbol) == nil {
        name.append(symbol)
        rest = rest.dropFirst(word.count)
      } else {
        name.append(character == "~" ? "\u{303}" : character)
      }
    }
    return normalForm(name)
  }

  private static func subscriptDigit(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    guard (0x2080...0x2089).contains(scalar.value) else { return nil }
    return Unicode.Scalar(scalar.value - 0x2080 + 0x30)
  }
}
