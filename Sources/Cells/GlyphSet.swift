// The signs that views draw with, in Unicode and in ASCII. Text that people wrote is Transliteration's business.

/// Which signs a terminal can show.
///
/// Every sign here is one column wide in both sets.
package enum GlyphSet: Hashable, Sendable, CaseIterable {
  case unicode, ascii

  private func pick(_ unicode: Character, _ ascii: Character) -> Character { self == .unicode ? unicode : ascii }

  /// Bars that rise from an eighth of the cell to all of it.
  package var bars: [Character] { self == .unicode ? Self.unicodeBars : Self.asciiBars }
  /// Bars that grow from the left, an eighth to all of the cell.
  package var sideBars: [Character] { self == .unicode ? Self.unicodeSideBars : Self.asciiSideBars }
  /// Four shades of a positive value, light to full.
  package var positiveRamp: [Character] { self == .unicode ? Self.unicodePositiveRamp : Self.asciiPositiveRamp }
  /// Four sizes of a negative value: strokes, so that the sign shows where no color does.
  package var negativeRamp: [Character] { self == .unicode ? Self.unicodeNegativeRamp : Self.asciiNegativeRamp }
  package var zero: Character { pick("·", ".") }
  package var notANumber: Character { pick("×", "?") }
  package var positiveInfinity: Character { pick("▲", "^") }
  package var negativeInfinity: Character { pick("▼", "v") }
  /// The upper half of a cell, or nil where there is none: two values in one cell need it.
  package var upperHalf: Character? { self == .unicode ? "▀" : nil }

  /// Signs that tell lines of a chart apart, the first one strongest.
  package var markers: [Character] { self == .unicode ? Self.unicodeMarkers : Self.asciiMarkers }

  package var current: Character { pick("▶", ">") }
  package var breakpoint: Character { pick("●", "*") }
  package var pinned: Character { pick("◆", "#") }
  package var marked: Character { pick("⚑", "!") }
  package var bullet: Character { pick("•", "*") }
  package var check: Character { pick("✓", "y") }
  package var cross: Character { pick("✗", "x") }
  package var ellipsis: Character { pick("…", "~") }
  package var up: Character { pick("↑", "^") }
  package var down: Character { pick("↓", "v") }
  package var left: Character { pick("←", "<") }
  package var right: Character { pick("→", ">") }
  package var dot: Character { pick("·", ".") }
  package var minus: Character { pick("−", "-") }

  package var horizontal: Character { pick("─", "-") }
  package var vertical: Character { pick("│", "|") }
  package var topLeft: Character { pick("┌", "+") }
  package var topRight: Character { pick("┐", "+") }
  package var bottomLeft: Character { pick("└", "+") }
  package var bottomRight: Character { pick("┘", "+") }
  package var teeLeft: Character { pick("┤", "+") }
  package var teeUp: Character { pick("┴", "+") }

  // Made once: these are asked for at every cell.
  private static let unicodeBars = Array("▁▂▃▄▅▆▇█")
  private static let asciiBars = Array("_.:-=+*#")
  private static let unicodeSideBars = Array("▏▎▍▌▋▊▉█")
  private static let asciiSideBars = Array("---====#")
  private static let unicodePositiveRamp = Array("░▒▓█")
  private static let asciiPositiveRamp = Array("+*#@")
  private static let unicodeNegativeRamp = Array("-=≡≣")
  private static let asciiNegativeRamp = Array("-~=%")

  private static let unicodeMarkers = Array("●○■□▲△◆◇")
  private static let asciiMarkers = Array("*o#+x%@&")

  /// Text as this set can show it: unchanged, or in ASCII.
  package func spell(_ text: String) -> String { self == .unicode ? text : text.transliterated() }
}
