// A training that starts from what a session shows: its sheet, its sizes, its weights. A value that any thread may work on.

internal import Catalogue
package import Equations
internal import Evaluation
internal import Formats
package import Learning

/// A session's model, being trained.
package struct PromptTraining: Sendable {
  package let request: TrainingRequest
  package let fitting: Fitting
  /// Parameters that begin at random: the session has none of their name and size.
  package let fresh: [String]
  /// A sequence of the task, as a sheet says it, by input.
  package let examples: [(input: String, words: String)]
  private let lines: String?
  private let objective: ModelObjective
  private let start: [Float]
  private let constants: [[Float]]
  private var training: Training<ModelObjective>

  /// - Parameters:
  ///   - request: what was asked for.
  ///   - task: what it means.
  ///   - session: whose weights it starts from.
  /// - Throws: a task and a sheet that do not go together, a model that cannot be trained.
  package init(_ request: TrainingRequest, _ task: LearningTask, from session: Session) throws(CommandError) {
    self.request = request
    do throws(FittingError) {
      fitting = try session.fitting(request, task)
      if request.recipe.truncation != nil { try fitting.checkTruncation() }
    } catch {
      guard case .sheet(let errors) = error else { throw .message(error.description) }
      throw .sheet(errors)
    }
    let numbers = try session.start(of: fitting.model, seed: request.recipe.seed)
    (fresh, constants) = (numbers.fresh, numbers.constants)
    lines = fitting.lines ?? session.material.trained?.lines ?? session.material.weights?.metadata[Catalogue.lines]
    let given = try session.given(to: fitting)
    examples = fitting.examples(given: given)
    do throws(RunError) {
      objective = try ModelObjective(
        fitting, constants: numbers.constants, given: given, columns: request.recipe.batch == 1 ? 1 : 16,
        truncation: request.recipe.truncation)
    } catch {
      throw .run(error)
    }
    start = numbers.parameters.flatMap { $0 }
    training = Training(task, request.recipe, objective, from: start)
    training.threads = request.threads
  }

  package var task: LearningTask { training.task }
  package var total: Int { request.recipe.updates }
  package var updateCount: Int { training.updateCount }
  package var isFinished: Bool { training.isFinished || updateCount >= request.until ?? .max }

  /// Changes the parameters once.
  ///
  /// - Throws: where it diverges, cannot run or is interrupted; what did best so far is still there.
  package mutating func update(isInterrupted: @escaping @Sendable () -> Bool) throws(TrainingError) -> UpdateReport {
    try training.update(isInterrupted: isInterrupted)
  }

  /// Tries what a stopped training has come to, so that the best is known even where it was stopped before its first trial.
  ///
  /// - Returns: the parameters to keep, and how it went.
  package mutating func end() -> TrainedNumbers {
    if training.best == nil, updateCount > 0 { _ = try? training.validate() }
    return TrainedNumbers(
      task: task.name, updates: training.best?.update ?? updateCount, metric: training.best?.metric,
      parameters: named(training.result), constants: namedConstants, alphabets: alphabets, lines: lines)
  }

  /// What it started from.
  package var untrained: TrainedNumbers {
    TrainedNumbers(
      task: task.name, updates: 0, metric: nil, parameters: named(start), constants: namedConstants,
      alphabets: alphabets, lines: lines)
  }

  /// Those of inputs, and what entries along dimensions are called.
  private var alphabets: [String: Alphabet] {
    fitting.alphabets.merging(fitting.entryNames.mapValues { Alphabet(symbols: $0) }) { own, _ in own }
  }

  private func named(_ list: [Float]) -> [String: [Float]] {
    Dictionary(
      zip(objective.parameters.map(\.name), objective.lists(list)), uniquingKeysWith: { first, _ in first })
  }

  private var namedConstants: [String: [Float]] {
    var result: [String: [Float]] = [:]
    for constant in fitting.model.constants where constant.value == nil {
      result[constant.name] = constants[constant.id]
    }
    return result
  }
}

