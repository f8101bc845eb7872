// What the terminal can do, decided from the environment and the terminfo entry: pure functions, no terminal asked.

package import Cells

/// What the terminfo database says of a terminal, as far as it matters here.
package struct TerminalFacts: Hashable, Sendable {
  /// `TERM`.
  package var name: String
  /// Colors that can be told to it; 0 or less for none.
  package var colors: Int
  /// Whether a color is told as red, green and blue rather than as a palette's index.
  package var hasDirectColor: Bool
  /// Whether the character encoding of the locale is UTF-8.
  package var usesUTF8: Bool

  package init(name: String, colors: Int, hasDirectColor: Bool, usesUTF8: Bool) {
    self.name = name
    self.colors = colors
    self.hasDirectColor = hasDirectColor
    self.usesUTF8 = usesUTF8
  }
}

/// What a screen is drawn with.
package struct Capabilities: Hashable, Sendable {
  package var depth: ColorDepth
  package var glyphs: GlyphSet
  package var ground: Ground
  /// Whether mouse events and pasted text can be asked for as xterm has it.
  package var speaksXterm: Bool

  /// - Parameters:
  ///   - facts: the terminfo entry.
  ///   - environment: gives a variable's value, nil if it is not set.
  package init(facts: TerminalFacts, environment: (String) -> String?) {
    depth = Self.depth(facts, environment)
    glyphs = facts.usesUTF8 ? .unicode : .ascii
    ground = Self.ground(environment("COLORFGBG"))
    speaksXterm = Self.xtermFamilies.contains { facts.name.hasPrefix($0) }
  }

  package init(depth: ColorDepth, glyphs: GlyphSet, ground: Ground, speaksXterm: Bool) {
    self.depth = depth
    self.glyphs = glyphs
    self.ground = ground
    self.speaksXterm = speaksXterm
  }

  /// True color needs a terminfo entry that has it: `COLORTERM` alone promises what ncurses cannot send.
  private static func depth(_ facts: TerminalFacts, _ environment: (String) -> String?) -> ColorDepth {
    if let wish = environment("NO_COLOR"), !wish.isEmpty { return .monochrome }
    if facts.hasDirectColor { return .truecolor }
    switch facts.colors {
    case ..<8: return .monochrome
    case 8..<256: return .ansi8
    default: return .palette256
    }
  }

  /// Some terminals say their colors as "15;0", foreground and background in the palette of 16.
  private static func ground(_ colors: String?) -> Ground {
    guard let last = colors?.split(separator: ";").last, let index = Int(last) else { return .dark }
    return index == 7 || index >= 9 && index <= 15 ? .light : .dark
  }

  /// Beginnings of the names of terminals that know xterm's private modes 1000, 1002, 1006 and 2004.
  private static let xtermFamilies = [
    "xterm", "tmux", "screen", "rxvt", "alacritty", "kitty", "foot", "konsole", "vte", "gnome", "wezterm", "ghostty",
    "contour", "iterm", "st-", "mlterm", "putty", "mintty", "ms-terminal",
  ]
}
