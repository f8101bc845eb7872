// The equations of two sheets in rows, what corresponds side by side and marked by one number in both.

/// An equation or a term in pieces, those that correspond to something with its mark.
package struct MarkedText: Sendable, Equatable {
  package struct Piece: Sendable, Equatable {
    package var text: String
    /// From 0; nil for what is between the marked.
    package var mark: Int?

    package init(_ text: String, mark: Int? = nil) {
      self.text = text
      self.mark = mark
    }
  }

  package var pieces: [Piece]

  package init(_ pieces: [Piece]) { self.pieces = pieces }
}

/// Equations of one sheet beside those of another.
package struct EquationPairs: Sendable {
  package struct Row: Sendable {
    /// What our equation defines; nil where the row has none of ours.
    package var name: String?
    package var ours: MarkedText?
    /// Their equation, or the term that plays its part.
    package var theirs: MarkedText?
  }

  /// A mark, and what is marked by it on each side.
  package struct Key: Sendable, Equatable {
    package var ours: [String]
    package var theirs: [String]
  }

  package private(set) var rows: [Row]
  /// By mark.
  package private(set) var keys: [Key]

  package init(_ ours: Sheet, beside theirs: Sheet, said: [TermPair]) {
    let pairs = ours.correspondence(with: theirs, said: said)
    let (own, other) = (ours.equations, theirs.equations)
    let marks = TermMarks(pairs, own, other)
    keys = marks.keys
    let partners = own.map { equation in
      pairs.lazy.filter { $0.ours == Syntax(.name(equation.target.name)) }.map(\.theirs).first
    }
    // Their equation stands beside the first of ours that it corresponds to; of several for one name each beside its like.
    var places: [Int: Int] = [:]
    for (index, partner) in partners.enumerated() {
      let free = other.indices.filter { Syntax(.name(other[$0].target.name)) == partner && places[$0] == nil }
      if let place = free.first(where: { other[$0].isLeaf == own[index].isLeaf }) { places[place] = index }
    }
    // What is theirs alone follows what stands before it on their page; from -1, before all of ours.
    var alone: [Int: [Row]] = [:]
    for place in other.indices where places[place] == nil {
      let before = other.indices[..<place].last { places[$0] != nil }.flatMap { places[$0] } ?? -1
      alone[before, default: []].append(Row(name: nil, ours: nil, theirs: marks.theirs(other[place])))
    }
    var rows = alone[-1] ?? []
    for (index, equation) in own.enumerated() {
      let beside = places.first { $0.value == index }.map { marks.theirs(other[$0.key]) }
      rows.append(
        Row(
          name: equation.target.name, ours: marks.ours(equation),
          theirs: beside ?? partners[index].map { marks.theirs($0) }))
      rows += alone[index] ?? []
    }
    self.rows = rows
  }
}

/// Which terms carry which mark: pairs that share a term have one, and what stands on one page alone has none.
private struct TermMarks {
  private var our: [(term: Syntax, mark: Int)] = []
  private var their: [(term: Syntax, mark: Int)] = []
  private(set) var keys: [EquationPairs.Key] = []

  init(_ pairs: [TermPair], _ ours: [SheetEquation], _ theirs: [SheetEquation]) {
    var groups: [[TermPair]] = []
    for pair in pairs {
      if let place = groups.firstIndex(where: { $0.contains { $0.ours == pair.ours || $0.theirs == pair.theirs } }) {
        groups[place].append(pair)
      } else {
        groups.append([pair])
      }
    }
    let shown = groups.compactMap { group -> (place: (Int, Int), group: [TermPair])? in
      guard let place = Self.first(group.map(\.ours), in: ours), Self.first(group.map(\.theirs), in: theirs) != nil
      else { return nil }
      return (place, group)
    }
    for (mark, entry) in shown.sorted(by: { $0.place < $1.place }).enumerated() {
      our += entry.group.map { ($0.ours, mark) }
      their += entry.group.map { ($0.theirs, mark) }
      keys.append(
        EquationPairs.Key(
          ours: entry.group.map(\.ours.spelled).unique, theirs: entry.group.map(\.theirs.spelled).unique))
    }
  }

  /// The first equation that has one of some terms, and where in it.
  private static func first(_ terms: [Syntax], in equations: [SheetEquation]) -> (Int, Int)? {
    for (index, equation) in equations.enumerated() {
      if let place = equation.places(of: terms.map { ($0, 0) }).first { return (index, place.start) }
    }
    return nil
  }

  func ours(_ equation: SheetEquation) -> MarkedText { equation.marked(by: our) }
  func theirs(_ equation: SheetEquation) -> MarkedText { equation.marked(by: their) }

  /// A term that stands for itself.
  func theirs(_ term: Syntax) -> MarkedText {
    MarkedText([.init(term.spelled, mark: their.first { $0.term == term }?.mark)])
  }
}

extension SheetEquation {
  /// Where terms stand on either side, in characters of the text, from left to right.
  fileprivate func places(of terms: [(term: Syntax, mark: Int)]) -> [(start: Int, count: Int, mark: Int)] {
    let own = terms.first { $0.term == Syntax(.name(target.name)) }
    let found = (own.map { [(target.range, $0.mark)] } ?? []) + value.occurrences(of: terms)
    return found.map { (lead + $0.0.column - 1, $0.0.length, $0.1) }
  }

  fileprivate func marked(by terms: [(term: Syntax, mark: Int)]) -> MarkedText {
    let characters = Array(text)
    var pieces: [MarkedText.Piece] = []
    var end = 0
    for (start, count, mark) in places(of: terms) {
      guard start >= end, start + count <= characters.count else { continue }
      if start > end { pieces.append(.init(String(characters[end..<start]))) }
      end = start + count
      pieces.append(.init(String(characters[start..<end]), mark: mark))
    }
    if end < characters.count { pieces.append(.init(String(characters[end...]))) }
    return MarkedText(pieces)
  }
}

extension Syntax {
  /// Where terms stand, from left to right, none within another; a name at whatever step.
  fileprivate func occurrences(of terms: [(term: Syntax, mark: Int)]) -> [(range: SourceRange, mark: Int)] {
    if let found = terms.first(where: { $0.term == self }) { return [(range, found.mark)] }
    guard case .index(let base, _) = kind else { return children.flatMap { $0.occurrences(of: terms) } }
    if let found = terms.first(where: { $0.term == base }) { return [(range, found.mark)] }
    return base.occurrences(of: terms)
  }
}

extension [String] {
  fileprivate var unique: [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}
