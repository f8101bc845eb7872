// Characters from anywhere, taken apart into glyphs that fit cells. What could steer a terminal or reorder a line
// (controls, escapes, direction overrides, invisible signs) is replaced by something that can be seen.

/// What stands in one cell, or in a cell and its continuation.
package struct CellGlyph: Hashable, Sendable {
  package let text: String
  /// 1 or 2.
  package let width: Int

  /// More marks than this on one glyph are dropped: no script needs them, and terminals cut them off too.
  static let mostMarks = 4
  /// The scalars kept of one emoji sequence.
  static let mostJoined = 16

  /// The glyphs of a character, left to right.
  ///
  /// Most characters are one; a consonant stack may be several.
  ///
  /// A scalar that takes columns starts a cell and marks join it, which is what terminals do. Emoji sequences and flags
  /// are one glyph of two columns. A mark with nothing before it stands on a dotted circle.
  package static func glyphs(of character: Character) -> [CellGlyph] {
    if let code = character.asciiValue, code >= 0x20, code < 0x7f {
      return [CellGlyph(text: String(character), width: 1)]
    }
    let scalars = character.unicodeScalars
    if scalars.count == 1, let scalar = scalars.first, isPlain(scalar) {
      return [CellGlyph(text: String(character), width: 1)]
    }
    if scalars.count > 1, let joined = joinedEmoji(scalars) { return [joined] }
    var glyphs: [CellGlyph] = []
    var base = String.UnicodeScalarView()
    var width = 0
    var marks = 0
    func finish() {
      if width > 0 { glyphs.append(CellGlyph(text: String(base), width: width)) }
    }
    for scalar in scalars {
      switch visible(scalar) {
      case .dropped: continue
      case .shown(let scalar) where scalar.columns > 0:
        finish()
        base = String.UnicodeScalarView()
        base.append(scalar)
        width = scalar.columns
        marks = 0
      case .shown(let scalar):
        if width == 0 {
          // Joiners and variation selectors are nothing without a base.
          if scalar.properties.generalCategory == .format || scalar.properties.isVariationSelector { continue }
          base.append("\u{25CC}")
          width = 1
        }
        if marks < mostMarks {
          base.append(scalar)
          marks += 1
        }
      }
    }
    finish()
    return glyphs
  }

  /// Whether a scalar is known without a look into the tables to be one column and harmless.
  ///
  /// Latin, Greek, and the lines, blocks and shapes that every picture is made of.
  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xC0..<0x300, 0x370..<0x483, 0x2500..<0x25B0: true
    default: false
    }
  }

  /// A sequence of emoji that is one picture: joined, flagged, or made one by a variation selector; else nil.
  private static func joinedEmoji(_ scalars: Character.UnicodeScalarView) -> CellGlyph? {
    guard let first = scalars.first else { return nil }
    let flag = scalars.prefix(2).allSatisfy { (0x1F1E6...0x1F1FF).contains($0.value) }
    guard flag || first.properties.isEmoji else { return nil }
    let isSequence =
      flag
      || scalars.dropFirst().contains {
        switch $0.value {
        case 0xFE0F: true
        case 0x200D, 0x20E3: true
        case 0xE0020...0xE007F: true
        default: $0.properties.isEmojiModifier
        }
      }
    let harmless = scalars.allSatisfy {
      $0.properties.isEmoji || $0.properties.isEmojiModifier || (0xE0020...0xE007F).contains($0.value)
        || $0 == "\u{200D}" || $0 == "\u{FE0F}" || $0 == "\u{FE0E}" || $0 == "\u{20E3}"
        || (0x1F1E6...0x1F1FF).contains($0.value)
    }
    guard isSequence, harmless else { return nil }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars.prefix(mostJoined))
    return CellGlyph(text: String(text), width: 2)
  }

  private enum Visible {
    case shown(Unicode.Scalar)
    case dropped
  }

  /// What stands for a scalar on the screen: itself, a picture of it, or U+FFFD.
  private static func visible(_ scalar: Unicode.Scalar) -> Visible {
    switch scalar.value {
    case 0x09: .shown(" ")
    case 0x00..<0x20: .shown(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
    case 0x20..<0x7F: .shown(scalar)
    case 0x7F: .shown("\u{2421}")
    case 0xAD: .shown("-")
    case 0x200C, 0x200D: .shown(scalar)
    case 0xFE00...0xFE0F, 0xE0100...0xE01EF: .shown(scalar)
    // Hangul fillers are blank letters; they count as what they look like.
    case 0x115F, 0x1160, 0x3164, 0xFFA0: .shown("\u{FFFD}")
    default:
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: .shown("\u{FFFD}")
      case .unassigned where (0xFDD0...0xFDEF).contains(scalar.value) || scalar.value & 0xFFFE == 0xFFFE:
        .shown("\u{FFFD}")
      default: .shown(scalar)
      }
    }
  }
}
