// Text to the symbols of an alphabet.

package import Equations

/// Splits texts into the symbols of one alphabet.
package struct TextFeed: Sendable {
  private let alphabet: Alphabet
  private let input: String
  private let places: [String: Int]
  /// The lengths in scalars of the symbols that start with a scalar, longest first.
  private let lengths: [Unicode.Scalar: [Int]]
  private let longest: Int
  /// Whether white space stands between symbols: where some are several letters long, and a space is none of them.
  private let skipsSpace: Bool
  /// Whether most symbols are words, so that what is unknown is so as a word, too.
  private let isOfWords: Bool

  /// - Parameters:
  ///   - alphabet: its symbols.
  ///   - input: what messages call the input that is fed.
  package init(_ alphabet: Alphabet, of input: String) {
    self.alphabet = alphabet
    self.input = input
    var places: [String: Int] = [:]
    for (index, symbol) in alphabet.symbols.enumerated() where !symbol.isEmpty {
      places[symbol] = places[symbol] ?? index
    }
    self.places = places
    let symbols = alphabet.symbols.filter { !$0.isEmpty }
    longest = symbols.map(\.unicodeScalars.count).max() ?? 0
    lengths = Dictionary(grouping: symbols) { $0.unicodeScalars.first ?? " " }
      .mapValues { Set($0.map(\.unicodeScalars.count)).sorted(by: >) }
    let special = Set([alphabet.unknown, alphabet.start, alphabet.end, alphabet.fill?.symbol])
    let words = alphabet.symbols.enumerated().count { index, symbol in
      // `<pad>` and the like are no words.
      symbol.count > 1 && !special.contains(index) && !(symbol.hasPrefix("<") && symbol.hasSuffix(">"))
    }
    skipsSpace = words > 0 && !symbols.contains { $0.allSatisfy(\.isWhitespace) }
    isOfWords = skipsSpace && 2 * words > symbols.count
  }

  /// The numbers of the text's symbols, behind the alphabet's start, in front of its end and of what it is filled up with.
  ///
  /// At each place the longest symbol is taken; where there is none, the one that the lower-case letters spell; where
  /// there is none either, what the alphabet has for unknown ones, of an alphabet of words once for the whole word that
  /// symbols do not make up. O(n · length of the longest symbol).
  ///
  /// - Throws: for a letter or a word that is no symbol, if the alphabet has nothing for unknown ones; for more symbols than the
  ///   alphabet fills up to.
  package func tokens(for text: String) throws(CatalogueError) -> [Int32] { try read(text).tokens }

  /// The symbols that are read in the place of others that the alphabet lacks, each pair once: `A` as `a`, an unknown word
  /// as what stands for it.
  package func folded(in text: String) throws(CatalogueError) -> [Folding] { try read(text).folded }

  /// What was typed, and the symbol that it is read as.
  package struct Folding: Sendable, Hashable {
    package var typed: String
    package var symbol: String
  }

  private func read(_ text: String) throws(CatalogueError) -> (tokens: [Int32], folded: [Folding]) {
    let scalars = Array(text.unicodeScalars)
    let lowered = scalars.map { scalar in
      let mapped = scalar.properties.lowercaseMapping.unicodeScalars
      return mapped.count == 1 ? mapped.first ?? scalar : scalar
    }
    var result = alphabet.start.map { [Int32(truncatingIfNeeded: $0)] } ?? []
    var folded: [Folding] = []
    var position = 0
    while position < scalars.count {
      if let end = endOfUnknownWord(at: position, in: scalars, lowered) {
        let typed = string(scalars[position..<end])
        guard let unknown = alphabet.unknown else {
          let before = string(scalars[..<position]).count
          throw .notInAlphabet(typed, position: before + 1, input: input, symbols: alphabet.symbols)
        }
        result.append(Int32(truncatingIfNeeded: unknown))
        let folding = Folding(typed: typed, symbol: alphabet.symbols[unknown])
        if !folded.contains(folding) { folded.append(folding) }
        position = end
      } else if let (place, length) = symbol(at: position, in: scalars) {
        result.append(Int32(truncatingIfNeeded: place))
        position += length
      } else if let (place, length) = symbol(at: position, in: lowered) {
        let typed = string(scalars[position..<position + length])
        let folding = Folding(typed: typed, symbol: alphabet.symbols[place])
        if !folded.contains(folding) { folded.append(folding) }
        result.append(Int32(truncatingIfNeeded: place))
        position += length
      } else if skipsSpace, scalars[position].properties.isWhitespace {
        position += 1
      } else {
        let character = firstCharacter(of: scalars[position...])
        guard let unknown = alphabet.unknown else {
          let before = string(scalars[..<position]).count
          throw .notInAlphabet(String(character), position: before + 1, input: input, symbols: alphabet.symbols)
        }
        result.append(Int32(truncatingIfNeeded: unknown))
        position += character.unicodeScalars.count
      }
    }
    if let end = alphabet.end { result.append(Int32(truncatingIfNeeded: end)) }
    guard let fill = alphabet.fill else { return (result, folded) }
    guard result.count <= fill.length else {
      throw .textTooLong(input, symbols: result.count, limit: fill.length)
    }
    let rest = Array(repeating: Int32(truncatingIfNeeded: fill.symbol), count: fill.length - result.count)
    return (result + rest, folded)
  }

  /// Behind a word that begins here, if symbols do not make it up; nil within a word, and for one that is known.
  private func endOfUnknownWord(at start: Int, in scalars: [Unicode.Scalar], _ lowered: [Unicode.Scalar]) -> Int? {
    guard isOfWords, scalars[start].isInWord, start == 0 || !scalars[start - 1].isInWord else { return nil }
    let end = scalars[start...].firstIndex { !$0.isInWord } ?? scalars.count
    var position = start
    while position < end {
      guard let next = symbol(at: position, in: scalars) ?? symbol(at: position, in: lowered) else { return end }
      position += next.length
    }
    return nil
  }

  private func symbol(at position: Int, in scalars: [Unicode.Scalar]) -> (place: Int, length: Int)? {
    for length in windows(at: position, in: scalars) {
      if let place = places[string(scalars[position..<position + length])] { return (place, length) }
    }
    return nil
  }

  /// How many scalars the next symbol may have, longest first.
  ///
  /// A letter with accents may be written by more scalars than the alphabet writes it by, or by fewer: three at most for one.
  private func windows(at position: Int, in scalars: [Unicode.Scalar]) -> [Int] {
    let left = scalars.count - position
    let ahead = scalars[position..<position + min(left, 3 * longest)]
    if ahead.allSatisfy(\.isASCII) { return (lengths[scalars[position]] ?? []).filter { $0 <= left } }
    let hasAccents = ahead.contains { $0.properties.canonicalCombiningClass != .notReordered }
    let most = hasAccents ? ahead.count : min(left, longest)
    return most > 0 ? Array((1...most).reversed()) : []
  }

  private func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  private func firstCharacter(of scalars: ArraySlice<Unicode.Scalar>) -> Character {
    string(scalars.prefix(64)).first ?? " "
  }
}

extension Unicode.Scalar {
  /// A letter with its accents, a digit, an apostrophe.
  fileprivate var isInWord: Bool {
    properties.isAlphabetic || properties.numericType != nil || properties.canonicalCombiningClass != .notReordered
      || self == "'" || self == "’"
  }
}
