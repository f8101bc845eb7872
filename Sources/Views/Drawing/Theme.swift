// How the interface looks, apart from values: only weight, never a hue, since color says value and nothing else.

package import Cells

/// The palette and signs of the terminal, and the styles of what is not a value.
package struct Theme: Hashable, Sendable {
  package var palette: Palette

  package init(_ palette: Palette) { self.palette = palette }

  var glyphs: GlyphSet { palette.glyphs }

  /// The lines of boxes, and what is there but not asked for.
  var quiet: Style { .dim }
  var plain: Style { .plain }
  /// Where we are.
  var strong: Style { .bold }
  /// What the cursor is on.
  var marked: Style { Style(attributes: [.bold, .reverse]) }
  /// The box of a pane, and its title: plain where keys act on it.
  func edge(_ isActive: Bool) -> Style { isActive ? plain : quiet }
  func title(_ isActive: Bool) -> Style { isActive ? strong : quiet }

  func spell(_ text: String) -> String { glyphs.spell(text) }
  func clip(_ text: String, _ width: Int) -> String { TextLayout.clip(spell(text), to: width, glyphs: glyphs) }
}
