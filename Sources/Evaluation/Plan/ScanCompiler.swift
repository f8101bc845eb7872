// From typed expressions to instructions. What reads the same vector is packed into one product, what does not wait for
// the recurrence is hoisted out of it, and elementwise chains are gathered into programs.

internal import Equations
internal import Kernels

/// Compiles the equations of one scan.
struct ScanCompiler {
  /// Where a read finds its value.
  typealias Resolver = (Read) -> Source

  enum Source {
    case place(Region, offset: Int)
    case token(input: Int, shift: Int)
    case step
  }

  /// One equation and where its value goes.
  struct Task {
    var expression: Expression
    var region: Region
    var offset: Int
    var shape: Shape
  }

  private(set) var plan: ScanPlan
  private(set) var values: ValuesLayout
  private(set) var packed: [PackedMatrix]
  private let resolve: Resolver
  private var program: ElementwiseProgram?
  private var regionIndex: [Region: Int] = [:]
  private var groups: [ProductGroup] = []
  private var segmentStart = 0

  /// Parameters multiplied with one vector.
  private struct ProductGroup {
    var vector: Expression
    var parts: [PackedMatrix.Part]
    var result: Place?
  }

  init(direction: Scan.Direction, values: ValuesLayout, packed: [PackedMatrix], resolve: @escaping Resolver) {
    plan = ScanPlan(direction: direction)
    self.values = values
    self.packed = packed
    self.resolve = resolve
  }

  /// Adds a segment: equations that run step after step, once all earlier segments are done for the block.
  ///
  /// - Parameter isWhole: whether a read's value is known for all steps of the block before the segment starts.
  mutating func add(_ tasks: [Task], isWhole: @escaping (Read) -> Bool) {
    groups = []
    for task in tasks { collect(task.expression) }
    for index in groups.indices { hoist(group: index, isWhole) }
    for task in tasks { lower(task) }
    closeSegment()
  }

  private mutating func closeSegment() {
    flush()
    guard plan.instructions.count > segmentStart else { return }
    plan.segments.append(.each(segmentStart..<plan.instructions.count))
    segmentStart = plan.instructions.count
  }

  // MARK: memory

  mutating func place(_ region: Region, _ offset: Int) -> Place {
    if let index = regionIndex[region] { return Place(region: index, offset: offset) }
    regionIndex[region] = plan.regions.count
    plan.regions.append(region)
    if case .frame(let shift) = region {
      plan.earliestShift = min(plan.earliestShift, shift)
      plan.latestShift = max(plan.latestShift, shift)
    }
    return Place(region: plan.regions.count - 1, offset: offset)
  }

  private mutating func scratch(_ count: Int) -> Place {
    // Blocks of 16 numbers keep every temporary on a cache line of its own.
    let offset = plan.scratchCount
    plan.scratchCount += (count + 15) / 16 * 16
    return place(.scratch, offset)
  }

  private mutating func literal(_ value: Double) -> Place { place(.values, values.literal(value)) }

  /// Appends an instruction; what it reads is written first.
  private mutating func emit(_ instruction: Instruction, reading sources: [Place]) {
    if let program, sources.contains(where: { program.writes($0) }) { flush() }
    plan.instructions.append(instruction)
  }

  private mutating func flush() {
    guard let program, !program.isEmpty else {
      program = nil
      return
    }
    self.program = nil
    var spills: [Place] = []
    let (code, operands) = program.assembled {
      let place = scratch(program.count)
      spills.append(place)
      return place
    }
    plan.instructions.append(
      .elementwise(
        code: plan.code.count, instructions: code.count / Opcode.wordsPerInstruction, operands: plan.operands.count,
        count: program.count))
    plan.code += code
    plan.operands += operands
  }

  // MARK: equations

  private mutating func lower(_ task: Task) {
    let result = place(task.region, task.offset)
    materialize(task.expression, as: task.shape, into: result)
  }

  /// The value in memory, contiguous and row-major; where it lies already, or in `result` or scratch.
  @discardableResult
  private mutating func materialize(_ expression: Expression, as shape: Shape, into result: Place? = nil) -> Place {
    if isElementwise(expression) || (expression.shape.count != shape.count) {
      return compute(expression, as: shape, into: result ?? scratch(shape.count))
    }
    let place = value(of: expression, into: result)
    guard let result, place != result else { return place }
    emit(.copy(source: place, stride: 1, result: result, resultStride: 1, count: shape.count), reading: [place])
    return result
  }

