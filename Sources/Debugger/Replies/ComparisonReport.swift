// What compare says.

internal import Formats

/// How one quantity of a run differs from that of the first.
package struct ComparedQuantity: Sendable {
  package var name: String
  /// The run that is held against the first, counted from 0.
  package var side: Int
  /// The first step (from 1) at which an entry differs by more than the bound, and by how much.
  package var first: (step: Int, difference: Double)?
  /// The largest difference at any step, and where.
  package var most: (step: Int, difference: Double) = (1, 0)
  /// The largest difference at the last step that both have.
  package var last = 0.0
  /// How many steps each run has, where one stopped earlier; those that both have are compared.
  package var stepCounts: (Int, Int)?
  /// Whether every bit is the same.
  package var isIdentical = true
  /// Whether both runs work it out once, so that there is no step to tell.
  package var isOnce = false

  package init(name: String, side: Int) {
    self.name = name
    self.side = side
  }
}

/// What `compare` found.
package struct ComparisonReport: Sendable {
  /// What each run is, and what is otherwise in it.
  package var sides: [String]
  package var bound: Double
  package var quantities: [ComparedQuantity]
  /// For each run, what the others have no counterpart of.
  package var unmatched: [[String]]
  /// For each run, the inputs that the first run has none like, so that it is fed its own example there.
  package var strangers: [[String]]
  /// What remains of a state at the last step, a run each; empty where they do not differ in that.
  package var decays: [DecayReport]
  /// Of more than two runs, the numbers that all have at each step.
  package var tables: [LengthTable] = []
}

extension ComparisonReport {
  package var lines: [String] {
    head + rows + only + alone + decayLines + tables.flatMap(\.lines)
  }

  private var head: [String] {
    guard sides.count > 2 else { return [sides.joined(separator: " beside ")] }
    return sides.enumerated().map { index, side in "run \(index + 1)  \(side)" }
  }

  private var rows: [String] {
    guard !quantities.isEmpty else { return ["  no quantity has the same name and shape in both"] }
    let width = quantities.map(\.name.count).max() ?? 0
    return quantities.map { quantity in
      let name = quantity.name + String(repeating: " ", count: width - quantity.name.count)
      let side = sides.count > 2 ? "  1 and \(quantity.side + 1)" : ""
      return "  \(name)\(side)  \(quantity.outcome(within: bound))"
    }
  }

  private static let listed = 12

  private var only: [String] {
    zip(sides.indices, unmatched).compactMap { index, names in
      guard !names.isEmpty else { return nil }
      let more = names.count > Self.listed ? " and \(names.count - Self.listed) more" : ""
      let run = sides.count > 2 ? "run \(index + 1)" : sides[index]
      return "  only \(run) has \(names.prefix(Self.listed).joined(separator: ", "))\(more)"
    }
  }

  private var alone: [String] {
    zip(sides.indices, strangers).flatMap { index, names in
      names.map { name in
        "  note: \(name) of \(sides.count > 2 ? "run \(index + 1)" : sides[index]) is its own example, for the first run has no "
          + "\(name) of that shape; with \(name) = NAME feeds it what the first is fed as NAME"
      }
    }
  }

  // MARK: decay

  /// Steps back that are shown: 0, 1, 2, 4, 8 and so on.
  private var ages: [Int] {
    let most = decays.map(\.rows.count).min() ?? 0
    return [0] + Doublings.below(most)
  }

  private var decayLines: [String] {
    guard let first = decays.first else { return [] }
    if decays.count == 2 {
      let lives = decays.map { halfLife($0) }.joined(separator: " beside ")
      return ["  half-life of \(first.name) at step \(first.step): \(lives) steps"]
    }
    var table = [["steps back"] + sides.indices.map { "run \($0 + 1)" }]
    for age in ages {
      table.append(["\(age)"] + decays.map { ValueText.significant($0.rows[age].mean, digits: 4) })
    }
    table.append(
      ["half-life"] + decays.map { halfLife($0) })
    let widths = table[0].indices.map { column in table.map { $0[column].count }.max() ?? 0 }
    return ["what remains at step \(first.step) of \(first.name)"]
      + table.map { row in
        "  " + zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(separator: "  ")
      }.map { String($0.reversed().drop { $0 == " " }.reversed()) }
  }

  private func halfLife(_ report: DecayReport) -> String {
    report.halfLife.map { ValueText.significant($0, digits: 3) } ?? "over \(max(0, report.rows.count - 1))"
  }

  var json: JSON {
    .object([
      .init("compare", .array(sides.map { .string($0) })), .init("bound", .double(bound)),
      .init("quantities", .array(quantities.map(\.json))),
      .init("unmatched", .array(unmatched.map { .array($0.map { .string($0) }) })),
      .init("strangers", .array(strangers.map { .array($0.map { .string($0) }) })),
      .init("decays", .array(decays.map(\.json))), .init("tables", .array(tables.map(\.json))),
    ])
  }
}

extension ComparedQuantity {
  fileprivate func outcome(within bound: Double) -> String {
    let extent = stepCounts.map { "over the first \(min($0, $1)) of \($0) and \($1) steps" }
    let everywhere = isOnce ? "" : " \(extent ?? "at every step")"
    if isIdentical { return "the same to the last bit\(everywhere)" }
    if most.difference == 0 { return "equal\(everywhere), but for the sign of a zero" }
    if isOnce {
      let apart = ValueText.significant(self.most.difference, digits: 3)
      return first == nil
        ? "the same within \(ValueText.significant(bound, digits: 3)): apart by \(apart)" : "apart by \(apart)"
    }
    let end = extent.map { ", \($0)" } ?? ""
    let most = "at most \(ValueText.significant(self.most.difference, digits: 3)) (step \(self.most.step))"
    guard let first else {
      return "the same within \(ValueText.significant(bound, digits: 3)): \(most)\(end)"
    }
    return "part at step \(first.step) by \(ValueText.significant(first.difference, digits: 3)), \(most), "
      + "last \(ValueText.significant(last, digits: 3))\(end)"
  }

  fileprivate var json: JSON {
    let steps: [JSON.Member] = stepCounts.map { [.init("steps", .array([.integer($0), .integer($1)]))] } ?? []
    return .object(
      [
        .init("name", .string(name)), .init("run", .integer(side + 1)), .init("identical", .bool(isIdentical)),
        .init("firstStep", first.map { .integer($0.step) } ?? .null),
        .init("firstDifference", first.map { .double($0.difference) } ?? .null),
        .init("largestDifference", .double(most.difference)), .init("largestAtStep", .integer(most.step)),
        .init("lastDifference", .double(last)),
      ] + steps)
  }
}
