// Explanations as lines and as JSON.

internal import Equations
internal import Evaluation
package import Formats

extension Explanation {
  package var lines: [String] { headLines + body(indent: "  ") }

  /// The first line, such as `h[12]@7 = z[12]·h[12]@6 + … = 0.91·0.44 + … = 0.382`.
  private var headLines: [String] {
    switch relation {
    case .given: ["\(label) = \(number(value))"]
    case .sum where parts.isEmpty && restText.isEmpty: ["\(label) = \(number(value)), every term of the sum is 0"]
    case .sum where isNumber: ["\(label) = \(number(value))"]
    case .sum where isSingle: ["\(label) = \(parts[0].label) = \(number(value))"]
    case .sum:
      ["\(label) = \(joined { $0.label }) = \(joined { $0.factors })\(restText) = \(number(value))"]
    case .product:
      [
        "\(label) = \(parts.map { LabelStrength.bracketed($0.label, below: .product) }.joined(separator: "·")) = \(parts.map { $0.plain }.joined(separator: "·")) = \(number(value))"
      ]
    case .because(let words): ["\(label) = \(number(value)): \(words)"]
    case .function(let name):
      ["\(label) = \(call(name) { $0.label }) = \(call(name) { number($0.value) }) = \(number(value))"]
    }
  }

  private var restText: String {
    guard let rest, rest.count > 0 else { return "" }
    return " + rest \(number(rest.value))"
  }

  private func call(_ name: String, _ text: (Explanation) -> String) -> String {
    let operands = parts.map(text)
    if name == "/", operands.count == 2 {
      return LabelStrength.bracketed(operands[0], below: .product) + "/"
        + LabelStrength.bracketed(operands[1], below: .power)
    }
    if name == "^", operands.count == 2 {
      return operands.map { LabelStrength.bracketed($0, below: .whole) }.joined(separator: "^")
    }
    if ["<", "≤", ">", "≥", "==", "≠", "and", "or"].contains(name), operands.count == 2 {
      return operands.joined(separator: " \(name) ")
    }
    return "\(name)(\(operands.joined(separator: ", ")))"
  }

  private func joined(_ text: (Explanation) -> String) -> String {
    parts.enumerated().map { index, part in
      let spelled = text(part)
      if index == 0 { return spelled }
      return spelled.hasPrefix("-") ? " - \(spelled.dropFirst())" : " + \(spelled)"
    }.joined()
  }

  /// A term as the product of its numbers: `0.91·0.44`.
  private var factors: String {
    guard relation == .product, !parts.isEmpty else { return number(value) }
    return parts.map(\.plain).joined(separator: "·")
  }

  private var plain: String { value < 0 ? "(\(number(value)))" : number(value) }

  /// Everything below, a line each, indented by depth.
  ///
  /// Leaves say nothing that their parent has not said.
  private func body(indent: String) -> [String] {
    if isCopy { return [] }
    var lines: [String] = []
    let shown = parts.filter(showsLine)
    let width = shown.map(\.label.cellWidth).max() ?? 0
    for part in shown {
      lines.append("\(indent)\(part.label.padded(to: min(width, 48)))  = \(part.how)")
      if !part.isShort { lines += part.body(indent: indent + "  ") }
    }
    if let rest, isTold(rest) {
      let what = rest.count > 0 ? "rest, \(rest.count) more" : "rounding"
      lines.append("\(indent)\(what)  = \(number(rest.value))")
    }
    return lines
  }

  /// The factors of a product stand in its line, and `1 = 1` says nothing.
  private func showsLine(_ part: Explanation) -> Bool {
    guard part.isGiven else { return true }
    return relation != .product && (part.address != nil || Double(part.label) == nil)
  }

  private var isGiven: Bool { relation == .given && parts.isEmpty }

  /// Whether one term is all of the sum.
  private var isSingle: Bool {
    relation == .sum && parts.count == 1 && restText.isEmpty && parts[0].relation != .product
  }

  /// Whether it is one other number, as that is.
  private var isCopy: Bool { isSingle && parts[0].isGiven }

  /// Whether its equation has a number alone, which is all that there is to say of it.
  private var isNumber: Bool { isCopy && parts[0].address == nil && Double(parts[0].label) == value }

  /// Whether its terms are but numbers, so that they fit in its line: `1 - z[12]  = 1 - 0.7474 = 0.2526`.
  private var isShort: Bool {
    relation == .sum && (2...4).contains(parts.count) && rest.map { !isTold($0) } ?? true
      && parts.allSatisfy { $0.isGiven || ($0.relation == .function("-") && $0.parts.allSatisfy(\.isGiven)) }
  }

  /// Whether what a sum lacks is more than the last digit of single precision.
  private func isTold(_ rest: (count: Int, value: Double)) -> Bool {
    rest.count > 0 || abs(rest.value) > abs(value) * 1e-6
  }

  /// The terms of a short sum, unless its label spells them already.
  private var terms: String {
    let spelled = joined { $0.label }
    return label == spelled.replacing(/@\d+/, with: "") || label == spelled ? "" : "\(spelled) = "
  }

  /// The value, with the numbers that make it where that is short.
  private var how: String {
    switch relation {
    case .sum where isNumber: number(value)
    case .sum where isCopy: "\(parts[0].label) = \(number(value))"
    case .sum where isShort: "\(terms)\(joined { number($0.value) }) = \(number(value))"
    case .product where !parts.isEmpty: "\(parts.map(\.plain).joined(separator: "·")) = \(number(value))"
    case .because(let words): "\(number(value)): \(words)"
    case .function(let name) where !parts.isEmpty: "\(call(name) { number($0.value) }) = \(number(value))"
    default: number(value)
    }
  }

  private func number(_ value: Double) -> String { ValueText.significant(value, digits: 4) }

  package var json: JSON {
    var members: [JSON.Member] = [.init("label", .string(label)), .init("value", .double(value))]
    let relation: String =
      switch self.relation {
      case .given: "given"
      case .sum: "sum"
      case .product: "product"
      case .function(let name): name
      case .because: "choice"
      }
    members.append(.init("relation", .string(relation)))
    if case .because(let words) = self.relation { members.append(.init("because", .string(words))) }
    if !parts.isEmpty { members.append(.init("terms", .array(parts.map(\.json)))) }
    if let rest {
      members.append(
        .init("rest", .object([.init("count", .integer(rest.count)), .init("value", .double(rest.value))])))
    }
    return .object(members)
  }
}
