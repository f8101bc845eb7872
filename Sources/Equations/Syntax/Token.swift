// The words and signs that a sheet's text is made of.

/// One word or sign, with whether a space stands before it: `h[t-1]` is an index, `W [a; b]` a product.
struct Token: Sendable, Equatable {
  enum Kind: Sendable, Equatable {
    case name(String)
    case number(Double, text: String)
    case text(String)
    case sign(Sign)
    case newline
    case end
  }

  var kind: Kind
  var range: SourceRange
  var spaceBefore: Bool
}

/// The signs, spelled as they are printed.
enum Sign: String, Sendable, CaseIterable {
  case plus = "+"
  case minus = "-"
  case hadamard = "⊙"
  case hadamardQuotient = "⊘"
  case slash = "/"
  case asterisk = "*"
  case matrixProduct = "@"
  case caret = "^"
  case transpose = "ᵀ"
  case root = "√"
  case equals = "="
  case leftParenthesis = "("
  case rightParenthesis = ")"
  case leftBracket = "["
  case rightBracket = "]"
  case comma = ","
  case semicolon = ";"
  case colon = ":"
  case range = ".."
  case less = "<"
  case lessEqual = "≤"
  case greater = ">"
  case greaterEqual = "≥"
  case equal = "=="
  case notEqual = "≠"
  case by = "×"

  /// Other ways to write a sign; longer ones first, so that the first match is the longest.
  static let spellings: [(String, Sign)] = [
    ("..", .range), (".*", .hadamard), ("./", .hadamardQuotient), ("<=", .lessEqual), (">=", .greaterEqual),
    ("==", .equal), ("!=", .notEqual), ("∘", .hadamard), ("−", .minus), ("–", .minus), ("·", .matrixProduct),
    ("'", .transpose), ("’", .transpose), ("⊤", .transpose), ("≔", .equals), ("…", .range),
  ]
}
