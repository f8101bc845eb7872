// What xterm sends for a key (ctlseqs, "PC-Style Function Keys"), by the key's name: written apart from the program's own
// table of keys, to be its witness.

/// Keys as the bytes of xterm.
enum KeyEncoding {
  /// The bytes of a key such as "Up", "F5", "Ctrl-R", "Shift-Tab", "Ctrl-Left" or "x"; of an unknown name, the name itself.
  static func text(of name: String, modes: EmulatedModes) -> String {
    var modifier = 1
    var rest = name[...]
    let modifiers = [("Shift-", 1), ("Alt-", 2), ("Ctrl-", 4)]
    while rest.count > 1, let found = modifiers.first(where: { rest.hasPrefix($0.0) }) {
      modifier += found.1
      rest = rest.dropFirst(found.0.count)
    }
    let key = String(rest)
    if key == "Tab", modifier == 2 { return "\u{1B}[Z" }
    if let letter = letters[key] {
      if modifier > 1 { return "\u{1B}[1;\(modifier)\(letter)" }
      let isApplication = modes.applicationCursorKeys || "PQRS".contains(letter)
      return (isApplication ? "\u{1B}O" : "\u{1B}[") + letter
    }
    if let number = numbers[key] { return "\u{1B}[\(number)\(modifier > 1 ? ";\(modifier)" : "")~" }
    var text = characters[key] ?? key
    if (modifier - 1) & 4 != 0, let code = text.uppercased().utf8.first, text.utf8.count == 1 {
      text = String(Unicode.Scalar(code & 0x1F))
    }
    return ((modifier - 1) & 2 != 0 ? "\u{1B}" : "") + text
  }

  private static let characters = ["Enter": "\r", "Tab": "\t", "Backspace": "\u{7F}", "Esc": "\u{1B}", "Space": " "]
  private static let letters = [
    "Up": "A", "Down": "B", "Right": "C", "Left": "D", "Home": "H", "End": "F", "F1": "P", "F2": "Q", "F3": "R",
    "F4": "S",
  ]
  private static let numbers = [
    "Ins": 2, "Del": 3, "PgUp": 5, "PgDn": 6, "F5": 15, "F6": 17, "F7": 18, "F8": 19, "F9": 20, "F10": 21, "F11": 23,
    "F12": 24,
  ]
}
