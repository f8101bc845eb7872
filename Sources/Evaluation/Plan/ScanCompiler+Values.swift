// Everything that is neither elementwise nor a product with a parameter: where a value lies, or the instruction that
// puts it somewhere.

internal import Equations

extension ScanCompiler {
  /// The value in memory, contiguous and row-major; where it lies already, or in `result` or scratch.
  @discardableResult
  mutating func materialize(_ expression: Expression, as shape: Shape, into result: Place? = nil) -> Place {
    let isPlain = !Self.isElementwise(expression) && expression.shape.count == shape.count
    let key = isPlain && expression.isLeaf ? nil : expression
    if let key, isPlain || expression.shape.count == shape.count, let place = known[key] {
      return copied(place, shape.count, into: result)
    }
    let place: Place
    if isPlain {
      place = value(of: expression, into: result)
    } else {
      place = result ?? scratch(shape.count)
      compute(expression, as: shape, into: place)
    }
    if let key, expression.shape.count == shape.count { known[key] = place }
    return copied(place, shape.count, into: result)
  }

  mutating func materialize(_ expression: Expression) -> Place { materialize(expression, as: expression.shape) }

  private mutating func copied(_ place: Place, _ count: Int, into result: Place?) -> Place {
    guard let result, place != result else { return place }
    emit(
      .copy(source: slot(place), stride: 1, result: slot(result), resultStride: 1, count: count), reading: [place])
    return result
  }

  private mutating func value(of expression: Expression, into result: Place?) -> Place {
    switch expression.kind {
    case .number(let number): return literal(number)
    case .read(let read): return readPlace(read, expression.shape, into: result)
    case .apply(let primitive, let operands):
      if let (place, rest) = chainValue(expression), rest.isEmpty { return place }
      return apply(primitive, operands, expression.shape, into: result)
    }
  }

  private mutating func readPlace(_ read: Read, _ shape: Shape, into result: Place?) -> Place {
    switch resolve(read) {
    case .place(let region, let offset): return place(region, offset)
    case .token(let input, let shift):
      let target = result ?? scratch(shape.count)
      emit(.oneHotToken(input: input, shift: shift, count: shape.count, result: slot(target)), reading: [])
      return target
    case .step:
      let target = result ?? scratch(1)
      emit(.stepNumber(result: slot(target)), reading: [])
      return target
    case .growing(let one): return grownPlace(read, one, shape)
    }
  }

  /// A sequence so far: the first equation of a segment that reads it brings it up to the step.
  private mutating func grownPlace(_ read: Read, _ one: Read, _ shape: Shape) -> Place {
    if let place = grown[read] { return place }
    let (rows, columns) = (shape.rows.count, shape.columns.count)
    let target = growing(read, rows: rows, columns: columns)
    grown[read] = target
    let shift = read.at.offset
    guard plan.direction == .forward else {
      emit(
        .growColumn(source: nil, rows: rows, columns: columns, shift: shift + 1, result: slot(target)), reading: [])
      return target
    }
    let column = materialize(
      Expression(.read(one), shape: shape.isRow ? .scalar : .vector(shape.rows)))
    emit(
      .growColumn(source: slot(column), rows: rows, columns: columns, shift: shift, result: slot(target)),
      reading: [column])
    return target
  }