  private mutating func materialize(_ expression: Expression) -> Place {
    materialize(expression, as: expression.shape)
  }

  private func isElementwise(_ expression: Expression) -> Bool {
    guard case .apply(let primitive, _) = expression.kind else { return false }
    return primitive.group == .elementwise
  }

  /// An elementwise tree: first what stands at its leaves, then one program over it.
  private mutating func compute(_ expression: Expression, as shape: Shape, into result: Place) -> Place {
    var leaves: [Place] = []
    prepare(expression, as: shape, &leaves)
    if program?.count != shape.count { flush() }
    var current = program ?? ElementwiseProgram(count: shape.count)
    var next = leaves[...]
    let value = build(expression, as: shape, &next, &current)
    current.store(value, at: result)
    program = current
    return result
  }

  /// The places of all leaves, in the order in which `build` meets them.
  private mutating func prepare(_ expression: Expression, as shape: Shape, _ leaves: inout [Place]) {
    if isElementwise(expression), spreads(expression.shape, over: shape) == .none {
      for operand in expression.operands { prepare(operand, as: shape, &leaves) }
      return
    }
    let place = materialize(expression)
    switch spreads(expression.shape, over: shape) {
    case .none: leaves.append(place)
    case .columns: leaves.append(spread(place, shape, .columns))
    case .rows: leaves.append(spread(place, shape, .rows))
    }
  }

  private enum Spread { case none, columns, rows }

  /// How a value must be laid out to stand beside a matrix; scalars need nothing.
  private func spreads(_ part: Shape, over whole: Shape) -> Spread {
    guard part.count > 1, part.count != whole.count || part.rows != whole.rows, case .matrix = whole else {
      return .none
    }
    if case .row = part { return .rows }
    return .columns
  }

  private mutating func spread(_ source: Place, _ shape: Shape, _ direction: Spread) -> Place {
    let result = scratch(shape.count)
    let (rows, columns) = (shape.rows.count, shape.columns.count)
    emit(
      direction == .rows
        ? .spreadRows(source: source, rows: rows, columns: columns, result: result)
        : .spreadColumns(source: source, rows: rows, columns: columns, result: result),
      reading: [source])
    return result
  }

  private func build(
    _ expression: Expression, as shape: Shape, _ leaves: inout ArraySlice<Place>, _ program: inout ElementwiseProgram
  ) -> Int {
    guard isElementwise(expression), spreads(expression.shape, over: shape) == .none,
      case .apply(let primitive, let operands) = expression.kind
    else {
      guard let place = leaves.popFirst() else { return 0 }
      return expression.shape.count == 1 && shape.count > 1 ? program.loadScalar(place) : program.load(place)
    }
    let values = operands.map { build($0, as: shape, &leaves, &program) }
    if primitive == .power, case .number(2) = operands[1].kind { return program.apply(.square, [values[0]]) }
    return program.apply(Opcode(primitive), values)
  }

  // MARK: everything else

  private mutating func value(of expression: Expression, into result: Place?) -> Place {
    switch expression.kind {
    case .number(let number): return literal(number)
    case .read(let read): return readPlace(read, expression.shape, into: result)
    case .apply(let primitive, let operands):
      return apply(primitive, operands, expression.shape, into: result)
    }
  }

  private mutating func readPlace(_ read: Read, _ shape: Shape, into result: Place?) -> Place {
    switch resolve(read) {
    case .place(let region, let offset): return place(region, offset)
    case .token(let input, let shift):
      let target = result ?? scratch(shape.count)
      emit(.oneHotToken(input: input, shift: shift, count: shape.count, result: target), reading: [])
      return target
    case .step:
      let target = result ?? scratch(1)
      emit(.stepNumber(result: target), reading: [])
      return target
    }
  }

