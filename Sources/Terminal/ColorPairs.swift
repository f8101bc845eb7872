// ncurses wants each foreground and ground together as a numbered pair. Pairs are made when first asked for.

import CNcurses
import Cells

/// The pairs that have been made on the open terminal.
struct ColorPairs {
  private struct Pair: Hashable {
    let foreground: Int32
    let background: Int32
  }

  private let depth: ColorDepth
  private let capacity: Int32
  private var numbers: [Pair: Int32] = [:]

  /// - Parameters:
  ///   - depth: what the terminal can show.
  ///   - capacity: how many pairs ncurses has, the first one being the terminal's own colors.
  init(depth: ColorDepth, capacity: Int32) {
    self.depth = depth
    self.capacity = capacity
  }

  /// The number of a style's pair; 0, the terminal's own colors, when all pairs are in use.
  mutating func number(of style: Style) -> Int32 {
    let pair = Pair(
      foreground: Self.code(style.foreground, depth: depth), background: Self.code(style.background, depth: depth))
    if pair.foreground < 0, pair.background < 0 { return 0 }
    if let number = numbers[pair] { return number }
    let number = Int32(clamping: numbers.count + 1)
    guard number < capacity, init_extended_pair(number, pair.foreground, pair.background) == OK else { return 0 }
    numbers[pair] = number
    return number
  }

  /// A color as ncurses counts them; -1 is the terminal's own.
  static func code(_ color: Color?, depth: ColorDepth) -> Int32 {
    guard let color, let lowered = color.lowered(to: depth) else { return -1 }
    switch lowered {
    // With direct color the first eight numbers are the palette's and all others red, green and blue.
    case .index(let index): return depth == .truecolor && index >= 8 ? direct(color) : Int32(index)
    case .rgb: return direct(color)
    }
  }

  private static func direct(_ color: Color) -> Int32 {
    let (red, green, blue) = color.components
    let code = Int32(red) << 16 | Int32(green) << 8 | Int32(blue)
    return code == 0 ? 0 : max(code, 8)
  }
}
