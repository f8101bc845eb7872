// Opens up a number of a trace: its equation at one entry, down to the numbers that it reads. What each operation makes of
// its operands stands in Explainer+Operations and Explainer+Terms.

package import Equations
internal import Glibc

/// Opens up numbers of a trace.
package struct Explainer<Number: Scalar> {
  let trace: Trace<Number>
  /// How many terms of a long sum are shown; the others are the rest.
  let termCount: Int
  /// The model without pins, whose equations tell what a pinned number would be.
  private let unpinned: Model?
  /// Whether to stop; what is told then means nothing.
  private let isInterrupted: @Sendable () -> Bool

  package init(
    _ trace: Trace<Number>, unpinned: Model? = nil, products: Int = 6,
    isInterrupted: @escaping @Sendable () -> Bool = { false }
  ) {
    self.trace = trace
    self.unpinned = unpinned
    self.isInterrupted = isInterrupted
    termCount = products
  }

  func evaluator(at step: Int) -> EntryEvaluator<Number> {
    EntryEvaluator(trace, at: step, isInterrupted: isInterrupted)
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
    let unopened = Explanation(
      label: label, value: value, relation: .given, parts: [], rest: nil, address: address)
    guard depth > 0 else { return unopened }
    guard shown >= 0, shown < trace.stepCount(of: quantity) else {
      return start(quantity, entry, depth, of: unopened) ?? unopened
    }
    let place = quantity.expression.shape.isRow ? Entry(0, entry.row) : entry
    guard evaluator(at: shown).isFilled(place, of: quantity.expression.shape) else { return unopened }
    if let stage = quantity.total {
      var result = total(quantity, place, over: stage, depth, label, value)
      result.address = address
      return result
    }
    let evaluator = self.evaluator(at: shown)
    let equation = present(quantity, evaluator)
    if let words = words(ofBare: equation, quantity) {
      return Explanation(label: label, value: value, relation: .because(words), address: address)
    }
    return named(self.equation(equation, of: quantity, place, evaluator, depth, value), as: unopened)
  }

  /// What an entry starts from outside the sequence; nil where that is a number of the sheet, or zero.
  private func start(
    _ quantity: Quantity, _ entry: Entry, _ depth: Int, of number: Explanation
  ) -> Explanation? {
    guard let initial = quantity.initial, !initial.reads.isEmpty else { return nil }
    let place = initial.shape.isRow ? Entry(0, entry.row) : entry
    return named(open(initial, place, evaluator(at: 0), depth, target: number.value), as: number)
  }

  /// An opened expression as that of a number of the run.
  private func named(_ opened: Explanation, as number: Explanation) -> Explanation {
    var result = opened
    if case .given = opened.relation, opened.label != number.label {
      // A copy: the one number that it is taken from is all there is to say.
      result = Explanation(label: number.label, value: number.value, relation: .sum, parts: [opened], rest: nil)
    }
    result.label = number.label
    result.address = number.address
    return result
  }

  /// The equation of a quantity; where a pin holds the entry, what to, and what the equation would give.
  private func equation(
    _ equation: Expression, of quantity: Quantity, _ entry: Entry, _ evaluator: EntryEvaluator<Number>, _ depth: Int,
    _ value: Double
  ) -> Explanation {
    guard let own = unpinned?.quantity(named: quantity.name)?.expression, own != quantity.expression else {
      return open(equation, entry, evaluator, depth, target: value)
    }
    // A pin is `choose(condition, value, equation)`, a later one around an earlier one.
    var expression = quantity.expression
    while expression != own, case .apply(.choose, let operands) = expression.kind {
      guard evaluator.value(operands[0], Self.entry(entry, in: operands[0].shape)) == 0 else {
        let held = open(operands[1], entry, evaluator, depth)
        var free = open(own, entry, evaluator, depth)
        free.label = "its equation"
        let words = "pinned to \(held.label); its equation would give \(Self.rounded(free.value))"
        return Explanation(label: "", value: value, relation: .because(words), parts: [held, free], rest: nil)
      }
      expression = operands[2]
    }
    return open(expression, entry, evaluator, depth, target: value)
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
    let expression = evaluator.closed(expression)
    let entry = Self.entry(entry, in: expression.shape)
    let value = target ?? evaluator.value(expression, entry)
    let label = spelled(expression, entry, evaluator)
    switch expression.kind {
    case .number: return leaf(label, value)
    case .read(let read): return self.read(read, expression.shape, entry, evaluator, depth, label)
    case .apply(let primitive, let operands):
      // Arithmetic of written numbers says nothing more.
      if primitive.group == .elementwise, expression.reads.isEmpty { return leaf(label, value) }
      let site = Site(
        expression: expression, operands: operands, entry: entry, evaluator: evaluator, depth: depth, label: label,
        value: value, isWhole: target != nil)
      return explain(primitive, site)
    }
  }

  func leaf(_ label: String, _ value: Double) -> Explanation {
    Explanation(label: label, value: value, relation: .given, parts: [], rest: nil)
  }

  private func read(
    _ read: Read, _ shape: Shape, _ entry: Entry, _ evaluator: EntryEvaluator<Number>, _ depth: Int, _ label: String
  ) -> Explanation {
    guard case .quantity(let id) = read.source else { return leaf(label, evaluator.value(read, shape, entry)) }
    let own = read.at.isGathered ? Entry(shape.isRow ? 0 : entry.row) : entry
    // A part of an equation that has no name opens with the equation.
    let isUnnamed = trace.model.quantities[id].isUnnamed
    let below = isUnnamed ? depth : depth - 1
    guard read.at.isKin else {
      var result = opened(trace.model.quantities[id], own, at: evaluator.place(of: read, entry), depth: below)
      if isUnnamed { result.label = label }
      return result
    }
    guard let (node, step) = trace.resolved(read, id, at: evaluator.step) else {
      return leaf(label, evaluator.value(read, shape, entry))
    }
    return opened(trace.model.quantities[node], own, at: step, depth: below)
  }

  static func entry(_ entry: Entry, in shape: Shape) -> Entry {
    Entry(shape.rows.count == 1 ? 0 : entry.row, shape.columns.count == 1 ? 0 : entry.column)
  }

  /// An expression at an entry, as one would write it: `z[12]·h[12]@6`.
  func spelled(_ expression: Expression, _ entry: Entry, _ evaluator: EntryEvaluator<Number>) -> String {
    let step = evaluator.step
    return EntrySpelling(model: trace.model, step: step) { read, id in trace.resolved(read, id, at: step) }
      .spell(expression, Self.entry(entry, in: expression.shape))
  }

  /// A number within words.
  static func rounded(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return "\(value)" }
    let scale = pow(10, 3 - floor(log10(abs(value))))
    return scale.isFinite && scale > 0 ? shortest((value * scale).rounded() / scale) : shortest(value)
  }

  private static func shortest(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
  }
}

