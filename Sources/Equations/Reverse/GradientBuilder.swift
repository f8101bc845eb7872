// From a model to one with its derivatives. Each equation is walked from its value to what it reads (reverse mode;
// Linnainmaa 1970), and what arrives at a read is a term of the gradient by what was read.
//
// A value that is read s steps away gets its terms s steps away, too: they are gathered in a quantity of the reader's step,
// `d/h[t-1]`, which holds nothing outside the sequence. What reads before the first step there hands on to what the
// state starts from. What another stage reads, whole sequences or last steps, gets the sum over that stage's steps.

struct GradientBuilder {
  private(set) var model: Model
  private(set) var adjoints: [Int: Int] = [:]
  private(set) var parameterAdjoints: [Int: Int] = [:]
  private(set) var flows: [Read: Int] = [:]
  private(set) var sums: [Int: [Int]] = [:]
  private let target: Int
  private let isLocal: Bool
  private let forwardCount: Int
  /// Whatever the target depends on.
  private let reached: Set<Int>
  /// The stage of what is worked out once.
  private let once: Int
  private var seed: GradientModel.Seed?
  /// What arrives at a source, by how it is read and by the stage that reads it; in order of arrival.
  private var arrivals: [Arrival: [Expression]] = [:]
  private var order: [Arrival] = []
  /// Parts of a quantity's equation that became quantities of their own.
  private var parts: [Int: [Expression: Int]] = [:]

  /// For each stage the quantity that tells what lies inside it.
  private var markers: [Int: Int] = [:]

  private struct Arrival: Hashable {
    var source: Read.Source
    var at: StepReference
    var stage: Int
  }

  /// Where an expression stands that is walked.
  private struct Place {
    /// The stage whose steps its reads mean.
    var stage: Int
    /// The quantity whose equation it is; nil for what a state starts from.
    var quantity: Int?
    /// What a part that gets a name is a part of.
    var name: String
  }

  init(_ model: Model, target: Int, isLocal: Bool) {
    self.model = model
    self.target = target
    self.isLocal = isLocal
    forwardCount = model.quantities.count
    reached = Self.needed(for: target, in: model)
    once = model.stages.first { $0.steps == .once }?.id ?? model.stages.count
    if once == model.stages.count {
      self.model.stages.append(Stage(id: once, steps: .once, variable: "", length: Dimension(1), scans: []))
    }
  }

  private static func needed(for target: Int, in model: Model) -> Set<Int> {
    var result: Set<Int> = [target]
    var open = [target]
    while let id = open.popLast() {
      for source in model.quantities[id].sources {
        if case .quantity(let other) = source, result.insert(other).inserted { open.append(other) }
      }
    }
    return result
  }

  mutating func addSeed() -> GradientModel.Seed {
    let quantity = model.quantities[target]
    func add(_ name: String, _ shape: Shape, _ value: Double?) -> Int {
      model.constants.append(
        Constant(
          id: model.constants.count, name: name, shape: shape, value: value, origin: nil, caption: nil, range: .nowhere)
      )
      return model.constants.count - 1
    }
    let seed = GradientModel.Seed(
      weights: add("weights of \(quantity.name)", quantity.shape, nil),
      step: add("step of \(quantity.name)", .scalar, 0))
    self.seed = seed
    return seed
  }

  mutating func build() {
    // From the target back, as the values come about the other way round.
    let ordered = model.passes.flatMap { model.stages[$0.stage].scans[$0.scan].quantities }.reversed()
    for id in ordered where reached.contains(id) {
      let quantity = model.quantities[id]
      adjoints[id] = add(
        "d/\(quantity.name)", quantity.shape, stage: quantity.stage,
        caption: "how \(model.quantities[target].name) changes with \(quantity.name)")
    }
    for id in ordered where reached.contains(id) { walkEquation(of: id) }
    for id in ordered where reached.contains(id) { walkStart(of: id) }
    var terms: [Read.Source: [Expression]] = [:]
    for arrival in order {
      for (source, term) in self.terms(of: arrival) { terms[source, default: []].append(term) }
    }
    terms[.quantity(target), default: []].insert(seedTerm, at: 0)
    for id in ordered { define(adjoints[id], by: terms[.quantity(id)] ?? []) }
    for parameter in model.parameters {
      guard let list = terms[.parameter(parameter.id)] else { continue }
      parameterAdjoints[parameter.id] = addParameterGradient(parameter, list)
    }
    useParts()
    var schedule = GradientSchedule(model, from: forwardCount, skipping: Set(parts.values.flatMap(\.values)))
    schedule.run()
    model.stages = schedule.stages
    model.passes = schedule.passes
    for index in forwardCount..<model.quantities.count {
      let quantity = model.quantities[index]
      let sum = quantity.total.map { "sum over \(model.stages[$0].variable) of " } ?? ""
      model.quantities[index].text = "\(quantity.name) = \(sum)\(quantity.expression.spelled(in: model))"
    }
  }

