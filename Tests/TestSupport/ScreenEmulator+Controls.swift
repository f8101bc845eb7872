// What control functions do: ECMA-48, the VT220 manual and xterm's ctlseqs, by their names there.

extension ScreenEmulator {
  mutating func control(_ code: UInt8) {
    switch code {
    case 0x07: bells += 1
    case 0x08:
      column = max(column - 1, 0)
      wrapPending = false
    case 0x09: column = min((column / 8 + 1) * 8, width - 1)
    case 0x0A, 0x0B, 0x0C: lineFeed()
    case 0x0D:
      column = 0
      wrapPending = false
    case 0x0E: activeSet = 1
    case 0x0F: activeSet = 0
    case 0x00: break
    default: note("control \(code)")
    }
  }

  mutating func escape(_ sequence: String) {
    switch sequence {
    case "7": saveCursor()
    case "8": restoreCursor()
    case "D": lineFeed()
    case "E":
      column = 0
      lineFeed()
    case "M": reverseLineFeed()
    case "c": self = ScreenEmulator(width: width, height: height)
    case "=": modes.applicationKeypad = true
    case ">": modes.applicationKeypad = false
    case "(0": drawsLines[0] = true
    case "(B", "(A": drawsLines[0] = false
    case ")0": drawsLines[1] = true
    case ")B", ")A": drawsLines[1] = false
    case "\\": break
    default: note("ESC \(sequence)")
    }
  }

  mutating func perform(_ sequence: ControlParser.Sequence) {
    switch (sequence.mark, sequence.intermediates, sequence.final) {
    case (nil, "", "m"): selectGraphics(sequence.parameters)
    case ("?", "", "h"): for mode in sequence.parameters { setPrivate(mode.first, true, sequence) }
    case ("?", "", "l"): for mode in sequence.parameters { setPrivate(mode.first, false, sequence) }
    case (nil, "", "h"), (nil, "", "l"):
      switch sequence.parameter(0) {
      case 4: modes.insertMode = sequence.final == "h"
      // The cursor's shape in screen.
      case 34: break
      default: note(sequence.description)
      }
    case (nil, "", "c"): answers += Array("\u{1B}[?1;2c".utf8)
    case (nil, "", "n"):
      if sequence.parameter(0) == 6 { answers += Array("\u{1B}[\(row + 1);\(column + 1)R".utf8) }
      if sequence.parameter(0) == 5 { answers += Array("\u{1B}[0n".utf8) }
    // Window manipulation (the title's stack), cursor shape, key reporting: nothing to be seen.
    case (nil, "", "t"), (nil, " ", "q"), (">", "", _), ("?", "", "c"): break
    case (nil, "!", "p"): softReset()
    case (nil, "", _): moveOrEdit(sequence)
    default: note(sequence.description)
    }
  }

  private mutating func moveOrEdit(_ sequence: ControlParser.Sequence) {
    let count = sequence.count()
    let wasPending = wrapPending
    wrapPending = false
    switch sequence.final {
    case "A": row = max(row - count, row >= region.lowerBound ? region.lowerBound : 0)
    case "B", "e": row = min(row + count, (row < region.upperBound ? region.upperBound : height) - 1)
    case "C", "a": column = min(column + count, width - 1)
    case "D": column = max(column - count, 0)
    case "E":
      row = min(row + count, height - 1)
      column = 0
    case "F":
      row = max(row - count, 0)
      column = 0
    case "G", "`": column = min(count - 1, width - 1)
    case "d": row = min(count - 1, height - 1)
    case "H", "f":
      let top = modes.originMode ? region.lowerBound : 0
      row = min(top + count - 1, height - 1)
      column = min(sequence.count(1) - 1, width - 1)
    case "J": eraseInDisplay(sequence.parameter(0) ?? 0)
    case "K":
      switch sequence.parameter(0) ?? 0 {
      case 0: erase(columns: column..<width)
      case 1: erase(columns: 0..<column + 1)
      default: erase(columns: 0..<width)
      }
    case "X": erase(columns: column..<column + min(count, width))
    case "L":
      insertLines(count, at: row)
      column = 0
    case "M":
      deleteLines(count, from: row)
      column = 0
    case "P": deleteCharacters(count)
    case "@": insertBlanks(count)
    case "S": scrollUp(count)
    case "T": scrollDown(count)
    case "I": column = min((column / 8 + count) * 8, width - 1)
    case "Z": column = max(((column + 7) / 8 - count) * 8, 0)
    case "b":
      wrapPending = wasPending
      if let glyph = lastGlyph {
        // The glyph has been translated already.
        let sets = drawsLines
        drawsLines = [false, false]
        for _ in 0..<min(count, width * height) { put(glyph) }
        drawsLines = sets
      }
    case "r":
      let (top, bottom) = (count - 1, min(sequence.parameter(1) ?? height, height))
      if top + 1 < bottom { region = top..<bottom }
      (row, column) = (modes.originMode ? region.lowerBound : 0, 0)
    case "s": saveCursor()
    case "u": restoreCursor()
    case "g": break
    default: note(sequence.description)
    }
  }

