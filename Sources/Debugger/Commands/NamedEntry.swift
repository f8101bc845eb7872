// One number by its address: `h[12]@7`, `W[2,3]`, `loss`.

internal import Equations
internal import Evaluation

/// An entry of anything that the model has, at a step.
struct NamedEntry {
  var source: Read.Source
  var name: String
  var shape: Shape
  var entry: Entry
  /// From 0; 0 for what has no steps.
  var step: Int
  var hasSteps: Bool

  /// `h[12]@7`.
  var address: String {
    let place =
      switch shape {
      case .scalar: name
      case .vector, .row: "\(name)[\(entry.row + 1)]"
      case .matrix: "\(name)[\(entry.row + 1),\(entry.column + 1)]"
      }
    return hasSteps ? "\(place)@\(step + 1)" : place
  }
}

extension Session {
  /// Reads an address that a command needs; without a step, it means this one.
  ///
  /// - `withStarts`: whether it may be of a step outside the sequence that some equation reads.
  func entry(at text: String, for command: Command, withStarts: Bool = false) throws(CommandError) -> NamedEntry {
    let text = try followingChildren(text)
    let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map { String($0).trimmed }
    let (name, indices) = try PinReader.target(parts[0], model, otherwise: command.noAddress(text))
    guard let (source, shape, steps) = try holder(of: name) else {
      let nearest = nearestName(to: name, among: model.allNames)
      throw .message("nothing is called \(name.clipped)" + (nearest.map { ": did you mean \($0)?" } ?? ""))
    }
    var step = min(moment?.step ?? 0, (steps ?? 1) - 1)
    if parts.count > 1 {
      guard let steps else { throw .message("\(name) is the same at every step: write it without the step") }
      let known = withStarts ? stepsRead(of: source, count: steps) : nil
      step = try StepReader.step(parts[1], of: steps, among: known)
    }
    let axes = shape.axes
    guard indices.count == axes.count else {
      let example = axes.isEmpty ? name : axes.count == 1 ? "\(name)[1]" : "\(name)[1,1]"
      throw .message("\(name) is \(shape.described): say which entry, as in \(example)")
    }
    for (index, count) in zip(indices, axes) where index < 1 || index > count {
      throw .message("\(name) has no entry \(index): they go from 1 to \(count)")
    }
    let place = Entry(indices.first.map { $0 - 1 } ?? 0, indices.count > 1 ? indices[1] - 1 : 0)
    return NamedEntry(
      source: source, name: name, shape: shape, entry: place, step: steps == nil ? 0 : step, hasSteps: steps != nil)
  }

  /// The same for what an equation defines, and nothing else.
  func address(_ text: String, for command: Command) throws(CommandError) -> (Quantity, Entry, Int) {
    let named = try entry(at: text, for: command)
    guard case .quantity(let id) = named.source else {
      throw .message("\(named.name) is no equation of the sheet: nothing is carried on in it")
    }
    return (trace.model.quantities[id], named.entry, named.step)
  }

  /// What a name stands for, its shape at a step, and how many steps it has; nil for what has none.
  private func holder(of name: String) throws(CommandError) -> (Read.Source, Shape, Int?)? {
    let model = trace.model
    if let quantity = model.quantity(named: name) {
      try checkHas(quantity)
      let isOnce = model.stages[quantity.stage].steps == .once
      return (.quantity(quantity.id), quantity.shape, isOnce ? nil : trace.stepCount(of: quantity))
    }
    if let input = model.input(named: name) {
      if case .missing = values.inputs[input.id] { throw .run(.missingInput(name)) }
      return (.input(input.id), input.shape, values.inputs[input.id].stepCount)
    }
    if let parameter = model.parameter(named: name) { return (.parameter(parameter.id), parameter.shape, nil) }
    return model.constant(named: name).map { (.constant($0.id), $0.shape, nil) }
  }

  /// The steps of a quantity, from 1, with those outside the sequence that equations read: of h[t-2] 0 and -1.
  private func stepsRead(of source: Read.Source, count: Int) -> ClosedRange<Int> {
    guard case .quantity = source else { return 1...max(1, count) }
    let offsets = trace.model.quantities.flatMap { reader in
      reader.expression.reads.filter { $0.source == source }.map(\.at.offset)
    }
    return (1 + min(0, offsets.min() ?? 0))...(max(1, count) + max(0, offsets.max() ?? 0))
  }

  /// Whether it is of a step outside the sequence.
  func isStart(_ named: NamedEntry) -> Bool {
    guard case .quantity(let id) = named.source, named.hasSteps else { return false }
    return !(0..<trace.stepCount(of: trace.model.quantities[id])).contains(named.step)
  }

  /// A number by its address, as the run has it.
  func number(_ named: NamedEntry) -> Double {
    EntryEvaluator(trace, at: named.step).value(Read(named.source), named.shape, named.entry)
  }
}
