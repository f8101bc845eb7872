// What was taken otherwise than it was given: numbers of a file that the sheet has no name for, letters that an alphabet
// has only in lower case.

internal import Catalogue
package import Equations
internal import Formats

/// Something to know of what a run is made from.
package struct MaterialNote: Sendable, Equatable {
  package enum Kind: String, Sendable { case warning, note }

  package var kind: Kind
  package var text: String
  /// The names of inputs that it says are left out.
  package var leftOut: [String] = []

  /// As it is said where nobody asked for it.
  package var line: String { "\(kind.rawValue): \(text)" }
}

extension Material {
  /// What whoever gave it may not expect.
  package func notes(for model: Model) -> [MaterialNote] {
    let files = [weights].compactMap { $0 } + feed.files.reversed()
    return [yieldingNote].compactMap { $0 } + files.flatMap { strays(in: $0, model) } + foldings(model)
  }

  private func strays(in file: TensorFile, _ model: Model) -> [MaterialNote] {
    let known = model.dims.map(\.name) + model.constants.map(\.name)
    return file.strayConstants(sheet).map { name in
      let nearest = nearestName(to: name, among: known).map { ": did you mean \($0)?" } ?? ""
      return MaterialNote(
        kind: .warning, text: "\(file.path) sets \(name.clipped), which the sheet does not have\(nearest)")
    }
  }

  private static let mostPairs = 5

  private func foldings(_ model: Model) -> [MaterialNote] { feed.givings.joined().compactMap { folding($0, model) } }

  /// Letters that are read in lower case.
  private func folding(_ part: Feed.Part, _ model: Model) -> MaterialNote? {
    guard case .typed(let text, let name) = part,
      let input = model.input(for: text, named: name), case .token(let alphabet?) = input.kind,
      let folded = try? TextFeed(alphabet, of: input.name).folded(in: model.unbracketed(text, for: input)),
      !folded.isEmpty
    else { return nil }
    let pairs = folded.prefix(Self.mostPairs).map { "\"\($0.typed)\" is read as \"\($0.symbol)\"" }
    let more = folded.count > Self.mostPairs ? ", and \(folded.count - Self.mostPairs) more likewise" : ""
    return MaterialNote(
      kind: .note, text: pairs.joined(separator: ", ") + more + ": the alphabet of \(input.name) lacks what was typed")
  }
}

extension Model {
  /// What stands between the brackets of a text that makes a tree.
  fileprivate func unbracketed(_ text: String, for input: Input) -> String {
    guard treeInputs?.leaves.contains(input.id) ?? false else { return text }
    return String(text.map { "()".contains($0) ? " " : $0 })
  }
}

extension Session {
  /// What is to be known that was not before a change.
  package func news(since known: [MaterialNote]) -> [Report] {
    notes.filter { !known.contains($0) }.map { .text($0.line) }
  }
}
