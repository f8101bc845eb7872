// One number of an expression at a time, in double precision, from the numbers of a trace: what an explanation is made
// of. Slow and plain; whole tensors are the probe's.

package import Equations

/// The place of an entry in a value: row and column from 0; a scalar has only (0, 0).
package struct Entry: Sendable, Hashable {
  package var row: Int
  package var column: Int

  package init(_ row: Int, _ column: Int = 0) {
    self.row = row
    self.column = column
  }
}

/// Works out entries of expressions at a step of a trace.
package struct EntryEvaluator<Number: Scalar> {
  package let trace: Trace<Number>
  /// The step, from 0.
  package var step: Int { didSet { spectra = Spectra() } }
  /// One value that is taken to be another: what would be without it.
  package var override: (read: Read, entry: Entry, value: Double)? { didSet { spectra = Spectra() } }
  /// Whether to stop what takes long; its numbers are NaN then.
  let isInterrupted: @Sendable () -> Bool
  /// Matrices that were taken apart at this step.
  private(set) var spectra = Spectra()

  package init(
    _ trace: Trace<Number>, at step: Int, isInterrupted: @escaping @Sendable () -> Bool = { false }
  ) {
    self.trace = trace
    self.step = step
    self.isInterrupted = isInterrupted
  }

  /// An expression with the sizes that it has at this step.
  func closed(_ expression: Expression) -> Expression {
    expression.closed { trace.filledCount($0, at: step) }
  }

  /// Whether an entry of an open shape is filled at this step.
  func isFilled(_ entry: Entry, of shape: Shape) -> Bool {
    (!shape.rows.isOpen || entry.row < trace.filledCount(shape.rows.extent, at: step))
      && (!shape.columns.isOpen || entry.column < trace.filledCount(shape.columns.extent, at: step))
  }

  /// The entry of an expression; a scalar stands for each of its entries.
  package func value(_ expression: Expression, _ entry: Entry) -> Double {
    guard isFilled(entry, of: expression.shape) else { return 0 }
    let expression = closed(expression)
    switch expression.kind {
    case .number(let number): return number
    case .read(let read): return self.value(read, expression.shape, entry)
    case .apply(let primitive, let operands): return apply(primitive, operands, expression.shape, entry)
    }
  }

  /// A value as it lies in the trace.
  package func value(_ read: Read, _ shape: Shape, _ entry: Entry) -> Double {
    let entry = spread(entry, shape)
    if let override, override.read == read, override.entry == entry { return override.value }
    // Of a sequence the column is the step.
    let index = read.at.isGathered ? entry.row : entry.row * columnCount(read, shape) + entry.column
    let place = self.place(of: read, entry)
    switch read.source {
    case .quantity(let id) where read.at.isKin:
      guard let (quantity, place) = trace.resolved(read, id, at: step) else {
        guard case .child = read.at else { return 0 }
        return Double(trace.value(of: trace.model.quantities[id], index, at: -1))
      }
      return Double(trace.value(of: trace.model.quantities[quantity], index, at: place))
    case .quantity(let id): return Double(trace.value(of: trace.model.quantities[id], index, at: place))
    case .input(let id): return trace.inputValue(id, index, at: place)
    case .parameter(let id): return Double(trace.values.parameters[id][index])
    case .series(let number):
      let members = trace.model.series[number].members
      return members.indices.contains(place) ? Double(trace.values.parameters[members[place]][index]) : .nan
    case .constant(let id): return Double(trace.values.constants[id][index])
    case .step: return Double(step + 1)
    case .length(let walk): return Double(trace.filledCount(.ran(walk: walk), at: step))
    }
  }

  /// How far the rows of what is read lie apart, filled or not.
  private func columnCount(_ read: Read, _ shape: Shape) -> Int {
    guard case .quantity(let id) = read.source else { return shape.columns.count }
    return trace.model.quantities[id].shape.columns.count
  }

  /// The step, from 0, that an entry of what is read belongs to.
  func place(of read: Read, _ entry: Entry) -> Int {
    switch read.at {
    case .now, .child, .parent: step
    case .offset(let offset): step + offset
    case .fixed(let number): number - 1
    case .all, .through: entry.column
    case .last: Gatherer(model: trace.model, stages: trace.stages, values: trace.values).count(read.source) - 1
    }
  }

  /// An entry of a whole, as the entry of a part that is spread over it.
  func spread(_ entry: Entry, _ part: Shape) -> Entry {
    Entry(part.rows.count == 1 ? 0 : entry.row, part.columns.count == 1 ? 0 : entry.column)
  }

  private func apply(_ primitive: Primitive, _ operands: [Expression], _ shape: Shape, _ entry: Entry) -> Double {
    func operand(_ index: Int) -> Double { value(operands[index], spread(entry, operands[index].shape)) }
    switch primitive.group {
    case .elementwise: return primitive.onNumbers(operands.indices.map(operand))
    case .reduction: return reduce(primitive, all(operands[0]))
    case .columnwise: return columnwise(primitive, operands, entry)
    case .structural: return structural(primitive, operands, shape, entry)
    }
  }

  func all(_ expression: Expression) -> [Double] {
    let (rows, columns) = (expression.shape.rows.count, expression.shape.columns.count)
    return (0..<rows * columns).map { value(expression, Entry($0 / columns, $0 % columns)) }
  }

  func column(_ expression: Expression, _ column: Int) -> [Double] {
    if case .row(let n) = expression.shape { return (0..<n.count).map { value(expression, Entry(0, $0)) } }
    return (0..<expression.shape.rows.count).map { value(expression, Entry($0, column)) }
  }

  private func structural(
    _ primitive: Primitive, _ operands: [Expression], _ shape: Shape, _ entry: Entry
  ) -> Double {
    switch primitive {
    case .product:
      return (0..<operands[0].shape.columns.count).reduce(0) { sum, index in
        sum + value(operands[0], Entry(entry.row, index)) * value(operands[1], Entry(index, entry.column))
      }
    case .transpose: return value(operands[0], Entry(entry.column, entry.row))
    case .stack:
      var row = entry.row
      for part in operands {
        if row < part.shape.rows.count { return value(part, Entry(row, entry.column)) }
        row -= part.shape.rows.count
      }
      return .nan
    case .element:
      let places = operands.dropFirst().map { value($0, Entry(0)) }
      let axes = operands[0].shape.axes
      for (place, count) in zip(places, axes) where !(place >= 1 && place <= Double(count)) { return .nan }
      if places.count == 2 { return value(operands[0], Entry(Int(places[0]) - 1, Int(places[1]) - 1)) }
      let index = Int(places[0]) - 1
      return value(operands[0], operands[0].shape.isRow ? Entry(0, index) : Entry(index))
    case .diagonal:
      if case .vector = operands[0].shape {
        return entry.row == entry.column ? value(operands[0], Entry(entry.row)) : 0
      }
      return value(operands[0], Entry(entry.row, entry.row))
    case .whole: return value(operands[0], entry)
    case .leading: return Double(entry.row) < value(operands[0], Entry(0)) ? 1 : 0
    case .oneHot: return value(operands[0], Entry(0)) == Double(entry.row + 1) ? 1 : 0
    case .cosineSimilarity:
      let key = all(operands[1])
      let row = key.indices.map { value(operands[0], Entry(entry.row, $0)) }
      let dot = zip(row, key).reduce(0) { $0 + $1.0 * $1.1 }
      return dot / (norm(row) * norm(key) + 1e-8)
    case .fill: return value(operands[0], Entry(0))
    case .rows: return value(operands[0], Entry(entry.row + Int(value(operands[1], Entry(0))) - 1, entry.column))
    case .rowSums:
      return (0..<operands[0].shape.columns.count).reduce(0) { $0 + value(operands[0], Entry(entry.row, $1)) }
    case .circularConvolution, .circularCorrelation:
      let shifts = all(operands[1])
      let sign = primitive == .circularConvolution ? -1 : 1
      return shifts.indices.reduce(0) { sum, index in
        let source = ring(entry.row, sign * (index - (shifts.count - 1) / 2), operands[0])
        return sum + shifts[index] * value(operands[0], Entry(source))
      }
    case .eigenvalues: return eigenvalues(of: operands[0])[entry.row]
    case .eigenvectors: return eigenvectors(of: operands[0])[entry.row * shape.columns.count + entry.column]
    case .shiftProducts:
      let shift = entry.row - (shape.rows.count - 1) / 2
      return (0..<operands[0].shape.rows.count).reduce(0) { sum, index in
        sum + value(operands[0], Entry(index)) * value(operands[1], Entry(ring(index, -shift, operands[1])))
      }
    case .negate, .sigmoid, .tanh, .relu, .softplus, .exponential, .logarithm, .squareRoot, .sine, .cosineOf,
      .absolute, .sign, .floor, .not, .add, .subtract, .multiply, .divide, .power, .leakyRelu, .shrink, .larger,
      .smaller, .less, .lessEqual, .greater, .greaterEqual, .equal, .notEqual, .and, .or, .clip, .choose, .softmax,
      .maskedSoftmax, .layerNorm, .sortDescending, .topK, .sortBy, .unsort, .sum, .mean, .maximum, .minimum, .norm,
      .argmax, .entropy:
      return .nan
    }
  }

  /// A place so many places on, round the ring that a vector is.
  func ring(_ place: Int, _ shift: Int, _ vector: Expression) -> Int {
    let count = vector.shape.rows.count
    return ((place + shift) % count + count) % count
  }

  private func columnwise(_ primitive: Primitive, _ operands: [Expression], _ entry: Entry) -> Double {
    let values = column(operands[0], entry.column)
    let place = operands[0].shape.isRow ? entry.column : entry.row
    switch primitive {
    case .softmax: return exp(values[place] - logSumExp(values))
    case .maskedSoftmax:
      let mask = column(operands[1], entry.column)
      let kept = zip(values, mask).filter { $0.1 != 0 }.map(\.0)
      return mask[place] == 0 ? 0 : exp(values[place] - logSumExp(kept))
    case .layerNorm:
      let mean = values.reduce(0, +) / Double(values.count)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
      let scaled = (values[place] - mean) / (variance + operands.layerNormEpsilon).squareRoot()
      return scaled * value(operands[1], spread(Entry(place), operands[1].shape))
        + value(operands[2], spread(Entry(place), operands[2].shape))
    case .sortDescending: return values.sorted(by: >)[place]
    case .sortBy: return values[falling(column(operands[1], entry.column))[place]]
    case .unsort:
      let order = falling(column(operands[1], entry.column))
      return order.firstIndex(of: place).map { values[$0] } ?? .nan
    case .topK:
      let order = falling(values)
      let keep = max(0, min(values.count, Int(value(operands[1], Entry(0)))))
      return order.prefix(keep).contains(place) ? values[place] : 0
    case .negate, .sigmoid, .tanh, .relu, .softplus, .exponential, .logarithm, .squareRoot, .sine, .cosineOf,
      .absolute, .sign, .floor, .not, .add, .subtract, .multiply, .divide, .power, .leakyRelu, .shrink, .larger,
      .smaller, .less, .lessEqual, .greater, .greaterEqual, .equal, .notEqual, .and, .or, .clip, .choose, .product,
      .transpose, .stack, .element, .diagonal, .fill, .rows, .rowSums, .whole, .sum, .mean, .maximum, .minimum, .norm,
      .argmax, .entropy, .oneHot, .leading, .cosineSimilarity, .circularConvolution, .circularCorrelation,
      .shiftProducts, .eigenvalues, .eigenvectors:
      return .nan
    }
  }

  /// The places of the entries from the largest down; equals keep their order.
  func falling(_ values: [Double]) -> [Int] {
    values.indices.sorted { (values[$0], $1) > (values[$1], $0) }
  }

  private func reduce(_ primitive: Primitive, _ values: [Double]) -> Double {
    switch primitive {
    case .sum: values.reduce(0, +)
    case .mean: values.reduce(0, +) / Double(max(1, values.count))
    case .maximum: values.contains(where: \.isNaN) ? .nan : values.max() ?? 0
    case .minimum: values.contains(where: \.isNaN) ? .nan : values.min() ?? 0
    case .norm: norm(values)
    case .argmax: Double((values.indices.max { (values[$0], $1) < (values[$1], $0) } ?? -1) + 1)
    case .entropy: -values.reduce(0) { $1 == 0 ? $0 : $0 + $1 * log($1) }
    case .negate, .sigmoid, .tanh, .relu, .softplus, .exponential, .logarithm, .squareRoot, .sine, .cosineOf,
      .absolute, .sign, .floor, .not, .add, .subtract, .multiply, .divide, .power, .leakyRelu, .shrink, .larger,
      .smaller, .less, .lessEqual, .greater, .greaterEqual, .equal, .notEqual, .and, .or, .clip, .choose, .product,
      .transpose, .stack, .element, .diagonal, .fill, .rows, .rowSums, .whole, .softmax, .maskedSoftmax, .layerNorm,
      .sortDescending, .topK, .sortBy, .unsort, .oneHot, .leading, .cosineSimilarity, .circularConvolution,
      .circularCorrelation, .shiftProducts, .eigenvalues, .eigenvectors:
      .nan
    }
  }

  private func norm(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 }.squareRoot() }

  private func logSumExp(_ values: [Double]) -> Double {
    let top = values.max() ?? 0
    return top + log(values.reduce(0) { $0 + exp($1 - top) })
  }
}

extension Trace {
  /// One number that an input holds at a step, from 0.
  func inputValue(_ id: Int, _ entry: Int, at step: Int) -> Double {
    switch values.inputs[id] {
    case .given(let numbers): return Double(numbers[entry])
    case .missing: return 0
    case .stream(let numbers, let steps):
      guard step >= 0 && step < steps else { return 0 }
      return Double(numbers[step * model.inputs[id].shape.count + entry])
    case .tokens(let tokens): return tokens.indices.contains(step) && Int(tokens[step]) == entry ? 1 : 0
    }
  }
}
