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

  func key(_ place: Int) -> String { Self.narrow(keys.name(of: place)) }

  func query(_ place: Int) -> String {
    if let queries { return Self.narrow(queries.name(of: place)) }
    guard let symbol = values.symbol(of: attention.stage, at: place) else { return String(place + 1) }
    return Self.narrow(EntryNames.visible(symbol))
  }

  var keysAreSymbols: Bool { keys.areSymbols }
  /// Columns that the names of keys take, up to a bound.
  var keyColumns: Int {
    keysAreSymbols ? min(longestKey, 10) : keys.columns
  }

  /// Columns of the longest name of a key.
  var longestKey: Int { longest("keys of \(attention.heads.first?.id ?? 0)", attention.keys.count, key) }

  /// Whether keys have names that no edge of a picture has room for.
  var keysAreLong: Bool { keysAreSymbols && longestKey > 10 }

  /// A blank as an open box, where room is for one letter.
  private static func narrow(_ name: String) -> String { name == "space" ? "␣" : name }

  /// Columns that the names of so many queries take, up to a bound.
  func queryColumns(_ count: Int) -> Int {
    min(longest("queries of \(attention.heads.first?.id ?? 0)", count, query), 10)
  }

  /// Columns of the longest of many names, of the first of very many; looked for once in a run.
  private func longest(_ what: String, _ count: Int, _ name: (Int) -> String) -> Int {
    let known = values.session.summaries.series("columns of the \(count) \(what) \(values.lens.word)") {
      [Float((0..<min(count, 2000)).map { name($0).columns }.max() ?? 1)]
    }
    return known.first.map { Int($0) } ?? 1
  }
}