  // MARK: walking back

  private mutating func walkEquation(of id: Int) {
    let quantity = model.quantities[id]
    guard let adjoint = adjoints[id] else { return }
    let gradient = stored(.quantity(adjoint), quantity.shape, as: quantity.expression.shape)
    walk(quantity.expression, gradient, Place(stage: quantity.stage, quantity: id, name: quantity.name))
  }

  /// What a state starts from gets all that arrives before the first step, or behind the last.
  private mutating func walkStart(of id: Int) {
    let quantity = model.quantities[id]
    guard let initial = quantity.initial, isActive(initial) else { return }
    var outside: [Expression] = []
    for arrival in order where arrival.source == .quantity(id) {
      guard arrival.at.order != 0, let flow = flows[Read(arrival.source, at: arrival.at)] else { continue }
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

  private mutating func walk(_ expression: Expression, _ gradient: Expression, _ place: Place) {
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
  private func isActive(_ expression: Expression) -> Bool {
    expression.reads.contains { read in
      switch read.source {
      case .quantity, .parameter, .series: true
      case .input, .constant, .step: false
      }
    }
  }

  private mutating func arrive(_ read: Read, _ gradient: Expression, _ place: Place) {
    switch read.source {
    case .input, .constant, .step: return
    case .quantity, .parameter, .series: break
    }
    let arrival = Arrival(source: read.source, at: read.at, stage: place.stage)
    if arrivals[arrival] == nil {
      order.append(arrival)
      if read.at.order != 0, case .quantity(let id) = read.source {
        let quantity = model.quantities[id]
        let name = Expression.read(read.source, quantity.shape, at: read.at).spelled(in: model)
        flows[read] = add(
          "d/\(name)", quantity.shape, stage: place.stage, caption: "what flows back through \(name) at this step")
      }
    }
    arrivals[arrival, default: []].append(gradient)
  }

  // MARK: what is worked out only once

  /// More than this many operations are not written out again wherever they are needed.
  private static let largest = 24

  /// An expression with all parts of the forward equation that it repeats read from where they are kept.
  private mutating func known(_ expression: Expression, _ place: Place) -> Expression {
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

  private func isWorthKeeping(_ part: Expression) -> Bool {
    guard case .apply = part.kind else { return false }
    return part.isHeavy || part.size > Self.largest
  }

  /// With the largest of some parts read from the quantities that hold them.
  private func reading(_ expression: Expression, _ kept: [Expression: Int]) -> Expression {
    expression.mapped { part in
      guard case .apply = part.kind else { return nil }
      return kept[part].map { stored(.quantity($0), part.shape.stored, as: part.shape) }
    }
  }

  /// The forward equations read their own parts, too.
  private mutating func useParts() {
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
  private mutating func shared(_ gradient: Expression, by expression: Expression, _ place: Place) -> Expression {
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
  private func stored(_ source: Read.Source, _ shape: Shape, as wanted: Shape) -> Expression {
    let read = Expression.read(source, shape)
    if case .row = wanted, case .vector = shape { return read.transposed }
    return read
  }

  // MARK: gathering

  /// What arrived at a source, as its own step or a parameter's gradient reads it.
  private mutating func terms(of arrival: Arrival) -> [(source: Read.Source, term: Expression)] {
    let list = arrivals[arrival] ?? []
    guard let first = list.first else { return [] }
    let sum = list.dropFirst().reduce(first, +)
    switch arrival.source {
    case .series(let number): return members(of: number, arrival, sum)
    case .parameter(let id): return [(arrival.source, inOnce(sum, model.parameters[id].shape, arrival))]
    case .quantity(let id):
      let own = (arrival.source, term(of: model.quantities[id], arrival, sum))
      // What flows to a child flows to a leaf where the child is one.
      guard case .child(let side) = arrival.at, let leaf = model.quantities[id].leaf,
        let flow = flows[Read(arrival.source, at: arrival.at)], !isLocal
      else { return [own] }
      let shape = model.quantities[leaf].shape
      return [own, (.quantity(leaf), .read(.quantity(flow), shape, at: .parent(side, ofLeaf: true)))]
    case .input, .constant, .step: return []
    }
  }

  private mutating func term(of quantity: Quantity, _ arrival: Arrival, _ sum: Expression) -> Expression {
    let shape = quantity.shape
    if let flow = flows[Read(arrival.source, at: arrival.at)] {
      define(flow, by: [sum])
      if isLocal { return .number(0) }
      return .read(.quantity(flow), shape, at: arrival.at.reversed)
    }
    switch arrival.at {
    case .now, .offset, .child, .parent: return quantity.stage == once ? inOnce(sum, shape, arrival) : sum
    case .last:
      // The last step is the one that no step of the sequence follows.
      let isFollowed = Expression.read(.quantity(marker(of: quantity.stage)), .scalar, at: .offset(1))
      return .choose(isFollowed, .number(0), inOnce(sum, shape, arrival))
    case .fixed(let step):
      let isThere = Expression.each(.equal, .read(.step, .scalar), .number(Double(step)))
      return .choose(isThere, inOnce(sum, shape, arrival), .number(0))
    case .all:
      let length = model.stages[quantity.stage].length
      let step = Expression.read(.step, .scalar)
      guard case .vector(let rows) = shape else {
        let sums = inOnce(sum, .vector(length), arrival)
        return Expression(.apply(.element, [sums, step]), shape: .scalar)
      }
      let sums = inOnce(sum, .matrix(rows, length), arrival)
      let place = Expression(.apply(.oneHot, [step]), shape: .vector(length))
      return .product(sums, place, shape)
    }
  }

  /// Each member of a series gets what arrived at its own step.
  private mutating func members(
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
  private mutating func inOnce(_ sum: Expression, _ shape: Shape, _ arrival: Arrival) -> Expression {
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

  private mutating func define(_ id: Int?, by terms: [Expression]) {
    guard let id else { return }
    let shape = model.quantities[id].shape
    let sum = terms.first.map { terms.dropFirst().reduce($0, +) } ?? .number(0)
    model.quantities[id].expression = sum.filled(shape)
  }

  /// The gradient by a parameter; where all of it is one sum over steps, that sum itself.
  private mutating func addParameterGradient(_ parameter: Parameter, _ terms: [Expression]) -> Int {
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
  private var seedTerm: Expression {
    guard let seed else { return .number(1) }
    let step = Expression.read(.constant(seed.step), .scalar)
    let weights = Expression.read(.constant(seed.weights), model.quantities[target].shape)
    let isAll = Expression.each(.equal, step, .number(0))
    // Never a plain read: what counts may change when all else is laid out.
    guard model.quantities[target].stage != once else { return .choose(.number(1), weights, .number(0)) }
    let isNow = Expression.each(.equal, step, .read(.step, .scalar))
    return .choose(.each(.or, isAll, isNow), weights, .number(0))
  }

  /// A quantity that is 1 at each step of a stage: read at another step, it tells whether that lies in the sequence.
  private mutating func marker(of stage: Int) -> Int {
    let name = "inside \(model.stages[stage].variable)"
    if let known = markers[stage] { return known }
    let id = add(name, .scalar, stage: stage, caption: nil, isUnnamed: true)
    model.quantities[id].expression = .number(1)
    markers[stage] = id
    return id
  }

  private mutating func add(
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
    case .now, .fixed, .all, .last: self
    case .offset(let steps): .offset(-steps)
    case .child(let side): .parent(side, ofLeaf: false)
    case .parent(let side, _): .child(side)
    }
  }
}

extension Expression {
  fileprivate func contains(_ part: Expression) -> Bool { self == part || operands.contains { $0.contains(part) } }

  /// How many reads of quantities and parameters it holds.
  fileprivate var activeReadCount: Int {
    reads.count { read in
      switch read.source {
      case .quantity, .parameter, .series: true
      case .input, .constant, .step: false
      }
    }
  }
}
