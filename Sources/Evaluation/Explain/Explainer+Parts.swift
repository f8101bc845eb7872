// Explaining what is picked out of a tensor, and what is summed over one.

internal import Equations

extension Explainer {
  /// The one entry of an operand that an operation hands on; nil if it hands on none.
  func picked(
    _ primitive: Primitive, _ operands: [Expression], _ entry: Entry, _ evaluator: EntryEvaluator<Number>
  ) -> (Expression, Entry)? {
    let shape = operands[0].shape
    switch primitive {
    case .stack:
      var row = entry.row
      for part in operands {
        if row < part.shape.rows.count { return (part, Entry(row, entry.column)) }
        row -= part.shape.rows.count
      }
      return nil
    case .element:
      let places = operands.dropFirst().map { evaluator.value($0, Entry(0)) }
      for (place, count) in zip(places, shape.axes) where !(place >= 1 && place <= Double(count)) { return nil }
      guard let first = places.first.map({ Int($0) - 1 }) else { return nil }
      if places.count == 2 { return (operands[0], Entry(first, Int(places[1]) - 1)) }
      return (operands[0], shape.isRow ? Entry(0, first) : Entry(first))
    case .diagonal:
      if case .vector = shape { return entry.row == entry.column ? (operands[0], Entry(entry.row)) : nil }
      return (operands[0], Entry(entry.row, entry.row))
    case .maximum, .minimum:
      let wanted = evaluator.value(Expression(.apply(primitive, operands), shape: .scalar), Entry(0))
      return entries(of: shape).first { evaluator.value(operands[0], $0) == wanted }.map { (operands[0], $0) }
    default: return nil
    }
  }

  private func entries(of shape: Shape) -> [Entry] {
    (0..<shape.count).map { Entry($0 / shape.columns.count, $0 % shape.columns.count) }
  }

  /// The entries that make a sum or a mean, largest first.
  func total(
    _ primitive: Primitive, _ operand: Expression, _ evaluator: EntryEvaluator<Number>, _ depth: Int, _ label: String,
    _ value: Double
  ) -> Explanation {
    let count = Double(operand.shape.count)
    let sorted = entries(of: operand.shape).map { ($0, evaluator.value(operand, $0)) }
      .sorted { abs($0.1) > abs($1.1) }
    let parts = sorted.prefix(productCount).map { entry, _ in
      let part = open(operand, entry, evaluator, depth)
      guard primitive == .mean else { return part }
      return Explanation(
        label: "\(spelled(operand, entry, evaluator))/\(operand.shape.count)", value: part.value / count,
        relation: .function("/"), parts: [part, leaf("\(operand.shape.count)", count)], rest: nil)
    }
    let rest = value - parts.reduce(0) { $0 + $1.value }
    let hidden = sorted.count - parts.count
    return Explanation(
      label: label, value: value, relation: .sum, parts: parts, rest: hidden > 0 || rest != 0 ? (hidden, rest) : nil)
  }
}
