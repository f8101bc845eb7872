// The bytes that take a terminal and give it back. Both are made when the screen opens, since a signal handler can make
// nothing.

/// Private modes of xterm (ctlseqs, "DEC Private Mode Set") that ncurses does not set.
struct PrivateModes: Hashable {
  var mouse: Bool
  var bracketedPaste: Bool

  /// Clicks, drags and the wheel, with positions in decimal.
  static let mouseOn = "\u{1B}[?1000h\u{1B}[?1002h\u{1B}[?1006h"
  static let mouseOff = "\u{1B}[?1006l\u{1B}[?1002l\u{1B}[?1000l"
  static let pasteOn = "\u{1B}[?2004h"
  static let pasteOff = "\u{1B}[?2004l"

  var on: String { (mouse ? Self.mouseOn : "") + (bracketedPaste ? Self.pasteOn : "") }
  var off: String { (mouse ? Self.mouseOff : "") + (bracketedPaste ? Self.pasteOff : "") }
}

/// What the terminfo entry has for entering and leaving a full-screen program; empty where it has nothing.
struct ScreenStrings: Hashable {
  /// Another screen, so that the first one is as it was afterwards (smcup, rmcup).
  var otherScreen = ""
  var firstScreen = ""
  /// The keypad's own sequences (smkx, rmkx).
  var keypadOn = ""
  var keypadOff = ""
  var cursorOn = ""
  var stylesOff = ""

  /// - Parameter capability: the string of a terminfo name, nil where the terminal has none.
  init(capability: (String) -> String?) {
    func string(_ name: String) -> String { Self.withoutPadding(capability(name) ?? "") }
    otherScreen = string("smcup")
    firstScreen = string("rmcup")
    keypadOn = string("smkx")
    keypadOff = string("rmkx")
    cursorOn = string("cnorm")
    stylesOff = string("sgr0")
  }

  func enter(_ modes: PrivateModes) -> String { otherScreen + keypadOn + modes.on }

  func leave(_ modes: PrivateModes) -> String { modes.off + stylesOff + cursorOn + keypadOff + firstScreen }

  /// Delays such as "$<50/>" are for `tputs`; terminals of today need none.
  static func withoutPadding(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let character = rest.first {
      if rest.hasPrefix("$<"), let end = rest.firstIndex(of: ">") {
        rest = rest[rest.index(after: end)...]
      } else {
        result.append(character)
        rest.removeFirst()
      }
    }
    return result
  }
}
