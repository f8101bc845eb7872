// Brings together what is read of other stages and of whole sequences: a value, a last step, all steps as columns.

internal import Equations

/// Finds values by what is read, whatever stage they are of.
struct Gatherer<Number: Scalar> {
  typealias Pointer = UnsafeMutablePointer<Number>

  let model: Model
  let stages: [StageTrace<Number>]
  let values: RunValues<Number>
  /// The trace, where other nodes of a tree may be asked for.
  var trace: Trace<Number>?

  /// Writes what is read, row by row; `step`, from 0, matters only to reads that move with it.
  ///
  /// - `shape`: that of the read; a sequence's columns are its steps, and zeros behind the last of them.
  func write(_ read: Read, _ shape: Shape, at step: Int, to target: Pointer) {
    guard !read.at.isKin else { return write(kin: read, shape, at: step, to: target) }
    guard read.at.isGathered else { return write(read, at: self.step(read, step), to: target, stride: 1) }
    let (rows, columns) = (shape.rows.count, shape.columns.count)
    let last = if case .through(let shift) = read.at { step + shift } else { columns - 1 }
    let filled = max(0, min(columns, count(read.source), last + 1))
    for column in 0..<filled { write(read, at: column, to: target + column, stride: columns) }
    for row in 0..<rows { for column in filled..<columns { target[row * columns + column] = 0 } }
  }

  /// All reads of a scan, each in its place.
  func gathered(_ scan: ScanPlan) -> [Number] {
    var result = [Number](repeating: 0, count: scan.gatheredCount)
    result.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      for item in scan.gathered { write(item.read, item.shape, at: 0, to: start + item.offset) }
    }
    return result
  }

  /// What has grown up to a step, with it.
  func grown(_ scan: ScanPlan, through step: Int) -> [Number] {
    var result = [Number](repeating: 0, count: scan.grownCount)
    result.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      for item in scan.grown {
        let shape = Shape.matrix(Dimension(item.rows), Dimension(item.columns))
        write(item.read, shape, at: step, to: start + item.offset)
      }
    }
    return result
  }

  private func step(_ read: Read, _ step: Int) -> Int {
    switch read.at {
    case .now, .all, .through, .child, .parent: step
    case .offset(let offset): step + offset
    case .fixed(let number): number - 1
    case .last: count(read.source) - 1
    }
  }

  /// A value of another node, what the state starts from at leaves that have none, and zero where there is no such node.
  private func write(kin read: Read, _ shape: Shape, at step: Int, to target: Pointer) {
    for index in 0..<shape.count { target[index] = 0 }
    guard case .quantity(let id) = read.source, let trace else { return }
    if let (quantity, place) = trace.resolved(read, id, at: step) {
      copy(trace.values(of: model.quantities[quantity], at: place), to: target, stride: 1)
    } else if case .child = read.at {
      copy(trace.values(of: model.quantities[id], at: -1), to: target, stride: 1)
    }
  }

  /// How many steps the thing has.
  func count(_ source: Read.Source) -> Int {
    switch source {
    case .quantity(let id): stages[model.quantities[id].stage].steps
    case .input(let id): values.inputs[id].stepCount ?? 1
    case .parameter, .series, .constant, .step, .length: 1
    }
  }

  /// The value at one step, its numbers `stride` apart.
  private func write(_ read: Read, at step: Int, to target: Pointer, stride: Int) {
    switch read.source {
    case .quantity(let id):
      let quantity = model.quantities[id]
      let stage = stages[quantity.stage]
      let place = model.stages[quantity.stage].steps == .once ? 0 : step
      stage.withValues(of: quantity, at: place) { numbers in
        for index in numbers.indices { target[index * stride] = numbers[index] }
      }
    case .input(let id): write(input: id, at: step, to: target, stride: stride)
    case .parameter(let id): copy(values.parameters[id], to: target, stride: stride)
    case .series(let number):
      let members = model.series[number].members
      if members.indices.contains(step) { copy(values.parameters[members[step]], to: target, stride: stride) }
    case .constant(let id): copy(values.constants[id], to: target, stride: stride)
    case .step: target[0] = Number(step + 1)
    case .length(let walk): target[0] = model.stage(ofWalk: walk).map { Number(stages[$0].steps) } ?? 0
    }
  }

  private func write(input id: Int, at step: Int, to target: Pointer, stride: Int) {
    let count = model.inputs[id].shape.count
    for index in 0..<count { target[index * stride] = 0 }
    switch values.inputs[id] {
    case .given(let numbers): copy(numbers, to: target, stride: stride)
    case .missing: break
    case .stream(let numbers, let steps):
      guard step >= 0 && step < steps else { return }
      for index in 0..<count { target[index * stride] = numbers[step * count + index] }
    case .tokens(let tokens):
      guard tokens.indices.contains(step), tokens[step] >= 0, Int(tokens[step]) < count else { return }
      target[Int(tokens[step]) * stride] = 1
    }
  }

  private func copy(_ numbers: [Number], to target: Pointer, stride: Int) {
    for (index, number) in numbers.enumerated() { target[index * stride] = number }
  }
}

extension StageTrace {
  /// The numbers of a quantity at a step, from 0, in place; outside the sequence what a recurrence starts from.
  func withValues(of quantity: Quantity, at step: Int, _ body: (UnsafeBufferPointer<Number>) -> Void) {
    guard let offset = layout.offsets[quantity.id] else { return }
    let isInside = step >= 0 && step < steps
    let (block, start) = isInside ? position(of: step) : (0, 0)
    (isInside ? blocks[block] : initial).withUnsafeBufferPointer { numbers in
      body(UnsafeBufferPointer(rebasing: numbers[(start + offset)..<(start + offset + quantity.shape.count)]))
    }
  }
}
