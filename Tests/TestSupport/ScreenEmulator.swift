// A terminal in memory: takes the bytes that a program writes and holds what a person would see. Enough of ECMA-48, VT220
// and xterm for what ncurses sends; what it does not know it keeps in `unknown`, so that tests notice.

/// The screen of an xterm of a certain size.
package struct ScreenEmulator: Sendable {
  package private(set) var width: Int
  package private(set) var height: Int
  package internal(set) var modes = EmulatedModes()
  /// Control sequences that were not understood, as readable text; at most a hundred.
  package internal(set) var unknown: [String] = []
  package internal(set) var bells = 0
  /// The title that the program gave its window.
  package internal(set) var title = ""
  /// What the terminal answers to questions: to be sent to the program.
  package internal(set) var answers: [UInt8] = []

  var screen: [[EmulatedCell]]
  var otherScreen: [[EmulatedCell]]
  var row = 0
  var column = 0
  /// The last column is filled: the next glyph goes to the next line first.
  var wrapPending = false
  var style = EmulatedStyle.plain
  /// Rows that scroll.
  var region: Range<Int>
  var saved = SavedCursor()
  var savedOther = SavedCursor()
  /// For G0 and G1: whether it is the set of line-drawing signs.
  var drawsLines = [false, false]
  var activeSet = 0
  var lastGlyph: Unicode.Scalar?
  var parser = ControlParser()

  struct SavedCursor {
    var row = 0
    var column = 0
    var style = EmulatedStyle.plain
    var drawsLines = [false, false]
    var activeSet = 0
  }

  package init(width: Int, height: Int) {
    self.width = max(width, 1)
    self.height = max(height, 1)
    region = 0..<self.height
    screen = Self.blankScreen(self.width, self.height)
    otherScreen = screen
  }

  static func blankScreen(_ width: Int, _ height: Int) -> [[EmulatedCell]] {
    Array(repeating: Array(repeating: .blank(), count: width), count: height)
  }

  /// Where the cursor is, from 0.
  package var cursor: (row: Int, column: Int) { (row, column) }

  package subscript(row: Int, column: Int) -> EmulatedCell {
    row >= 0 && row < height && column >= 0 && column < width ? screen[row][column] : .blank()
  }

  /// The text of each row, trailing blanks left out.
  package var lines: [String] {
    screen.map { row in
      let end = row.lastIndex { $0.text != " " }.map { $0 + 1 } ?? 0
      return row[..<end].map(\.text).joined()
    }
  }

  /// All rows as one text.
  package var text: String { lines.joined(separator: "\n") }

  package func contains(_ text: String) -> Bool { lines.contains { $0.contains(text) } }

  /// Where a text first stands, from the top.
  package func position(of text: String) -> (row: Int, column: Int)? {
    for (row, line) in lines.enumerated() {
      guard let range = line.firstRange(of: text) else { continue }
      let before = line[..<range.lowerBound].unicodeScalars
      return (row, before.reduce(0) { $0 + CLibraryWidths.columns(of: $1) })
    }
    return nil
  }

  /// What is not as a program found it: empty when the terminal was left in order.
  package var disorder: [String] {
    var found: [String] = []
    if modes.alternateScreen { found.append("the alternate screen is still shown") }
    if !modes.cursorVisible { found.append("the cursor is hidden") }
    if modes.bracketedPaste { found.append("bracketed paste is on") }
    if !modes.mouse.isEmpty { found.append("mouse modes are on: \(modes.mouse.sorted())") }
    if modes.applicationCursorKeys { found.append("cursor keys are in application mode") }
    if modes.applicationKeypad { found.append("the keypad is in application mode") }
    if modes.insertMode { found.append("insert mode is on") }
    if !modes.wraps { found.append("lines do not wrap") }
    if modes.originMode { found.append("origin mode is on") }
    if style != .plain { found.append("text is not plain: \(style)") }
    if region != 0..<height { found.append("only rows \(region) scroll") }
    if drawsLines[activeSet] { found.append("the line-drawing set is in use") }
    return found
  }

  /// Takes another size; what falls outside is lost, as in xterm.
  package mutating func resize(width: Int, height: Int) {
    let (width, height) = (max(width, 1), max(height, 1))
    func resized(_ screen: [[EmulatedCell]]) -> [[EmulatedCell]] {
      var result = Self.blankScreen(width, height)
      for row in 0..<min(height, screen.count) {
        for column in 0..<min(width, screen[row].count) { result[row][column] = screen[row][column] }
        if width < screen[row].count, result[row][width - 1].width == 2 { result[row][width - 1] = .blank() }
      }
      return result
    }
    screen = resized(screen)
    otherScreen = resized(otherScreen)
    (self.width, self.height) = (width, height)
    region = 0..<height
    row = min(row, height - 1)
    column = min(column, width - 1)
    wrapPending = false
  }

  /// Takes what a program has written.
  package mutating func feed(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      for action in parser.take(byte) { perform(action) }
    }
  }

  package mutating func feed(_ text: String) { feed(text.utf8) }

  private mutating func perform(_ action: ControlParser.Action) {
    switch action {
    case .glyph(let scalar): put(scalar)
    case .control(let code): control(code)
    case .escape(let sequence): escape(sequence)
    case .sequence(let sequence): perform(sequence)
    case .command(let text):
      if text.hasPrefix("0;") || text.hasPrefix("2;") { title = String(text.dropFirst(2)) }
    case .broken(let text): note(text)
    }
  }

  mutating func note(_ text: String) {
    if unknown.count < 100 { unknown.append(text) }
  }
}
