// The shape of what is read: a value at a step, a sequence as a matrix, the members of a series.

extension ModelBuilder {
  /// The shape of a value at one step, if it is known by now.
  func shape(of source: Read.Source) -> Shape? {
    switch source {
    case .step, .length: return .scalar
    case .series(let number):
      guard let first = series[number].members.first, !broken.contains(.parameter(first)) else { return nil }
      return parameters[first].shape
    case .input, .parameter, .constant, .quantity: break
    }
    guard let entity = Entity(source) else { return nil }
    // A declared state has its shape whatever its equation does.
    if case .quantity(let id) = entity, let state = states[drafts[id].name] { return state.shape }
    guard !broken.contains(entity) else { return nil }
    return switch entity {
    case .input(let id): inputs[id].shape
    case .parameter(let id): parameters[id].shape
    case .constant(let id): constants[id].shape
    case .quantity(let id): drafts[id].expression?.shape.stored ?? drafts[id].foundShape
    }
  }

  /// The shape of what is read, if it is known by now; what cannot be read so is told.
  func shape(of read: Read, at range: SourceRange, in line: Line) -> Shape? {
    if read.at.isKin, case .quantity(let id) = read.source, states[drafts[id].name] == nil, let leaf = drafts[id].leaf {
      return shape(of: .quantity(leaf))
    }
    guard let shape = shape(of: read.source) else { return nil }
    if case .series(let number) = read.source { return self.shape(ofSeries: number, shape, at: range, in: line) }
    guard let walk = walk(of: read.source) else { return shape }
    guard let whole = shape.read(at: read.at, of: walk.length, variable: walk.variable) else {
      report(.sequenceOfMatrices(name(of: read.source), shape: shape.described), range, in: line)
      return nil
    }
    guard whole.count <= Limits.tensorCount else {
      report(.tooLarge(whole.numbers, limit: Limits.tensorCount), range, in: line)
      return nil
    }
    return whole
  }

  private func shape(ofSeries number: Int, _ shape: Shape, at range: SourceRange, in line: Line) -> Shape? {
    let members = series[number].members
    guard members.allSatisfy({ !broken.contains(.parameter($0)) }) else { return nil }
    guard let other = members.map({ parameters[$0].shape }).first(where: { $0 != shape }) else { return shape }
    report(.seriesShapes(series[number].name, first: shape.described, other: other.described), range, in: line)
    return nil
  }

  /// What a value has its steps from; nil if it has none.
  private func walk(of source: Read.Source) -> Walk? {
    switch source {
    case .quantity(let id):
      // Without an 'over' all that has steps has those of the one walk there is.
      unrolling.hasStages ? drafts[id].line.scope.step.walk.map { walks[$0] } : walks.first
    case .input(let id):
      walks.first { $0.steps.streams.contains(id) }
    case .parameter, .series, .constant, .step, .length: nil
    }
  }

  private func name(of source: Read.Source) -> String {
    switch source {
    case .quantity(let id): drafts[id].name
    case .input(let id): inputs[id].name
    case .parameter, .series, .constant, .step, .length: ""
    }
  }

  /// The number of a series, which is entered if it is new.
  func number(of wanted: Series) -> Int? {
    if let known = series.firstIndex(of: wanted) { return known }
    series.append(wanted)
    return series.count - 1
  }
}

extension Shape {
  /// What is read of a value that has this shape at one step; nil for matrices that are to be gathered.
  ///
  /// What its own steps had not filled is read as the zeros that stand there, but for a step that moves with the reader's.
  func read(at step: StepReference, of length: Dimension, variable: String) -> Shape? {
    switch step {
    case .now, .child, .parent: self
    case .offset(let steps): moved(steps)
    case .fixed, .last: whole
    case .all: whole.gathered(length)
    case .through(let shift):
      whole.gathered(
        Dimension(length.count, label: length.label, extent: .steps(variable: variable, shift: shift)))
    }
  }

  /// Of all steps together, a column for each; nil for matrices.
  private func gathered(_ length: Dimension) -> Shape? {
    switch self {
    case .scalar: .row(length)
    case .vector(let n): .matrix(n, length)
    case .row, .matrix: nil
    }
  }
}
