// What the entries of a vector are called: the symbols of an alphabet with as many, else their numbers.

import Debugger
import Equations

/// Names for entries.
struct EntryNames {
  private let symbols: [String]?

  init(_ session: Session, count: Int) { symbols = session.alphabet(count: count)?.symbols }

  var areSymbols: Bool { symbols != nil }

  /// The name of an entry, from 0.
  func name(of entry: Int) -> String {
    guard let symbols, symbols.indices.contains(entry) else { return String(entry + 1) }
    // A blank cannot be seen.
    return symbols[entry].allSatisfy(\.isWhitespace) ? "space" : symbols[entry]
  }
}