  private mutating func apply(
    _ primitive: Primitive, _ operands: [Expression], _ shape: Shape, into result: Place?
  ) -> Place {
    switch primitive {
    case .product: return product(operands[0], operands[1], shape, into: result)
    case .transpose: return transpose(operands[0], shape, into: result)
    case .stack: return stack(operands, shape, into: result)
    case .entropy: return entropy(operands[0], into: result)
    default: break
    }
    let places = operands.map { materialize($0) }
    let first = operands.first?.shape ?? .scalar
    // A row is one vector, not as many columns.
    let rows = first.isRow ? first.columns.count : first.rows.count
    let columns = first.isRow ? 1 : first.columns.count
    let target = result ?? scratch(shape.count)
    switch primitive {
    case .sum, .mean, .maximum, .minimum, .norm, .argmax:
      emit(.reduce(primitive, source: places[0], count: first.count, result: target), reading: places)
    case .softmax, .maskedSoftmax:
      let mask = places.count > 1 ? places[1] : nil
      emit(.softmax(source: places[0], mask: mask, rows: rows, columns: columns, result: target), reading: places)
    case .layerNorm:
      let parameters = operands.dropFirst().map { materialize($0, as: .vector(Dimension(rows))) }
      emit(
        .layerNorm(
          source: places[0], gamma: parameters[0], beta: parameters[1], rows: rows, columns: columns, result: target),
        reading: places + parameters)
    case .sortDescending:
      emit(.sortDescending(source: places[0], rows: rows, columns: columns, result: target), reading: places)
    case .topK:
      emit(.topK(source: places[0], k: places[1], rows: rows, columns: columns, result: target), reading: places)
    case .element:
      let column = places.count > 2 ? places[2] : nil
      emit(
        .element(source: places[0], rows: rows, columns: columns, row: places[1], column: column, result: target),
        reading: places)
    case .oneHot: emit(.oneHot(source: places[0], count: shape.count, result: target), reading: places)
    case .diagonal: diagonal(places[0], first, target)
    case .circularConvolution:
      emit(
        .circularConvolution(
          source: places[0], count: first.count, shifts: places[1], shiftCount: operands[1].shape.count, result: target),
        reading: places)
    case .cosineSimilarity:
      emit(.cosine(matrix: places[0], rows: rows, columns: columns, key: places[1], result: target), reading: places)
    case .product, .transpose, .stack, .entropy, .negate, .sigmoid, .tanh, .relu, .softplus, .exponential, .logarithm,
      .squareRoot, .sine, .cosineOf, .absolute, .sign, .floor, .not, .add, .subtract, .multiply, .divide, .power,
      .leakyRelu, .shrink, .larger, .smaller, .less, .lessEqual, .greater, .greaterEqual, .equal, .notEqual, .and, .or,
      .clip, .choose:
      break
    }
    return target
  }

  private mutating func transpose(_ operand: Expression, _ shape: Shape, into result: Place?) -> Place {
    let source = materialize(operand)
    guard case .matrix(let rows, let columns) = operand.shape, rows.count > 1, columns.count > 1 else { return source }
    let target = result ?? scratch(shape.count)
    emit(
      .transpose(source: source, rows: rows.count, columns: columns.count, result: target), reading: [source])
    return target
  }

  private mutating func stack(_ operands: [Expression], _ shape: Shape, into result: Place?) -> Place {
    let target = result ?? scratch(shape.count)
    var offset = target.offset
    for operand in operands {
      let source = materialize(operand)
      let part = Place(region: target.region, offset: offset)
      emit(
        .copy(source: source, stride: 1, result: part, resultStride: 1, count: operand.shape.count), reading: [source])
      offset += operand.shape.count
    }
    return target
  }

  private mutating func diagonal(_ source: Place, _ shape: Shape, _ target: Place) {
    let n = shape.rows.count
    if case .vector = shape {
      emit(.fill(result: target, count: n * n), reading: [])
      emit(.copy(source: source, stride: 1, result: target, resultStride: n + 1, count: n), reading: [source])
    } else {
      emit(.copy(source: source, stride: n + 1, result: target, resultStride: 1, count: n), reading: [source])
    }
  }

