// Asking the terminfo database and the locale, before anything is written to the terminal.

import CNcurses
import Cells
import Glibc

extension TerminalScreen {
  /// The terminal's entry, or why it cannot show a screen.
  static func facts(
    output: Int32, environment: (String) -> String?
  ) throws(TerminalError) -> (TerminalFacts, ScreenStrings) {
    let name = environment("TERM") ?? ""
    if name.isEmpty { throw .dumb(name: nil) }
    if name == "dumb" { throw .dumb(name: name) }
    // With a place for the error, setupterm gives a value; without one it would end the program.
    var problem: Int32 = 0
    guard setupterm(name, output, &problem) == OK else { throw .unknownTerminal(name: name) }
    guard shim_string_capability("cup") != nil, shim_string_capability("clear") != nil else {
      throw .cannotMoveCursor(name: name)
    }
    let facts = TerminalFacts(
      name: name, colors: Int(tigetnum("colors")), hasDirectColor: tigetflag("RGB") > 0 || tigetnum("RGB") > 0,
      usesUTF8: takeLocale(environment))
    return (facts, ScreenStrings { shim_string_capability($0).map { String(cString: $0) } })
  }

  /// Takes the environment's locale for characters; whether its encoding is UTF-8.
  ///
  /// A locale that is not installed here (ssh passes on names from elsewhere) still tells the encoding.
  private static func takeLocale(_ environment: (String) -> String?) -> Bool {
    let wished = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment($0) }.first { !$0.isEmpty } ?? ""
    if shim_set_character_locale(wished.isEmpty ? "C" : wished) == 0 {
      let encoding = wished.lowercased()
      guard encoding.hasSuffix("utf-8") || encoding.hasSuffix("utf8") else { return false }
      if shim_set_character_locale("C.UTF-8") == 0 { return false }
    }
    return shim_codeset().map { String(cString: $0) } == "UTF-8"
  }

  /// Streams of their own, since those of the C library are shared with all else.
  static func streams(input: Int32, output: Int32) -> [UnsafeMutablePointer<FILE>] {
    [(input, "r"), (output, "w")].compactMap { descriptor, mode in
      let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
      guard copy >= 0 else { return nil }
      if let file = fdopen(copy, mode) { return file }
      Glibc.close(copy)
      return nil
    }
  }

  /// The keys that the terminfo entry names, for terminals whose sequences are not built in.
  static func terminfoKeys() -> [[UInt8]: Key] {
    var names: [(String, Key)] = [
      ("kcuu1", .up), ("kcud1", .down), ("kcub1", .left), ("kcuf1", .right), ("khome", .home), ("kend", .end),
      ("kpp", .pageUp), ("knp", .pageDown), ("kdch1", .delete), ("kich1", .insert), ("kcbt", .backTab),
    ]
    // Beyond F12 entries count Shift-F1 as F13, which the built-in sequences tell better.
    names += (1...12).map { ("kf\($0)", Key.function($0)) }
    var keys: [[UInt8]: Key] = [:]
    for (name, key) in names {
      guard let value = shim_string_capability(name) else { continue }
      let bytes = Array(String(cString: value).utf8)
      if bytes.count > 1, bytes.first == 0x1B { keys[bytes] = key }
    }
    return keys
  }
}
