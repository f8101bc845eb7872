// The slow and obvious evaluator: walks each equation's tree at each step, in double precision. What the fast one gives is
// held against it; nothing of it is in the program.

package import Equations

/// A model with numbers, ready to run.
package struct ReferenceModel: Sendable {
  /// What is fed to one input.
  package enum Feed: Sendable, Equatable {
    /// A stream: the numbers of each step.
    case steps([[Double]])
    /// A stream of symbols, numbered from 0.
    case tokens([Int])
    /// The same at all steps, row by row.
    case given([Double])
    /// Whatever depends on it is left out.
    case missing
  }

  package var model: Model
  /// By the number of the parameter, row by row.
  package var parameters: [[Double]]
  /// By the number of the constant, row by row.
  package var constants: [[Double]]
  /// By the number of the input.
  package var inputs: [Feed]

  package init(_ model: Model, parameters: [[Double]], constants: [[Double]], inputs: [Feed]) {
    self.model = model
    self.parameters = parameters
    self.constants = constants
    self.inputs = inputs
  }

  /// A small change of one entry of a quantity, as soon as it is worked out: what derivatives by quantities are measured by.
  package struct Nudge: Sendable, Equatable {
    package var quantity: Int
    /// From 0.
    package var step: Int
    /// From 0, row by row.
    package var entry: Int
    package var amount: Double

    package init(quantity: Int, step: Int, entry: Int, amount: Double) {
      self.quantity = quantity
      self.step = step
      self.entry = entry
      self.amount = amount
    }
  }

  /// Runs all stages.
  ///
  /// - Returns: by the number of the quantity its numbers at each step, a single one for what is computed once; nil for
  ///   what depends on a missing input.
  package func run(nudging nudge: Nudge? = nil) -> [[[Double]]?] {
    var walk = ReferenceWalk(self, nudge)
    for pass in model.passes { walk.run(model.stages[pass.stage], model.stages[pass.stage].scans[pass.scan]) }
    return walk.values
  }

  /// The loss, summed over its steps; nil if the model has none or it lacks an input.
  package func totalLoss(nudging nudge: Nudge? = nil) -> Double? {
    guard let loss = model.loss, let steps = run(nudging: nudge)[loss] else { return nil }
    return steps.reduce(0) { $0 + $1[0] }
  }

  /// How many steps the stage has, or may have if a condition ends it.
  package func stepCount(of stage: Stage) -> Int {
    if case .range = stage.steps { return stage.length.count }
    guard !stage.steps.streams.isEmpty else { return stage.length.count }
    for id in stage.steps.streams {
      switch inputs[id] {
      case .steps(let steps): return steps.count
      case .tokens(let tokens): return tokens.count
      case .given, .missing: continue
      }
    }
    return 0
  }
}

/// One run, on its way.
private struct ReferenceWalk {
  let reference: ReferenceModel
  let nudge: ReferenceModel.Nudge?
  let omitted: Set<Int>
  var values: [[[Double]]?]
  /// The steps of each stage.
  private var counts: [Int]

  init(_ reference: ReferenceModel, _ nudge: ReferenceModel.Nudge?) {
    self.reference = reference
    self.nudge = nudge
    omitted = Self.omitted(reference)
    values = Array(repeating: nil, count: reference.model.quantities.count)
    counts = reference.model.stages.map { reference.stepCount(of: $0) }
  }

  private var model: Model { reference.model }

  mutating func run(_ stage: Stage, _ scan: Scan) {
    let count = counts[stage.id]
    for id in scan.quantities where !omitted.contains(id) { values[id] = Array(repeating: [], count: count) }
    let steps = scan.direction == .forward ? Array(0..<count) : Array((0..<count).reversed())
    for step in steps {
      for id in scan.quantities where !omitted.contains(id) {
        let quantity = model.quantities[id]
        var numbers = numbers(of: quantity, at: step)
        precondition(numbers.count == quantity.shape.count, "an equation gives what its quantity holds")
        if let nudge, nudge.quantity == id, nudge.step == step { numbers[nudge.entry] += nudge.amount }
        values[id]?[step] = numbers
      }
      if let until = stage.steps.until, scan.quantities.contains(until), values[until]?[step][0] != 0 {
        return end(stage, after: step + 1)
      }
    }
  }

