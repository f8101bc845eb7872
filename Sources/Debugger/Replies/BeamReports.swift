// What beam says.

internal import Equations
internal import Formats

/// A whole search: what is left in the end, and what was alive at each step.
package struct BeamReport: Sendable {
  package var search: BeamSearch
  /// The quantity that chooses.
  package var choice: String
  /// What each choice stands for, by its place.
  private var symbols: [Int: String] = [:]

  init(search: BeamSearch, choice: String, _ symbol: (Int) -> String) {
    (self.search, self.choice) = (search, choice)
    for hypothesis in search.steps.flatMap(\.alive) + [search.greedy] { symbols.learn(hypothesis, symbol) }
  }

  package func written(_ hypothesis: BeamSearch.Hypothesis) -> String { symbols.written(hypothesis) }
}

/// What the beam could go on to at one step.
package struct BeamStepReport: Sendable {
  /// From 1.
  package var step: Int
  package var steps: Int
  package var found: BeamSearch.Step
  private var symbols: [Int: String] = [:]

  init(step: Int, found: BeamSearch.Step, steps: Int, _ symbol: (Int) -> String) {
    (self.step, self.found, self.steps) = (step, found, steps)
    for hypothesis in found.alive + found.dropped { symbols.learn(hypothesis, symbol) }
  }
}

extension [Int: String] {
  fileprivate mutating func learn(_ hypothesis: BeamSearch.Hypothesis, _ symbol: (Int) -> String) {
    for place in hypothesis.choices where self[place] == nil { self[place] = symbol(place) }
  }

  /// All symbols; letters stand close, words and sounds apart.
  fileprivate func written(_ hypothesis: BeamSearch.Hypothesis) -> String {
    let isSpelled = values.allSatisfy { $0.count == 1 || ($0.hasPrefix("<") && $0.hasSuffix(">")) }
    return hypothesis.choices.map(symbol).joined(separator: isSpelled ? "" : " ")
  }

  fileprivate func symbol(_ place: Int) -> String { SymbolText.printable(self[place] ?? String(place)) }

  /// One that combines with what stands before it has a dotted circle to stand on.
  fileprivate func alone(_ place: Int) -> String {
    let symbol = symbol(place)
    return symbol.unicodeScalars.first.map { String($0).cellWidth } == 0 ? "\u{25CC}" + symbol : symbol
  }
}

// MARK: - Lines

extension BeamReport {
  private static let shown = 40
  /// Of those alive at a step.
  private static let perLine = 5

  package var lines: [String] {
    let count = search.hypotheses.count
    let head = "beam of \(search.width) over \(choice): the likeliest that it could write, by log probability"
    let digits = String(min(count, Self.shown)).count
    let rows = search.hypotheses.prefix(Self.shown).enumerated().map { place, hypothesis in
      let words = [
        hypothesis.choices == search.greedy.choices ? "what it writes by itself" : nil,
        hypothesis.isEnded || !hasEnd ? nil : "without an end",
      ].compactMap { $0 }
      return "  \(padded(String(place + 1), digits))  \(padded(number(hypothesis.total), 9))  "
        + written(hypothesis) + (words.isEmpty ? "" : "  (\(words.joined(separator: ", ")))")
    }
    let more = count > Self.shown ? ["  and \(count - Self.shown) more"] : []
    let own =
      search.hypotheses.contains { $0.choices == search.greedy.choices }
      ? [] : ["  by itself it writes \(written(search.greedy)), \(number(search.greedy.total))"]
    return [head] + rows + more + own + [
      "alive at each step: the place it goes on from, what it writes, its log probability"
    ]
      + stepLines
  }

  private var hasEnd: Bool { search.hypotheses.contains(where: \.isEnded) || search.greedy.isEnded }

