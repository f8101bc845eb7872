// The words and signs that a sheet's text is made of.

/// One word or sign, with whether a space stands before it: `h[t-1]` is an index, `W [a; b]` a product.
struct Token: Sendable, Equatable {
  enum Kind: Sendable, Equatable {
    case name(String)
    case number(Double, text: String)
    case text(String)
    case sign(Sign)
    /// A comment that has its line to itself.
    case remark(String)
    case newline
    case end
  }

  var kind: Kind
  var range: SourceRange
  var spaceBefore: Bool
}

/// The signs, spelled as they are printed.
enum Sign: String, Sendable, CaseIterable {
  case transpose = "ᵀ"
  case caret = "^"
  case root = "√"
  case matrixProduct = "@"
  case hadamard = "⊙"
  case hadamardQuotient = "⊘"
  case slash = "/"
  case asterisk = "*"
  case plus = "+"
  case minus = "-"
  case less = "<"
  case lessEqual = "≤"
  case greater = ">"
  case greaterEqual = "≥"
  case equal = "=="
  case notEqual = "≠"
  case equals = "="
  case leftParenthesis = "("
  case rightParenthesis = ")"
  case leftBracket = "["
  case rightBracket = "]"
  case comma = ","
  case semicolon = ";"
  case colon = ":"
  case range = ".."
  case by = "×"

  /// Other ways to write a sign.
  var alternatives: [String] {
    switch self {
    case .transpose: ["'", "’", "⊤"]
    case .matrixProduct: ["·", "⋅"]
    case .hadamard: [".*", "∘"]
    case .hadamardQuotient: ["./"]
    case .minus: ["−", "–"]
    case .lessEqual: ["<="]
    case .greaterEqual: [">="]
    case .notEqual: ["!="]
    case .equals: ["≔"]
    case .range: ["…"]
    case .caret, .root, .slash, .asterisk, .plus, .less, .greater, .equal, .leftParenthesis, .rightParenthesis,
      .leftBracket, .rightBracket, .comma, .semicolon, .colon, .by:
      []
    }
  }

  /// Whether a value must stand on its left and on its right, so that a line that ends or starts with it goes on.
  var isBetweenValues: Bool {
    switch self {
    case .matrixProduct, .hadamard, .hadamardQuotient, .slash, .asterisk, .plus, .minus, .less, .lessEqual, .greater,
      .greaterEqual, .equal, .notEqual, .comma, .by, .equals:
      true
    case .transpose, .caret, .root, .leftParenthesis, .rightParenthesis, .leftBracket, .rightBracket, .semicolon,
      .colon,
      .range:
      false
    }
  }

  /// All spellings that begin with a character, longest first.
  static let byFirstCharacter: [Character: [(spelling: [Character], sign: Sign)]] = {
    var table: [Character: [(spelling: [Character], sign: Sign)]] = [:]
    for sign in allCases {
      for spelling in [sign.rawValue] + sign.alternatives {
        let characters = Array(spelling)
        table[characters[0], default: []].append((characters, sign))
      }
    }
    return table.mapValues { $0.sorted { $0.spelling.count > $1.spelling.count } }
  }()
}
