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
    if let name = reader.lonelyName { throw .message("\(name) is an input: say what to feed it, feed \(name) …") }
    var parts: [Feed.Part] = []
    while reader.hasMore {
      let name = reader.takeName()
      guard name != nil || (parts.isEmpty && !reader.beginsWithOtherName) else { throw reader.unexpected }
      let value = try reader.takeValue(for: name)
      parts.append(.typed(value, to: name ?? reader.nameOfWhole(for: value)))
    }
    return parts
  }

  /// The input that is given once, where ties or numbers without a name are for such a one.
  private func nameOfWhole(for value: String) -> String? {
    model.input(for: value, named: nil).flatMap { $0.isStream ? nil : $0.name }
  }

  /// Passes over what stands between two inputs.
  private var hasMore: Bool {
    mutating get {
      rest = rest.drop { $0.isWhitespace || $0 == ";" }
      return !rest.isEmpty
    }
  }

  /// The name of an input with nothing behind it, unless it is a text by itself.
  private var lonelyName: String? {
    let word = String(rest).trimmed
    let name = Symbols.typedName(word.last == ":" || word.last == "=" ? String(word.dropLast()).trimmed : word)
    guard model.input(named: name) != nil else { return nil }
    return model.fedInput.map { model.canRead(word, for: $0) } ?? false ? nil : name
  }

  /// Whether a word stands before what is fed that is no input's name, nor a text.
  private var beginsWithOtherName: Bool {
    var word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    var behind = rest[word.endIndex...]
    let isAssigned = [":", "="].contains(behind.drop(while: \.isWhitespace).first)
    if isAssigned { behind = behind.drop(while: \.isWhitespace).dropFirst() }
    guard word.first?.isLetter ?? false, isAssigned || behind.first?.isWhitespace ?? false else { return false }
    behind = behind.drop(while: \.isWhitespace)
    word = rest.prefix { !$0.isWhitespace }
    guard let first = behind.first, Double(word) == nil, let input = model.fedInput else { return false }
    if case .token(let alphabet) = input.kind {
      // Whoever reads all letters, unknown ones too, is still not fed a name with its quotes.
      if first == "\"", behind.count > 1, behind.last == "\"", alphabet?.symbols.contains("\"") != true { return true }
      if first != "\"", !isAssigned { return false }
    }
    return !model.canRead(String(rest), for: input)
  }

  private var unexpected: CommandError {
    let names = model.inputs.map(\.name)
    let word = String(rest.prefix { !$0.isWhitespace && !":=".contains($0) })
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
    // A text may hold the names of inputs.
    if let input = name.map({ model.input(named: $0) }) ?? model.fedInput, case .token = input.kind,
      model.canRead(String(rest), for: input)
    {
      defer { rest = "" }
      return String(rest)
    }
    return takeUpToName()
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
  private mutating func takeUpToName() -> String {
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
