// Why a number is what it is: its equation opened up into terms that sum to it.

package import Equations

/// A value and what it is made of.
package struct Explanation: Sendable, Equatable {
  /// What the value is of: an address, or a part of an equation at an entry.
  package var label: String
  package var value: Double
  /// How the parts make the value.
  package var relation: Relation
  package var parts: [Explanation]
  /// For sums: how many parts are not shown, and what they come to with all rounding, so that the sum is exact.
  package var rest: (count: Int, value: Double)?
  /// The number itself, if it can be asked about: quantity, entry and step (from 0).
  package var address: Address?

  package enum Relation: Sendable, Equatable {
    /// A number of the trace, a parameter, an input or a constant.
    case given
    case sum
    /// The parts are multiplied.
    case product
    /// An operation by its spelling.
    case function(String)
  }

  package struct Address: Sendable, Hashable {
    package var quantity: Int
    package var entry: Entry
    package var step: Int
  }

  package static func == (one: Explanation, other: Explanation) -> Bool {
    one.label == other.label && one.value == other.value && one.relation == other.relation && one.parts == other.parts
      && one.rest?.count == other.rest?.count && one.rest?.value == other.rest?.value
  }
}

/// Opens up numbers of a trace.
package struct Explainer<Number: Scalar> {
  private let trace: Trace<Number>
  /// How many products of a matrix row are shown; the others are the rest.
  let productCount: Int

  package init(_ trace: Trace<Number>, products: Int = 6) {
    self.trace = trace
    productCount = products
  }

  /// Explains an entry of a quantity at a step, from 0.
  ///
  /// - `depth`: how many named quantities deep the explanation goes; 1 is the equation itself.
  ///   Each number is opened once, the nearest first, and so many in all that what is told stays within bounds.
  package func explain(_ quantity: Quantity, _ entry: Entry, at step: Int, depth: Int = 1) -> Explanation {
    var result = opened(quantity, entry, at: step, depth: 1)
    var seen = Set([result.address])
    for _ in 1..<max(depth, 1) where seen.count < Self.most { result = deepened(result, &seen) }
    return result
  }

  /// How many numbers a deep explanation opens.
  package static var most: Int { 200 }

  /// Opens what the explanation has not opened yet, one equation deep.
  private func deepened(_ node: Explanation, _ seen: inout Set<Explanation.Address?>) -> Explanation {
    var copy = node
    if let address = node.address, node.parts.isEmpty {
      guard seen.count < Self.most, seen.insert(address).inserted else { return node }
      copy = opened(trace.model.quantities[address.quantity], address.entry, at: address.step, depth: 1)
      copy.label = node.label
      return copy
    }
    copy.parts = node.parts.map { deepened($0, &seen) }
    return copy
  }

  /// - `depth`: 0 for the number alone.
  private func opened(_ quantity: Quantity, _ entry: Entry, at step: Int, depth: Int) -> Explanation {
    let shown = trace.model.stages[quantity.stage].steps == .once ? 0 : step
    let index = entry.row * quantity.shape.columns.count + entry.column
    let value = Double(trace.value(of: quantity, index, at: shown))
    let label = Self.address(quantity.name, quantity.shape, entry) + stepSuffix(quantity, shown)
    let address = Explanation.Address(quantity: quantity.id, entry: entry, step: shown)
    guard depth > 0, shown >= 0, shown < trace.stepCount(of: quantity) else {
      return Explanation(label: label, value: value, relation: .given, parts: [], rest: nil, address: address)
    }
    let place = quantity.expression.shape.isRow ? Entry(0, entry.row) : entry
    if let stage = quantity.total {
      var result = total(quantity.expression, place, over: stage, depth, label, value)
      result.address = address
      return result
    }
    let evaluator = EntryEvaluator(trace, at: shown)
    var result = open(quantity.expression, place, evaluator, depth, target: value)
    if case .given = result.relation, result.label != label {
      // A copy: the one number that it is taken from is all there is to say.
      result = Explanation(label: label, value: value, relation: .sum, parts: [result], rest: nil)
    }
    result.label = label
    result.address = address
    return result
  }

  /// A sum over the steps of a stage: those that add most.
  private func total(
    _ expression: Expression, _ entry: Entry, over stage: Int, _ depth: Int, _ label: String, _ value: Double
  ) -> Explanation {
    let values = (0..<trace.stages[stage].steps).map { step in
      (step, EntryEvaluator(trace, at: step).value(expression, Self.entry(entry, in: expression.shape)))
    }
    let largest = values.sorted { abs($0.1) > abs($1.1) }.prefix(productCount).sorted { $0.0 < $1.0 }
    let parts = largest.map { step, _ in
      var part = open(expression, entry, EntryEvaluator(trace, at: step), depth)
      part.label = "step \(step + 1): \(part.label)"
      return part
    }
    let rest = value - parts.reduce(0) { $0 + $1.value }
    let hidden = values.count - parts.count
    return Explanation(
      label: label, value: value, relation: .sum, parts: parts, rest: hidden > 0 || rest != 0 ? (hidden, rest) : nil)
  }

  private func stepSuffix(_ quantity: Quantity, _ step: Int) -> String {
    trace.model.stages[quantity.stage].steps == .once ? "" : "@\(step + 1)"
  }

  /// `z[12]`, `A[2,3]`, `loss`.
  private static func address(_ name: String, _ shape: Shape, _ entry: Entry) -> String {
    switch shape {
    case .scalar: name
    case .vector: "\(name)[\(entry.row + 1)]"
    case .row: "\(name)[\(entry.column + 1)]"
    case .matrix: "\(name)[\(entry.row + 1),\(entry.column + 1)]"
    }
  }

  // MARK: expressions

  /// - `target`: the value as the trace has it, which the parts of a sum come to, rounding and all.
  func open(
    _ expression: Expression, _ entry: Entry, _ evaluator: EntryEvaluator<Number>, _ depth: Int, target: Double? = nil
  ) -> Explanation {
    let entry = Self.entry(entry, in: expression.shape)
    let value = target ?? evaluator.value(expression, entry)
    let label = spelled(expression, entry, evaluator)
    switch expression.kind {
    case .number: return leaf(label, value)
    case .read(let read): return self.read(read, expression.shape, entry, evaluator, depth, label)
    case .apply(let primitive, let operands):
      switch primitive {
      case .add, .subtract, .negate:
        let terms = self.terms(expression, entry, evaluator, depth, sign: 1)
        return sum(label, value, terms, shown: terms.count)
      case .product: return matrixProduct(operands, entry, evaluator, depth, label, value)
      case .multiply:
        return Explanation(
          label: label, value: value, relation: .product,
          parts: operands.map { open($0, entry, evaluator, depth) }, rest: nil)
      case .transpose:
        var inner = open(operands[0], Entry(entry.column, entry.row), evaluator, depth)
        inner.label = label
        return inner
      case .stack, .element, .diagonal, .maximum, .minimum:
        guard let (source, place) = picked(primitive, operands, entry, evaluator) else { return leaf(label, value) }
        return open(source, place, evaluator, depth, target: target)
      case .sum, .mean: return total(primitive, operands[0], evaluator, depth, label, value)
      case .choose:
        let chosen =
          evaluator.value(operands[0], Self.entry(entry, in: operands[0].shape)) != 0 ? operands[1] : operands[2]
        var inner = open(chosen, entry, evaluator, depth, target: target)
        inner.label = label
        return inner
      default:
        let parts = primitive.group == .elementwise ? operands.map { open($0, entry, evaluator, depth) } : []
        return Explanation(
          label: label, value: value, relation: .function(primitive.spelling), parts: parts, rest: nil)
      }
    }
  }

  func leaf(_ label: String, _ value: Double) -> Explanation {
    Explanation(label: label, value: value, relation: .given, parts: [], rest: nil)
  }

  private func read(
    _ read: Read, _ shape: Shape, _ entry: Entry, _ evaluator: EntryEvaluator<Number>, _ depth: Int, _ label: String
  ) -> Explanation {
    guard case .quantity(let id) = read.source else { return leaf(label, evaluator.value(read, shape, entry)) }
    let own = read.at == .all ? Entry(shape.isRow ? 0 : entry.row) : entry
    // A part of an equation that has no name opens with the equation.
    let below = trace.model.quantities[id].isUnnamed ? depth : depth - 1
    return opened(trace.model.quantities[id], own, at: evaluator.place(of: read, entry), depth: below)
  }

  /// The terms of a sum, with the sign that each has in it.
  private func terms(
    _ expression: Expression, _ entry: Entry, _ evaluator: EntryEvaluator<Number>, _ depth: Int, sign: Double
  ) -> [Explanation] {
    let entry = Self.entry(entry, in: expression.shape)
    if case .apply(let primitive, let operands) = expression.kind {
      switch primitive {
      case .add:
        return terms(operands[0], entry, evaluator, depth, sign: sign)
          + terms(operands[1], entry, evaluator, depth, sign: sign)
      case .subtract:
        return terms(operands[0], entry, evaluator, depth, sign: sign)
          + terms(operands[1], entry, evaluator, depth, sign: -sign)
      case .negate: return terms(operands[0], entry, evaluator, depth, sign: -sign)
      default: break
      }
    }
    var term = open(expression, entry, evaluator, depth)
    guard sign < 0 else { return [term] }
    // A subtracted term keeps its own parts: it stands in the sum with a minus.
    term = Explanation(
      label: "-\(term.label)", value: -term.value, relation: .function("-"), parts: [term], rest: nil)
    return [term]
  }

  private func sum(_ label: String, _ value: Double, _ terms: [Explanation], shown: Int) -> Explanation {
    let sorted = shown < terms.count ? terms.sorted { abs($0.value) > abs($1.value) } : terms
    let parts = Array(sorted.prefix(shown))
    let rest = value - parts.reduce(0) { $0 + $1.value }
    return Explanation(
      label: label, value: value, relation: .sum, parts: parts,
      rest: terms.count > shown || rest != 0 ? (terms.count - parts.count, rest) : nil)
  }

  /// The products of a matrix row, largest first.
  private func matrixProduct(
    _ operands: [Expression], _ entry: Entry, _ evaluator: EntryEvaluator<Number>, _ depth: Int, _ label: String,
    _ value: Double
  ) -> Explanation {
    let count = operands[0].shape.columns.count
    let products = (0..<count).map { index in
      let (left, right) = (Entry(entry.row, index), Entry(index, entry.column))
      return (index, evaluator.value(operands[0], left) * evaluator.value(operands[1], right))
    }
    let isOneHot = { (index: Int) in evaluator.value(operands[1], Entry(index, entry.column)) != 0 }
    let wanted = products.filter { $0.1 != 0 || isOneHot($0.0) }.sorted { abs($0.1) > abs($1.1) }.prefix(productCount)
    let parts = wanted.map { index, product in
      Explanation(
        label: spelled(operands[0], Entry(entry.row, index), evaluator) + "·"
          + spelled(operands[1], Entry(index, entry.column), evaluator),
        value: product, relation: .product,
        parts: [
          open(operands[0], Entry(entry.row, index), evaluator, depth),
          open(operands[1], Entry(index, entry.column), evaluator, depth),
        ], rest: nil)
    }
    let rest = value - parts.reduce(0) { $0 + $1.value }
    let hidden = products.filter { $0.1 != 0 }.count - parts.filter { $0.value != 0 }.count
    return Explanation(
      label: label, value: value, relation: .sum, parts: parts, rest: hidden > 0 || rest != 0 ? (hidden, rest) : nil)
  }

  private static func entry(_ entry: Entry, in shape: Shape) -> Entry {
    Entry(shape.rows.count == 1 ? 0 : entry.row, shape.columns.count == 1 ? 0 : entry.column)
  }

  // MARK: spelling

  /// An expression at an entry, as one would write it: `z[12]·h[12]@6`.
  func spelled(_ expression: Expression, _ entry: Entry, _ evaluator: EntryEvaluator<Number>) -> String {
    EntrySpelling(model: trace.model, step: evaluator.step).spell(expression, Self.entry(entry, in: expression.shape))
  }
}
