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

  /// Vector inputs to which vectors are fed, by what is typed or what a file holds.
  ///
  /// - Parameters:
  ///   - text: what is typed, if something is.
  ///   - inputs: the file of inputs, if there is one.
  ///   - file: the weights, whose alphabets might read the text.
  /// - Returns: their names.
  package func vectorsFed(text: String?, inputs: TensorFile?, _ file: TensorFile) -> Set<String> {
    if let inputs, let names = try? TensorNames(inputs, prefix: TensorNames.inputPrefix) {
      return vectorInputs.filter { name in
        guard let entry = try? names.entry(for: name) else { return false }
        return entry.shape.count > 1
      }
    }
    guard let text, text.unicodeScalars.allSatisfy(Self.numeric.contains) else { return [] }
    return vectorInputs.filter { name in
      guard let words = file.metadata["alphabet/\(name)"], case .array(let symbols)? = try? JSON(words) else {
        return true
      }
      let known = symbols.compactMap { symbol in if case .string(let text) = symbol { text } else { nil } }
      return (try? TextFeed(Alphabet(symbols: known), of: name).tokens(for: text)) == nil
    }
  }

  /// What rows of numbers are written with.
  private static let numeric = Set("0123456789.,;+-−eE \n\t".unicodeScalars)
}
