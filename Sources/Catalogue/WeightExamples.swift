// What weights bring to be shown with them: a sequence of the kind that they were trained on.

package import Equations
package import Formats

extension Sheet {
  /// The sheet with the examples of a weight file in place of its own, where they fit the model.
  ///
  /// The metadata entry `example/NAME` says an input's example as a sheet does: `"through"`, `1 0; 0 1`.
  ///
  /// - Parameters:
  ///   - file: the weights.
  ///   - model: the checked sheet, its sizes settled.
  /// - Returns: the sheet itself where the file brings none.
  /// - Throws: where an entry is no example.
  package func showing(examplesOf file: TensorFile, _ model: Model) throws(CatalogueError) -> Sheet {
    var copy = self
    for (key, words) in file.metadata.sorted(by: { $0.key < $1.key }) {
      guard let name = TensorFile.input(exampledBy: key) else { continue }
      guard let parsed = try? SheetParser.parse("example \(name): \(words)", name: file.path), parsed.items.count == 1,
        case .example(_, let example) = parsed.items[0].kind
      else { throw .badMetadata(path: file.path, key: key, expected: "an example as a sheet says it") }
      guard model.input(named: name)?.takes(example) ?? false else { continue }
      copy = copy.replacingExample(of: name, with: parsed.items)
    }
    return copy
  }

  /// The sheet with another example for an input, as a sheet says it; nil where the words are none.
  package func showing(_ words: String, for input: String) -> Sheet? {
    guard let parsed = try? SheetParser.parse("example \(input): \(words)", name: name), parsed.items.count == 1,
      case .example = parsed.items[0].kind
    else { return nil }
    return replacingExample(of: input, with: parsed.items)
  }

  private func replacingExample(of input: String, with items: [Item]) -> Sheet {
    var copy = withoutExample(of: input)
    copy.items += items
    return copy
  }
}

extension TensorFile {
  /// The inputs that it brings an example for.
  var exampledInputs: [String] { metadata.keys.compactMap(Self.input(exampledBy:)) }

  fileprivate static func input(exampledBy key: String) -> String? {
    let prefix = "example/"
    return key.hasPrefix(prefix) ? Symbols.normalForm(String(key.dropFirst(prefix.count))) : nil
  }
}

extension Input {
  /// Whether an example is of its kind and as wide as it.
  fileprivate func takes(_ example: ExampleInput) -> Bool {
    switch (example, kind) {
    case (.text(let text), .token(var alphabet?)):
      // A symbol that stands for unknown ones would take any text.
      alphabet.unknown = nil
      return (try? TextFeed(alphabet, of: name).tokens(for: text)) != nil
    case (.rows(let rows), .tensor):
      return stage == nil ? rows.joined().count == shape.count : rows.allSatisfy { $0.count == shape.count }
    case (.signal, .tensor): return isStream
    case (.edges, .tensor): return stage == nil
    case (.text, .tensor), (.text, .token(nil)), (.rows, .token), (.signal, .token), (.edges, .token): return false
    }
  }
}