  private mutating func eraseInDisplay(_ what: Int) {
    switch what {
    case 0:
      erase(columns: column..<width)
      erase(rows: row + 1..<height)
    case 1:
      erase(columns: 0..<column + 1)
      erase(rows: 0..<row)
    case 2: erase(rows: 0..<height)
    default: break
    }
  }

  private mutating func saveCursor() {
    saved = SavedCursor(row: row, column: column, style: style, drawsLines: drawsLines, activeSet: activeSet)
  }

  private mutating func restoreCursor() {
    row = min(saved.row, height - 1)
    column = min(saved.column, width - 1)
    (style, drawsLines, activeSet) = (saved.style, saved.drawsLines, saved.activeSet)
    wrapPending = false
  }

  private mutating func softReset() {
    let (alternate, mouse, paste) = (modes.alternateScreen, modes.mouse, modes.bracketedPaste)
    modes = EmulatedModes()
    (modes.alternateScreen, modes.mouse, modes.bracketedPaste) = (alternate, mouse, paste)
    style = .plain
    region = 0..<height
    (drawsLines, activeSet) = ([false, false], 0)
  }

  private mutating func setPrivate(_ mode: Int??, _ isOn: Bool, _ sequence: ControlParser.Sequence) {
    guard let mode = mode ?? nil else { return }
    switch mode {
    case 1: modes.applicationCursorKeys = isOn
    case 6:
      modes.originMode = isOn
      (row, column) = (isOn ? region.lowerBound : 0, 0)
    case 7: modes.wraps = isOn
    case 25: modes.cursorVisible = isOn
    case 9, 1000...1003, 1005, 1006, 1015:
      if isOn { modes.mouse.insert(mode) } else { modes.mouse.remove(mode) }
    case 47, 1047, 1049: useAlternateScreen(isOn, savesCursor: mode == 1049)
    case 1048: if isOn { saveCursor() } else { restoreCursor() }
    case 2004: modes.bracketedPaste = isOn
    // Blinking, smooth scrolling, meta as a bit, focus, synchronous output: nothing to be seen.
    case 4, 5, 8, 12, 1004, 1007, 1034, 2026: break
    default: note(sequence.description)
    }
  }

  private mutating func useAlternateScreen(_ isOn: Bool, savesCursor: Bool) {
    if isOn, savesCursor { saveCursor() }
    if isOn != modes.alternateScreen {
      swap(&screen, &otherScreen)
      modes.alternateScreen = isOn
      if isOn {
        swap(&saved, &savedOther)
        erase(rows: 0..<height)
      } else {
        swap(&saved, &savedOther)
      }
    }
    if !isOn, savesCursor { restoreCursor() }
  }

  /// SGR: colors and attributes.
  private mutating func selectGraphics(_ parameters: [[Int?]]) {
    var groups = parameters.map { $0.map { $0 ?? 0 } }[...]
    while let group = groups.popFirst() {
      let code = group.first ?? 0
      switch code {
      case 0: style = .plain
      case 1: style.bold = true
      case 2: style.dim = true
      case 4: style.underline = true
      case 7: style.reverse = true
      // The console's character sets.
      case 10, 11: drawsLines[0] = code == 11
      case 22: (style.bold, style.dim) = (false, false)
      case 24: style.underline = false
      case 27: style.reverse = false
      case 30...37: style.foreground = .index(code - 30)
      case 38: style.foreground = Self.longColor(group, &groups)
      case 39: style.foreground = nil
      case 40...47: style.background = .index(code - 40)
      case 48: style.background = Self.longColor(group, &groups)
      case 49: style.background = nil
      case 90...97: style.foreground = .index(code - 82)
      case 100...107: style.background = .index(code - 92)
      default: note("SGR \(code)")
      }
    }
  }

  /// The color after 38 or 48: in the same parameter with colons (where a color space may stand before the components),
  /// or in the next ones.
  private static func longColor(_ group: [Int], _ following: inout ArraySlice<[Int]>) -> EmulatedColor? {
    var values = Array(group.dropFirst())
    if values.isEmpty {
      let kind = following.popFirst()?.first ?? 0
      let count = kind == 2 ? 3 : 1
      values = [kind] + following.prefix(count).map { $0.first ?? 0 }
      following = following.dropFirst(count)
    } else if values.count > 4 {
      values.remove(at: 1)
    }
    switch (values.first, values.count) {
    case (5, 2): return .index(values[1])
    case (2, 4): return .rgb(values[1], values[2], values[3])
    default: return nil
    }
  }
}