  private mutating func apply(
    _ primitive: Primitive, _ operands: [Expression], _ shape: Shape, into result: Place?
  ) -> Place {
    switch primitive {
    case .product: return product(operands[0], operands[1], shape, into: result)
    case .transpose: return transpose(operands[0], shape, into: result)
    case .stack: return stack(operands, shape, into: result)
    case .entropy: return entropy(operands[0], into: result)
    case .rows: return rows(operands, shape)
    case .whole: return materialize(operands[0], as: shape, into: result)
    default: break
    }
    let first = operands.first?.shape ?? .scalar
    // A row is one vector, not as many columns.
    let rows = first.isRow ? first.columns.count : first.rows.count
    let columns = first.isRow ? 1 : first.columns.count
    let places = operands.prefix(primitive == .layerNorm ? 3 : operands.count).enumerated().map { index, operand in
      primitive == .layerNorm && index > 0
        ? materialize(operand, as: .vector(Dimension(rows))) : materialize(operand)
    }
    let target = result ?? scratch(shape.count)
    let (sources, output) = (places.map { slot($0) }, slot(target))
    switch primitive {
    case .sum, .mean, .maximum, .minimum, .norm, .argmax:
      emit(.reduce(primitive, source: sources[0], count: first.count, result: output), reading: places)
    case .softmax, .maskedSoftmax:
      let mask = sources.count > 1 ? sources[1] : nil
      emit(.softmax(source: sources[0], mask: mask, rows: rows, columns: columns, result: output), reading: places)
    case .layerNorm:
      emit(
        .layerNorm(
          source: sources[0], gamma: sources[1], beta: sources[2],
          epsilon: operands.layerNormEpsilon, rows: rows, columns: columns,
          result: output),
        reading: places)
    case .sortDescending:
      emit(.sortDescending(source: sources[0], rows: rows, columns: columns, result: output), reading: places)
    case .topK:
      emit(.topK(source: sources[0], k: sources[1], rows: rows, columns: columns, result: output), reading: places)
    case .sortBy, .unsort:
      emit(
        .sortBy(
          source: sources[0], key: sources[1], rows: rows, columns: columns, isInverse: primitive == .unsort,
          result: output),
        reading: places)
    case .fill:
      emit(.spreadColumns(source: sources[0], rows: 1, columns: shape.count, result: output), reading: places)
    case .rowSums:
      emit(.rowSums(source: sources[0], rows: rows, columns: columns, result: output), reading: places)
    case .element:
      let column = sources.count > 2 ? sources[2] : nil
      emit(
        .element(source: sources[0], rows: rows, columns: columns, row: sources[1], column: column, result: output),
        reading: places)
    case .leading: emit(.leading(source: sources[0], count: shape.count, result: output), reading: places)
    case .oneHot: emit(.oneHot(source: sources[0], count: shape.count, result: output), reading: places)
    case .diagonal: diagonal(places[0], first, target)
    case .circularConvolution:
      emit(
        .circularConvolution(
          source: sources[0], count: first.count, shifts: sources[1], shiftCount: operands[1].shape.count,
          result: output),
        reading: places)
    case .circularCorrelation:
      emit(
        .circularCorrelation(
          source: sources[0], count: first.count, shifts: sources[1], shiftCount: operands[1].shape.count,
          result: output),
        reading: places)
    case .shiftProducts:
      emit(
        .shiftProducts(
          source: sources[0], other: sources[1], count: first.count, shiftCount: shape.count, result: output),
        reading: places)
    case .eigenvalues, .eigenvectors:
      emit(
        .eigen(source: sources[0], size: rows, isVectors: primitive == .eigenvectors, result: output), reading: places)
    case .cosineSimilarity:
      emit(.cosine(matrix: sources[0], rows: rows, columns: columns, key: sources[1], result: output), reading: places)
    case .product, .transpose, .stack, .rows, .whole, .entropy, .negate, .sigmoid, .tanh, .relu, .softplus,
      .exponential,
      .logarithm,
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
      .transpose(source: slot(source), rows: rows.count, columns: columns.count, result: slot(target)),
      reading: [source])
    return target
  }

  /// Rows lie side by side: nothing is moved.
  private mutating func rows(_ operands: [Expression], _ shape: Shape) -> Place {
    let source = materialize(operands[0])
    guard case .number(let first) = operands[1].kind else { return source }
    // Who reads the part does not see that a program still has to write the whole.
    if program?.writes(source) ?? false { flush() }
    return Place(region: source.region, offset: source.offset + (Int(first) - 1) * shape.columns.count)
  }

  private mutating func stack(_ operands: [Expression], _ shape: Shape, into result: Place?) -> Place {
    let target = result ?? scratch(shape.count)
    var offset = target.offset
    for operand in operands {
      let source = materialize(operand)
      let part = Place(region: target.region, offset: offset)
      emit(
        .copy(source: slot(source), stride: 1, result: slot(part), resultStride: 1, count: operand.shape.count),
        reading: [source])
      offset += operand.shape.count
    }
    return target
  }

  private mutating func diagonal(_ source: Place, _ shape: Shape, _ target: Place) {
    let n = shape.rows.count
    let (from, to) = (slot(source), slot(target))
    if case .vector = shape {
      emit(.fill(result: to, count: n * n), reading: [])
      emit(.copy(source: from, stride: 1, result: to, resultStride: n + 1, count: n), reading: [source])
    } else {
      emit(.copy(source: from, stride: n + 1, result: to, resultStride: 1, count: n), reading: [source])
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
}

extension Expression {
  /// Whether it is where it is, and nothing is worked out.
  fileprivate var isLeaf: Bool {
    switch kind {
    case .number: true
    // A symbol is written out as a vector once.
    case .read, .apply: false
    }
  }
}

extension Shape {
  var isRow: Bool {
    if case .row = self { return true }
    return false
  }
}
