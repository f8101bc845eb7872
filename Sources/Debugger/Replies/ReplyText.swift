// Reports as plain lines.

internal import Equations

extension Report {
  /// The lines that a person reads.
  package var lines: [String] {
    switch self {
    case .text(let text): text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    case .value(let value): value.lines
    case .series(let series): series.lines
    case .position(let position): position.lines
    case .explanation(let explanation): explanation.lines
    case .uses(let uses): uses.lines
    case .decay(let decay): decay.lines
    case .ledger(let ledger): ledger.lines
    case .lengths(let lengths): lengths.lines
    case .triangle(let triangle): triangle.lines
    case .growth(let growth): growth.lines
    case .table(let table): table.lines
    case .clipping(let clipping): clipping.lines
    case .comparison(let comparison): comparison.lines
    case .beam(let beam): beam.lines
    case .beamStep(let step): step.lines
    case .lesson(let lesson): lesson.lines
    }
  }
}

extension ShownValue {
  /// The name with its step, as an address; of an expression with signs in it, `(a + b)@4`.
  package var address: String {
    guard let step else { return name }
    return isOneFactor ? "\(name)@\(step)" : "(\(name))@\(step)"
  }

  /// Whether a step behind it cannot be taken for that of its last part alone: no sign stands outside brackets.
  private var isOneFactor: Bool {
    var depth = 0
    for character in name.withoutGradientSign {
      if "([".contains(character) { depth += 1 }
      if depth == 0, !(character.isLetter || character.isNumber || "_.\"".contains(character)) { return false }
      if ")]".contains(character) { depth -= 1 }
    }
    return true
  }

  private static let perLine = 8

  package var lines: [String] {
    let texts = numbers.map(format.text)
    switch shape {
    case .scalar: return ["\(address) = \(texts.first ?? "")"]
    case .vector, .row:
      guard texts.count > Self.perLine else { return ["\(address) = [\(texts.joined(separator: "  "))]"] }
      return ["\(address)  \(shape.described)"]
        + rows(texts, width: Self.perLine, label: { "[\($0 * Self.perLine + first.row)]" })
    case .matrix(_, let columns):
      return ["\(address)  \(shape.described)"]
        + rows(texts, width: columns.count, label: { "[\($0 + first.row)]" })
    }
  }

  private func rows(_ texts: [String], width: Int, label: (Int) -> String) -> [String] {
    guard width > 0 else { return [] }
    let cell = (texts.map(\.count).max() ?? 0) + 2
    let count = (texts.count + width - 1) / width
    let margin = label(max(0, count - 1)).count
    return (0..<count).map { row in
      let cells = texts[(row * width)..<min(texts.count, (row + 1) * width)]
      return pad(label(row), margin) + cells.map { pad($0, cell) }.joined()
    }
  }

  private func pad(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}

extension ShownSeries {
  /// Rows that are written; JSON has all.
  private static let shown = 400
  /// Longer values are told by their extremes and mean.
  private static let perLine = 16

  package var lines: [String] {
    let digits = String(rows.last?.value.step ?? 0).count
    let names = rows.prefix(Self.shown).map { row in
      let step = String(row.value.step ?? 1)
      let symbol = row.symbol.map { " \(SymbolText.printable($0))" } ?? ""
      return String(repeating: " ", count: max(0, digits - step.count)) + step + symbol
    }
    let width = names.map(\.count).max() ?? 0
    let texts = rows.prefix(Self.shown).map { row -> [String] in
      let numbers = row.value.numbers
      if numbers.count <= Self.perLine { return numbers.map(row.value.format.text) }
      return row.value.extremes.map { "\($0.0) \($0.1)" }
    }
    let cell = texts.joined().map(\.count).max() ?? 0
    let list = zip(names, texts).map { name, texts in
      let cells = texts.map { String(repeating: " ", count: cell - $0.count) + $0 }
      return "  " + name + String(repeating: " ", count: width - name.count + 2) + cells.joined(separator: "  ")
    }
    let more = rows.count > Self.shown ? ["  and \(rows.count - Self.shown) more steps"] : []
    let shape = rows.first.map { $0.value.shape.isScalar ? "" : "  \($0.value.shape.described)" } ?? ""
    return ["\(name)\(shape)"] + list + more
  }
}

extension ShownPosition {
  package var lines: [String] {
    let name = symbol.map { " \(SymbolText.printable($0))" } ?? ""
    let root = kind == .node && step == steps ? ", the root" : ""
    let place = pass == .once ? "once, for all steps" : "\(kind.name) \(step)/\(steps)\(name)\(root)"
    let head = "\(place)  equation \(equation)/\(equations)" + (passWords.map { "  \($0)" } ?? "")
    let equationLine = "  \(text)" + (caption.map { "  # \($0)" } ?? "")
    return [head, equationLine] + (value?.summary.map { ["  \($0)"] } ?? [])
  }

  /// `scan 2/2, backward`; nil where there is but one, and forward.
  private var passWords: String? {
    guard case .scan(let number, let count, let isBackward) = pass else { return nil }
    let way =
      switch kind {
      case .step: isBackward ? "backward" : "forward"
      case .leaf: "the leaves" + (isBackward ? ", backward" : "")
      case .node: isBackward ? "from the root down" : "from the leaves up"
      }
    guard count > 1 else { return isBackward ? way : nil }
    return "scan \(number)/\(count), \(way)"
  }
}

extension ShownPosition.Kind {
  /// What one of them is called.
  package var name: String {
    switch self {
    case .step: "step"
    case .leaf: "leaf"
    case .node: "node"
    }
  }
}

extension ShownValue {
  /// A value in one line: whole if it is short, else its extremes and mean.
  package var summary: String? {
    guard !numbers.isEmpty else { return nil }
    if numbers.count <= 8 { return lines.joined(separator: " ") }
    return "\(address)  \(shape.described): " + extremes.map { "\($0.0) \($0.1)" }.joined(separator: "  ")
  }

  /// The least, the mean and the largest entry.
  fileprivate var extremes: [(String, String)] {
    let mean = numbers.reduce(0, +) / Float(numbers.count)
    return [
      ("min", format.text(numbers.min() ?? 0)), ("mean", format.text(mean)), ("max", format.text(numbers.max() ?? 0)),
    ]
  }
}
