// compare: with the untouched run, or with another model on the same input.

internal import Equations
package import Evaluation

extension Command {
  static let compare: Command = Command(
    "compare", ["cmp"], operands: "[MODEL [with NAME = NAME, …]] [by BOUND]", completes: .sheet,
    summary: "two runs in lock step: where they first part, and by how much since",
    details: """
      compare                          with pins and without
      compare lstm                     with another sheet on the same input; parameters of the same name and shape are ours
      compare rnn with W = W_h, U = U_h, b = b_h
                                       its parameter W is our W_h, and so on
      compare by 0.01                  differences up to 0.01 do not count; without it 1e-6
      """,
    example: "compare gru-reset-after"
  ) { session, text throws(CommandError) in
    let (rest, bound) = try CompareReader.bound(text)
    guard !rest.isEmpty else {
      guard let ghost = session.ghost else {
        throw .message("nothing is pinned to compare with; compare MODEL sets another model beside this one")
      }
      return Reply([.comparison(session.comparison(with: ghost, "without pins", pairs: [], bound))])
    }
    let (name, mapping) = try CompareReader.mapping(rest)
    return Reply(effects: [.compare(name, mapping: mapping, bound: bound)])
  }
}

/// What stands behind `compare`.
enum CompareReader {
  /// Cuts off `by 0.01`.
  static func bound(_ text: String) throws(CommandError) -> (String, Double) {
    var words = text.split(separator: " ").map(String.init)
    guard words.count >= 2, words[words.count - 2] == "by" else { return (text, 1e-6) }
    guard let bound = Double(words[words.count - 1]), bound >= 0 else { throw Command.compare.usage(text) }
    words.removeLast(2)
    return (words.joined(separator: " "), bound)
  }

  static func mapping(_ text: String) throws(CommandError) -> (String, [String: String]) {
    guard let with = text.firstRange(ofWord: " with ") else { return (text, [:]) }
    var mapping: [String: String] = [:]
    for part in text[with.upperBound...].split(separator: ",") {
      let sides = part.split(separator: "=").map { Symbols.normalForm(String($0).trimmed) }
      guard sides.count == 2 else { throw Command.compare.usage(text) }
      mapping[sides[0]] = sides[1]
    }
    return (String(text[..<with.lowerBound]).trimmed, mapping)
  }
}

extension String {
  fileprivate func firstRange(ofWord word: String) -> Range<String.Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(word) { return start..<index(start, offsetBy: word.count) }
      start = index(after: start)
    }
    return nil
  }
}

extension Session {
  /// This session's run beside another.
  package func comparison(
    with other: Trace<Float>, _ name: String, pairs extra: [(String, String)], _ bound: Double
  ) -> ComparisonReport {
    let comparison = TraceComparison(one: trace, other: other, bound: bound)
    var pairs = comparison.sameNames
    for (ours, theirs) in extra {
      guard let a = trace.model.quantity(named: ours), let b = other.model.quantity(named: theirs),
        comparison.matches(a, b)
      else { continue }
      pairs.append((a, b))
    }
    let changes = pins.map(\.text) + (model.sheet.name == name ? edits(since: other.model) : [])
    let label = changes.isEmpty ? "" : " (\(changes.joined(separator: ", ")))"
    return ComparisonReport(
      one: model.sheet.name + label, other: name, bound: bound, quantities: comparison.compare(pairs))
  }

  /// What was typed over the same sheet: equations, and parameters that were set.
  private func edits(since original: Model) -> [String] {
    let equations = model.quantities.filter { quantity in
      original.quantity(named: quantity.name).map { $0.text != quantity.text } ?? true
    }
    return equations.map(\.text) + material.edits.keys.sorted().map { "\($0) set" }
  }
}
