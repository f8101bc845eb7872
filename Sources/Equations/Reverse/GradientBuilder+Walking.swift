// From an equation's value to what it reads: each operation hands its gradient on to its operands.

extension GradientBuilder {
  mutating func walkEquation(of id: Int) {
    let quantity = model.quantities[id]
    guard let adjoint = adjoints[id] else { return }
    let gradient = stored(.quantity(adjoint), quantity.shape, as: quantity.expression.shape)
    walk(quantity.expression, gradient, Place(stage: quantity.stage, quantity: id, name: quantity.name))
  }

  /// What a state starts from gets all that arrives before the first step, or behind the last.
  mutating func walkStart(of id: Int) {
    let quantity = model.quantities[id]
    guard let initial = quantity.initial, isActive(initial) else { return }
    var outside: [Expression] = []
    for arrival in order where arrival.source == .quantity(id) {
      guard arrival.at.order != 0, !arrival.at.isGathered, let flow = flows[Read(arrival.source, at: arrival.at)] else {
        continue
      }
      let isInside = Expression.read(.quantity(marker(of: quantity.stage)), .scalar, at: arrival.at)
      outside.append(.choose(isInside, .number(0), .read(.quantity(flow), quantity.shape)))
    }
    guard let first = outside.first else { return }
    let sum = add(
      "d/\(quantity.name)[start]", quantity.shape, stage: once, total: quantity.stage,
      caption: "how \(model.quantities[target].name) changes with what \(quantity.name) starts from")
    model.quantities[sum].expression = outside.dropFirst().reduce(first, +)
    var gradient = stored(.quantity(sum), quantity.shape, as: initial.shape)
    if initial.shape.count < quantity.shape.count { gradient = gradient.sum }
    walk(initial, gradient, Place(stage: once, quantity: nil, name: "the start of \(quantity.name)"))
  }

  mutating func walk(_ expression: Expression, _ gradient: Expression, _ place: Place) {
    switch expression.kind {
    case .number: return
    case .read(let read): arrive(read, gradient, place)
    case .apply(let primitive, let operands):
      guard isActive(expression) else { return }
      let node = ReverseNode(
        primitive: primitive, operands: operands, value: expression,
        gradient: shared(gradient, by: expression, place))
      for (index, operand) in operands.enumerated() where isActive(operand) {
        guard let slope = node.gradient(by: index) else { continue }
        walk(operand, known(slope, place), place)
      }
    }
  }

  /// Whether it depends on anything whose gradient is wanted.
  func isActive(_ expression: Expression) -> Bool {
    expression.reads.contains { read in
      switch read.source {
      case .quantity, .parameter, .series: true
      case .input, .constant, .step, .length: false
      }
    }
  }

  mutating func arrive(_ read: Read, _ gradient: Expression, _ place: Place) {
    switch read.source {
    case .input, .constant, .step, .length: return
    case .quantity, .parameter, .series: break
    }
    guard found == nil else { return find(read, gradient) }
    let arrival = Arrival(source: read.source, at: read.at, stage: place.stage)
    if split != nil, let reader = place.quantity {
      sayings.append(Saying(arrival: arrival, reader: reader, gradient: gradient))
    }
    if arrivals[arrival] == nil {
      order.append(arrival)
      if let shape = flowShape(read), case .quantity(let id) = read.source {
        let name = Expression.read(read.source, model.quantities[id].shape, at: read.at).spelled(in: model)
        flows[read] = add(
          "d/\(name)", shape, stage: place.stage, caption: "what flows back through \(name) at this step")
      }
    }
    arrivals[arrival, default: []].append(gradient)
  }

  /// The shape of what flows back to other steps through a read; nil for one that nothing flows through.
  private func flowShape(_ read: Read) -> Shape? {
    guard case .quantity(let id) = read.source else { return nil }
    let quantity = model.quantities[id]
    switch read.at {
    case .now, .fixed, .all, .last: return nil
    case .offset(let steps): return quantity.shape.moved(steps)
    case .child, .parent: return quantity.shape
    case .through:
      return quantity.shape.read(at: .all, of: model.stages[quantity.stage].length.whole, variable: "")?.stored
    }
  }
}
