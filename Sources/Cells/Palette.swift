// A number's picture: a color and a glyph, so that sign and size can be told with and without color.
// Blue is negative and orange positive, which every kind of color blindness tells apart; what is near zero blends with
// the terminal's own ground. Where it stands on the screen is HeatMap's business.

/// A glyph of one column and its style.
package struct Swatch: Hashable, Sendable {
  package var glyph: Character
  package var style: Style

  package init(_ glyph: Character, _ style: Style) {
    self.glyph = glyph
    self.style = style
  }
}

/// The ground a terminal writes on, as far as is known; unknown counts as dark.
package enum Ground: Hashable, Sendable, CaseIterable {
  case dark, light
}

/// Maps numbers to swatches for one kind of terminal.
package struct Palette: Hashable, Sendable {
  package let depth: ColorDepth
  package let glyphs: GlyphSet
  package let ground: Ground

  package init(depth: ColorDepth, glyphs: GlyphSet = .unicode, ground: Ground = .dark) {
    self.depth = depth
    self.glyphs = glyphs
    self.ground = ground
  }

  /// The swatch of a value on a scale from -limit to limit; what lies beyond counts as the limit.
  ///
  /// A limit that is not a positive number counts as 1.
  package func diverging(_ value: Float, limit: Float) -> Swatch {
    if let special = special(value) { return special }
    let limit = limit > 0 && limit.isFinite ? limit : 1
    let part = min(max(value / limit, -1), 1)
    return swatch(size: abs(part), negative: part < 0)
  }

  /// The swatch of a value on a scale from low to high, with one hue; what lies beyond counts as the end.
  package func sequential(_ value: Float, from low: Float = 0, to high: Float = 1) -> Swatch {
    if let special = special(value) { return special }
    // Halves, so that the width of the scale is a number even from -max to max.
    let width = high / 2 - low / 2
    guard width > 0, width.isFinite else { return swatch(size: 0, negative: false) }
    return swatch(size: min(max((value / 2 - low / 2) / width, 0), 1), negative: false)
  }

  /// What is no finite number has a picture that no number has.
  private func special(_ value: Float) -> Swatch? {
    if value.isFinite { return nil }
    let style =
      depth == .monochrome
      ? Style(attributes: [.bold, .reverse])
      : Style(foreground: .named(.white), background: .named(.magenta), attributes: .bold)
    if value.isNaN { return Swatch(glyphs.notANumber, style) }
    return Swatch(value > 0 ? glyphs.positiveInfinity : glyphs.negativeInfinity, style)
  }

  /// Below this part of the scale a value is drawn as zero.
  package static let leastShown: Float = 1 / 32

  /// The swatch of a finite value; `size` is from 0 to 1.
  private func swatch(size: Float, negative: Bool) -> Swatch {
    guard size >= Self.leastShown else { return Swatch(glyphs.zero, .dim) }
    let ramp = negative ? glyphs.negativeRamp : glyphs.positiveRamp
    let level = min(Int(size * Float(ramp.count)), ramp.count - 1)
    switch depth {
    case .monochrome:
      return Swatch(ramp[level], level == 0 ? .plain : .bold)
    case .ansi8:
      // Eight colors have no shades: the hue tells the sign, the glyph the size.
      let hue: NamedColor = negative ? (ground == .dark ? .cyan : .blue) : (ground == .dark ? .yellow : .red)
      return Swatch(ramp[level], Style(foreground: .named(hue), attributes: level == 3 ? .bold : []))
    case .palette256, .truecolor:
      let tile = color(size: size, negative: negative)
      // A positive tile is flat: its glyph is for text without color. A negative one shows its strokes faintly too.
      return Swatch(ramp[level], Style(foreground: negative ? stroke(on: tile) : tile, background: tile))
    }
  }

  /// The color of a tile, brighter or darker than the ground by size.
  package func color(size: Float, negative: Bool) -> Color {
    let size = size.isNaN ? 0 : min(max(size, 0), 1)
    let stops = Self.stops(ground: ground, negative: negative, depth: depth)
    if depth != .truecolor {
      return stops[min(Int(size * Float(stops.count)), stops.count - 1)].color
    }
    let place = size * Float(stops.count - 1)
    let index = min(Int(place), stops.count - 2)
    return stops[index].mixed(with: stops[index + 1], by: place - Float(index)).color
  }

  private func stroke(on tile: Color) -> Color {
    let (red, green, blue) = tile.components
    let full: UInt8 = ground == .dark ? 0 : 255
    return Shade(red, green, blue).mixed(with: Shade(full, full, full), by: 0.45).color
  }

  /// The colors from near zero to the end of the scale.
  ///
  /// On 256 colors they are entries of the cube.
  private static func stops(ground: Ground, negative: Bool, depth: ColorDepth) -> [Shade] {
    switch (ground, negative, depth) {
    case (.dark, true, .truecolor): [Shade(16, 24, 38), Shade(26, 84, 168), Shade(120, 190, 255)]
    case (.dark, false, .truecolor): [Shade(38, 24, 12), Shade(166, 82, 10), Shade(255, 184, 92)]
    case (.light, true, .truecolor): [Shade(238, 244, 252), Shade(110, 168, 230), Shade(10, 62, 150)]
    case (.light, false, .truecolor): [Shade(252, 243, 234), Shade(236, 160, 84), Shade(150, 66, 0)]
    case (.dark, true, _):
      [
        Shade(0, 0, 95), Shade(0, 0, 175), Shade(0, 95, 215), Shade(0, 135, 255), Shade(95, 175, 255),
        Shade(135, 215, 255),
      ]
    case (.dark, false, _):
      [
        Shade(95, 0, 0), Shade(175, 95, 0), Shade(215, 135, 0), Shade(255, 135, 0), Shade(255, 175, 0),
        Shade(255, 215, 95),
      ]
    case (.light, true, _):
      [
        Shade(215, 255, 255), Shade(175, 215, 255), Shade(95, 175, 255), Shade(0, 135, 255), Shade(0, 95, 215),
        Shade(0, 0, 175),
      ]
    case (.light, false, _):
      [
        Shade(255, 255, 215), Shade(255, 215, 135), Shade(255, 175, 95), Shade(215, 135, 0), Shade(175, 95, 0),
        Shade(95, 0, 0),
      ]
    }
  }
}

/// Red, green and blue from 0 to 255, in a form that can be mixed.
private struct Shade {
  let red: Float
  let green: Float
  let blue: Float

  init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) { self.init(Float(red), Float(green), Float(blue)) }

  private init(_ red: Float, _ green: Float, _ blue: Float) { (self.red, self.green, self.blue) = (red, green, blue) }

  /// This one with so much of the other, from 0 to 1.
  func mixed(with other: Shade, by part: Float) -> Shade {
    Shade(
      red + (other.red - red) * part, green + (other.green - green) * part, blue + (other.blue - blue) * part)
  }

  var color: Color {
    func byte(_ value: Float) -> UInt8 { UInt8(min(max(value + 0.5, 0), 255)) }
    return .rgb(byte(red), byte(green), byte(blue))
  }
}
