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

  /// Names of positions: where the axis has no name of its own, those of the only sequence of symbols that is as long.
  init(_ session: Session, positions axis: Dimension) {
    let own = EntryNames(session, axis)
    // A dimension of the sheet, such as the slots of a memory, may be as long by chance.
    let isDimension = session.model.dims.contains { $0.name == axis.label }
    let long = session.model.stages.indices.filter {
      !isDimension && session.stepCount(of: $0, through: .now) == axis.count && session.symbol(of: $0, at: 0) != nil
    }
    self.session = session
    symbols = own.symbols
    stage = own.stage ?? (own.symbols == nil && long.count == 1 ? long.first : nil)
    count = axis.count
  }

  var areSymbols: Bool { symbols != nil || stage != nil }

  /// The name of an entry, from 0.
  func name(of entry: Int) -> String {
    let symbol = symbols.flatMap { $0.indices.contains(entry) ? $0[entry] : nil }
    guard let symbol = symbol ?? stage.flatMap({ session.symbol(of: $0, at: entry) }) else { return String(entry + 1) }
    return Self.visible(symbol)
  }

  /// A symbol as it can be seen: a blank by its name, a line break as a picture of it.
  static func visible(_ symbol: String) -> String {
    let text = SymbolText.printable(symbol)
    return text.allSatisfy(\.isWhitespace) ? "space" : text
  }

  /// Columns that all names take, up to a bound.
  var columns: Int {
    guard areSymbols else { return String(max(count, 1)).count }
    return min((0..<min(count, 2000)).map { name(of: $0).columns }.max() ?? 1, 10)
  }
}
