// What looks and what is looked at, by name: tokens where the axis is a sequence that was read or written, else numbers.

import Cells
import Debugger
import Equations

/// Names along the edges of an attention.
struct AttentionNames {
  private let values: LensedValues
  private let attention: Attention
  private let keys: EntryNames
  private let queries: EntryNames?

  init(_ attention: Attention, _ values: LensedValues) {
    self.values = values
    self.attention = attention
    keys = EntryNames(values.session, positions: attention.keys)
    queries = attention.queries.map { EntryNames(values.session, positions: $0) }
  }

  func key(_ place: Int) -> String { keys.name(of: place) }

  func query(_ place: Int) -> String {
    if let queries { return queries.name(of: place) }
    guard let symbol = values.symbol(of: attention.stage, at: place) else { return String(place + 1) }
    return EntryNames.visible(symbol)
  }

  var keysAreSymbols: Bool { keys.areSymbols }
  var keyColumns: Int { keys.columns }

  /// Columns that the names of so many queries take, up to a bound.
  func queryColumns(_ count: Int) -> Int {
    if let queries { return queries.columns }
    return min((0..<min(count, 2000)).map { query($0).columns }.max() ?? 1, 10)
  }
}
