// An expression at one of its entries, in the sheet's signs.

internal import Equations

/// Spells expressions entry by entry: `z[12]·h[12]@6 + (1 - z[12])·h̃[12]`.
struct EntrySpelling {
  let model: Model
  /// From 0; reads of this step carry no step.
  let step: Int
  /// The quantity and the step that a read of another node of a tree comes to; nil where there is none.
  var node: (Read, Int) -> (quantity: Int, step: Int)? = { _, _ in nil }

  func spell(_ expression: Expression, _ entry: Entry) -> String { text(expression, entry, above: 0) }

  /// Strengths: 0 anything, 1 a term of a sum, 2 a factor, 3 an operand of a power.
  private func text(_ expression: Expression, _ entry: Entry, above: Int) -> String {
    let entry = Entry(
      expression.shape.rows.count == 1 ? 0 : entry.row, expression.shape.columns.count == 1 ? 0 : entry.column)
    let (text, strength) = plain(expression, entry)
    return strength < above ? "(\(text))" : text
  }

  private func plain(_ expression: Expression, _ entry: Entry) -> (String, Int) {
    switch expression.kind {
    case .number(let number):
      let whole = number == number.rounded() && abs(number) < 1e15
      return (whole ? String(Int(number)) : String(number), number < 0 ? 0 : 4)
    case .read(let read):
      if let part = inner(read) { return plain(part, part.shape.isRow ? Entry(entry.column, entry.row) : entry) }
      return (name(read, expression.shape, entry), 4)
    case .apply(let primitive, let operands): return operation(primitive, operands, expression.shape, entry)
    }
  }

  /// The equation of a part that has no name and can be read where it stands.
  private func inner(_ read: Read) -> Expression? {
    guard read.at == .now, case .quantity(let id) = read.source, model.quantities[id].isUnnamed else { return nil }
    let expression = model.quantities[id].expression
    guard case .apply = expression.kind, expression.size <= Self.readable else { return nil }
    return expression
  }

  /// More operations and names than this are no part of a line that one reads.
  private static let readable = 12

  /// The same for a tensor as a whole.
  private func whole(_ expression: Expression) -> String {
    expression.mapped { part in
      guard case .read(let read) = part.kind, let inner = inner(read) else { return nil }
      return inner.shape.isRow && !part.shape.isRow ? Expression(.apply(.transpose, [inner]), shape: part.shape) : inner
    }.spelled(in: model)
  }

  private func operation(
    _ primitive: Primitive, _ operands: [Expression], _ shape: Shape, _ entry: Entry
  ) -> (String, Int) {
    func part(_ index: Int, _ strength: Int) -> String { text(operands[index], entry, above: strength) }
    switch primitive {
    case .add: return ("\(part(0, 1)) + \(part(1, 1))", 1)
    case .subtract: return ("\(part(0, 1)) - \(part(1, 2))", 1)
    case .negate: return ("-\(part(0, 2))", 1)
    case .multiply: return ("\(part(0, 2))·\(part(1, 2))", 2)
    case .divide: return ("\(part(0, 2))/\(part(1, 3))", 2)
    case .power: return ("\(part(0, 4))^\(part(1, 4))", 3)
    case .not: return ("not \(part(0, 3))", 0)
    case .transpose: return plain(operands[0], Entry(entry.column, entry.row))
    case .element:
      let places = operands.dropFirst().compactMap {
        if case .number(let number) = $0.kind { Int(number) - 1 } else { nil }
      }
      guard places.count == operands.count - 1 else {
        return (whole(Expression(.apply(primitive, operands), shape: shape)), 4)
      }
      let isRow = operands[0].shape.isRow
      return plain(
        operands[0], places.count == 2 ? Entry(places[0], places[1]) : isRow ? Entry(0, places[0]) : Entry(places[0]))
    case .product, .stack:
      let whole = whole(Expression(.apply(primitive, operands), shape: shape))
      return ("(\(whole))\(index(shape, entry))", 4)
    case .less, .lessEqual, .greater, .greaterEqual, .equal, .notEqual, .and, .or:
      return ("\(part(0, 1)) \(primitive.spelling) \(part(1, 1))", 0)
    case .sigmoid, .tanh, .relu, .softplus, .exponential, .logarithm, .squareRoot, .sine, .cosineOf, .absolute,
      .sign, .floor, .leakyRelu, .shrink, .larger, .smaller, .clip, .choose:
      let parts = operands.indices.map { part($0, 0) }.joined(separator: ", ")
      return ("\(primitive.spelling)(\(parts))", 4)
    case .diagonal, .fill, .rows, .rowSums, .whole, .softmax, .maskedSoftmax, .layerNorm, .sortDescending, .topK,
      .sortBy, .unsort, .sum, .mean, .maximum, .minimum, .norm, .argmax, .entropy, .oneHot, .leading, .cosineSimilarity,
      .circularConvolution, .circularCorrelation, .shiftProducts, .eigenvalues, .eigenvectors:
      let whole = operands.map(whole).joined(separator: ", ")
      return ("\(primitive.spelling)(\(whole))\(index(shape, entry))", 4)
    }
  }

  private func index(_ shape: Shape, _ entry: Entry) -> String {
    switch shape {
    case .scalar: ""
    case .vector: "[\(entry.row + 1)]"
    case .row: "[\(entry.column + 1)]"
    case .matrix: "[\(entry.row + 1),\(entry.column + 1)]"
    }
  }

  private func name(_ read: Read, _ shape: Shape, _ entry: Entry) -> String {
    let place = read.at.isGathered ? (shape.isRow ? "" : "[\(entry.row + 1)]") : index(shape, entry)
    switch read.source {
    case .step: return "t"
    case .length(let walk): return "\(model.walks[walk].variable)[end]"
    case .parameter(let id): return model.parameters[id].name + place
    case .series(let number):
      let members = model.series[number].members
      return (members.indices.contains(step) ? model.parameters[members[step]].name : model.series[number].name) + place
    case .constant(let id): return model.constants[id].name + place
    case .input(let id): return model.inputs[id].name + place + suffix(read.at, entry)
    case .quantity(let id):
      guard read.at.isKin, let (quantity, step) = node(read, id) else {
        return model.quantities[id].name + place + suffix(read.at, entry)
      }
      return model.quantities[quantity].name + place + "@\(step + 1)"
    }
  }

  private func suffix(_ at: StepReference, _ entry: Entry) -> String {
    switch at {
    case .now: ""
    case .offset(let offset): "@\(step + 1 + offset)"
    case .fixed(let number): "@\(number)"
    case .all, .through: "@\(entry.column + 1)"
    case .last: "@end"
    case .child(let side), .parent(let side, _): "[\(side.rawValue)]"
    }
  }
}

extension Primitive {
  /// How the operation is called or signed, without its operands: `tanh`, `<`.
  var spelling: String {
    if let call = notation.written.first(where: { $0.contains("(") }), let open = call.firstIndex(of: "(") {
      return String(call[..<open])
    }
    if self == .power { return "^" }
    if self == .not { return "not" }
    let written = notation.written.first ?? rawValue
    return written.split(separator: " ").first {
      $0.count <= 3 && !($0.first?.isLetter ?? true) || $0 == "and" || $0 == "or"
    }
    .map(String.init) ?? written
  }
}
