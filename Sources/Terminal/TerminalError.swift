// Why there can be no full screen here. The caller then works line by line.

/// A reason to do without a full screen.
package enum TerminalError: Error, Hashable, Sendable {
  /// Input or output is a file or a pipe.
  case notATerminal
  /// The terminal calls itself `dumb`, or says nothing (`TERM` is not set).
  case dumb(name: String?)
  /// The terminfo database has no such terminal.
  case unknownTerminal(name: String)
  /// The terminal cannot place its cursor or clear its screen.
  case cannotMoveCursor(name: String)
  /// The system refused, with this errno.
  case system(code: Int32)

  /// One line for people.
  package var message: String {
    switch self {
    case .notATerminal: "input or output is not a terminal"
    case .dumb(nil): "TERM is not set: set it to the terminal's name, such as xterm-256color"
    case .dumb(let name?): "the terminal calls itself \(name): it shows lines only"
    case .unknownTerminal(let name):
      "the terminfo database has no terminal \(name): set TERM to one it has, such as xterm, or install ncurses-term"
    case .cannotMoveCursor(let name): "the terminal \(name) cannot place its cursor"
    case .system(let code): "the terminal cannot be opened (errno \(code))"
    }
  }
}