  private var stepLines: [String] {
    let cells = search.steps.enumerated().map { index, step in
      step.alive.prefix(Self.perLine).map { cell($0, at: index) }
    }
    let width = cells.joined().map(\.cellWidth).max() ?? 0
    let digits = String(search.steps.count).count
    return zip(search.steps.indices, cells).map { index, cells in
      let rest = search.steps[index].alive.count - Self.perLine
      return "  \(padded(String(index + 1), digits))  "
        + cells.map { $0.padded(to: width) }.joined(separator: "  ").trimmedEnd
        + (rest > 0 ? "  and \(rest) more" : "")
    }
  }

  /// "2→TH -0.31": a choice after the second one of the step before; one that was over stays as it was.
  private func cell(_ hypothesis: BeamSearch.Hypothesis, at step: Int) -> String {
    let isOver = hypothesis.choices.count <= step
    let symbol = isOver ? "over" : hypothesis.choices.last.map(symbols.alone) ?? ""
    return "\(step == 0 ? "" : "\(hypothesis.from + 1)→")\(symbol) \(number(hypothesis.total))"
  }
}

extension BeamStepReport {
  package var lines: [String] {
    let head = "step \(step)/\(steps) of the beam: log probability, that of this step and its share, from which place"
    return [head]
      + found.alive.enumerated().map { line($1, String($0 + 1)) }
      + (found.dropped.isEmpty ? [] : ["  let go of"]) + found.dropped.map { line($0, "") }
  }

  private func line(_ hypothesis: BeamSearch.Hypothesis, _ place: String) -> String {
    let width = String(found.alive.count).count
    let isOver = hypothesis.choices.count < step
    let share = ValueText.significant(exponential(hypothesis.logProbability), digits: 3)
    let own = isOver ? "over".padded(to: 18) : "\(padded(number(hypothesis.logProbability), 9)) \(padded(share, 8))"
    let from = step == 1 ? "" : "\(padded(String(hypothesis.from + 1), width))→ "
    return
      "  \(padded(place, width))  \(padded(number(hypothesis.total), 9))  \(own)  \(from)\(symbols.written(hypothesis))"
  }
}

private func number(_ value: Double) -> String { ValueText.significant(value, digits: 4) }

private func padded(_ text: String, _ width: Int) -> String {
  String(repeating: " ", count: max(0, width - text.cellWidth)) + text
}

extension String {
  fileprivate var trimmedEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}

// MARK: - JSON

extension BeamReport {
  var json: JSON {
    .object([
      .init("beam", .string(choice)), .init("width", .integer(search.width)),
      .init("hypotheses", .array(search.hypotheses.map { symbols.json(of: $0, withFrom: false) })),
      .init("greedy", symbols.json(of: search.greedy, withFrom: false)),
      .init(
        "steps",
        .array(
          search.steps.enumerated().map { index, step in
            .object([
              .init("step", .integer(index + 1)),
              .init("alive", .array(step.alive.map { symbols.json(of: $0, withFrom: index > 0) })),
            ])
          })),
    ])
  }
}

extension BeamStepReport {
  var json: JSON {
    func list(_ hypotheses: [BeamSearch.Hypothesis]) -> JSON {
      .array(hypotheses.map { symbols.json(of: $0, withFrom: step > 1) })
    }
    return .object([
      .init("step", .integer(step)), .init("alive", list(found.alive)), .init("letGo", list(found.dropped)),
    ])
  }
}

extension [Int: String] {
  /// - `withFrom`: whether it is told which one of the step before it goes on, from 1.
  fileprivate func json(of hypothesis: BeamSearch.Hypothesis, withFrom: Bool) -> JSON {
    var members: [JSON.Member] = [
      .init("choices", .array(hypothesis.choices.map { .integer($0) })),
      .init("symbols", .array(hypothesis.choices.map { .string(self[$0] ?? String($0)) })),
      .init("total", .double(hypothesis.total)), .init("logProbability", .double(hypothesis.logProbability)),
      .init("ended", .bool(hypothesis.isEnded)),
    ]
    if withFrom { members.append(.init("from", .integer(hypothesis.from + 1))) }
    return .object(members)
  }
}