/// An operation at one entry, and all that opening it up needs.
struct Site<Number: Scalar> {
  let expression: Expression
  let operands: [Expression]
  let entry: Entry
  let evaluator: EntryEvaluator<Number>
  let depth: Int
  let label: String
  let value: Double
  /// Whether it is all of a quantity's equation.
  let isWhole: Bool

  var shape: Shape { expression.shape }

  /// The places of an operand's entries, row by row.
  func entries(of operand: Int) -> [Entry] {
    let shape = operands[operand].shape
    let columns = shape.columns.count
    return (0..<shape.count).map { Entry($0 / columns, $0 % columns) }
  }

  /// Those of the vector, or the column, that this entry is in.
  func column(of operand: Int) -> [Entry] {
    let shape = operands[operand].shape
    if shape.isRow { return (0..<shape.columns.count).map { Entry(0, $0) } }
    return (0..<shape.rows.count).map { Entry($0, shape.columns.count == 1 ? 0 : entry.column) }
  }

  /// The place of this entry in that column.
  var place: Int { operands[0].shape.isRow ? entry.column : entry.row }

  func value(_ operand: Int, _ entry: Entry) -> Double { evaluator.value(operands[operand], entry) }

  func value(_ operand: Int) -> Double { value(operand, evaluator.spread(entry, operands[operand].shape)) }
}
