// Glyphs, line ends, scrolling and erasing.

extension ScreenEmulator {
  mutating func put(_ scalar: Unicode.Scalar) {
    let scalar = drawsLines[activeSet] ? Self.lineSigns[scalar] ?? scalar : scalar
    let columns = CLibraryWidths.columns(of: scalar)
    guard columns > 0 else {
      join(scalar)
      return
    }
    lastGlyph = scalar
    if wrapPending || column + columns > width {
      if modes.wraps {
        column = 0
        lineFeed()
      } else {
        column = max(width - columns, 0)
      }
    }
    wrapPending = false
    guard column + columns <= width else { return }
    if modes.insertMode { insertBlanks(columns) }
    splitWide(at: column)
    if columns == 2 { splitWide(at: column + 1) }
    screen[row][column] = EmulatedCell(text: String(scalar), width: columns, style: style)
    if columns == 2 { screen[row][column + 1] = EmulatedCell(text: "", width: 0, style: style) }
    column += columns
    if column == width {
      column = width - 1
      wrapPending = true
    }
  }

  /// A mark goes to the glyph before the cursor.
  private mutating func join(_ scalar: Unicode.Scalar) {
    var target = wrapPending ? column : column - 1
    if target >= 0, screen[row][target].width == 0 { target -= 1 }
    if target >= 0 { screen[row][target].text.unicodeScalars.append(scalar) }
  }

  /// Where half of a wide glyph is drawn over, the other half becomes blank.
  mutating func splitWide(at column: Int) {
    guard column >= 0, column < width else { return }
    if screen[row][column].width == 2, column + 1 < width {
      screen[row][column + 1] = .blank(screen[row][column + 1].style)
    } else if screen[row][column].width == 0, column > 0 {
      screen[row][column - 1] = .blank(screen[row][column - 1].style)
    }
  }

  /// Erasing leaves the ground of the current style (terminfo's bce).
  var erased: EmulatedCell { .blank(EmulatedStyle(background: style.background)) }

  mutating func lineFeed() {
    wrapPending = false
    if row + 1 == region.upperBound {
      scrollUp(1)
    } else if row + 1 < height {
      row += 1
    }
  }

  mutating func reverseLineFeed() {
    wrapPending = false
    if row == region.lowerBound {
      scrollDown(1)
    } else if row > 0 {
      row -= 1
    }
  }

  mutating func scrollUp(_ count: Int) { deleteLines(count, from: region.lowerBound) }

  mutating func scrollDown(_ count: Int) { insertLines(count, at: region.lowerBound) }

  mutating func insertLines(_ count: Int, at top: Int) {
    guard region.contains(top) else { return }
    for _ in 0..<min(count, region.upperBound - top) {
      screen.remove(at: region.upperBound - 1)
      screen.insert(Array(repeating: erased, count: width), at: top)
    }
  }

  mutating func deleteLines(_ count: Int, from top: Int) {
    guard region.contains(top) else { return }
    for _ in 0..<min(count, region.upperBound - top) {
      screen.remove(at: top)
      screen.insert(Array(repeating: erased, count: width), at: region.upperBound - 1)
    }
  }

  mutating func insertBlanks(_ count: Int) {
    splitWide(at: column)
    for _ in 0..<min(count, width - column) {
      screen[row].removeLast()
      screen[row].insert(erased, at: column)
    }
    if screen[row][width - 1].width == 2 { screen[row][width - 1] = erased }
  }

  mutating func deleteCharacters(_ count: Int) {
    splitWide(at: column)
    splitWide(at: column + min(count, width - column))
    for _ in 0..<min(count, width - column) {
      screen[row].remove(at: column)
      screen[row].append(erased)
    }
  }

  mutating func erase(columns: Range<Int>) {
    let columns = columns.clamped(to: 0..<width)
    guard !columns.isEmpty else { return }
    splitWide(at: columns.lowerBound)
    splitWide(at: columns.upperBound)
    for column in columns { screen[row][column] = erased }
  }

  mutating func erase(rows: Range<Int>) {
    for row in rows.clamped(to: 0..<height) { screen[row] = Array(repeating: erased, count: width) }
  }

  /// DEC's special graphics set, in place of small letters.
  static let lineSigns: [Unicode.Scalar: Unicode.Scalar] = Dictionary(
    uniqueKeysWithValues: zip("`afgijklmnopqrstuvwxyz{|}~".unicodeScalars, "◆▒°±␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·".unicodeScalars))
}
