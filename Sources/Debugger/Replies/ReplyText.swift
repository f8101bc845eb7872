// Reports as plain lines.

internal import Equations

extension Report {
  /// The lines that a person reads.
  package var lines: [String] {
    switch self {
    case .text(let text): text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    case .value(let value): value.lines
    case .position(let position): position.lines
    case .explanation(let explanation): explanation.lines
    case .decay(let decay): decay.lines
    case .ledger(let ledger): ledger.lines
    case .comparison(let comparison): comparison.lines
    }
  }
}

extension ShownValue {
  /// The name with its step, as an address.
  package var address: String { step.map { "\(name)@\($0)" } ?? name }

  private static let perLine = 8

  package var lines: [String] {
    switch shape {
    case .scalar: return ["\(address) = \(numbers.first.map(ValueText.short) ?? "")"]
    case .vector, .row:
      let texts = numbers.map(ValueText.short)
      guard texts.count > Self.perLine else { return ["\(address) = [\(texts.joined(separator: "  "))]"] }
      return ["\(address)  \(shape.described)"]
        + rows(texts, width: Self.perLine, label: { "[\($0 * Self.perLine + 1)]" })
    case .matrix(_, let columns):
      let texts = numbers.map(ValueText.short)
      return ["\(address)  \(shape.described)"] + rows(texts, width: columns.count, label: { "[\($0 + 1)]" })
    }
  }

  private func rows(_ texts: [String], width: Int, label: (Int) -> String) -> [String] {
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

extension ShownPosition {
  package var lines: [String] {
    let name = symbol.map { " \($0)" } ?? ""
    let head = "step \(step)/\(steps)\(name)  equation \(equation)/\(equations)"
    let equationLine = "  \(text)" + (caption.map { "  # \($0)" } ?? "")
    return [head, equationLine] + (value?.summary.map { ["  \($0)"] } ?? [])
  }
}

extension ShownValue {
  /// A value in one line: whole if it is short, else its extremes and mean.
  package var summary: String? {
    guard !numbers.isEmpty else { return nil }
    if numbers.count <= 8 { return lines.joined(separator: " ") }
    let mean = numbers.reduce(0, +) / Float(numbers.count)
    return "\(address)  \(shape.described): min \(ValueText.short(numbers.min() ?? 0))"
      + "  mean \(ValueText.short(mean))  max \(ValueText.short(numbers.max() ?? 0))"
  }
}
