// Classes: a sign and a color for each, which say no more than that one is not another. The colors are those that every kind of
// color blindness tells apart (Okabe and Ito 2008), light enough for black signs on them.

extension Palette {
  /// How many classes have a look of their own.
  package static let mostClasses = 8

  /// The swatch of a class, from 0.
  package func swatch(ofClass index: Int) -> Swatch {
    let place = ((index % Self.mostClasses) + Self.mostClasses) % Self.mostClasses
    let sign = glyphs.markers[place % glyphs.markers.count]
    switch depth {
    case .monochrome: return Swatch(sign, .bold)
    case .ansi8: return Swatch(sign, Style(foreground: .named(Self.hues[place]), attributes: .bold))
    case .palette256, .truecolor:
      return Swatch(sign, Style(foreground: .rgb(0, 0, 0), background: Self.grounds[place]))
    }
  }

  private static let grounds: [Color] = [
    .rgb(86, 180, 233), .rgb(230, 159, 0), .rgb(0, 158, 115), .rgb(204, 121, 167), .rgb(240, 228, 66),
    .rgb(213, 94, 0), .rgb(120, 150, 220), .rgb(175, 175, 175),
  ]

  private static let hues: [NamedColor] = [.cyan, .yellow, .green, .magenta, .white, .red, .blue, .white]
}
