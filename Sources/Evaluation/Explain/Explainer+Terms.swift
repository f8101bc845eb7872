// Sums: of signed terms, of products, of the entries of a tensor. Long ones show the largest terms; the rest, with all
// rounding, makes them exact.

internal import Equations

/// A term of a sum, made only if it is shown.
struct Term {
  var value: Double
  var make: () -> Explanation
}

extension Explainer {
  /// A sum, largest terms first; of many, those alone are shown.
  func sum(_ label: String, _ value: Double, _ terms: [Term]) -> Explanation {
    let sorted = terms.sorted { abs($0.value) > abs($1.value) }
    let shown = terms.count <= termCount ? sorted : Array(sorted.filter { $0.value != 0 }.prefix(termCount))
    let hidden = terms.count { $0.value != 0 } - shown.count { $0.value != 0 }
    return exact(label, value, shown.map { $0.make() }, hidden: hidden)
  }

  /// A sum of parts, with all that they lack in the rest.
  func exact(_ label: String, _ value: Double, _ parts: [Explanation], hidden: Int) -> Explanation {
    let rest = value - parts.reduce(0) { $0 + $1.value }
    return Explanation(
      label: label, value: value, relation: .sum, parts: parts, rest: hidden > 0 || rest != 0 ? (hidden, rest) : nil)
  }

  /// A sum over the steps of a stage: those that add most, in their order.
  func total(
    _ quantity: Quantity, _ entry: Entry, over stage: Int, _ depth: Int, _ label: String, _ value: Double
  ) -> Explanation {
    let expression = quantity.expression
    let values = (0..<trace.stages[stage].steps).map { step in
      (step, evaluator(at: step).value(expression, Self.entry(entry, in: expression.shape)))
    }
    let pair = trace.model.treeStages
    let kind = pair?.nodes.id == stage ? "node" : pair?.leaves.id == stage ? "leaf" : "step"
    let largest = values.sorted { abs($0.1) > abs($1.1) }.prefix(termCount).sorted { $0.0 < $1.0 }
    let parts = largest.map { step, _ in
      let evaluator = self.evaluator(at: step)
      var part = open(present(quantity, evaluator), entry, evaluator, depth)
      part.label = "\(kind) \(step + 1): \(part.label)"
      return part
    }
    return exact(label, value, parts, hidden: values.count - parts.count)
  }

  func product(_ label: String, _ value: Double, _ parts: [Explanation]) -> Explanation {
    Explanation(label: label, value: value, relation: .product, parts: parts, rest: nil)
  }

  func function(_ name: String, _ label: String, _ value: Double, _ parts: [Explanation]) -> Explanation {
    Explanation(label: label, value: value, relation: .function(name), parts: parts, rest: nil)
  }

  /// An entry of an operand as a part.
  func part(_ site: Site<Number>, _ operand: Int, _ entry: Entry) -> Explanation {
    open(site.operands[operand], entry, site.evaluator, site.depth)
  }

  /// The entry of the first operand that an operation only passes on: it comes to the same number, rounding and all.
  func same(_ site: Site<Number>, _ entry: Entry) -> Explanation {
    open(site.operands[0], entry, site.evaluator, site.depth, target: site.isWhole ? site.value : nil)
  }

  func spelled(_ site: Site<Number>, _ operand: Int, _ entry: Entry) -> String {
    spelled(site.operands[operand], entry, site.evaluator)
  }

  /// The terms of a sum, with the sign that each has in it.
  func signedTerms(
    _ expression: Expression, _ entry: Entry, _ evaluator: EntryEvaluator<Number>, _ depth: Int, sign: Double
  ) -> [Explanation] {
    let entry = Self.entry(entry, in: expression.shape)
    if case .apply(let primitive, let operands) = expression.kind {
      switch primitive {
      case .add:
        return signedTerms(operands[0], entry, evaluator, depth, sign: sign)
          + signedTerms(operands[1], entry, evaluator, depth, sign: sign)
      case .subtract:
        return signedTerms(operands[0], entry, evaluator, depth, sign: sign)
          + signedTerms(operands[1], entry, evaluator, depth, sign: -sign)
      case .negate: return signedTerms(operands[0], entry, evaluator, depth, sign: -sign)
      case .sigmoid, .tanh, .relu, .softplus, .exponential, .logarithm, .squareRoot, .sine, .cosineOf, .absolute,
        .sign, .floor, .not, .multiply, .divide, .power, .leakyRelu, .shrink, .larger, .smaller, .less, .lessEqual,
        .greater, .greaterEqual, .equal, .notEqual, .and, .or, .clip, .choose, .product, .transpose, .stack,
        .element, .diagonal, .fill, .rows, .rowSums, .whole, .softmax, .maskedSoftmax, .layerNorm, .sortDescending,
        .topK,
        .sortBy, .unsort, .sum, .mean, .maximum, .minimum, .norm, .argmax, .entropy, .oneHot, .leading,
        .cosineSimilarity,
        .circularConvolution, .circularCorrelation, .shiftProducts, .eigenvalues, .eigenvectors:
        break
      }
    }
    let term = open(expression, entry, evaluator, depth)
    guard sign < 0 else { return [term] }
    let label = "-" + LabelStrength.bracketed(term.label, below: .product)
    if expression.reads.isEmpty { return [leaf(label, -term.value)] }
    // A subtracted term keeps its own parts: it stands in the sum with a minus.
    return [function("-", label, -term.value, [term])]
  }

  /// The products of a matrix row with a column; of a symbol's one-hot vector the one that counts.
  func matrixProduct(_ site: Site<Number>) -> Explanation {
    let terms = (0..<site.operands[0].shape.columns.count).compactMap { index -> Term? in
      let (left, right) = (Entry(site.entry.row, index), Entry(index, site.entry.column))
      let value = site.value(0, left) * site.value(1, right)
      guard value != 0 || site.value(1, right) != 0 else { return nil }
      return multiplied(site, left, right, value)
    }
    return sum(site.label, site.value, terms)
  }

  /// The product of an entry of the first operand with one of the second.
  func multiplied(_ site: Site<Number>, _ left: Entry, _ right: Entry, _ value: Double) -> Term {
    Term(value: value) {
      let factors = [spelled(site, 0, left), spelled(site, 1, right)]
      let label = factors.map { LabelStrength.bracketed($0, below: .product) }.joined(separator: "·")
      return product(label, value, [part(site, 0, left), part(site, 1, right)])
    }
  }

  /// All entries of an operand, each as `change` makes it.
  func terms(
    _ site: Site<Number>, _ entries: [Entry], _ change: @escaping (Explanation) -> Explanation = { $0 },
    value: (Double) -> Double = { $0 }
  ) -> [Term] {
    entries.map { entry in Term(value: value(site.value(0, entry))) { change(part(site, 0, entry)) } }
  }
}