  /// A condition held: the stage has no steps behind this one.
  private mutating func end(_ stage: Stage, after count: Int) {
    counts[stage.id] = count
    for quantity in model.quantities where quantity.stage == stage.id {
      values[quantity.id]?.removeSubrange(count...)
    }
  }

  /// The value of an equation at a step, or over all steps of the stage that it sums over.
  private func numbers(of quantity: Quantity, at step: Int) -> [Double] {
    guard let stage = quantity.total else {
      return spread(value(of: closed(quantity.expression, at: step), at: step), over: quantity.shape)
    }
    var sum = Array(repeating: 0.0, count: quantity.shape.count)
    for step in 0..<counts[stage] {
      let value = value(of: closed(quantity.expression, at: step), at: step)
      for (entry, number) in spread(value, over: quantity.shape).enumerated() { sum[entry] += number }
    }
    return sum
  }

  /// An expression with the sizes that open axes have at a step.
  private func closed(_ expression: Expression, at step: Int) -> Expression {
    expression.closed { filled($0, at: step) }
  }

  private func filled(_ extent: Dimension.Extent, at step: Int) -> Int {
    switch extent {
    case .all: preconditionFailure("no open axis")
    case .steps(_, let shift): max(0, step + 1 + shift)
    case .ran(let walk): length(of: walk)
    }
  }

  private func length(of walk: Int) -> Int {
    model.stages.first { $0.steps == model.walks[walk].steps && $0.variable == model.walks[walk].variable }
      .map { counts[$0.id] } ?? 0
  }

  /// The numbers of a value in the room that its quantity has, with zeros behind what is filled.
  private func spread(_ value: ReferenceValue, over shape: Shape) -> [Double] {
    guard shape.isOpen else { return value.numbers }
    let columns = shape.columns.count
    var numbers = Array(repeating: 0.0, count: shape.count)
    // A row is kept as a vector.
    let isLying = value.rows == 1 && columns == 1
    for row in 0..<value.rows {
      for column in 0..<value.columns { numbers[isLying ? column : row * columns + column] = value[row, column] }
    }
    return numbers
  }

  /// What a quantity holds, without what is not filled.
  private func filledPart(_ numbers: [Double], of whole: Shape, as shape: Shape) -> [Double] {
    guard numbers.count > shape.count else { return numbers }
    let columns = whole.columns.count
    return (0..<shape.rows.count).flatMap { row in (0..<shape.columns.count).map { numbers[row * columns + $0] } }
  }

  private func value(of expression: Expression, at step: Int) -> ReferenceValue {
    switch expression.kind {
    case .number(let number): ReferenceValue(number)
    case .read(let read): ReferenceValue(expression.shape, numbers(read, expression.shape, step))
    case .apply(let primitive, let operands):
      textbookValue(of: primitive, operands.map { value(of: $0, at: step) }, expression.shape)
    }
  }

  private func numbers(_ read: Read, _ shape: Shape, _ now: Int) -> [Double] {
    switch read.at {
    case .now: return numbers(read.source, shape, now)
    case .offset(let offset): return numbers(read.source, shape, now + offset)
    case .fixed(let number): return numbers(read.source, shape, number - 1)
    case .last: return numbers(read.source, shape, stepCount(of: read.source) - 1)
    case .child(let side): return child(read.source, shape, side, now)
    case .parent(let side, let isLeaf): return parent(read.source, shape, side, isLeaf: isLeaf, now)
    case .all: return columns(read.source, shape, stepCount(of: read.source))
    case .through(let shift): return columns(read.source, shape, max(0, now + shift + 1))
    }
  }

  /// Step after step as rows, and then as columns.
  private func columns(_ source: Read.Source, _ shape: Shape, _ count: Int) -> [Double] {
    let rows = (0..<count).map { numbers(source, shape.atOneStep, $0) }
    return (0..<shape.rows.count).flatMap { row in rows.map { $0[row] } }
  }

