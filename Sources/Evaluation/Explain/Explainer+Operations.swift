// What each operation makes of its operands at one entry. Where a value is one of its operands' entries, words say which and
// why it is that one.

internal import Equations

extension Explainer {
  func explain(_ primitive: Primitive, _ site: Site<Number>) -> Explanation {
    let (label, value) = (site.label, site.value)
    switch primitive {
    case .add, .subtract, .negate:
      let terms = signedTerms(site.expression, site.entry, site.evaluator, site.depth, sign: 1)
      return exact(label, value, terms, hidden: 0)
    case .multiply: return product(label, value, elements(site))
    case .sigmoid, .tanh, .relu, .softplus, .exponential, .logarithm, .squareRoot, .sine, .cosineOf, .absolute, .sign,
      .floor, .not, .divide, .power, .leakyRelu, .shrink, .larger, .smaller, .less, .lessEqual, .greater, .greaterEqual,
      .equal, .notEqual, .and, .or, .clip:
      return function(primitive.spelling, label, value, elements(site))
    case .choose: return choice(site)

    case .product: return matrixProduct(site)
    case .transpose: return renamed(same(site, Entry(site.entry.column, site.entry.row)), label)
    case .stack: return stacked(site)
    case .element: return element(site)
    case .diagonal: return diagonal(site)
    case .fill: return same(site, Entry(0))
    case .rows: return same(site, Entry(site.entry.row + Int(site.value(1, Entry(0))) - 1, site.entry.column))
    case .whole: return same(site, site.entry)
    case .leading:
      let count = part(site, 0, Entry(0))
      return because("1 stands in the first \(Self.rounded(count.value)) places, 0 behind them", site, [count])
    case .oneHot:
      let place = part(site, 0, Entry(0))
      return because("1 stands at place \(Self.rounded(place.value)), 0 elsewhere", site, [place])

    case .softmax: return softmax(site, among: site.column(of: 0))
    case .maskedSoftmax: return maskedSoftmax(site)
    case .layerNorm: return layerNorm(site)
    case .sortDescending: return sorted(site, by: 0) { "number \($0) of \($1) from the largest down" }
    case .sortBy: return sorted(site, by: 1) { "the entry whose key is number \($0) of \($1)" }
    case .unsort: return unsorted(site)
    case .topK: return topK(site)

    case .sum: return sum(label, value, terms(site, site.entries(of: 0)))
    case .rowSums:
      let row = (0..<site.operands[0].shape.columns.count).map { Entry(site.entry.row, $0) }
      return sum(label, value, terms(site, row))
    case .mean: return mean(site)
    case .norm: return function("sqrt", label, value, [squares(site, 0, site.entries(of: 0))])
    case .entropy: return entropy(site)
    case .maximum, .minimum, .argmax: return extreme(primitive, site)

    case .cosineSimilarity: return cosine(site)
    case .circularConvolution, .circularCorrelation:
      return sum(label, value, ringTerms(site, sign: primitive == .circularConvolution ? -1 : 1))
    case .shiftProducts: return sum(label, value, shiftTerms(site))
    case .eigenvalues: return eigenvalue(site)
    case .eigenvectors:
      let value = leaf(
        "its eigenvalue", site.evaluator.eigenvalue(of: site.operands[0], at: site.entry.column))
      let words = "entry \(site.entry.row + 1) of the vector of \(eigenWords(site, site.entry.column))"
      return because(words, site, [value])
    }
  }

  /// An eigenvalue is how much its vector grows: λ = vᵀ L v.
  private func eigenvalue(_ site: Site<Number>) -> Explanation {
    let growth = site.evaluator.growth(of: site.operands[0], at: site.entry.row)
    return because(eigenWords(site, site.entry.row), site, [leaf("vᵀ L v of its vector v", growth)])
  }

  /// Which eigenvalue it is, and which others it is equal to.
  private func eigenWords(_ site: Site<Number>, _ place: Int) -> String {
    let count = site.shape.rows.count
    func value(_ place: Int) -> Double { site.evaluator.eigenvalue(of: site.operands[0], at: place) }
    let own = value(place)
    let name = "eigenvalue \(place + 1) of \(count) from the smallest, \(Self.rounded(own))"
    // They lie in order: its equals beside it, the largest at an end.
    let near = 1e-6 * max(abs(value(0)), abs(value(count - 1)))
    func isEqual(_ other: Int) -> Bool { abs(value(other) - own) <= near }
    let equals =
      (0..<place).reversed().prefix(while: isEqual).reversed() + (place + 1..<count).prefix(while: isEqual)
    guard !equals.isEmpty else { return name }
    let others = equals.map { String($0 + 1) }.joined(separator: ", ")
    return "\(name); number \(others) equals it: vectors of equal eigenvalues are not unique"
  }

  /// The operands of an elementwise operation at its entry.
  private func elements(_ site: Site<Number>) -> [Explanation] {
    site.operands.indices.map { part(site, $0, site.entry) }
  }