  /// -Σ p log p with 0 log 0 = 0, by elementwise operations and a sum.
  private mutating func entropy(_ operand: Expression, into result: Place?) -> Place {
    let shape = operand.shape
    func apply(_ primitive: Primitive, _ operands: [Expression]) -> Expression {
      Expression(.apply(primitive, operands), shape: shape)
    }
    let zero = Expression(.number(0), shape: .scalar)
    let product = apply(.multiply, [operand, apply(.logarithm, [operand])])
    let terms = apply(.choose, [apply(.equal, [operand, zero]), zero, product])
    let sum = Expression(.apply(.sum, [terms]), shape: .scalar)
    return materialize(Expression(.apply(.negate, [sum]), shape: .scalar), as: .scalar, into: result)
  }

  // MARK: products

  /// A parameter or constant as it lies in the values, perhaps transposed; nil for anything else.
  private func weight(_ expression: Expression) -> PackedMatrix.Part? {
    switch expression.kind {
    case .read(let read):
      guard case .matrix(let rows, let columns) = expression.shape else { return nil }
      switch read.source {
      case .parameter(let id):
        return .init(offset: values.parameters[id], rows: rows.count, columns: columns.count, isTransposed: false)
      case .constant(let id):
        return .init(offset: values.constants[id], rows: rows.count, columns: columns.count, isTransposed: false)
      case .quantity, .input, .step: return nil
      }
    case .apply(.transpose, let operands):
      guard var part = weight(operands[0]) else { return nil }
      part.isTransposed.toggle()
      return part
    case .number, .apply: return nil
    }
  }

  /// A product of a weight with a vector; `vᵀ W` is `Wᵀ v`.
  private func weightProduct(_ a: Expression, _ b: Expression) -> (part: PackedMatrix.Part, vector: Expression)? {
    if let part = weight(a), case .vector = b.shape { return (part, b) }
    guard case .row = a.shape, var part = weight(b) else { return nil }
    part.isTransposed.toggle()
    return (part, a)
  }

  /// Gathers all weights that meet the same vector anywhere in the segment.
  private mutating func collect(_ expression: Expression) {
    if case .apply(.product, let operands) = expression.kind,
      let (part, vector) = weightProduct(operands[0], operands[1]), tokenRead(vector) == nil
    {
      if let index = groups.firstIndex(where: { $0.vector == vector }) {
        if !groups[index].parts.contains(part) { groups[index].parts.append(part) }
      } else {
        groups.append(ProductGroup(vector: vector, parts: [part]))
      }
    }
    for operand in expression.operands { collect(operand) }
  }

  private func tokenRead(_ expression: Expression) -> (input: Int, shift: Int)? {
    guard case .read(let read) = expression.kind, case .token(let input, let shift) = resolve(read) else { return nil }
    return (input, shift)
  }

  private mutating func product(
    _ a: Expression, _ b: Expression, _ shape: Shape, into result: Place?
  ) -> Place {
    guard let (part, vector) = weightProduct(a, b) else { return generalProduct(a, b, shape, into: result) }
    if let (input, shift) = tokenRead(vector) { return column(part, input, shift, into: result) }
    guard let group = groups.firstIndex(where: { $0.vector == vector }) else {
      return generalProduct(a, b, shape, into: result)
    }
    let start = self.result(ofGroup: group)
    var offset = start.offset
    for other in groups[group].parts {
      if other == part { break }
      offset += other.resultRows
    }
    return Place(region: start.region, offset: offset)
  }

  private mutating func column(_ part: PackedMatrix.Part, _ input: Int, _ shift: Int, into result: Place?) -> Place {
    let target = result ?? scratch(part.resultRows)
    let weights = pack([part], .columns)
    emit(
      .column(weights: weights, rows: part.resultRows, input: input, shift: shift, result: target), reading: [])
    return target
  }

  private mutating func pack(_ parts: [PackedMatrix.Part], _ form: PackedMatrix.Form) -> Int {
    if let index = packed.firstIndex(where: { $0.parts == parts && $0.form == form }) { return index }
    packed.append(
      PackedMatrix(
        form: form, parts: parts, rows: parts.reduce(0) { $0 + $1.resultRows },
        columns: parts.first.map(\.resultColumns) ?? 0))
    return packed.count - 1
  }

