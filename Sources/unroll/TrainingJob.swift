// A training from its start, or from where its file says, to the files that it leaves.

import Catalogue
import Debugger
import Equations
import Evaluation
import Formats
import Glibc
import Learning
import Terminal

struct TrainingJob {
  private let fitting: Fitting
  private let objective: ModelObjective
  private let given: [Int: [Float]]
  private let signature: Signature
  /// Where the training is kept while it goes on; nil if nowhere.
  private let resume: String?
  /// Lines that the weights to start from bring for the sheet.
  private let givenLines: String?
  private var training: Training<ModelObjective>

  /// - Parameters:
  ///   - fitting: what is trained on what.
  ///   - recipe: how.
  ///   - weights: where the parameters start; nil for at random.
  ///   - threads: how many to use.
  ///   - resume: the file of a training to go on from, if it is there.
  /// - Throws: a sheet that cannot start or run, a file of another training.
  init(
    _ fitting: Fitting, _ recipe: Recipe, from weights: TensorFile?, threads: Int, resume: String?
  ) throws(CommandError) {
    self.fitting = fitting
    self.resume = resume
    givenLines = weights?.metadata[Catalogue.lines]
    let start: ModelValues
    do throws(CatalogueError) {
      start = try Self.start(fitting.model, from: weights, seed: recipe.seed)
      given = try Self.given(fitting, seed: recipe.seed)
    } catch {
      throw .catalogue(error)
    }
    do throws(RunError) {
      objective = try ModelObjective(
        fitting, constants: start.constants.map { $0.asFloats() }, given: given,
        truncation: recipe.truncation)
    } catch {
      throw .run(error)
    }
    signature = Signature(
      tensors: objective.parameters.map { .init(name: $0.name, shape: $0.shape.axes) },
      sheet: fitting.sheet.printed, task: fitting.described, recipe: recipe)
    if let resume, access(resume, F_OK) == 0 {
      do throws(TrainingError) {
        training = Training(fitting.task, recipe, objective, from: try Resumption(path: resume, signature))
      } catch {
        throw .message(error.description)
      }
    } else {
      training = Training(fitting.task, recipe, objective, from: start.parameters.flatMap { $0.asFloats() })
    }
    training.threads = threads
    // What it starts from may be the best that it comes to.
    guard weights != nil, training.best == nil else { return }
    do throws(TrainingError) { _ = try training.validate() } catch { throw .message(error.description) }
  }

  /// The numbers to start from; tells which of them the weights do not have.
  private static func start(
    _ model: Model, from weights: TensorFile?, seed: UInt64
  ) throws(CatalogueError) -> ModelValues {
    guard let weights else { return try ModelValues(model, seed: seed) }
    let (values, random) = try ModelValues.starting(model, from: weights, seed: seed)
    if !random.isEmpty {
      complain(
        "note: at random start, for want of numbers of that name and size in \(weights.path): "
          + random.joined(separator: ", "))
    }
    return values
  }

  /// What the task does not feed and the sheet shows by itself, such as a memory before the first step.
  private static func given(_ fitting: Fitting, seed: UInt64) throws(CatalogueError) -> [Int: [Float]] {
    guard !fitting.shown.isEmpty else { return [:] }
    let inputs = try LoadedInputs(exampleFor: fitting.model, seed: seed)
    return Dictionary(uniqueKeysWithValues: fitting.shown.map { ($0.id, inputs.values[$0.id]?.floats ?? []) })
  }

  /// Finds out before the work whether its result can be written.
  func checkOutput(_ path: String) throws(CommandError) {
    do throws(FormatError) {
      // Dropped at once, it leaves nothing behind and what stands there as it is.
      _ = try TensorFileWriter(path: path, tensors: [])
    } catch {
      throw .catalogue(.file(error))
    }
  }

  /// Trains to the end, or until something ends it.
  ///
  /// - Returns: why it ended early; nil where it did not.
  mutating func run() -> TrainingError? {
    var progress = TrainingProgress(fitting.task, of: training.recipe.updates)
    defer { progress.end() }
    do throws(TrainingError) {
      while !training.isFinished {
        let report = try training.update { InterruptFlag.isRaised }
        progress.note(report)
        // Where fresh sequences were tried, and so at the end.
        if report.metric != nil { try keep() }
      }
      return nil
    } catch {
      if error == .interrupted { try? keep() }
      return error
    }
  }

  private func keep() throws(TrainingError) {
    guard let resume else { return }
    do throws(FormatError) {
      try training.resumption.write(to: resume, signature, metadata: metadata)
    } catch {
      throw .file(error)
    }
  }

  // MARK: what is left

  /// The parameters to keep, under the sheet's names.
  func write(to path: String) throws(CommandError) {
    do throws(FormatError) {
      var writer = try TensorFileWriter(
        path: path, tensors: objective.parameters.map { .init(name: $0.name, shape: $0.shape.axes) },
        metadata: metadata)
      try writer.append(training.result)
      try writer.finish()
    } catch {
      throw .catalogue(.file(error))
    }
  }

  func writeSheet(to path: String) throws(CommandError) {
    do throws(FormatError) {
      try writeFileWhole(path: path, bytes: fitting.sheet.printed.utf8)
    } catch {
      throw .catalogue(.file(error))
    }
  }

  /// What the sheet needs to be opened with the parameters alone.
  private var metadata: [String: String] {
    WeightWriting.metadata(
      fitting.model, task: signature.task, examples: fitting.examples(given: given),
      alphabets: fitting.alphabets.merging(fitting.entryNames.mapValues { Alphabet(symbols: $0) }) { own, _ in own },
      lines: fitting.lines ?? (fitting.isOwnLoss ? givenLines : nil))
  }

  /// How it went, in a line.
  func summary(_ path: String) -> String {
    let task = fitting.task
    guard let best = training.best else { return "\(path): the parameters after update \(training.updateCount)" }
    guard !fitting.isOwnLoss else {
      return "\(path): loss \(short(best.metric)) of what is fed, update \(best.update) of \(training.updateCount)"
    }
    let verdict = best.metric < task.threshold ? "solved: it is" : "not solved: that would be"
    return "\(path): \(task.metric.rawValue) \(short(best.metric)) on \(training.recipe.freshCount) fresh sequences, "
      + "update \(best.update); \(verdict) below \(short(task.threshold))"
  }
}