  /// By inner node the number of its child, and how many leaves are numbered before these: one more than inner nodes.
  private func children(_ quantity: Quantity, _ side: StepReference.Side) -> (numbers: [Int], leaves: Int) {
    guard case .tree(let left, let right, _) = model.stages[quantity.stage].steps,
      case .steps(let numbers) = reference.inputs[side == .left ? left : right]
    else { return ([], 0) }
    return (numbers.map { Int($0[0]) }, numbers.count + 1)
  }

  private func parent(
    _ source: Read.Source, _ shape: Shape, _ side: StepReference.Side, isLeaf: Bool, _ now: Int
  ) -> [Double] {
    guard case .quantity(let id) = source else { return [] }
    let (children, leaves) = children(model.quantities[id], side)
    let parent = children.firstIndex(of: isLeaf ? now : now + leaves)
    return parent.flatMap { values[id]?[$0] } ?? Array(repeating: 0, count: shape.count)
  }

  private func child(_ source: Read.Source, _ shape: Shape, _ side: StepReference.Side, _ now: Int) -> [Double] {
    guard case .quantity(let id) = source else { return [] }
    let (children, leaves) = children(model.quantities[id], side)
    let child = children[now]
    if child >= leaves { return values[id]?[child - leaves] ?? [] }
    guard let leaf = model.quantities[id].leaf else { return start(of: model.quantities[id]) }
    return values[leaf]?[child] ?? []
  }

  private func stepCount(of source: Read.Source) -> Int {
    switch source {
    case .quantity(let id): counts[model.quantities[id].stage]
    case .input(let id): model.inputs[id].stage.map { counts[$0] } ?? 1
    case .parameter, .series, .constant, .step, .length: 1
    }
  }

  private func numbers(_ source: Read.Source, _ shape: Shape, _ step: Int) -> [Double] {
    switch source {
    case .parameter(let id): return reference.parameters[id]
    case .series(let number): return reference.parameters[model.series[number].members[step]]
    case .constant(let id): return filledPart(reference.constants[id], of: model.constants[id].shape, as: shape)
    case .step: return [Double(step + 1)]
    case .length(let walk): return [Double(length(of: walk))]
    case .input(let id): return input(id, shape, step)
    case .quantity(let id):
      let quantity = model.quantities[id]
      let steps = values[id] ?? []
      let isOnce = model.stages[quantity.stage].steps == .once
      let step = isOnce ? 0 : step
      let numbers = steps.indices.contains(step) ? steps[step] : start(of: quantity)
      return filledPart(numbers, of: quantity.shape, as: shape)
    }
  }

  /// Nothing is fed outside the sequence: zeros.
  private func input(_ id: Int, _ shape: Shape, _ step: Int) -> [Double] {
    var zeros = Array(repeating: 0.0, count: shape.count)
    switch reference.inputs[id] {
    case .steps(let steps): return steps.indices.contains(step) ? steps[step] : zeros
    case .given(let numbers): return numbers
    case .missing: return zeros
    case .tokens(let tokens):
      if tokens.indices.contains(step) { zeros[tokens[step]] = 1 }
      return zeros
    }
  }

  /// What a recurrence reads outside the sequence.
  private func start(of quantity: Quantity) -> [Double] {
    guard let initial = quantity.initial else { return Array(repeating: 0, count: quantity.shape.count) }
    let value = value(of: closed(initial, at: 0), at: 0)
    return value.numbers.count == 1 ? Array(repeating: value.numbers[0], count: quantity.shape.count) : value.numbers
  }

  /// The quantities that depend on a missing input, directly or through others.
  private static func omitted(_ reference: ReferenceModel) -> Set<Int> {
    var result: Set<Int> = []
    var before = -1
    while result.count != before {
      before = result.count
      for quantity in reference.model.quantities {
        for source in quantity.sources {
          switch source {
          case .input(let id): if reference.inputs[id] == .missing { result.insert(quantity.id) }
          case .quantity(let id): if result.contains(id) { result.insert(quantity.id) }
          case .parameter, .series, .constant, .step, .length: break
          }
        }
      }
    }
    return result
  }
}

extension Shape {
  /// What each step has of a sequence that was gathered to this.
  fileprivate var atOneStep: Shape {
    switch self {
    case .scalar, .row: .scalar
    case .vector(let n), .matrix(let n, _): .vector(n)
    }
  }
}
