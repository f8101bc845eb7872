// Sign and size can be told in every palette, with color and without.

import Cells
import Testing

@Suite struct PaletteTests {
  static let palettes: [Palette] = ColorDepth.allCases.flatMap { depth in
    GlyphSet.allCases.flatMap { glyphs in
      Ground.allCases.map { Palette(depth: depth, glyphs: glyphs, ground: $0) }
    }
  }
  static let sizes: [Float] = (0...200).map { Float($0) / 200 }

  /// How bright a color looks, 0 to 1 (ITU-R BT.709 weights on linear light, a square standing for the curve).
  private func brightness(_ color: Color) -> Float {
    let (red, green, blue) = color.components
    func linear(_ value: UInt8) -> Float { (Float(value) / 255) * (Float(value) / 255) }
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }

  @Test(arguments: palettes)
  func `glyphs grow with size and never mean two things`(palette: Palette) {
    let positive = Self.sizes.map { palette.diverging($0, limit: 1).glyph }
    let negative = Self.sizes.map { palette.diverging(-$0, limit: 1).glyph }
    #expect(unique(positive) == [palette.glyphs.zero] + palette.glyphs.positiveRamp)
    #expect(unique(negative) == [palette.glyphs.zero] + palette.glyphs.negativeRamp)
    #expect(Set(positive).intersection(negative) == [palette.glyphs.zero])
    // Both signs change glyph at the same sizes.
    #expect(
      Self.sizes.indices.allSatisfy {
        positive.prefix($0).count(where: { $0 == palette.glyphs.zero })
          == negative.prefix($0).count(where: { $0 == palette.glyphs.zero })
      })
    let special = [Float.nan, .infinity, -.infinity].map { palette.diverging($0, limit: 1).glyph }
    #expect(Set(special).count == 3)
    #expect(Set(special).isDisjoint(with: positive + negative))
  }

  @Test(arguments: palettes)
  func `classes are told apart by their signs, and by their colors where there are some`(palette: Palette) {
    let swatches = (0..<Palette.mostClasses).map { palette.swatch(ofClass: $0) }
    #expect(Set(swatches.map(\.glyph)).count == Palette.mostClasses)
    if palette.depth >= .palette256 { #expect(Set(swatches.map(\.style.background)).count == Palette.mostClasses) }
    #expect(palette.swatch(ofClass: Palette.mostClasses) == swatches[0])
  }

  @Test(arguments: palettes.filter { $0.depth >= .palette256 })
  func `brightness goes one way from the ground, alike for both signs`(palette: Palette) {
    for negative in [false, true] {
      let row = Self.sizes.map { brightness(palette.color(size: $0, negative: negative)) }
      let steps = zip(row, row.dropFirst()).map { $1 - $0 }
      #expect(steps.allSatisfy { palette.ground == .dark ? $0 >= 0 : $0 <= 0 })
    }
    let ends = [false, true].map { brightness(palette.color(size: 1, negative: $0)) }
    #expect(abs(ends[0] - ends[1]) < 0.25)
  }

  @Test(arguments: palettes.filter { $0.depth >= .palette256 })
  func `blue is negative and red positive in every tile`(palette: Palette) {
    for size in Self.sizes where size > 0.2 {
      let (positive, negative) = (palette.color(size: size, negative: false), palette.color(size: size, negative: true))
      #expect(positive.components.red > positive.components.blue)
      #expect(negative.components.blue > negative.components.red)
    }
  }

  @Test(arguments: palettes)
  func `zero has no ground of its own and what lies beyond the scale is its end`(palette: Palette) {
    #expect(palette.diverging(0, limit: 1) == palette.diverging(-0.0, limit: 1))
    #expect(palette.diverging(0, limit: 1).style.background == nil)
    #expect(palette.diverging(7, limit: 1) == palette.diverging(1, limit: 1))
    #expect(palette.diverging(-7, limit: 1) == palette.diverging(-1, limit: 1))
    #expect(
      palette.diverging(.greatestFiniteMagnitude, limit: .leastNonzeroMagnitude) == palette.diverging(1, limit: 1))
    #expect(palette.diverging(0.5, limit: .nan) == palette.diverging(0.5, limit: 1))
    #expect(palette.diverging(0.5, limit: 0) == palette.diverging(0.5, limit: -3))
    #expect(palette.sequential(0) == palette.diverging(0, limit: 1))
    #expect(palette.sequential(1) == palette.diverging(1, limit: 1))
    #expect(palette.sequential(5, from: 5, to: 5) == palette.sequential(0))
    #expect(
      palette.sequential(0, from: -.greatestFiniteMagnitude, to: .greatestFiniteMagnitude) == palette.sequential(0.5))
  }

  private func unique(_ characters: [Character]) -> [Character] {
    characters.reduce(into: []) { if $0.last != $1 { $0.append($1) } }
  }
}
