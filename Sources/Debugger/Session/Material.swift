// What a session is made from: a sheet, what was set, where its numbers come from. Enough to make the session again.

package import Catalogue
package import Equations
package import Evaluation
package import Formats

/// The ingredients of a run.
///
/// Making a model and numbers from them changes nothing.
package struct Material: Sendable {
  package var sheet: Sheet
  package var settings: [String: Double] = [:]
  package var seed: UInt64 = 1
  /// Nil for a seeded random start.
  package var weights: TensorFile?
  /// Whether the weights came with the sheet, unasked.
  package var yields = false
  /// Weights that came unasked and gave way to a random start.
  var yielded: TensorFile?
  package var feed: Feed = .example { didSet { given = given.filter { feed.spares($0.key) } } }
  /// Nil for one that is given, and a balanced one where none is.
  package var tree: TreeChoice?
  /// Numbers that were trained here; they go before those of the weights.
  package var trained: TrainedNumbers?
  /// Parameters and constant tensors that were edited, by name, as long as their size stays.
  package var edits: [String: [Float]] = [:]
  /// Inputs that are given once and were set by hand, by name, as long as their size stays and nothing else is fed to
  /// them.
  package var given: [String: [Float]] = [:]

  package init(sheet: Sheet, settings: [String: Double] = [:], seed: UInt64 = 1, weights: TensorFile?, feed: Feed) {
    self.sheet = sheet
    self.settings = settings
    self.seed = seed
    self.weights = weights
    self.feed = feed
  }

  /// The checked model, its sizes as the files and settings tell them.
  package func model() throws(CatalogueError) -> Model {
    let sheet = symbolicSheet
    var bindings = try Bindings(for: sheet, settings: settings, weights: weights, inputs: feed.files)
    if let trained { bindings.alphabets.merge(trained.alphabets) { _, here in here } }
    bindings.isFed = !feed.isExample
    var model = try checked(sheet, bindings)
    if try bindings.take(feed, model, settled: settledSizes(of: model)) { model = try checked(sheet, bindings) }
    if let names = feed.nodeNames(for: model) {
      bindings.alphabets[names.dimension] = Alphabet(symbols: names.names)
      model = try checked(sheet, bindings)
    }
    if let weights {
      let shown = try sheet.showing(examplesOf: weights, model)
      if shown != sheet { model = try checked(shown, bindings) }
    }
    let measured = model.stages.filter { model.readsWhole($0) }
    guard !measured.isEmpty else { return model }
    // Sizes that are lengths: what is fed tells them, and how it is read depends on the model.
    let loaded: LoadedInputs
    do throws(CatalogueError) {
      loaded = try loadedInputs(for: model)
    } catch .missingInputs, .noLongerFits {
      // Whoever asks for the numbers is told.
      return model
    }
    guard measured.contains(where: { loaded.steps[$0.id] != $0.length.count }) else { return model }
    for input in model.inputs {
      if let stage = input.stage, loaded.steps[stage] > 0 { bindings.lengths[input.name] = loaded.steps[stage] }
    }
    return try checked(model.sheet, bindings)
  }

  /// The sheet with the readout that the weights were trained beside, its inputs of the kind that they were trained with
  /// where that can be fed.
  private var symbolicSheet: Sheet {
    guard let weights else { return sheet }
    let sheet = self.sheet.completed(by: weights)
    return sheet.reading(symbolsOf: weights, unless: sheet.vectorsFed(feed, weights))
  }

  /// The dimensions that are not for what is fed to tell.
  private func settledSizes(of model: Model) -> Set<String> {
    let learned = weights == nil ? [] : model.parameters.flatMap { [$0.shape.rows.label, $0.shape.columns.label] }
    return Set(settings.keys).union(learned)
  }

  private func checked(_ sheet: Sheet, _ bindings: Bindings) throws(CatalogueError) -> Model {
    do throws(SheetErrors) {
      return try Model(sheet, bindings)
    } catch {
      guard sheet != self.sheet else { throw .sheet(error) }
      // A mistake is told where it stands on the sheet at hand, not on one that weights have made longer.
      do throws(SheetErrors) {
        _ = try Model(self.sheet, bindings)
      } catch {
        throw .sheet(error)
      }
      throw .sheet(error)
    }
  }

  /// Parameters and constants from the weights or from a random start, inputs from the feed.
  ///
  /// - Returns: them, oddities among the numbers, and what became of inputs that nothing new was given for.
  /// - Throws: what is wrong in files and inputs, and numbers that do not fit in memory, before they are made.
  package func values<Number: Scalar>(
    for model: Model
  ) throws(CommandError) -> (values: RunValues<Number>, warnings: [ValueWarning], notes: [MaterialNote]) {
    do throws(RunError) {
      try model.checkMemory(Number.self)
    } catch {
      throw .run(error)
    }
    do throws(CatalogueError) {
      var weights = try modelValues(for: model)
      let loaded = try grownInputs(for: model, weights)
      var warnings = weights.warnings + loaded.warnings(model)
      if Number.self == Float.self { warnings += overflows(of: weights, loaded, model) }
      var values = RunValues<Number>(
        parameters: numbers(taking: &weights.parameters), constants: numbers(taking: &weights.constants),
        inputs: inputs(loaded, of: model))
      for parameter in model.parameters {
        guard let edit = edits[parameter.name] ?? trained?.parameters[parameter.name],
          edit.count == parameter.shape.count
        else { continue }
        values.parameters[parameter.id] = edit.map { Number($0) }
        let tensor = Tensor(shape: parameter.shape.axes, float32: edit)
        if let warning = ValueWarning(tensor, name: parameter.name) { warnings.append(warning) }
      }
      for constant in model.constants where constant.value == nil {
        guard let edit = edits[constant.name] ?? trained?.constants[constant.name], edit.count == constant.shape.count
        else { continue }
        values.constants[constant.id] = edit.map { Number($0) }
        let tensor = Tensor(shape: constant.shape.axes, float32: edit)
        if let warning = ValueWarning(tensor, name: constant.name) { warnings.append(warning) }
      }
      return (values, warnings, loaded.notes.map { MaterialNote(kind: .note, text: $0.text, leftOut: $0.leftOut) })
    } catch {
      throw .catalogue(error)
    }
  }

  func modelValues(for model: Model) throws(CatalogueError) -> ModelValues {
    if let weights { return try ModelValues(model, weights: weights) }
    return try ModelValues(model, seed: seed, constants: trained?.constants ?? [:])
  }

  /// Numbers that single precision makes infinite.
  private func overflows(of weights: ModelValues, _ loaded: LoadedInputs, _ model: Model) -> [ValueWarning] {
    let given =
      Array(zip(model.parameters.map(\.name), weights.parameters))
      + Array(zip(model.constants.map(\.name), weights.constants))
    let fed = model.inputs.compactMap { input -> (String, Tensor)? in
      guard case .numbers(let tensor)? = loaded.values[input.id]?.content else { return nil }
      return (input.name, tensor)
    }
    return (given + fed).compactMap { ValueWarning(inSinglePrecision: $0.1, name: $0.0) }
  }

  /// What is fed, checked against the model.
  func loadedInputs(for model: Model) throws(CatalogueError) -> LoadedInputs {
    try LoadedInputs(model, feed, seed: seed)
  }

  /// What is fed, as the inputs of the model; parameters that the weights lack are those of a random start.
  package func inputs(for model: Model) throws(CommandError) -> [InputValue<Float>] {
    do throws(RunError) { try model.checkMemory(Float.self) } catch { throw .run(error) }
    do throws(CatalogueError) {
      let start =
        if let weights {
          try ModelValues.starting(model, from: weights, seed: seed).values
        } else {
          try ModelValues(model, seed: seed)
        }
      return inputs(try grownInputs(for: model, start), of: model)
    } catch {
      throw .catalogue(error)
    }
  }

  /// Whether all that is fed is what the sheet shows by itself.
  package var showsExample: Bool { feed.isExample && tree == nil }

  /// What is fed, below the tree that was chosen; leaves are alike by what they are before parameters are edited.
  private func grownInputs(for model: Model, _ weights: ModelValues) throws(CatalogueError) -> LoadedInputs {
    let loaded = try loadedInputs(for: model)
    guard let tree else { return loaded }
    return try loaded.under(tree, model) { id in
      trained?.parameters[model.parameters[id].name] ?? weights.parameters[id].asFloats()
    }
  }

  private func inputs<Number: Scalar>(_ loaded: LoadedInputs, of model: Model) -> [InputValue<Number>] {
    model.inputs.map { input in
      guard let value = loaded.values[input.id] else { return .missing }
      switch value.content {
      case .tokens(let tokens): return .tokens(tokens)
      case .numbers(let tensor):
        guard input.isStream else {
          guard let set = given[input.name], set.count == input.shape.count else { return .given(numbers(tensor)) }
          return .given(set.map { Number($0) })
        }
        return .stream(numbers(tensor), steps: tensor.shape.first ?? 1)
      }
    }
  }

  /// The numbers of tensors, each of which is let go as soon as it is read: not all of them are there twice.
  private func numbers<Number: Scalar>(taking tensors: inout [Tensor]) -> [[Number]] {
    var result: [[Number]] = []
    for index in tensors.indices {
      result.append(numbers(tensors[index]))
      tensors[index] = Tensor(shape: [0], float32: [])
    }
    return result
  }

  private func numbers<Number: Scalar>(_ tensor: Tensor) -> [Number] {
    if let floats = tensor.asFloats() as? [Number] { return floats }
    return tensor.asDoubles().map { Number($0) }
  }
}

extension Bindings {
  /// The sizes that follow from what is fed; false where they are known already.
  fileprivate mutating func take(
    _ feed: Feed, _ model: Model, settled: Set<String>
  ) throws(CatalogueError) -> Bool {
    let known = inputShapes.filter { model.input(named: $0.key) != nil }
    inputShapes = try feed.shapes(for: model, settled: settled)
    // How many nodes a graph has, say, is no matter of the weights.
    for input in model.inputs where inputShapes[input.name] != nil {
      for label in [input.shape.rows.label, input.shape.columns.label] {
        if settingOrigins[label] != nil, !settled.contains(label) { settings[label] = nil }
      }
    }
    return inputShapes != known
  }
}

extension Sheet {
  /// The sheet with the lines that weights were trained beside: a readout with its targets, which can be fed too.
  package func completed(by weights: TensorFile?) -> Sheet {
    weights?.metadata[Catalogue.lines].flatMap { try? adding($0) } ?? self
  }
}
