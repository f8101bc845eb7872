// Two terms laid over each other: sums and products whatever the order of their parts, names as they come.

/// Compares terms of two sheets.
struct TermMatcher {
  let ours: SheetNames
  let theirs: SheetNames
  /// Comparisons that are left, so that no sheet takes long.
  private var budget = 50_000

  init(ours: SheetNames, theirs: SheetNames) {
    self.ours = ours
    self.theirs = theirs
  }

  /// What corresponds if two terms do, on top of what is known; nil where they are built otherwise.
  mutating func compare(_ our: Syntax, _ their: Syntax, _ known: Correspondence) -> Correspondence? {
    budget -= 1
    guard budget > 0 else { return nil }
    switch (ours.read(in: our), theirs.read(in: their)) {
    case (let one?, let other?): return reads(one, other, known)
    case (let one?, nil):
      guard isShort(their, theirs), one.indices.isEmpty, one.kind == .quantity else { return nil }
      return known.partner(ofOurs: one.name) == nil ? adding(Syntax(.name(one.name)), their, known) : nil
    case (nil, let other?):
      guard isShort(our, ours), other.indices.isEmpty, other.kind == .quantity else { return nil }
      return known.partner(ofTheirs: other.name) == nil ? adding(our, Syntax(.name(other.name)), known) : nil
    case (nil, nil): return built(our, their, known)
    }
  }

  // MARK: names

  /// A name for a name, of one kind and at one step.
  private func reads(
    _ one: (name: String, kind: SheetNames.Kind, indices: [Index]),
    _ other: (name: String, kind: SheetNames.Kind, indices: [Index]), _ known: Correspondence
  ) -> Correspondence? {
    guard one.indices == other.indices else { return nil }
    var result = known
    if known.joins(one.name, other.name) {
      result.likeness += 2
      return result
    }
    guard known.partner(ofOurs: one.name) == nil, known.partner(ofTheirs: other.name) == nil,
      let likeness = likeness(one.kind, other.kind)
    else { return nil }
    result.add(Syntax(.name(one.name)), Syntax(.name(other.name)))
    result.likeness += likeness + (one.name == other.name ? 0.5 : 0)
    return result
  }

  /// How much it tells that two names stand in one place; nil where they cannot be one.
  private func likeness(_ one: SheetNames.Kind, _ other: SheetNames.Kind) -> Double? {
    switch (one, other) {
    case (.parameter, .parameter): 0.5
    case (.state, .state), (.quantity, .quantity), (.input, .input), (.constant, .constant): 1
    case (.state, .quantity), (.quantity, .state), (.quantity, .constant), (.constant, .quantity): 0.5
    default: nil
    }
  }

  /// Whether a name may stand for a term: `1 - z`, but nothing that is learned or fed.
  private func isShort(_ term: Syntax, _ names: SheetNames) -> Bool {
    term.termCount <= 5 && !term.names.isEmpty
      && term.names.allSatisfy { name in
        switch names.kinds[name] {
        case .quantity, .constant: true
        case .state, .input, .parameter, nil: false
        }
      }
  }

  private func adding(_ our: Syntax, _ their: Syntax, _ known: Correspondence) -> Correspondence {
    var result = known
    result.add(our, their)
    result.likeness += 0.25
    return result
  }

  // MARK: signs and functions

  private mutating func built(_ our: Syntax, _ their: Syntax, _ known: Correspondence) -> Correspondence? {
    if let one = our.summands, let other = their.summands { return parts(one, other, known) }
    if let one = our.factors, let other = their.factors { return parts(one, other, known) }
    var result = known
    switch (our.kind, their.kind) {
    case (.number(let one, _), .number(let other, _)):
      guard one == other else { return nil }
      result.likeness += 0.5
      return result
    case (.call(let one, _), .call(let other, _)): guard one == other else { return nil }
    case (.negate, .negate), (.root, .root), (.transpose, .transpose), (.stack, .stack): break
    case (.binary(let one, _, _), .binary(let other, _, _)): guard one == other else { return nil }
    default: return nil
    }
    let (one, other) = (our.children, their.children)
    guard one.count == other.count else { return nil }
    result.likeness += 1
    for (mine, its) in zip(one, other) { result = compare(mine, its, result) ?? result }
    return result
  }

  /// Parts of sums or of products: the likest are paired first, of equals those that stand in one place.
  private mutating func parts(_ ours: [Part], _ theirs: [Part], _ known: Correspondence) -> Correspondence? {
    var candidates: [(likeness: Double, our: Int, their: Int)] = []
    for (place, our) in ours.enumerated() {
      for (other, their) in theirs.enumerated() where our.isNegative == their.isNegative {
        guard let result = compare(our.term, their.term, known) else { continue }
        candidates.append((result.likeness - known.likeness + (place == other ? 0.1 : 0), place, other))
      }
    }
    var result = known
    result.likeness += 1
    var (mine, its): (Set<Int>, Set<Int>) = ([], [])
    for candidate in candidates.sorted(by: { $0.likeness > $1.likeness })
    where !mine.contains(candidate.our) && !its.contains(candidate.their) {
      guard let more = compare(ours[candidate.our].term, theirs[candidate.their].term, result) else { continue }
      result = more
      mine.insert(candidate.our)
      its.insert(candidate.their)
    }
    guard !mine.isEmpty else { return nil }
    result.likeness -= 0.25 * Double(ours.count + theirs.count - 2 * mine.count)
    return result
  }
}

/// One of the terms of a sum, or of the factors of a product.
private struct Part {
  var term: Syntax
  var isNegative = false
}

extension Syntax {
  /// The terms of a sum; nil for what is none.
  fileprivate var summands: [Part]? {
    switch kind {
    case .binary(.add, let left, let right), .binary(.subtract, let left, let right):
      let sign = if case .binary(.subtract, _, _) = kind { true } else { false }
      let first = left.summands ?? [left.signed]
      let second = right.summands ?? [right.signed]
      return first + second.map { Part(term: $0.term, isNegative: $0.isNegative != sign) }
    default: return nil
    }
  }

  private var signed: Part {
    if case .negate(let operand) = kind { return Part(term: operand, isNegative: true) }
    return Part(term: self)
  }

  /// The factors of a product, entry by entry or not; nil for what is none.
  fileprivate var factors: [Part]? {
    switch kind {
    case .binary(.hadamard, let left, let right), .product(let left, let right):
      (left.factors ?? [Part(term: left)]) + (right.factors ?? [Part(term: right)])
    default: nil
    }
  }
}