  /// The products of a group, one after another; worked out when the first of them is needed.
  private mutating func result(ofGroup index: Int) -> Place {
    if let result = groups[index].result { return result }
    let vector = groups[index].vector
    let weights = pack(groups[index].parts, .rows)
    let (rows, columns) = (packed[weights].rows, packed[weights].columns)
    let source = materialize(vector)
    let result = scratch(rows)
    emit(
      .packedProduct(weights: weights, rows: rows, columns: columns, vector: source, initial: nil, result: result),
      reading: [source])
    groups[index].result = result
    return result
  }

  /// Takes a group out of the loop if its vector is whole: its products are worked out for all steps of a block at once.
  private mutating func hoist(group index: Int, _ isWhole: (Read) -> Bool) {
    guard case .read(let read) = groups[index].vector.kind, isWhole(read),
      case .place(let region, let offset) = resolve(read)
    else { return }
    let weights = pack(groups[index].parts, .rows)
    let (rows, columns) = (packed[weights].rows, packed[weights].columns)
    let column = plan.hoistedCount
    plan.hoistedCount += (rows + 15) / 16 * 16
    plan.segments.append(
      .hoist(weights: weights, rows: rows, columns: columns, source: place(region, offset), result: column))
    groups[index].result = place(.hoisted, column)
  }

  /// Where a factor lies, with its strides; a transposed matrix need not be laid out anew.
  private mutating func factor(_ expression: Expression) -> (Place, row: Int, column: Int) {
    if case .apply(.transpose, let operands) = expression.kind {
      let (place, row, column) = factor(operands[0])
      return (place, column, row)
    }
    let place = materialize(expression)
    switch expression.shape {
    case .scalar, .vector: return (place, 1, 1)
    case .row(let n): return (place, n.count, 1)
    case .matrix(_, let columns): return (place, columns.count, 1)
    }
  }

  private mutating func generalProduct(
    _ a: Expression, _ b: Expression, _ shape: Shape, into result: Place?
  ) -> Place {
    let (left, right) = (factor(a), factor(b))
    let target = result ?? scratch(shape.count)
    emit(
      .product(
        GeneralProduct(
          a: left.0, aRow: left.row, aColumn: left.column, b: right.0, bRow: right.row, bColumn: right.column,
          m: a.shape.rows.count, n: b.shape.columns.count, k: a.shape.columns.count, result: target)),
      reading: [left.0, right.0])
    return target
  }
}

extension PackedMatrix.Part {
  var resultRows: Int { isTransposed ? columns : rows }
  var resultColumns: Int { isTransposed ? rows : columns }
}

extension Shape {
  var isRow: Bool {
    if case .row = self { return true }
    return false
  }
}

extension Opcode {
  /// The instruction of an elementwise operation; the others have none and never come here.
  init(_ primitive: Primitive) {
    switch primitive {
    case .negate: self = .negate
    case .sigmoid: self = .sigmoid
    case .tanh: self = .tanh
    case .relu: self = .relu
    case .softplus: self = .softplus
    case .exponential: self = .exp
    case .logarithm: self = .log
    case .squareRoot: self = .squareRoot
    case .sine: self = .sine
    case .cosineOf: self = .cosine
    case .absolute: self = .absolute
    case .sign: self = .sign
    case .floor: self = .floor
    case .not: self = .logicalNot
    case .add: self = .add
    case .subtract: self = .subtract
    case .multiply: self = .multiply
    case .divide: self = .divide
    case .power: self = .power
    case .leakyRelu: self = .leakyRelu
    case .shrink: self = .shrink
    case .larger: self = .maximum
    case .smaller: self = .minimum
    case .less: self = .less
    case .lessEqual: self = .lessEqual
    case .greater: self = .greater
    case .greaterEqual: self = .greaterEqual
    case .equal: self = .equal
    case .notEqual: self = .notEqual
    case .and: self = .logicalAnd
    case .or: self = .logicalOr
    case .clip: self = .clip
    case .choose: self = .select
    case .product, .transpose, .stack, .element, .diagonal, .softmax, .maskedSoftmax, .layerNorm, .sortDescending,
      .topK, .sum, .mean, .maximum, .minimum, .norm, .argmax, .entropy, .oneHot, .cosineSimilarity,
      .circularConvolution:
      self = .absolute
    }
  }
}
