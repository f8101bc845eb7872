// Which run is looked at: the one with pins, the one without, or how far they are apart.

/// What is shown where there is a ghost.
package enum Lens: Hashable, Sendable, CaseIterable {
  case now, before, difference

  /// The one after this, round and round.
  package var following: Lens {
    switch self {
    case .now: .before
    case .before: .difference
    case .difference: .now
    }
  }

  /// For titles.
  package var name: String {
    switch self {
    case .now: "now"
    case .before: "before"
    case .difference: "now − before"
    }
  }

  /// As it is typed.
  package var word: String {
    switch self {
    case .now: "now"
    case .before: "before"
    case .difference: "difference"
    }
  }

  package static func named(_ word: String) -> Lens? { allCases.first { $0.word == word } }
}
