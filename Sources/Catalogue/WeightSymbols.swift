// What weights know of a sheet's inputs: which symbols the entries of a vector stand for.

package import Equations
package import Formats

extension Sheet {
  /// The sheet with those of its vector inputs taken for symbols that have an alphabet in the weights, unless what is fed
  /// to them are vectors.
  ///
  /// Weights that were trained on symbols can so be fed a text by any sheet: `input x: D` reads as `x: token(D)`.
  ///
  /// - Parameters:
  ///   - file: the weights.
  ///   - vectors: inputs that vectors are fed to.
  /// - Returns: the sheet itself where the weights know of no symbols.
  package func reading(symbolsOf file: TensorFile, unless vectors: Set<String> = []) -> Sheet {
    let names = vectorInputs.filter { file.metadata["alphabet/\($0)"] != nil && !vectors.contains($0) }
    // Signals and rows are for vectors.
    return names.reduce(readingSymbols(in: names)) { $0.withoutExample(of: $1) }
  }

  /// Vector inputs to which vectors are fed, by what is typed or what files hold.
  ///
  /// - Parameters:
  ///   - feed: what is fed; of several things to one input the newest tells.
  ///   - file: the weights, whose alphabets might read a text.
  /// - Returns: their names.
  package func vectorsFed(_ feed: Feed, _ file: TensorFile) -> Set<String> {
    var vectors: Set<String> = []
    for part in feed.givings.joined() {
      switch part {
      case .tensors(let inputs):
        guard let names = try? TensorNames(inputs, prefix: TensorNames.inputPrefix) else { continue }
        for name in vectorInputs {
          guard let entry = try? names.entry(for: name) else { continue }
          if entry.shape.count > 1 { vectors.insert(name) } else { vectors.remove(name) }
        }
      case .typed(let text, let meant):
        for name in vectorInputs where meant == nil || meant == name {
          if areVectors(text, for: name, file) { vectors.insert(name) } else { vectors.remove(name) }
        }
      case .loaded(let loaded, let name):
        if loaded.tokens == nil { vectors.insert(name) } else { vectors.remove(name) }
      case .edges: break
      }
    }
    return vectors
  }

  /// Whether a text is rows of numbers, and cannot be read by an alphabet of the weights.
  private func areVectors(_ text: String, for name: String, _ file: TensorFile) -> Bool {
    guard text.isNumeric else { return false }
    guard let words = file.metadata["alphabet/\(name)"], case .array(let symbols)? = try? JSON(words) else {
      return true
    }
    let known = symbols.compactMap { symbol in if case .string(let text) = symbol { text } else { nil } }
    return (try? TextFeed(Alphabet(symbols: known), of: name).tokens(for: text)) == nil
  }
}

extension String {
  /// What rows of numbers are written with.
  private static let numeric = Set("0123456789.,;+-−eE \n\t".unicodeScalars)

  /// Whether it can be nothing but rows of numbers.
  var isNumeric: Bool { unicodeScalars.allSatisfy(Self.numeric.contains) }
}
