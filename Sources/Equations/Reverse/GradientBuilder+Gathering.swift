// What arrived at a value by all its readers, summed to the gradient by it, at the steps that it has.

extension GradientBuilder {
  /// What arrived at a source, as its own step or a parameter's gradient reads it.
  mutating func terms(of arrival: Arrival) -> [(source: Read.Source, term: Expression)] {
    let list = arrivals[arrival] ?? []
    guard let first = list.first else { return [] }
    let sum = list.dropFirst().reduce(first, +)
    return terms(of: arrival, sum, through: flows[Read(arrival.source, at: arrival.at)])
  }

  /// - `flow`: the quantity that holds what arrives, where that is read at another step.
  mutating func terms(
    of arrival: Arrival, _ sum: Expression, through flow: Int?
  ) -> [(source: Read.Source, term: Expression)] {
    switch arrival.source {
    case .series(let number): return members(of: number, arrival, sum)
    case .parameter(let id): return [(arrival.source, inOnce(sum, model.parameters[id].shape, arrival))]
    case .quantity(let id):
      let own = (arrival.source, term(of: model.quantities[id], arrival, sum, through: flow))
      // What flows to a child flows to a leaf where the child is one.
      guard case .child(let side) = arrival.at, let leaf = model.quantities[id].leaf, let flow, !isLocal else {
        return [own]
      }
      let shape = model.quantities[leaf].shape
      return [own, (.quantity(leaf), .read(.quantity(flow), shape, at: .parent(side, ofLeaf: true)))]
    case .input, .constant, .step, .length: return []
    }
  }

  private mutating func term(
    of quantity: Quantity, _ arrival: Arrival, _ sum: Expression, through flow: Int?
  ) -> Expression {
    let shape = quantity.shape
    if let flow {
      if case .through = arrival.at { return column(of: flow, quantity, arrival, sum) }
      define(flow, by: [sum])
      if isLocal { return .number(0) }
      let term = Expression.read(.quantity(flow), shape, at: arrival.at.reversed)
      guard let window, arrival.at.offset < 0 else { return term }
      let keeper = keeper(of: quantity.stage, distance: -arrival.at.offset, window)
      return .choose(.read(.quantity(keeper), .scalar), term, .number(0))
    }
    switch arrival.at {
    case .now, .offset, .through, .child, .parent: return quantity.stage == once ? inOnce(sum, shape, arrival) : sum
    case .last:
      // The last step is the one that no step of the sequence follows.
      let isFollowed = Expression.read(.quantity(marker(of: quantity.stage)), .scalar, at: .offset(1))
      return .choose(isFollowed, .number(0), inOnce(sum, shape.whole, arrival)).part(shape)
    case .fixed(let step):
      let isThere = Expression.each(.equal, .read(.step, .scalar), .number(Double(step)))
      return .choose(isThere, inOnce(sum, shape.whole, arrival), .number(0)).part(shape)
    case .all:
      let length = model.stages[quantity.stage].length
      guard case .vector(let rows) = shape else { return inOnce(sum, .vector(length), arrival).entryOfStep }
      return inOnce(sum, .matrix(rows.whole, length), arrival).columnOfStep.part(shape)
    }
  }

  /// Of what arrives at all steps so far, here and at later steps, what is this step's own.
  private mutating func column(
    of flow: Int, _ quantity: Quantity, _ arrival: Arrival, _ sum: Expression
  ) -> Expression {
    let stage = model.stages[quantity.stage]
    let shape = model.quantities[flow].shape
    guard let read = quantity.shape.read(at: arrival.at, of: stage.length, variable: stage.variable) else {
      return .number(0)
    }
    let here = sum.filled(read).whole
    guard !isLocal else {
      model.quantities[flow].expression = here
      return .number(0)
    }
    let later = Expression.read(.quantity(flow), shape, at: .offset(1))
    model.quantities[flow].expression = here + (here.shape == shape ? later : later.transposed)
    let all = Expression.read(
      .quantity(flow), shape, at: arrival.at.offset == 0 ? .now : .offset(-arrival.at.offset))
    guard case .vector = quantity.shape else { return all.entryOfStep }
    return all.columnOfStep.part(quantity.shape)
  }

  /// Each member of a series gets what arrived at its own step.
  mutating func members(
    of number: Int, _ arrival: Arrival, _ sum: Expression
  ) -> [(source: Read.Source, term: Expression)] {
    let series = model.series[number]
    guard let shape = series.members.first.map({ model.parameters[$0].shape }) else { return [] }
    let each = add(
      "d/\(series.name)", shape, stage: arrival.stage,
      caption: "how \(model.quantities[target].name) changes with this step's \(series.name)")
    define(each, by: [sum])
    return series.members.enumerated().map { step, member in
      (.parameter(member), .read(.quantity(each), shape, at: .fixed(step + 1)))
    }
  }

