// Which terms of two sheets play one part. Some are said; where none are, the form of the equations tells: a name stands
// for a name or a short term of the other sheet where both equations are built alike around them.

/// Terms of two sheets that play one part: `i` of one and `1 - z` of the other.
package struct TermPair: Sendable, Equatable {
  package var ours: Syntax
  package var theirs: Syntax

  package init(ours: Syntax, theirs: Syntax) {
    self.ours = ours
    self.theirs = theirs
  }

  package var reversed: TermPair { TermPair(ours: theirs, theirs: ours) }
}

/// Pairs of terms, each name in one at most but for those that were said.
struct Correspondence {
  private(set) var pairs: [TermPair]
  private var ours: [String: Syntax] = [:]
  private var theirs: [String: Syntax] = [:]
  /// How much of what was compared is built alike.
  var likeness = 0.0

  init(_ pairs: [TermPair] = []) {
    self.pairs = []
    for pair in pairs { add(pair.ours, pair.theirs) }
  }

  mutating func add(_ our: Syntax, _ their: Syntax) {
    pairs.append(TermPair(ours: our, theirs: their))
    if case .name(let name) = our.kind { ours[name] = ours[name] ?? their }
    if case .name(let name) = their.kind { theirs[name] = theirs[name] ?? our }
  }

  func partner(ofOurs name: String) -> Syntax? { ours[name] }
  func partner(ofTheirs name: String) -> Syntax? { theirs[name] }

  func joins(_ our: String, _ their: String) -> Bool {
    pairs.contains { $0.ours == Syntax(.name(our)) && $0.theirs == Syntax(.name(their)) }
  }
}

extension Sheet {
  /// What corresponds in another sheet: what is said and what has one name and one form; where nothing is said, what is
  /// built alike.
  ///
  /// Parameters are there only if they are said: each sheet has its own, and what they act on tells which is which.
  package func correspondence(with other: Sheet, said: [TermPair]) -> [TermPair] {
    var search = CorrespondenceSearch(self, other, said)
    if said.isEmpty { search.compareStates() }
    search.compareNames()
    if said.isEmpty { search.joinLastStates() }
    return said
      + search.found.pairs.dropFirst(said.count).filter { pair in
        !pair.ours.names.contains { search.isParameter($0) }
      }
  }
}

/// Looks for what corresponds, from what is surest to what is less so.
private struct CorrespondenceSearch {
  let ours: [SheetEquation]
  let theirs: [SheetEquation]
  private var matcher: TermMatcher
  var found: Correspondence

  /// The least likeness that tells more than chance: a sum of two products with a past in common.
  private static let least = 3.0

  init(_ ours: Sheet, _ theirs: Sheet, _ said: [TermPair]) {
    (self.ours, self.theirs) = (ours.equations, theirs.equations)
    matcher = TermMatcher(ours: SheetNames(ours), theirs: SheetNames(theirs))
    found = Correspondence(said)
  }

  /// What carries the past on in both, the likest first, and what their equations are made of.
  mutating func compareStates() {
    while let best = states.max(by: { $0.likeness < $1.likeness }), best.likeness - found.likeness >= Self.least {
      found = best
      followEquations()
    }
  }

  /// What is found if two states that have no partner yet are one.
  private var states: [Correspondence] {
    mutating get {
      var results: [Correspondence] = []
      for our in free(ours, matcher.ours, found.partner(ofOurs:)) {
        for their in free(theirs, matcher.theirs, found.partner(ofTheirs:)) {
          var joined = found
          joined.add(Syntax(.name(our.target.name)), Syntax(.name(their.target.name)))
          if let result = matcher.compare(our.value, their.value, joined) { results.append(result) }
        }
      }
      return results
    }
  }

  private func free(
    _ equations: [SheetEquation], _ names: SheetNames, _ partner: (String) -> Syntax?
  ) -> [SheetEquation] {
    equations.filter { names.kinds[$0.target.name] == .state && partner($0.target.name) == nil }
  }

  /// Compares the equations of what corresponds, and those of what is found by that.
  private mutating func followEquations() {
    var next = 0
    while next < found.pairs.count {
      let pair = found.pairs[next]
      next += 1
      guard let (our, their) = equations(of: pair) else { continue }
      if let more = matcher.compare(our.value, their.value, found) { found = more }
    }
  }

  private func equations(of pair: TermPair) -> (SheetEquation, SheetEquation)? {
    guard let our = ours.first(where: { pair.ours == Syntax(.name($0.target.name)) }),
      let their = theirs.first(where: { pair.theirs == Syntax(.name($0.target.name)) })
    else { return nil }
    return (our, their)
  }

  /// Inputs and constants of one name are one; quantities of one name are if their equations are built alike.
  mutating func compareNames() {
    for (name, kind) in matcher.ours.kinds.sorted(by: { $0.key < $1.key }) where isFree(name) {
      guard let other = matcher.theirs.kinds[name], other == kind else { continue }
      let term = Syntax(.name(name))
      switch kind {
      case .parameter: break
      case .input, .constant: found.add(term, term)
      case .state, .quantity:
        guard let (our, their) = equations(of: TermPair(ours: term, theirs: term)) else { break }
        var joined = found
        joined.add(term, term)
        if name == "loss" {
          found = joined
        } else if let more = matcher.compare(our.value, their.value, joined) {
          found = more
        }
      }
    }
  }

  private func isFree(_ name: String) -> Bool {
    found.partner(ofOurs: name) == nil && found.partner(ofTheirs: name) == nil
  }

  func isParameter(_ name: String) -> Bool { matcher.ours.kinds[name] == .parameter }

  /// Where each sheet has one state left, they are what each remembers by.
  mutating func joinLastStates() {
    let our = free(ours, matcher.ours, found.partner(ofOurs:))
    let their = free(theirs, matcher.theirs, found.partner(ofTheirs:))
    guard our.count == 1, their.count == 1 else { return }
    found.add(Syntax(.name(our[0].target.name)), Syntax(.name(their[0].target.name)))
  }
}
