// The runs that are compared: each made from the session's own, or from a sheet with the parameters and the input of the
// first.

internal import Catalogue
internal import Equations
internal import Evaluation

extension Session {
  /// Whether a name means the model that is open.
  func isOpen(_ name: String) -> Bool { name == material.sheet.name }

  /// Runs what is asked for, side by side, and keeps what is not shown anyway, as far as there is room.
  ///
  /// - Parameters:
  ///   - request: which runs, and how.
  ///   - sheets: material for the sheets that are not open, by the names in the request.
  /// - Returns: where the runs part.
  /// - Throws: runs that cannot be made or cannot be set beside each other, an interruption.
  package mutating func compare(
    _ request: ComparisonRequest, sheets: [String: Material]
  ) throws(CommandError) -> ComparisonReport {
    var sides: [Variant] = []
    for side in request.sides {
      sides.append(try variant(side, beside: sides.first, request.names, sheets))
    }
    let comparison = Comparison(
      sides: sides, isUntouched: request.sides.map { $0.origin == .before }, names: request.names)
    let report = try comparison.report(within: request.bound, isInterrupted)
    for (index, side) in request.sides.enumerated() where !side.isShownAnyway && kept.count < Self.mostKept {
      try keep(Session(showing: sides[index], isInterrupted), named: report.sides[index])
    }
    return report
  }

  private func variant(
    _ side: ComparisonRequest.Side, beside first: Variant?, _ names: [ComparisonRequest.NamePair],
    _ sheets: [String: Material]
  ) throws(CommandError) -> Variant {
    switch side.origin {
    case .now: return try present.with(side.changes, isInterrupted)
    case .before: return try baseline.with(side.changes, isInterrupted)
    case .sheet(let name):
      // The open model by its name is the one that was opened, on what is fed now.
      if isOpen(name), sheets[name] == nil { return try baseline.with(side.changes, isInterrupted) }
      guard let material = sheets[name] else { throw .message("no sheet is called \(name)") }
      if let first { return try first.partner(material, names, side.changes, isInterrupted) }
      // What is named first runs on what is fed here, too, if it can.
      do throws(CommandError) {
        return try present.partner(material, [], side.changes, isInterrupted)
      } catch {
        if error == .run(.interrupted) { throw error }
        return try Variant(material, isInterrupted).with(side.changes, isInterrupted)
      }
    }
  }
}

extension ComparisonRequest.Side {
  /// The present and the untouched run are shown side by side without being kept.
  fileprivate var isShownAnyway: Bool {
    guard changes.isEmpty else { return false }
    if case .sheet = origin { return false }
    return true
  }
}

extension Variant {
  /// The same with some things otherwise.
  fileprivate func with(
    _ changes: [ComparisonRequest.Change], _ isInterrupted: @escaping Interruption
  ) throws(CommandError) -> Variant {
    guard !changes.isEmpty else { return self }
    var material = self.material
    let pins = try material.take(changes, of: model)
    return try Variant(material, pins: self.pins.map(\.text) + pins, from: self, isInterrupted)
  }

  /// Another model on this one's input, with this one's parameters: those of the same name, and those that `names` give.
  func partner(
    _ other: Material, _ names: [ComparisonRequest.NamePair], _ changes: [ComparisonRequest.Change],
    _ isInterrupted: @escaping Interruption
  ) throws(CommandError) -> Variant {
    // In its own sizes: what it reads in none of this one's inputs may not even have an example in this one's.
    if let plain = try? other.model(),
      !plain.inputs.contains(where: { self.model.input(named: source(of: $0.name, names)) != nil })
    {
      throw apart(from: plain)
    }
    var material = other
    (material.feed, material.seed) = (.example, self.material.seed)
    for dimension in model.dims where material.sheet.declares(dimension.name) {
      material.settings[dimension.name] = Double(dimension.count)
    }
    let model = try material.checked(on: self.model)
    guard model.inputs.contains(where: { source(of: $0, names) != nil }) else { throw apart(from: model) }
    let pins = try material.take(changes, of: model)
    return try Variant(material, pins: pins, isInterrupted) { model, values throws(CommandError) in
      try self.lend(to: model, &values, names)
    }
  }

  private func lend(
    to model: Model, _ values: inout RunValues<Float>, _ names: [ComparisonRequest.NamePair]
  ) throws(CommandError) {
    for parameter in model.parameters {
      let given = names.first { $0.theirs == parameter.name }
      guard let own = self.model.parameter(named: given?.ours ?? parameter.name) else { continue }
      guard own.shape == parameter.shape else {
        if let given { throw .message(Self.misfit(given, parameter.shape, own.shape)) }
        continue
      }
      values.parameters[parameter.id] = self.values.parameters[own.id]
    }
    for input in model.inputs {
      guard let own = self.input(for: input, names) else { continue }
      values.inputs[input.id] = self.values.inputs[own.id].read(by: input)
    }
  }

