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

  /// As it is said where nobody asked for it.
  package var line: String { "\(kind.rawValue): \(text)" }
}

extension Material {
  /// What whoever gave it may not expect.
  package func notes(for model: Model) -> [MaterialNote] {
    var files = [weights].compactMap { $0 }
    if case .file(let file) = feed { files.append(file) }
    return [yieldingNote].compactMap { $0 } + files.flatMap { strays(in: $0, model) } + foldings(model)
      + besideGraph(model)
  }

  /// What is shown beside a graph that was given alone.
  private func besideGraph(_ model: Model) -> [MaterialNote] {
    let shown: [Input]
    let path: String
    switch feed {
    case .example, .text: return []
    case .graph(let list): (shown, path) = (model.examplesBesideGraph, list.path)
    case .file(let file): (shown, path) = (model.examples(besideGraphIn: file), file.path)
    }
    let (fitting, others) = (shown.filter { $0.example != nil }, shown.filter { $0.example == nil })
    var notes: [String] = []
    if !fitting.isEmpty {
      let names = fitting.map(\.name).joined(separator: ", ")
      notes.append("\(path) has no \(names): the sheet's example\(fitting.count == 1 ? " is" : "s are") shown")
    }
    for input in others {
      notes.append(
        "the example of \(input.name) is for another size than \(input.shape.described): noise is shown in its place")
    }
    return notes.map { MaterialNote(kind: .note, text: $0) }
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

  private func foldings(_ model: Model) -> [MaterialNote] {
    guard case .text(let text) = feed, let input = model.fedInput, case .token(let alphabet?) = input.kind,
      let folded = try? TextFeed(alphabet, of: input.name).folded(in: text), !folded.isEmpty
    else { return [] }
    let pairs = folded.prefix(Self.mostPairs).map { "\"\($0.typed)\" is read as \"\($0.symbol)\"" }
    let more = folded.count > Self.mostPairs ? ", and \(folded.count - Self.mostPairs) more likewise" : ""
    return [
      MaterialNote(
        kind: .note, text: pairs.joined(separator: ", ") + more + ": the alphabet of \(input.name) lacks what was typed"
      )
    ]
  }
}

extension Session {
  /// What is to be known that was not before a change.
  package func news(since known: [MaterialNote]) -> [Report] {
    notes.filter { !known.contains($0) }.map { .text($0.line) }
  }
}