  /// What arrived, where it is worked out once: summed over the steps that it came from.
  mutating func inOnce(_ sum: Expression, _ shape: Shape, _ arrival: Arrival) -> Expression {
    if arrival.stage == once, arrival.at == .now { return sum }
    let name = Expression.read(arrival.source, shape, at: arrival.at).spelled(in: model)
    let variable = model.stages[arrival.stage].variable
    let isSum = arrival.stage != once
    let total = add(
      "d/\(name)" + (isSum ? " over \(variable)" : ""), shape, stage: once, total: isSum ? arrival.stage : nil,
      caption: "how \(model.quantities[target].name) changes with \(name)" + (isSum ? ", at all steps together" : ""))
    if isSum, case .parameter(let id) = arrival.source { sums[id, default: []].append(total) }
    define(total, by: [sum])
    return .read(.quantity(total), shape)
  }

  mutating func define(_ id: Int?, by terms: [Expression]) {
    guard let id else { return }
    let shape = model.quantities[id].shape
    let sum = terms.first.map { terms.dropFirst().reduce($0, +) } ?? .number(0)
    model.quantities[id].expression = sum.filled(shape)
  }

  /// The gradient by a parameter; where all of it is one sum over steps, that sum itself.
  mutating func addParameterGradient(_ parameter: Parameter, _ terms: [Expression]) -> Int {
    let name = "d/\(parameter.name)"
    let caption = "how \(model.quantities[target].name) changes with \(parameter.name)"
    if terms.count == 1, case .read(let read) = terms[0].kind, case .quantity(let id) = read.source,
      model.quantities[id].total != nil, id >= forwardCount, model.quantities[id].name.hasPrefix("\(name) over ")
    {
      model.quantities[id].name = name
      model.quantities[id].caption = caption
      return id
    }
    let id = add(name, parameter.shape, stage: once, caption: caption)
    define(id, by: terms)
    return id
  }

  /// What the target counts: each entry once, or its weight at the step that counts.
  var seedTerm: Expression {
    guard let seed else { return wholeSeed }
    let step = Expression.read(.constant(seed.step), .scalar)
    let weights = Expression.read(.constant(seed.weights), model.quantities[target].shape)
    let isAll = Expression.each(.equal, step, .number(0))
    // Never a plain read: what counts may change when all else is laid out.
    guard model.quantities[target].stage != once else { return .choose(.number(1), weights, .number(0)) }
    let isNow = Expression.each(.equal, step, .read(.step, .scalar))
    return .choose(.each(.or, isAll, isNow), weights, .number(0))
  }

  private var wholeSeed: Expression {
    guard let step, model.quantities[target].stage != once else { return .number(1) }
    return .choose(.each(.equal, .read(.step, .scalar), .number(Double(step))), .number(1), .number(0))
  }

  /// A quantity that is 1 at each step of a stage: read at another step, it tells whether that lies in the sequence.
  mutating func marker(of stage: Int) -> Int {
    let name = "inside \(model.stages[stage].variable)"
    if let known = markers[stage] { return known }
    let id = add(name, .scalar, stage: stage, caption: nil, isUnnamed: true)
    model.quantities[id].expression = .number(1)
    markers[stage] = id
    return id
  }

  /// A quantity that is 1 where the step so far ahead lies in the window of this one, else 0.
  private mutating func keeper(of stage: Int, distance: Int, _ window: Int) -> Int {
    if let known = keepers[[stage, distance]] { return known }
    let id = add(
      "\(model.stages[stage].variable)+\(distance) in the window", .scalar, stage: stage, caption: nil, isUnnamed: true)
    let (step, size) = (Expression.read(.step, .scalar), Expression.number(Double(window)))
    // Half a step from the next whole number, no rounding reaches it.
    let windows = Expression.each(.floor, (step - .number(0.5)) / size)
    let place = step - .number(1) - windows * size
    model.quantities[id].expression = .each(.less, place + .number(Double(distance)), size)
    keepers[[stage, distance]] = id
    return id
  }

  mutating func add(
    _ name: String, _ shape: Shape, stage: Int, total: Int? = nil, caption: String?, isUnnamed: Bool = false
  ) -> Int {
    let id = model.quantities.count
    model.quantities.append(
      Quantity(
        id: id, name: name, shape: shape, stage: stage, isState: false, initial: nil, expression: .number(0),
        caption: caption, text: name, total: total, isUnnamed: isUnnamed, item: ItemPath([]), range: .nowhere))
    return id
  }
}

extension StepReference {
  /// The step that reads what this step is read as.
  fileprivate var reversed: StepReference {
    switch self {
    case .now, .fixed, .all, .last, .through: self
    case .offset(let steps): .offset(-steps)
    case .child(let side): .parent(side, ofLeaf: false)
    case .parent(let side, _): .child(side)
    }
  }
}

extension Expression {
  /// Of a vector with an entry for each step, this step's.
  fileprivate var entryOfStep: Expression {
    Expression(.apply(.element, [self, .read(.step, .scalar)]), shape: .scalar)
  }

  /// Of a matrix with a column for each step, this step's.
  fileprivate var columnOfStep: Expression {
    let place = Expression(.apply(.oneHot, [.read(.step, .scalar)]), shape: .vector(shape.columns))
    return .product(self, place, .vector(shape.rows))
  }
}
