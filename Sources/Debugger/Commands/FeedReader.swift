// What stands behind `feed`: a text, rows or ties, for the input that is named before them, or for the first.

internal import Catalogue
internal import Equations

/// Reads `"abc"`, `u "cba"`, `A 1-2 2-3 X 1 0; 0 1`.
struct FeedReader {
  private let model: Model
  private var rest: Substring

  /// - Throws: quotes that are not closed, an input that is named and given nothing.
  static func parts(_ text: String, _ model: Model) throws(CommandError) -> [Feed.Part] {
    var reader = FeedReader(model: model, rest: text[...])
    var parts: [Feed.Part] = []
    while reader.hasMore {
      let name = reader.takeName()
      guard name != nil || parts.isEmpty else { throw reader.unexpected }
      parts.append(.typed(try reader.takeValue(for: name), to: name))
    }
    return parts
  }

  /// Passes over what stands between two inputs.
  private var hasMore: Bool {
    mutating get {
      rest = rest.drop { $0.isWhitespace || $0 == ";" }
      return !rest.isEmpty
    }
  }

  private var unexpected: CommandError {
    let names = model.inputs.map(\.name)
    let word = String(rest.prefix { !$0.isWhitespace })
    return .message(
      "\(word.clipped) is no input of the sheet: they are \(names.joined(separator: ", "))"
        + (nearestName(to: word, among: names).map { "; did you mean \($0)?" } ?? ""))
  }

  /// The name of an input, if one is next and something stands behind it.
  private mutating func takeName() -> String? {
    guard let (name, behind) = Self.name(at: rest, model) else { return nil }
    rest = behind
    return name
  }

  private static func name(at text: Substring, _ model: Model) -> (String, behind: Substring)? {
    var word = text.prefix { !$0.isWhitespace && $0 != "=" }
    var behind = text[word.endIndex...].drop(while: \.isWhitespace)
    if word.last == ":" {
      word.removeLast()
    } else if behind.first == "=" {
      behind = behind.dropFirst().drop(while: \.isWhitespace)
    }
    let name = Symbols.typedName(String(word))
    return behind.isEmpty || model.input(named: name) == nil ? nil : (name, behind)
  }

  private mutating func takeValue(for name: String?) throws(CommandError) -> String {
    if rest.first == "\"" { return try takeQuoted() }
    let input = name.map { model.input(named: $0) } ?? model.fedInput
    if case .token? = input?.kind {
      defer { rest = "" }
      return String(rest)
    }
    return takeNumbers()
  }

  /// Up to the quote behind which there is nothing, or another input.
  private mutating func takeQuoted() throws(CommandError) -> String {
    let inner = rest.dropFirst()
    for place in inner.indices where inner[place] == "\"" {
      let behind = inner[inner.index(after: place)...].drop { $0.isWhitespace || $0 == ";" }
      guard behind.isEmpty || Self.name(at: behind, model) != nil else { continue }
      rest = behind
      return String(inner[..<place])
    }
    guard inner.contains("\"") else { throw .message("the quoted text is not closed: put a \" at its end") }
    rest = inner[inner.index(after: inner.firstIndex(of: "\"") ?? inner.startIndex)...].drop(while: \.isWhitespace)
    throw unexpected
  }

  /// Up to the name of another input.
  private mutating func takeNumbers() -> String {
    var end = rest.startIndex
    while end < rest.endIndex {
      let word = rest[end...].drop { $0.isWhitespace || $0 == ";" }
      if Self.name(at: word, model) != nil { break }
      end = word.drop { !$0.isWhitespace && $0 != ";" }.startIndex
    }
    defer { rest = rest[end...] }
    return String(rest[..<end])
  }
}
