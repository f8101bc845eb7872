// A real terminal: shows a grid, gives keys, and is given back in order however the program ends. Knows nothing of what
// the grid shows. There is one at a time, used from one thread.

import CNcurses
import CTerminalState
package import Cells
import Glibc

/// The terminal as a full screen.
///
/// While it is open, SIGINT only raises `InterruptFlag`; SIGTSTP gives the terminal back until SIGCONT; every signal that
/// ends the program, and `exit`, give it back first.
package final class TerminalScreen {
  package let capabilities: Capabilities
  package private(set) var width = 80
  package private(set) var height = 24

  private let input: TerminalInput
  private let output: Int32
  private let strings: ScreenStrings
  private var modes: PrivateModes
  private var decoder: KeyDecoder
  private var pairs: ColorPairs
  private var shown: Grid?
  private var cursor: (row: Int, column: Int)?
  private var hasResized = false
  private var hasEnded = false
  private var isOpen = true
  private var isReleased = false
  private let curses: OpaquePointer
  private let files: [UnsafeMutablePointer<FILE>]

  /// Opens the terminal and clears the screen.
  ///
  /// - Parameters:
  ///   - input: the descriptor that keys come from.
  ///   - output: the descriptor that the screen is written to.
  ///   - environment: gives a variable's value; the process's own by default.
  /// - Throws: a reason to work line by line instead; the terminal is then as it was.
  package init(
    input: Int32 = 0, output: Int32 = 1, environment: (String) -> String? = TerminalScreen.processEnvironment
  ) throws(TerminalError) {
    guard isatty(input) == 1, isatty(output) == 1 else { throw .notATerminal }
    let (facts, strings) = try Self.facts(output: output, environment: environment)
    let capabilities = Capabilities(facts: facts, environment: environment)
    let decoder = KeyDecoder(extra: Self.terminfoKeys())
    let modes = PrivateModes(mouse: false, bracketedPaste: capabilities.speaksXterm)

    let refusal = terminal_state_open(input, output)
    guard refusal == 0 else { throw .system(code: refusal) }
    let files = Self.streams(input: input, output: output)
    guard files.count == 2, let curses = newterm(facts.name, files[1], files[0]) else {
      terminal_state_close()
      for file in files { fclose(file) }
      throw .unknownTerminal(name: facts.name)
    }
    cbreak()
    noecho()
    nonl()
    typeahead(-1)
    if capabilities.depth > .monochrome {
      start_color()
      use_default_colors()
    }

    self.capabilities = capabilities
    self.input = TerminalInput(descriptor: input)
    self.output = output
    self.strings = strings
    self.modes = modes
    self.decoder = decoder
    self.curses = curses
    self.files = files
    pairs = ColorPairs(depth: capabilities.depth, capacity: shim_color_pairs())
    updateSequences()
    let held = terminal_state_hold()
    guard held == 0 else {
      close()
      throw .system(code: held)
    }
    send(strings.keypadOn + modes.on)
    takeSize()
    wrefresh(shim_stdscr())
    _ = terminal_state_take_news()
  }

  deinit { close() }

  /// The value of a variable of the process.
  package static let processEnvironment: @Sendable (String) -> String? = { name in
    getenv(name).map { String(cString: $0) }
  }

  /// Shows a grid; what is larger than the screen is cut, what is smaller leaves the rest blank.
  /// - Parameters:
  ///   - grid: drawn for `width` and `height`.
  ///   - cursor: where the cursor blinks, hidden if nil.
  package func show(_ grid: Grid, cursor: (row: Int, column: Int)? = nil) {
    guard isOpen, !isReleased else { return }
    takeNews()
    let grid = fitted(grid)
    for row in 0..<grid.height {
      for column in 0..<grid.width {
        let cell = grid[row, column]
        if cell.isContinuation || cell == shown?[row, column] { continue }
        put(cell, row, column)
      }
    }
    shown = grid
    self.cursor = cursor
    refresh()
  }

  /// The next key; nil if none comes within so many milliseconds.
  ///
  /// Without a limit it waits for ever.
  ///
  /// Ctrl-C comes as a key here if nobody took `InterruptFlag` before.
  package func nextKey(timeout milliseconds: Int? = nil) -> Key? {
    let end = milliseconds.map { TerminalInput.now() + min(max($0, 0), 1 << 40) }
    while isOpen {
      takeNews()
      if InterruptFlag.take() {
        // The system has dropped what was typed before and not read; what has been read may have come after.
        decoder.cancelPaste()
        // And with it what was written and not yet shown, perhaps in the middle of a sequence.
        repaint()
        return .control("c")
      }
      if hasResized {
        hasResized = false
        return .resize
      }
      if let key = decoder.next() { return key }
      if hasEnded { return decoder.next(final: true) ?? .endOfInput }
      let waitsForRest = decoder.isPending && !decoder.isPasting
      let left = end.map { max($0 - TerminalInput.now(), 0) }
      // However little time is left, a sequence may take its own.
      switch input.wait(waitsForRest ? Self.escapeDelay : left) {
      case .bytes(let bytes): decoder.feed(bytes)
      case .news: continue
      case .end: hasEnded = true
      case .timeout:
        if waitsForRest, let key = decoder.next(final: true) { return key }
        if let end, TerminalInput.now() >= end { return nil }
      }
    }
    return .endOfInput
  }

  /// Milliseconds after which Esc alone is taken as the key: a terminal sends a sequence in one go.
  private static let escapeDelay = 25

  /// Whether the mouse's events come here; otherwise they are the terminal's, for copying.
  package var hasMouse: Bool {
    get { modes.mouse }
    set {
      guard capabilities.speaksXterm, newValue != modes.mouse else { return }
      modes.mouse = newValue
      updateSequences()
      send(newValue ? PrivateModes.mouseOn : PrivateModes.mouseOff)
    }
  }

  /// Draws everything anew, in case something else wrote on the terminal.
  package func repaint() {
    guard isOpen, !isReleased else { return }
    clearok(shim_stdscr(), true)
    refresh()
  }

  package func beep() {
    if isOpen { _ = CNcurses.beep() }
  }

  /// Stops the program as Ctrl-Z does, and goes on when the shell brings it back.
  package func suspend() { terminal_state_suspend() }

  /// Gives the terminal back for something else; nothing is shown until `resume`.
  package func release() {
    isReleased = true
    terminal_state_release()
  }

  /// Takes the terminal again after `release`, and shows what was there.
  package func resume() {
    isReleased = false
    terminal_state_resume()
  }

  /// Gives the terminal back for good.
  package func close() {
    guard isOpen else { return }
    isOpen = false
    terminal_state_close()
    delscreen(curses)
    for file in files { fclose(file) }
  }

  // MARK: - Drawing

  private func fitted(_ grid: Grid) -> Grid {
    if grid.width == width, grid.height == height { return grid }
    var whole = Grid(width: width, height: height)
    whole.blit(grid, row: 0, column: 0)
    return whole
  }

  private func put(_ cell: Cell, _ row: Int, _ column: Int) {
    let lowered = CursesCell(cell, glyphs: capabilities.glyphs) { Int(wcwidth(wchar_t($0.value))) }
    var attributes: attr_t = 0
    if cell.style.attributes.contains(.bold) { attributes |= shim_bold() }
    if cell.style.attributes.contains(.dim) { attributes |= shim_dim() }
    if cell.style.attributes.contains(.underline) { attributes |= shim_underline() }
    if cell.style.attributes.contains(.reverse) { attributes |= shim_reverse() }
    let pair = pairs.number(of: cell.style)
    let text = lowered.scalars.map { wchar_t($0.value) } + [0]
    _ = shim_put(Int32(row), Int32(column), text, attributes, pair)
    if let second = lowered.second {
      _ = shim_put(Int32(row), Int32(column + 1), [wchar_t(second.value), 0], attributes, pair)
    }
  }

  private func refresh() {
    let window = shim_stdscr()
    if let cursor, cursor.row >= 0, cursor.row < height, cursor.column >= 0, cursor.column < width {
      curs_set(1)
      wmove(window, Int32(cursor.row), Int32(cursor.column))
    } else {
      curs_set(0)
    }
    wrefresh(window)
  }

  // MARK: - News

  /// Does what signal handlers left to be done.
  private func takeNews() {
    let news = terminal_state_take_news()
    if news & Int32(TERMINAL_NEWS_RESIZED.rawValue) != 0 {
      takeSize()
      hasResized = true
    }
    if news & Int32(TERMINAL_NEWS_CONTINUED.rawValue) != 0 { repaint() }
  }

  private func takeSize() {
    var (rows, columns): (Int32, Int32) = (0, 0)
    if shim_window_size(output, &rows, &columns) != 0 { resizeterm(rows, columns) }
    let (newHeight, newWidth) = (Int(getmaxy(shim_stdscr())), Int(getmaxx(shim_stdscr())))
    if newHeight != height || newWidth != width {
      (height, width) = (newHeight, newWidth)
      werase(shim_stdscr())
      clearok(shim_stdscr(), true)
      shown = nil
    }
  }

  private func updateSequences() {
    let (enter, leave) = (strings.enter(modes), strings.leave(modes))
    _ = terminal_state_set_sequences(enter, enter.utf8.count, leave, leave.utf8.count)
  }

  private func send(_ text: String) { terminal_state_write(text, text.utf8.count) }
}
