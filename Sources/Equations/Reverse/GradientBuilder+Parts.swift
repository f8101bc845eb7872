// What is worked out only once: parts of equations, and gradients that several reads need, become quantities of their own.

extension GradientBuilder {
  /// More than this many operations are not written out again wherever they are needed.
  private static let largest = 24

  /// An expression with all parts of the forward equation that it repeats read from where they are kept.
  mutating func known(_ expression: Expression, _ place: Place) -> Expression {
    guard let id = place.quantity else { return expression }
    let whole = model.quantities[id].expression
    guard case .apply = whole.kind else { return expression }
    let value = stored(.quantity(id), model.quantities[id].shape, as: whole.shape)
    var wanted: [Expression] = []
    let kept = expression.mapped { part in
      if part == whole { return value }
      if isWorthKeeping(part), whole.contains(part) { wanted.append(part) }
      return nil
    }
    guard !wanted.isEmpty else { return kept }
    for part in wanted where parts[id]?[part] == nil {
      let number = (parts[id]?.count ?? 0) + 1
      let new = add(
        "part \(number) of \(place.name)", part.shape.stored, stage: place.stage, caption: nil, isUnnamed: true)
      model.quantities[new].expression = part
      parts[id, default: [:]][part] = new
    }
    return reading(kept, parts[id] ?? [:])
  }

  func isWorthKeeping(_ part: Expression) -> Bool {
    guard case .apply = part.kind else { return false }
    return part.isHeavy || part.size > Self.largest
  }

  /// With the largest of some parts read from the quantities that hold them.
  func reading(_ expression: Expression, _ kept: [Expression: Int]) -> Expression {
    expression.mapped { part in
      guard case .apply = part.kind else { return nil }
      return kept[part].map { stored(.quantity($0), part.shape.stored, as: part.shape) }
    }
  }

  /// The forward equations read their own parts, too.
  mutating func useParts() {
    for (id, kept) in parts {
      for (part, holder) in kept {
        var others = kept
        others[part] = nil
        model.quantities[holder].expression = reading(part, others)
      }
      model.quantities[id].expression = reading(model.quantities[id].expression, kept)
      let inOrder = kept.sorted { ($0.key.size, $0.value) < ($1.key.size, $1.value) }.map(\.value)
      let stage = model.quantities[id].stage
      for scan in model.stages[stage].scans.indices {
        guard let place = model.stages[stage].scans[scan].quantities.firstIndex(of: id) else { continue }
        model.stages[stage].scans[scan].quantities.insert(contentsOf: inOrder, at: place)
      }
    }
  }

  /// A gradient that several reads need becomes a quantity if it costs more than a few operations.
  mutating func shared(_ gradient: Expression, by expression: Expression, _ place: Place) -> Expression {
    guard isWorthKeeping(gradient), expression.activeReadCount > 1 || gradient.size > Self.largest else {
      return gradient
    }
    let id = add(
      "d/part \(model.quantities.count - forwardCount) of \(place.name)", gradient.shape.stored, stage: place.stage,
      caption: nil, isUnnamed: true)
    model.quantities[id].expression = gradient
    return stored(.quantity(id), gradient.shape.stored, as: gradient.shape)
  }

  /// A quantity's value in the form that an expression has: a row is kept as a vector.
  func stored(_ source: Read.Source, _ shape: Shape, as wanted: Shape) -> Expression {
    let read = Expression.read(source, shape)
    if case .row = wanted, case .vector = shape { return read.transposed }
    return read
  }
}

extension Expression {
  fileprivate func contains(_ part: Expression) -> Bool { self == part || operands.contains { $0.contains(part) } }

  /// How many reads of quantities and parameters it holds.
  fileprivate var activeReadCount: Int {
    reads.count { read in
      switch read.source {
      case .quantity, .parameter, .series: true
      case .input, .constant, .step, .length: false
      }
    }
  }
}
