// Colors as a view asks for them, and what is left of them on a terminal of a given depth.
// Knows nothing of escape codes or of which terminal is there.

/// A color of a glyph or of the ground behind it.
package enum Color: Hashable, Sendable {
  /// An exact color, red, green and blue from 0 to 255.
  case rgb(UInt8, UInt8, UInt8)
  /// One of the sixteen colors that the user's own theme defines.
  case named(NamedColor)
}

/// The eight colors of ECMA-48 and their bright forms; raw values are the palette's indices.
package enum NamedColor: UInt8, Hashable, Sendable, CaseIterable {
  case black, red, green, yellow, blue, magenta, cyan, white
  case brightBlack, brightRed, brightGreen, brightYellow, brightBlue, brightMagenta, brightCyan, brightWhite
}

/// How many colors can be told to a terminal, from none to all.
package enum ColorDepth: Int, Hashable, Sendable, Comparable, CaseIterable {
  case monochrome, ansi8, palette256, truecolor

  package static func < (left: ColorDepth, right: ColorDepth) -> Bool { left.rawValue < right.rawValue }
}

/// A color in the form that a terminal of a certain depth is told.
package enum LoweredColor: Hashable, Sendable {
  /// An entry of the palette: below 8, 16 or 256, as the depth has it.
  case index(UInt8)
  case rgb(UInt8, UInt8, UInt8)
}

extension Color {
  /// The nearest color of a terminal of this depth; nil if it has none.
  package func lowered(to depth: ColorDepth) -> LoweredColor? {
    switch (self, depth) {
    case (_, .monochrome): nil
    // Its plain form would be black, on what is most often black.
    case (.named(.brightBlack), .ansi8): nil
    case (.named(let name), .ansi8): .index(name.rawValue & 7)
    case (.named(let name), _): .index(name.rawValue)
    case (.rgb(let red, let green, let blue), .truecolor): .rgb(red, green, blue)
    case (.rgb(let red, let green, let blue), .palette256): .index(Self.nearestOf256(red, green, blue))
    case (.rgb(let red, let green, let blue), .ansi8): .index(Self.nearestOf8(red, green, blue))
    }
  }

  /// The color as red, green and blue; the sixteen named ones as xterm has them, since a theme cannot be asked.
  package var components: (red: UInt8, green: UInt8, blue: UInt8) {
    switch self {
    case .rgb(let red, let green, let blue): (red, green, blue)
    case .named(let name): Self.nominal(name)
    }
  }

  private static func nominal(_ name: NamedColor) -> (red: UInt8, green: UInt8, blue: UInt8) {
    switch name {
    case .black: (0, 0, 0)
    case .red: (205, 0, 0)
    case .green: (0, 205, 0)
    case .yellow: (205, 205, 0)
    case .blue: (0, 0, 238)
    case .magenta: (205, 0, 205)
    case .cyan: (0, 205, 205)
    case .white: (229, 229, 229)
    case .brightBlack: (127, 127, 127)
    case .brightRed: (255, 0, 0)
    case .brightGreen: (0, 255, 0)
    case .brightYellow: (255, 255, 0)
    case .brightBlue: (92, 92, 255)
    case .brightMagenta: (255, 0, 255)
    case .brightCyan: (0, 255, 255)
    case .brightWhite: (255, 255, 255)
    }
  }

  /// The six levels of each component in the cube of 256 colors (indices 16 to 231).
  package static let cubeLevels: [UInt8] = [0, 95, 135, 175, 215, 255]

  private static func nearestOf256(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt8 {
    func level(_ component: UInt8) -> Int {
      cubeLevels.indices.min { difference(cubeLevels[$0], component) < difference(cubeLevels[$1], component) } ?? 0
    }
    let (r, g, b) = (level(red), level(green), level(blue))
    let cube = distance((cubeLevels[r], cubeLevels[g], cubeLevels[b]), (red, green, blue))
    // The grays 232 to 255 are 8, 18, … 238.
    let mean = (Int(red) + Int(green) + Int(blue)) / 3
    let step = min(max((mean - 3) / 10, 0), 23)
    let gray = UInt8(8 + 10 * step)
    if distance((gray, gray, gray), (red, green, blue)) < cube { return UInt8(232 + step) }
    return UInt8(16 + 36 * r + 6 * g + b)
  }

  /// By hue, since there is nothing else to tell: each component is on or off.
  ///
  /// Grays are white but for the darkest.
  private static func nearestOf8(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt8 {
    let components = [Int(red), Int(green), Int(blue)]
    let (least, most) = (components.min() ?? 0, components.max() ?? 0)
    if most < 64 { return 0 }
    if most - least < 32 { return 7 }
    return components.enumerated().reduce(0) { $1.element * 2 >= least + most ? $0 | 1 << UInt8($1.offset) : $0 }
  }

  private static func difference(_ a: UInt8, _ b: UInt8) -> Int { abs(Int(a) - Int(b)) }

  /// A squared distance weighted by how much each component counts for the eye.
  private static func distance(_ a: (UInt8, UInt8, UInt8), _ b: (UInt8, UInt8, UInt8)) -> Int {
    let (red, green, blue) = (difference(a.0, b.0), difference(a.1, b.1), difference(a.2, b.2))
    return 3 * red * red + 6 * green * green + 2 * blue * blue
  }
}
