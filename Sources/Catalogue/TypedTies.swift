// The edges of a graph as one types them: `1-2 2-3:0.5`, `anna-bert`, `1->2` for one way.

import Equations

extension EdgeList {
  private static let arrows = ["->", "→"]

  /// Whether what is typed are ties rather than numbers.
  static func isTyped(_ text: String) -> Bool { words(text).contains { Double($0) == nil && parts($0) != nil } }

  /// Reads ties, with a weight behind a colon where it is not 1.
  ///
  /// - Parameters:
  ///   - text: a word for each, with spaces, commas or semicolons between them.
  ///   - name: the input that they are for, for messages.
  /// - Throws: what is no tie; all that a file of edges is refused for.
  init(typed text: String, for name: String) throws(CatalogueError) {
    var lines: [EdgeLine] = []
    var arrow: String?
    for (place, word) in Self.words(text).enumerated() {
      guard let (nodes, weight, sign) = Self.parts(word) else {
        throw .edges(path: name, "tie \(place + 1): expected two nodes, as 1-2 or 1-2:0.5, found \(word)")
      }
      arrow = arrow ?? (Self.arrows.contains(sign) ? word : nil)
      lines.append(EdgeLine(number: place + 1, fields: nodes + (weight.map { [$0] } ?? [])))
    }
    try self.init(lines, path: name, direction: arrow.map { "\($0) says so" }, unit: "tie")
  }

  private static func words(_ text: String) -> [String] {
    text.split { $0.isWhitespace || ",;".contains($0) }.map(String.init)
  }

  /// The two nodes, the weight if there is one, and the sign between the nodes; nil for what is no tie.
  private static func parts(_ word: String) -> (nodes: [String], weight: String?, sign: String)? {
    let halves = word.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    for sign in arrows + ["-"] {
      guard let found = halves[0].firstRange(of: sign) else { continue }
      let nodes = [String(halves[0][..<found.lowerBound]), String(halves[0][found.upperBound...])]
      guard !nodes.contains(where: \.isEmpty) else { return nil }
      return (nodes, halves.count > 1 ? halves[1] : nil, sign)
    }
    return nil
  }
}
