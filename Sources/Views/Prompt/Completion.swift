// What Tab offers at the prompt. The rows of the command table say what may follow a command; the names come from the model.

import Debugger
import Equations

/// The ways to go on from the cursor.
struct Completion: Hashable, Sendable {
  /// How many characters before the cursor are completed.
  var replaced: Int
  var candidates: [String]
  /// What the candidates are, where only the system knows them.
  var wantsFiles: Bool = false

  /// What all candidates begin with.
  var common: String {
    guard var common = candidates.first else { return "" }
    for candidate in candidates.dropFirst() {
      common = String(zip(common, candidate).prefix { $0 == $1 }.map(\.0))
    }
    return common
  }

  /// Sees what stands before the cursor; `sheets` and `lessons` are the names of the catalogue.
  init(_ line: String, session: Session, sheets: [String], lessons: [String] = []) {
    let characters = Array(line)
    if let symbol = Self.symbol(characters) {
      self = symbol
      return
    }
    let word = line.prefix { !$0.isWhitespace }
    let isFirst = word.count == line.count
    let command = isFirst ? nil : Command.named(String(word))
    switch command?.completes {
    case .file?:
      let typed = Self.path(Self.rest(line, after: word))
      self.init(replaced: typed.count, candidates: [], wantsFiles: true)
    case .sheet?:
      let typed = Self.path(Self.rest(line, after: word))
      self.init(
        replaced: typed.count, candidates: sheets.filter { $0.hasPrefix(typed) }, wantsFiles: typed.contains("/"))
    case .lesson?:
      let typed = Self.path(Self.rest(line, after: word))
      let words = (session.lesson == nil ? [] : ["next", "back", "end"]) + lessons
      self.init(
        replaced: typed.count, candidates: words.filter { $0.hasPrefix(typed) }, wantsFiles: typed.contains("/"))
    case .run?:
      let typed = Self.path(Self.rest(line, after: word))
      let names = sheets + ["now", "before", "with", "by"] + session.model.allNames
      self.init(
        replaced: typed.count, candidates: Self.unique(names.filter { $0.hasPrefix(typed) }),
        wantsFiles: typed.contains("/"))
    case .command?: self.init(typed: Self.rest(line, after: word), among: Command.all.map(\.name) + HelpTopic.names)
    case .view?:
      let words = ViewKind.allCases.map(\.name) + Arrangement.Form.allCases.map(\.rawValue)
      self.init(name: characters, among: words + session.model.quantities.map(\.name))
    case .quantity?: self.init(name: characters, among: session.model.quantities.map(\.name))
    case .some(.none), .text?: self.init(replaced: 0, candidates: [])
    case .expression?, nil:
      let names = session.model.allNames + Function.all.compactMap(\.names.last)
      self.init(name: characters, among: (isFirst ? Command.all.map(\.name) : []) + names)
    }
  }

  init(replaced: Int, candidates: [String], wantsFiles: Bool = false) {
    self.replaced = replaced
    self.candidates = candidates
    self.wantsFiles = wantsFiles
  }

  private init(typed: String, among all: [String]) {
    self.init(replaced: typed.count, candidates: Self.unique(all.filter { $0.hasPrefix(typed) }))
  }

  /// Completes the name that ends at the cursor.
  private init(name characters: [Character], among all: [String]) {
    var start = characters.count
    while start > 0, Words.isLetter(characters[start - 1]) || "-~".contains(characters[start - 1]) { start -= 1 }
    var typed = String(characters[start...])
    // A gradient's sign belongs to its name: d/h, where there are gradients.
    let before = characters[..<start].suffix(3)
    if before.suffix(2) == ["d", "/"], before.count < 3 || before.first.map(Words.isLetter) == false,
      all.contains(where: { $0.hasPrefix("d/\(typed)") })
    {
      self.init(typed: "d/\(typed)", among: all)
      return
    }
    // A minus is part of a command's name, never of the model's.
    if !all.contains(where: { $0.hasPrefix(typed) }), let dash = typed.lastIndex(of: "-") {
      typed = String(typed[typed.index(after: dash)...])
    }
    self.init(typed: typed, among: all)
  }

  /// `\mu` is replaced by its sign.
  private static func symbol(_ characters: [Character]) -> Completion? {
    guard let slash = characters.lastIndex(of: "\\") else { return nil }
    let name = String(characters[(slash + 1)...])
    guard name.allSatisfy({ $0.isLetter && $0.isASCII }) else { return nil }
    let replaced = name.count + 1
    if let symbol = Symbols.symbol(named: name) { return Completion(replaced: replaced, candidates: [symbol]) }
    let names = Symbols.table.map(\.name).filter { $0.hasPrefix(name) }
    guard !names.isEmpty else { return nil }
    return Completion(replaced: replaced, candidates: names.map { "\\" + $0 })
  }

  private static func rest(_ line: String, after word: Substring) -> String {
    String(line.dropFirst(word.count).drop { $0.isWhitespace })
  }

  /// The last word; all of it once a quote was opened.
  private static func path(_ rest: String) -> String {
    rest.hasPrefix("\"")
      ? String(rest.dropFirst()) : String(rest.split(separator: " ", omittingEmptySubsequences: false).last ?? "")
  }

  private static func unique(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }
}
