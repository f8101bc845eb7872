// What decay and ledger say.

internal import Equations
internal import Formats

/// What remains of a state, step by step back.
package struct DecayReport: Sendable {
  package var name: String
  package var step: Int
  /// Whether it is told through all equations together, by changing the state; else straight through its own.
  package var isInAll: Bool
  /// How many steps lie between two rows.
  package var lag: Int
  package var rows: [DecayRow]
  /// Steps further back that were not worked out.
  package var leftOut = 0
  /// Why it is told so.
  package var remark: String?
  /// Whether the rows are nodes of a tree, which do not lie one behind another.
  package var isOfNodes = false

  /// Steps until half is left, by the rate over the rows; nil where nothing decays.
  package var halfLife: Double? { isOfNodes ? nil : rowsToHalf.map { $0 * Double(lag) } }

  private var rowsToHalf: Double? {
    guard let first = rows.firstIndex(where: { $0.mean <= 0.5 }), first > 0 else { return nil }
    let (above, below) = (rows[first - 1].mean, rows[first].mean)
    guard above > below else { return Double(first) }
    guard above > 0, below > 0 else { return Double(first) }
    return Double(first - 1) + (logarithm(above) - logarithm(0.5)) / (logarithm(above) - logarithm(below))
  }
}

package struct DecayRow: Sendable {
  package var step: Int
  package var mean: Double
  package var least: Double
  package var most: Double
  package var symbol: String?
}

/// Who wrote what is in a state.
package struct LedgerReport: Sendable {
  package var name: String
  package var value: Double
  package var rows: [LedgerRow]
  /// What is left of where the state started.
  package var start: Double

  /// What the rows and the start come to; rounding in the trace is in the rows, so this is the value.
  package var total: Double { rows.reduce(start) { $0 + $1.contribution } }
}

package struct LedgerRow: Sendable {
  package var step: Int
  /// Nil where a matrix mixes the entries of the state.
  package var written: Double?
  /// The product of all coefficients since.
  package var kept: Double?
  package var contribution: Double
  package var symbol: String?
}

extension DecayReport {
  private static let shown = 24
  private var axis: String { isOfNodes ? "node" : "step" }

  package var lines: [String] {
    let head =
      "what remains at \(axis) \(step) of \(name)\(isInAll ? " through all equations" : "")"
      + (halfLife.map { ", half-life \(ValueText.significant($0, digits: 3)) steps" } ?? "")
    let digits = String(rows.map(\.step).max() ?? 0).count
    let width = rows.map { $0.symbol.map(SymbolText.printable)?.cellWidth ?? 0 }.max() ?? 0
    let widest = rows.prefix(Self.shown).map { range($0).count }.max() ?? 0
    let list = rows.prefix(Self.shown).map { row in
      let number = String(repeating: " ", count: digits - String(row.step).count) + String(row.step)
      let symbol = width > 0 ? "  " + SymbolText.printable(row.symbol ?? "").padded(to: width) : ""
      let bar = String(repeating: "█", count: Int((min(max(abs(row.mean), 0), 1) * 20).rounded()))
      let mean = pad(ValueText.significant(row.mean, digits: 6), 12)
      return "  \(axis) \(number)\(symbol)  \(mean)\(range(row).padded(to: widest))  \(bar)"
    }
    let further = max(0, rows.count - Self.shown) + leftOut
    let more = further > 0 ? ["  and \(further) \(isOfNodes ? "nodes further down" : "steps further back")"] : []
    return [head] + (remark.map { ["  \($0)"] } ?? []) + list + more
  }

  /// Between what the entries of a row lie, where they differ.
  private func range(_ row: DecayRow) -> String {
    guard row.least != row.most else { return "" }
    return "  (\(ValueText.significant(row.least, digits: 3)) to \(ValueText.significant(row.most, digits: 3)))"
  }

  var json: JSON {
    .object([
      .init("decay", .string(name)), .init("step", .integer(step)), .init("inAll", .bool(isInAll)),
      .init("halfLife", halfLife.map { .double($0) } ?? .null),
      .init(
        "rows",
        .array(
          rows.map { row in
            .object([
              .init("step", .integer(row.step)), .init("mean", .double(row.mean)), .init("least", .double(row.least)),
              .init("most", .double(row.most)),
            ])
          })),
      .init("leftOut", .integer(leftOut)),
    ])
  }
}

extension LedgerReport {
  private static let shown = 24

  package var lines: [String] {
    let sorted = rows.sorted { abs($0.contribution) > abs($1.contribution) }
    let digits = String(rows.map(\.step).max() ?? 0).count
    let width = rows.map { $0.symbol.map(SymbolText.printable)?.cellWidth ?? 0 }.max() ?? 0
    let list = sorted.prefix(Self.shown).sorted { $0.step < $1.step }.map { row in
      let number = String(repeating: " ", count: digits - String(row.step).count) + String(row.step)
      let symbol = width > 0 ? "  " + SymbolText.printable(row.symbol ?? "").padded(to: width) : ""
      let contribution = ValueText.significant(row.contribution, digits: 5)
      guard let written = row.written, let kept = row.kept else {
        return "  step \(number)\(symbol)  = \(contribution)"
      }
      return "  step \(number)\(symbol)  wrote \(pad(ValueText.significant(written, digits: 5), 12))"
        + "  kept \(pad(ValueText.significant(kept, digits: 5), 12))  = \(contribution)"
    }
    let hidden = sorted.dropFirst(Self.shown)
    let more =
      hidden.isEmpty
      ? []
      : [
        "  \(hidden.count) more steps  = \(ValueText.significant(hidden.reduce(0) { $0 + $1.contribution }, digits: 5))"
      ]
    let start = "  from the start  = \(ValueText.significant(self.start, digits: 5))"
    return ["\(name) = \(ValueText.significant(value, digits: 6))"] + list + more + [start]
  }

  var json: JSON {
    .object([
      .init("ledger", .string(name)), .init("value", .double(value)), .init("start", .double(start)),
      .init(
        "rows",
        .array(
          rows.map { row in
            .object([
              .init("step", .integer(row.step)), .init("written", row.written.map { .double($0) } ?? .null),
              .init("kept", row.kept.map { .double($0) } ?? .null),
              .init("contribution", .double(row.contribution)),
            ])
          })),
    ])
  }
}

private func pad(_ text: String, _ width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - text.count))
}
