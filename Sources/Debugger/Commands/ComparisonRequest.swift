// What stands behind `compare`, read.

internal import Equations

/// Which runs are to be set side by side, and how.
package struct ComparisonRequest: Sendable, Equatable {
  /// One of them.
  package struct Side: Sendable, Equatable {
    package enum Origin: Sendable, Equatable {
      case now, before
      /// Another sheet, by its name or path.
      case sheet(String)
    }

    package var origin: Origin
    /// NAME=VALUE: sizes and constants, parameters, pins.
    package var changes: [Change] = []
  }

  package struct Change: Sendable, Equatable {
    package var name: String
    package var value: String
  }

  /// A name of the other sides, and what it is called on the first.
  package struct NamePair: Sendable, Equatable {
    package var theirs: String
    package var ours: String
  }

  package var sides: [Side] = []
  package var names: [NamePair] = []
  /// Differences up to it do not count.
  package var bound = 1e-6

  /// The sheets that must be there.
  package var sheets: [String] {
    sides.compactMap { if case .sheet(let name) = $0.origin { name } else { nil } }
  }
}

extension ComparisonRequest {
  /// Reads `gru z=0 r=1 rnn with W = W_h, h̃ = h by 1e-5`.
  ///
  /// One side is set beside the present run, none beside the untouched one.
  package init(_ text: String) throws(CommandError) {
    var words = text.joiningEquals.split(whereSeparator: \.isWhitespace).map(String.init)
    if words.count >= 2, words[words.count - 2] == "by" {
      guard let bound = Double(words[words.count - 1]), bound >= 0, bound.isFinite else {
        throw .message("by needs a bound from 0, not \(words[words.count - 1])")
      }
      self.bound = bound
      words.removeLast(2)
    }
    if let with = words.firstIndex(of: "with") {
      for pair in words[(with + 1)...].joined(separator: " ").split(separator: ",") {
        names.append(try Self.pair(String(pair).trimmed))
      }
      guard !names.isEmpty else { throw Command.compare.usage(text) }
      words.removeLast(words.count - with)
    }
    // Commas part runs as blanks do.
    for word in words.flatMap({ $0.split(separator: ",") }) { try add(String(word), text) }
    if sides.isEmpty { sides = [.init(origin: .now), .init(origin: .before)] }
    if sides.count == 1 { sides.insert(.init(origin: .now), at: 0) }
    guard sides.count <= Self.most else { throw .message("\(Self.most) runs can be compared at once") }
  }

  private static let most = 8

  private mutating func add(_ word: String, _ text: String) throws(CommandError) {
    guard let equals = word.firstIndex(of: "=") else {
      switch word {
      case "now": sides.append(.init(origin: .now))
      case "before": sides.append(.init(origin: .before))
      default: sides.append(.init(origin: .sheet(word)))
      }
      return
    }
    let name = String(word[..<equals])
    let change = Change(
      name: Symbols.typedName(name),
      value: String(word[word.index(after: equals)...]))
    guard !name.isEmpty, !change.value.isEmpty else { throw Command.compare.usage(text) }
    // A name that is set already begins another run of the same model.
    if let last = sides.last, last.changes.contains(where: { $0.name == change.name }) {
      sides.append(.init(origin: last.origin, changes: [change]))
    } else if sides.isEmpty {
      sides.append(.init(origin: .now, changes: [change]))
    } else {
      sides[sides.count - 1].changes.append(change)
    }
  }

  private static func pair(_ text: String) throws(CommandError) -> NamePair {
    let sides = text.split(separator: "=", omittingEmptySubsequences: false).map {
      Symbols.typedName(String($0).trimmed)
    }
    guard sides.count == 2, sides.allSatisfy({ !$0.isEmpty && !$0.contains(" ") }) else {
      throw .message("with needs pairs such as W = W_h, their name and ours, not \(text)")
    }
    return NamePair(theirs: sides[0], ours: sides[1])
  }
}

extension String {
  /// `μ = 0.5` as one word.
  fileprivate var joiningEquals: String {
    var result = ""
    var blanks = ""
    // Behind `with` the pairs keep their blanks: commas part them.
    for character in self {
      if character.isWhitespace {
        blanks.append(character)
        continue
      }
      if character != "=", result.last != "=" || result.hasSuffix("==") { result += blanks }
      blanks = ""
      result.append(character)
    }
    return result
  }
}