  private func because(_ words: String, _ site: Site<Number>, _ parts: [Explanation]) -> Explanation {
    Explanation(label: site.label, value: site.value, relation: .because(words), parts: parts, rest: nil)
  }

  private func renamed(_ explanation: Explanation, _ label: String) -> Explanation {
    var copy = explanation
    copy.label = label
    return copy
  }

  // MARK: structure

  private func choice(_ site: Site<Number>) -> Explanation {
    let condition = part(site, 0, site.entry)
    let holds = condition.value != 0
    return because(
      "the condition \(holds ? "holds" : "does not hold"), so the \(holds ? "first" : "second") of two", site,
      [condition, part(site, holds ? 1 : 2, site.entry)])
  }

  private func stacked(_ site: Site<Number>) -> Explanation {
    var row = site.entry.row
    for (index, operand) in site.operands.enumerated() {
      if row < operand.shape.rows.count { return part(site, index, Entry(row, site.entry.column)) }
      row -= operand.shape.rows.count
    }
    return leaf(site.label, site.value)
  }

  private func element(_ site: Site<Number>) -> Explanation {
    let places = site.operands.indices.dropFirst().map { part(site, $0, Entry(0)) }
    let axes = site.operands[0].shape.axes
    for (place, count) in zip(places, axes) where !(place.value >= 1 && place.value < Double(count) + 1) {
      return because("there is no place \(Self.rounded(place.value)): they go from 1 to \(count)", site, places)
    }
    let numbers = places.map { Int($0.value) - 1 }
    let entry =
      numbers.count == 2
      ? Entry(numbers[0], numbers[1]) : site.operands[0].shape.isRow ? Entry(0, numbers[0]) : Entry(numbers[0])
    let found = part(site, 0, entry)
    guard site.operands.dropFirst().contains(where: { !$0.reads.isEmpty }) else { return found }
    return because("the entry at that place", site, [found] + places)
  }

  private func diagonal(_ site: Site<Number>) -> Explanation {
    let entry = site.entry
    guard case .vector = site.operands[0].shape else { return part(site, 0, Entry(entry.row, entry.row)) }
    return entry.row == entry.column
      ? part(site, 0, Entry(entry.row)) : because("0 stands off the diagonal", site, [])
  }

  // MARK: columns

  /// `exp(a[2])` beside the sum of all of them.
  private func softmax(_ site: Site<Number>, among entries: [Entry]) -> Explanation {
    let largest = entries.map { site.value(0, $0) }.max() ?? 0
    // Beyond this exp overflows; the quotient is the same with less in each exponent.
    let less = largest > 500 ? largest : 0
    let power = { (operand: Explanation) in
      let exponent = less == 0 ? operand.label : "\(operand.label) - \(Self.rounded(less))"
      return self.function("exp", "exp(\(exponent))", exp(operand.value - less), [operand])
    }
    let all = terms(site, entries, power) { exp($0 - less) }
    let own = power(part(site, 0, site.column(of: 0)[site.place]))
    return function(
      "/", site.label, site.value, [own, sum("sum of all exp", all.reduce(0) { $0 + $1.value }, all)])
  }

  private func maskedSoftmax(_ site: Site<Number>) -> Explanation {
    let mask = site.column(of: 1)
    guard site.value(1, mask[site.place]) != 0 else {
      return because("left out by the mask", site, [part(site, 1, mask[site.place])])
    }
    let kept = zip(site.column(of: 0), mask).filter { site.value(1, $0.1) != 0 }.map(\.0)
    return softmax(site, among: kept)
  }

  private func layerNorm(_ site: Site<Number>) -> Explanation {
    let entries = site.column(of: 0)
    let values = entries.map { site.value(0, $0) }
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    let deviation = (variance + site.operands.layerNormEpsilon).squareRoot()
    let own = part(site, 0, entries[site.place])
    let centered = exact("\(own.label) - mean", own.value - mean, [own, leaf("-mean", -mean)], hidden: 0)
    let scaled = function(
      "/", "(\(own.label) - mean)/deviation", centered.value / deviation,
      [centered, leaf("√(variance + ε)", deviation)])
    let scale = part(site, 1, Entry(site.place))
    let term = product(
      "\(LabelStrength.bracketed(scale.label, below: .product))·\(scaled.label)", scale.value * scaled.value,
      [scale, scaled])
    return exact(site.label, site.value, [term, part(site, 2, Entry(site.place))], hidden: 0)
  }

  /// The places of a column from the largest key down.
  private func falling(_ site: Site<Number>, by keys: Int) -> [Int] {
    site.evaluator.falling(site.column(of: keys).map { site.value(keys, $0) })
  }

  /// - `words`: of the rank, from 1, and how many there are.
  private func sorted(_ site: Site<Number>, by keys: Int, words: (Int, Int) -> String) -> Explanation {
    let entries = site.column(of: 0)
    let source = entries[falling(site, by: keys)[site.place]]
    return because(words(site.place + 1, entries.count), site, [part(site, 0, source)])
  }