/// Numbers that came out of a training, by the names of the sheet that was trained.
package struct TrainedNumbers: Sendable, Equatable {
  package var task: String
  package var updates: Int
  /// What they reach on fresh sequences; nil where none were tried.
  package var metric: Double?
  package var parameters: [String: [Float]]
  /// Constant tensors, which no equation gives.
  package var constants: [String: [Float]]
  package var alphabets: [String: Alphabet]
  /// What a sheet of the catalogue needs beside.
  package var lines: String?

  /// Where the numbers come from.
  package var words: String {
    updates == 0 ? "not trained yet" : "trained on \(task), \(updates) update\(updates == 1 ? "" : "s")"
  }
}

extension TensorFile {
  /// The numbers of a tensor, if there is one of that name and shape.
  fileprivate func numbers(named name: String, _ shape: [Int]) -> [Float]? {
    guard entry(named: name)?.shape == shape else { return nil }
    return (try? tensor(named: name))?.asFloats()
  }
}

extension Session {
  fileprivate func fitting(_ request: TrainingRequest, _ task: LearningTask) throws(FittingError) -> Fitting {
    guard request.goal != .ownLoss else {
      return try Fitting(ownLossOf: model, on: values.inputs, isExample: material.showsExample)
    }
    let sizes = model.dims.map { ($0.name, Double($0.count)) }
    let numbers = model.constants.compactMap { constant in constant.value.map { (constant.name, $0) } }
    return try Fitting(
      task, on: isKnown(task) ? model.sheet : material.sheet, settings: material.settings,
      sizes: Dictionary(sizes + numbers, uniquingKeysWith: { first, _ in first }), mapping: request.mapping)
  }

  /// Whether the weights bring no readout, or that of the task: another task's answers are not read from it.
  private func isKnown(_ task: LearningTask) -> Bool {
    guard let metadata = material.weights?.metadata, metadata[Catalogue.lines] != nil else { return true }
    return metadata["task"]?.split(separator: ",").first.map(String.init) == task.name
  }

  /// The session's own numbers where it has some of that name and size, else a seeded start.
  fileprivate func start(
    of other: Model, seed: UInt64
  ) throws(CommandError) -> (parameters: [[Float]], constants: [[Float]], fresh: [String]) {
    let known = model.constants.filter { $0.value == nil }.map { ($0.name, values.constants[$0.id]) }
    let random: ModelValues
    do throws(CatalogueError) {
      random = try ModelValues(
        other, seed: seed, constants: Dictionary(known, uniquingKeysWith: { first, _ in first }))
    } catch {
      throw .catalogue(error)
    }
    var parameters: [[Float]] = []
    var fresh: [String] = []
    for parameter in other.parameters {
      if let own = model.parameter(named: parameter.name), own.shape.axes == parameter.shape.axes {
        parameters.append(values.parameters[own.id])
      } else if let stored = material.weights?.numbers(named: parameter.name, parameter.shape.axes) {
        // As a readout, which the sheet itself has no name for.
        parameters.append(stored)
      } else {
        parameters.append(random.parameters[parameter.id].asFloats())
        fresh.append(parameter.name)
      }
    }
    return (parameters, random.constants.map { $0.asFloats() }, fresh)
  }

  /// What the task does not feed and is given once, such as a memory before the first step: what the session has there, else
  /// the sheet's example.
  fileprivate func given(to fitting: Fitting) throws(CommandError) -> [Int: [Float]] {
    guard !fitting.shown.isEmpty else { return [:] }
    let examples: LoadedInputs
    do throws(CatalogueError) {
      examples = try LoadedInputs(exampleFor: fitting.model, seed: material.seed)
    } catch {
      throw .catalogue(error)
    }
    var result: [Int: [Float]] = [:]
    for input in fitting.shown {
      result[input.id] = examples.values[input.id]?.floats ?? []
      if let own = model.input(named: input.name), own.shape.axes == input.shape.axes,
        case .given(let numbers) = values.inputs[own.id]
      {
        result[input.id] = numbers
      }
    }
    return result
  }
}
