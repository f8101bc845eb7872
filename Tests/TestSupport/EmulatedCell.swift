// What a terminal has in one place, as the emulator sees it. On purpose nothing of the program's own: a witness.

import Glibc

/// A color as the program told it.
package enum EmulatedColor: Hashable, Sendable {
  /// An entry of the palette: 0 to 7 by SGR 30 to 37, 8 to 15 by 90 to 97, or any by 38;5.
  case index(Int)
  case rgb(Int, Int, Int)
}

/// How a glyph looks; a color of nil is the terminal's own.
package struct EmulatedStyle: Hashable, Sendable {
  package var foreground: EmulatedColor?
  package var background: EmulatedColor?
  package var bold = false
  package var dim = false
  package var underline = false
  package var reverse = false

  package init(
    foreground: EmulatedColor? = nil, background: EmulatedColor? = nil, bold: Bool = false, dim: Bool = false,
    underline: Bool = false, reverse: Bool = false
  ) {
    (self.foreground, self.background) = (foreground, background)
    (self.bold, self.dim, self.underline, self.reverse) = (bold, dim, underline, reverse)
  }

  package static let plain = EmulatedStyle()
}

/// One column of the emulated screen.
package struct EmulatedCell: Hashable, Sendable {
  /// A scalar that takes columns and the marks on it; empty in the right half of a wide one.
  package var text: String
  /// 1, 2, or 0 in the right half of a wide glyph.
  package var width: Int
  package var style: EmulatedStyle

  package static func blank(_ style: EmulatedStyle = .plain) -> EmulatedCell {
    EmulatedCell(text: " ", width: 1, style: style)
  }
}

/// The modes that a program may switch on and has to switch off again.
package struct EmulatedModes: Hashable, Sendable {
  package var alternateScreen = false
  package var cursorVisible = true
  package var bracketedPaste = false
  package var applicationCursorKeys = false
  package var applicationKeypad = false
  package var insertMode = false
  package var wraps = true
  package var originMode = false
  /// xterm's mouse modes that are on: 1000, 1002, 1003, 1006 and their like.
  package var mouse: Set<Int> = []
}

/// Widths as the C library has them, in its UTF-8 locale whatever the process's own is.
enum CLibraryWidths {
  private typealias Function = @convention(c) (wchar_t) -> Int32

  /// 0 for marks, 2 for wide scalars, 1 for all others, those that the library does not know too.
  static func columns(of scalar: Unicode.Scalar) -> Int {
    // Glibc's module does not show wcwidth; the library has it all the same.
    guard !scalar.isASCII, let symbol = dlsym(nil, "wcwidth"), let locale = locale_t(bitPattern: localeAddress) else {
      return 1
    }
    let before = uselocale(locale)
    defer { uselocale(before) }
    let columns = unsafeBitCast(symbol, to: Function.self)(wchar_t(bitPattern: scalar.value))
    return columns < 0 ? 1 : Int(columns)
  }

  /// Made once and never freed.
  private static let localeAddress = UInt(bitPattern: newlocale(LC_CTYPE_MASK, "C.UTF-8", nil))
}
