// Numbers of several kinds for each of a run of steps or distances, as a table.

internal import Equations
internal import Formats

/// A row for each step, or distance, and a column for each kind of number.
package struct LengthTable: Sendable {
  package struct Row: Sendable {
    package var number: Int
    package var symbol: String?
    /// As many as there are columns; nil where a column has none.
    package var values: [Double?]
  }

  package var title: String
  /// What a row is: `step`, `steps back`.
  package var axis: String
  package var columns: [String]
  package var rows: [Row]
  /// What is said below.
  package var notes: [String] = []

  private static let shown = 40

  package var lines: [String] {
    let heads = [axis] + columns
    let body = rows.prefix(Self.shown).map { row in
      [row.symbol.map { "\(row.number) \(SymbolText.printable($0))" } ?? String(row.number)]
        + row.values.map { $0.map { ValueText.significant($0, digits: 4) } ?? "" }
    }
    let widths = heads.indices.map { column in
      ([heads] + body).map { $0.indices.contains(column) ? $0[column].cellWidth : 0 }.max() ?? 0
    }
    let table = ([heads] + body).map { cells in
      let texts = zip(cells, widths).map { $0.padded(to: $1) }
      return "  " + texts.joined(separator: "  ").trimmedAtEnd
    }
    let more = rows.count > Self.shown ? ["  and \(rows.count - Self.shown) more"] : []
    return [title] + table + more + notes.map { "  \($0)" }
  }

  var json: JSON {
    .object([
      .init("table", .string(title)), .init("axis", .string(axis)),
      .init("columns", .array(columns.map { .string($0) })),
      .init(
        "rows",
        .array(
          rows.map { row in
            .object([
              .init("number", .integer(row.number)),
              .init("values", .array(row.values.map { $0.map { .double($0) } ?? .null })),
            ])
          })),
      .init("notes", .array(notes.map { .string($0) })),
    ])
  }
}

extension String {
  fileprivate var trimmedAtEnd: String {
    String(prefix(upTo: lastIndex { $0 != " " }.map(index(after:)) ?? startIndex))
  }
}
