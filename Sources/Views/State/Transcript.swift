// What was typed and what was said, as lines.

import Debugger

/// The conversation so far.
package struct Transcript: Sendable {
  package struct Line: Hashable, Sendable {
    package enum Kind: Hashable, Sendable { case typed, said, failed }
    package var kind: Kind
    package var text: String
  }

  package private(set) var lines: [Line] = []

  private static let most = 5000

  package mutating func add(_ kind: Line.Kind, _ text: String) {
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      lines.append(Line(kind: kind, text: String(line)))
    }
    if lines.count > Self.most { lines.removeFirst(lines.count - Self.most) }
  }

  /// What a report says on a screen that shows the equations anyway.
  static func lines(of report: Report) -> [String] {
    guard case .position(let position) = report else { return report.lines }
    let symbol = position.symbol.map { " \($0)" } ?? ""
    let head = "step \(position.step)/\(position.steps)\(symbol)"
    return [([head] + [position.value?.summary].compactMap { $0 }).joined(separator: "   ")]
  }
}