  private func unsorted(_ site: Site<Number>) -> Explanation {
    let entries = site.column(of: 0)
    let rank = falling(site, by: 1).firstIndex(of: site.place) ?? 0
    let words = "its key is number \(rank + 1) of \(entries.count) from the largest down"
    return because(words, site, [part(site, 0, entries[rank])])
  }

  private func topK(_ site: Site<Number>) -> Explanation {
    let entries = site.column(of: 0)
    let rank = falling(site, by: 0).firstIndex(of: site.place) ?? 0
    let kept = Int(site.value(1, Entry(0)))
    let words = "number \(rank + 1) of \(entries.count) from the largest down, of which \(kept) are kept"
    return because(words, site, [part(site, 0, entries[site.place])])
  }

  // MARK: to one number

  private func mean(_ site: Site<Number>) -> Explanation {
    let entries = site.entries(of: 0)
    let count = Double(entries.count)
    let shares = terms(
      site, entries,
      {
        self.function(
          "/", "\(LabelStrength.bracketed($0.label, below: .product))/\(entries.count)", $0.value / count,
          [$0, self.leaf("\(entries.count)", count)])
      }
    ) { $0 / count }
    return sum(site.label, site.value, shares)
  }

  private func squares(_ site: Site<Number>, _ operand: Int, _ entries: [Entry]) -> Explanation {
    let terms = entries.map { entry in
      let value = site.value(operand, entry)
      return Term(value: value * value) {
        let own = self.part(site, operand, entry)
        return self.function(
          "^", "\(LabelStrength.bracketed(own.label, below: .whole))^2", own.value * own.value,
          [own, self.leaf("2", 2)])
      }
    }
    return sum("sum of squares", terms.reduce(0) { $0 + $1.value }, terms)
  }

  private func entropy(_ site: Site<Number>) -> Explanation {
    let terms = site.entries(of: 0).filter { site.value(0, $0) != 0 }.map { entry in
      let value = site.value(0, entry)
      return Term(value: -value * log(value)) {
        let own = self.part(site, 0, entry)
        let factors = [own, self.leaf("-log(\(own.label))", -log(own.value))]
        return self.product(
          "-\(LabelStrength.bracketed(own.label, below: .product))·log(\(own.label))", -own.value * log(own.value),
          factors)
      }
    }
    return sum(site.label, site.value, terms)
  }

  /// Which entry is the largest or the smallest, and which comes next.
  private func extreme(_ primitive: Primitive, _ site: Site<Number>) -> Explanation {
    let entries = site.entries(of: 0)
    let values = entries.map { site.value(0, $0) }
    if let odd = values.firstIndex(where: \.isNaN) {
      return because("an entry is no number", site, [part(site, 0, entries[odd])])
    }
    let isSmallest = primitive == .minimum
    let order = site.evaluator.falling(isSmallest ? values.map { -$0 } : values)
    // Within another equation the entry itself is what is read.
    if !site.isWhole, primitive != .argmax { return part(site, 0, entries[order[0]]) }
    let shown = order.prefix(2).map { part(site, 0, entries[$0]) }
    var words = "\(isSmallest ? "the smallest" : "the largest") of \(entries.count)"
    if primitive == .argmax, let first = shown.first { words = "\(first.label) is \(words)" }
    if shown.count > 1 { words += "; the next is \(shown[1].label) = \(Self.rounded(shown[1].value))" }
    return because(words, site, Array(shown.prefix(1)))
  }

  // MARK: two tensors

  private func cosine(_ site: Site<Number>) -> Explanation {
    let row = (0..<site.operands[0].shape.columns.count).map { Entry(site.entry.row, $0) }
    let key = site.entries(of: 1)
    let products = zip(row, key).map { multiplied(site, $0, $1, site.value(0, $0) * site.value(1, $1)) }
    let dot = sum("sum of products", products.reduce(0) { $0 + $1.value }, products)
    let norms = [("norm of the row", 0, row), ("norm of the key", 1, key)].map { label, operand, entries in
      let inner = squares(site, operand, entries)
      return function("sqrt", label, inner.value.squareRoot(), [inner])
    }
    let both = product("norms", norms[0].value * norms[1].value, norms)
    let scale = exact("norms + 1e-8", both.value + 1e-8, [both, leaf("1e-8", 1e-8)], hidden: 0)
    return function("/", site.label, site.value, [dot, scale])
  }

  private func ringTerms(_ site: Site<Number>, sign: Int) -> [Term] {
    let shifts = site.entries(of: 1)
    return shifts.enumerated().map { index, shift in
      let place = site.evaluator.ring(site.entry.row, sign * (index - (shifts.count - 1) / 2), site.operands[0])
      return multiplied(site, Entry(place), shift, site.value(0, Entry(place)) * site.value(1, shift))
    }
  }

  private func shiftTerms(_ site: Site<Number>) -> [Term] {
    let shift = site.entry.row - (site.shape.rows.count - 1) / 2
    return site.entries(of: 0).enumerated().map { index, entry in
      let place = Entry(site.evaluator.ring(index, -shift, site.operands[1]))
      return multiplied(site, entry, place, site.value(0, entry) * site.value(1, place))
    }
  }
}
