// What is fed, as it came: typed, or read from files, one thing after another.

package import Equations
package import Formats

/// Where the inputs come from; what nothing was given for is what the sheet shows.
package struct Feed: Sendable {
  /// Something that feeds one input, or several.
  package enum Part: Sendable {
    /// A text, rows of numbers or ties; nil for the input that what comes without a name is for.
    case typed(String, to: String?)
    /// Numbers or symbols as they are, in the input's own shape.
    case loaded(LoadedInput, to: String)
    case tensors(TensorFile)
    case edges(EdgeList)
  }

  /// What was given together, oldest first: a later one goes before an earlier one.
  package private(set) var givings: [[Part]] = []

  package init(_ parts: [Part] = []) { if !parts.isEmpty { givings = [parts] } }

  /// The sheet's own examples.
  package static let example = Feed()
  package static func text(_ text: String) -> Feed { Feed([.typed(text, to: nil)]) }
  package static func file(_ file: TensorFile) -> Feed { Feed([.tensors(file)]) }
  package static func graph(_ list: EdgeList) -> Feed { Feed([.edges(list)]) }

  package var isExample: Bool { givings.isEmpty }

  /// Whether what was fed last leaves an input that is given once as it is; what has no name before it is for one with steps.
  package func spares(_ input: String) -> Bool {
    (givings.last ?? []).allSatisfy { part in
      switch part {
      case .typed(_, let name): name != input
      case .loaded(_, let name): name != input
      case .tensors, .edges: false
      }
    } && !isExample
  }

  /// All parts, the newest first.
  package var newestFirst: [Part] { givings.reversed().flatMap { $0.reversed() } }

  /// The files of tensors, the newest first.
  package var files: [TensorFile] {
    newestFirst.compactMap { if case .tensors(let file) = $0 { file } else { nil } }
  }

  /// Feeds more: of the same input, or out of the same file, it takes the place of what was given before.
  package mutating func give(_ parts: [Part]) {
    let origins = Set(parts.map(\.origin))
    givings = givings.map { $0.filter { !origins.contains($0.origin) } }.filter { !$0.isEmpty } + [parts]
  }
}

extension Feed {
  /// The input that is typed for twice, in words.
  package static func fedTwice(_ parts: [Part]) -> String? {
    var seen: Set<String?> = []
    for case .typed(_, let name) in parts where !seen.insert(name).inserted {
      return name ?? "what has no name before it"
    }
    return nil
  }
}

extension Feed.Part {
  /// What `--feed` was given: what stands behind an input's name and a colon is for that input.
  package init(option text: String, of sheet: Sheet) {
    if let colon = text.firstIndex(of: ":") {
      let name = Symbols.typedName(String(text[..<colon]).trimmed)
      if sheet.inputNames.contains(name) {
        let rest = text[text.index(after: colon)...]
        self = .typed(String(rest.first == " " ? rest.dropFirst() : rest), to: name)
        return
      }
    }
    self = .typed(text, to: nil)
  }

  fileprivate enum Origin: Hashable {
    case input(String?)
    case file(String)
  }

  fileprivate var origin: Origin {
    switch self {
    case .typed(_, let name): .input(name)
    case .loaded(_, let name): .input(name)
    case .tensors(let file): .file(file.path)
    case .edges(let list): .file(list.path)
    }
  }
}

extension Sheet {
  /// The inputs, as they are declared.
  package var inputNames: [String] {
    items.flatMap { item -> [String] in
      guard case .input(let targets, _) = item.kind else { return [] }
      return targets.map { Symbols.normalForm($0.spelled) }
    }
  }
}
