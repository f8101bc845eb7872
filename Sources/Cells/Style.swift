// How a glyph looks: its colors and its attributes. Nothing of where it stands or how it is sent.

/// Attributes of a glyph that every terminal knows some form of.
package struct Attributes: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let bold = Attributes(rawValue: 1)
  package static let dim = Attributes(rawValue: 2)
  package static let underline = Attributes(rawValue: 4)
  package static let reverse = Attributes(rawValue: 8)
}

/// Colors and attributes of a cell; a color of nil is the terminal's own.
package struct Style: Hashable, Sendable {
  package var foreground: Color?
  package var background: Color?
  package var attributes: Attributes

  package init(foreground: Color? = nil, background: Color? = nil, attributes: Attributes = []) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }

  /// The terminal's own colors, no attributes.
  package static let plain = Style()
  package static let bold = Style(attributes: .bold)
  package static let dim = Style(attributes: .dim)
  package static let underline = Style(attributes: .underline)
  package static let reverse = Style(attributes: .reverse)

  /// The same with these attributes too.
  package func adding(_ more: Attributes) -> Style {
    Style(foreground: foreground, background: background, attributes: attributes.union(more))
  }

  /// The same in another color.
  package func colored(_ color: Color?) -> Style {
    Style(foreground: color, background: background, attributes: attributes)
  }

  /// The same on another ground.
  package func on(_ ground: Color?) -> Style {
    Style(foreground: foreground, background: ground, attributes: attributes)
  }
}
