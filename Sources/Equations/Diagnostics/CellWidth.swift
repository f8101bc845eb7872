// How wide a text stands in a terminal, for the columns of plain answers and the carets below a line.

extension String {
  /// The cells of a terminal that it takes: East Asian writing has two for a character.
  package var cellWidth: Int { reduce(0) { $0 + $1.cellWidth } }

  /// With blanks behind it up to a width in cells.
  package func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - cellWidth)) }
}

extension Character {
  var cellWidth: Int { unicodeScalars.first.map(\.isWide) ?? false ? 2 : 1 }
}

extension Unicode.Scalar {
  fileprivate var isWide: Bool {
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}
