// What the entries along an axis are called: the symbols of an alphabet, the symbols that were read where they are positions
// of a sequence, else their numbers.

import Cells
import Debugger
import Equations

/// Names for entries.
struct EntryNames {
  private let session: Session
  private let symbols: [String]?
  private let stage: Int?
  private let count: Int

  init(_ session: Session, _ axis: Dimension) {
    self.session = session
    symbols = session.alphabet(of: axis)?.symbols
    stage = session.stage(of: axis).flatMap { session.symbol(of: $0, at: 0) == nil ? nil : $0 }
    count = axis.count
  }

  /// The name of an entry, from 0.
  func name(of entry: Int) -> String {
    let symbol = symbols.flatMap { $0.indices.contains(entry) ? $0[entry] : nil }
    guard let symbol = symbol ?? stage.flatMap({ session.symbol(of: $0, at: entry) }) else { return String(entry + 1) }
    // A blank cannot be seen.
    return symbol.allSatisfy(\.isWhitespace) ? "space" : symbol
  }

  /// Columns that all names take, up to a bound.
  var columns: Int {
    guard symbols != nil || stage != nil else { return String(max(count, 1)).count }
    return min((0..<min(count, 2000)).map { name(of: $0).columns }.max() ?? 1, 10)
  }
}