  /// What is said to be meant by a name of another model, or the same name.
  private func source(of theirs: String, _ names: [ComparisonRequest.NamePair]) -> String {
    names.first { $0.theirs == theirs }?.ours ?? theirs
  }

  /// The input that one of another model can take its numbers from: as wide, and given once like it or at each step.
  func input(for other: Input, _ names: [ComparisonRequest.NamePair]) -> Input? {
    guard let own = model.input(named: source(of: other.name, names)), own.shape == other.shape,
      own.isStream == other.isStream
    else {
      return nil
    }
    return own
  }

  /// The same, where it is fed and tells more than how a tree is built.
  private func source(of other: Input, _ names: [ComparisonRequest.NamePair]) -> Input? {
    let tree = model.treeInputs
    guard let own = input(for: other, names), own.id != tree?.left, own.id != tree?.right else { return nil }
    if case .missing = values.inputs[own.id] { return nil }
    return own
  }

  private func apart(from other: Model) -> CommandError {
    let isOfSteps = other.inputs.contains { input in
      model.input(named: input.name).map { $0.shape == input.shape && $0.isStream != input.isStream } ?? false
    }
    let words = [other, model].map { "\($0.sheet.name) takes \($0.inputWords(withSteps: isOfSteps))" }
    return .message(
      "\(words.joined(separator: ", ")): they cannot run on one input; list beside \(other.sheet.name) lays their equations "
        + "beside each other")
  }

  static func misfit(_ pair: ComparisonRequest.NamePair, _ theirs: Shape, _ ours: Shape) -> String {
    "\(pair.theirs) is \(theirs.described), \(pair.ours) is \(ours.described): they cannot be set beside each other"
  }
}

extension Material {
  /// The model; at random if the weights that come with its sheet are for other sizes, or read symbols where another
  /// model is fed vectors.
  fileprivate mutating func checked(on other: Model) throws(CommandError) -> Model {
    yields = true
    if let plain = yielding { self = plain }
    do throws(CatalogueError) {
      let model = try model()
      guard model.inputs.contains(where: { $0.isSymbolic && other.input(named: $0.name)?.isSymbolic == false }) else {
        return model
      }
      weights = nil
      return try self.model()
    } catch {
      throw .catalogue(error)
    }
  }

  /// Takes in sizes, constants and parameters.
  ///
  /// - Returns: the pins among the changes.
  fileprivate mutating func take(
    _ changes: [ComparisonRequest.Change], of model: Model
  ) throws(CommandError) -> [String] {
    var pins: [String] = []
    for change in changes {
      let bare = String(change.name.prefix { $0 != "[" })
      if model.knows(bare),
        model.quantities.contains(where: {
          $0.name == change.name || $0.name == bare
            || $0.name.hasPrefix(bare + "[")
        })
      {
        pins.append("\(change.name) = \(change.value)")
        continue
      }
      guard let number = Double(change.value), number.isFinite else {
        throw .message(
          "\(change.name)=\(change.value): only a quantity can be held to an expression, else say a number")
      }
      if let parameter = model.parameter(named: change.name) {
        edits[change.name] = Array(repeating: Float(number), count: parameter.shape.count)
      } else if change.name == "seed", let seed = UInt64(exactly: number) {
        self.seed = seed
      } else {
        settings[change.name] = number
      }
    }
    return pins
  }
}

extension Model {
  /// What is fed, in words.
  fileprivate func inputWords(withSteps: Bool) -> String {
    inputs.map { input in
      "\(input.name): \(input.shape.described)" + (withSteps ? input.isStream ? " at each step" : " once" : "")
    }.joined(separator: ", ")
  }
}

extension Input {
  fileprivate var isSymbolic: Bool { if case .token = kind { true } else { false } }
}

extension InputValue<Float> {
  /// What is fed to an input, as another of the same width takes it: symbols for vectors are one-hot.
  fileprivate func read(by input: Input) -> InputValue {
    guard case .tokens(let tokens) = self, !input.isSymbolic else { return self }
    let width = input.shape.count
    var numbers = [Float](repeating: 0, count: tokens.count * width)
    for (step, token) in tokens.enumerated() { numbers[step * width + Int(token)] = 1 }
    return .stream(numbers, steps: tokens.count)
  }
}

extension Sheet {
  fileprivate func declares(_ dimension: String) -> Bool {
    items.contains { item in
      if case .dims(let list) = item.kind { list.contains { $0.name == dimension } } else { false }
    }
  }
}
