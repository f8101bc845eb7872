// A tree as it is written in brackets: `((the cat) (sat down))`.

/// Reads the brackets of a text; what stands between them is left to whoever feeds it.
struct BracketedText {
  /// A node of the tree: a leaf by its place, or an inner node by the order in which it is closed.
  enum Node: Equatable {
    case leaf(Int)
    case inner(Int)
  }

  private(set) var leafCount = 0
  /// The children of each inner node.
  private(set) var joined: [(Node, Node)] = []
  /// Those that are open, from the outermost: where each opens, and what stands in it so far.
  private var open: [(position: Int, parts: [Node])] = [(1, [])]

  /// Whether a text is divided by brackets at all.
  static func isBracketed(_ text: String) -> Bool { text.contains { $0 == "(" || $0 == ")" } }

  /// - Parameters:
  ///   - text: the text; brackets hold two parts, or one.
  ///   - feed: feeds what stands without brackets, and tells how many leaves that is.
  /// - Throws: brackets that are not closed, or never opened, or hold nothing, or more than two parts.
  init(_ text: String, feed: (String) throws(CatalogueError) -> Int) throws(CatalogueError) {
    var run = ""
    for (place, character) in text.enumerated() {
      guard character == "(" || character == ")" else {
        run.append(character)
        continue
      }
      try take(&run, feed)
      if character == "(" {
        open.append((place + 1, []))
      } else {
        guard open.count > 1 else { throw .brackets("the ')' at letter \(place + 1) closes nothing") }
        let node = try close()
        open[open.count - 1].parts.append(node)
      }
    }
    try take(&run, feed)
    if open.count > 1, let position = open.last?.position {
      throw .brackets("the '(' at letter \(position) is not closed")
    }
    _ = try close()
  }

  private mutating func take(
    _ run: inout String, _ feed: (String) throws(CatalogueError) -> Int
  ) throws(CatalogueError) {
    defer { run = "" }
    guard run.contains(where: { !$0.isWhitespace }) else { return }
    for _ in 0..<(try feed(run)) {
      open[open.count - 1].parts.append(.leaf(leafCount))
      leafCount += 1
    }
  }

  /// The node that the innermost open brackets come to.
  private mutating func close() throws(CatalogueError) -> Node {
    let (position, parts) = open.removeLast()
    guard let first = parts.first else { throw .brackets("the brackets at letter \(position) hold nothing") }
    guard parts.count <= 2 else {
      throw .brackets(
        "what begins at letter \(position) has \(parts.count) parts, and a node has two: write ((a b) c)")
    }
    guard parts.count == 2 else { return first }
    joined.append((first, parts[1]))
    return .inner(joined.count - 1)
  }
}
