// Lines between cells: in dots of Braille, two by four a cell, or in strokes where there is only ASCII.

import Cells

/// A part of the screen that lines are drawn on.
struct DotCanvas {
  let width: Int
  let height: Int
  private let glyphs: GlyphSet
  /// Of each cell the dots that are set, or the strokes.
  private var marks: [UInt8]
  /// Of each cell the line that counts most, and how it looks.
  private var ranks: [Float]
  private var styles: [Style]

  private static let (acrossDots, downDots) = (2, 4)
  /// By column and row of the dot, as Unicode numbers them.
  private static let bits: [[UInt8]] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]]
  private static let strokes: [Character] = ["-", "|", "/", "\\", "+"]

  init(width: Int, height: Int, glyphs: GlyphSet) {
    (self.width, self.height, self.glyphs) = (width, height, glyphs)
    marks = Array(repeating: 0, count: width * height)
    ranks = Array(repeating: -1, count: width * height)
    styles = Array(repeating: .plain, count: width * height)
  }

  /// A line between two places, in cells; `apart` dots from one that is set to the next.
  mutating func line(
    from start: (x: Float, y: Float), to end: (x: Float, y: Float), apart: Int = 1, rank: Float, style: Style
  ) {
    guard let (from, to) = clipped(start, end) else { return }
    let (across, down) = glyphs == .unicode ? (Self.acrossDots, Self.downDots) : (1, 1)
    let (dx, dy) = ((to.x - from.x) * Float(across), (to.y - from.y) * Float(down))
    let steps = max(Int(max(abs(dx), abs(dy)).rounded()), 1)
    for step in stride(from: 0, through: steps, by: max(apart, 1)) {
      let part = Float(step) / Float(steps)
      let x = Int((from.x * Float(across) + dx * part).rounded(.down))
      let y = Int((from.y * Float(down) + dy * part).rounded(.down))
      let (column, row) = (x / across, y / down)
      guard x >= 0, y >= 0, column < width, row < height else { continue }
      let cell = row * width + column
      if glyphs == .unicode {
        marks[cell] |= Self.bits[x % across][y % down]
      } else {
        let stroke = Self.stroke(dx, dy)
        marks[cell] = marks[cell] == 0 || marks[cell] == stroke ? stroke : 5
      }
      if rank > ranks[cell] { (ranks[cell], styles[cell]) = (rank, style) }
    }
  }

  /// Which of the strokes goes that way; a cell is twice as high as wide.
  private static func stroke(_ dx: Float, _ dy: Float) -> UInt8 {
    if abs(dy) * 2 < abs(dx) * 0.8 { return 1 }
    if abs(dx) < abs(dy) * 2 * 0.4 { return 2 }
    return (dx < 0) == (dy < 0) ? 4 : 3
  }

  /// The part of a line that lies on the canvas (Liang and Barsky 1984).
  private func clipped(
    _ start: (x: Float, y: Float), _ end: (x: Float, y: Float)
  ) -> (from: (x: Float, y: Float), to: (x: Float, y: Float))? {
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    var (low, high): (Float, Float) = (0, 1)
    let edges = [
      (-dx, start.x), (dx, Float(width) - start.x), (-dy, start.y), (dy, Float(height) - start.y),
    ]
    for (direction, room) in edges {
      if direction == 0 {
        if room < 0 { return nil }
      } else if direction < 0 {
        low = max(low, room / direction)
      } else {
        high = min(high, room / direction)
      }
    }
    guard low <= high else { return nil }
    return ((start.x + dx * low, start.y + dy * low), (start.x + dx * high, start.y + dy * high))
  }

  func draw(in area: Rectangle, on grid: inout Grid) {
    for row in 0..<min(height, area.height) {
      for column in 0..<min(width, area.width) {
        let cell = row * width + column
        guard marks[cell] != 0, let glyph = glyph(marks[cell]) else { continue }
        grid.put(glyph, row: area.row + row, column: area.column + column, style: styles[cell])
      }
    }
  }

  private func glyph(_ marks: UInt8) -> Character? {
    guard glyphs == .unicode else { return Self.strokes[Int(min(marks, 5)) - 1] }
    return Unicode.Scalar(0x2800 + UInt32(marks)).map(Character.init)
  }
}
