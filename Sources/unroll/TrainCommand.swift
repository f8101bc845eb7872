// unroll train: learns a task, and writes the parameters that did best on fresh sequences.

import ArgumentParser
import Catalogue
import Debugger
import Equations
import Evaluation
import Formats
import Learning
import Terminal

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Train a model on a task, or on its own loss.",
    discussion: """
      The parameters that did best on fresh sequences are written under the sheet's names, to be given to --weights. A sheet \
      whose own loss is not the task's gets a linear readout in its place; --sheet writes the sheet that was trained. With \
      --own-loss and no task the sheet's loss is made small on what is fed, and there is nothing else that it could be tried on. \
      Ctrl-C stops and keeps the best so far. The same options and seed give the same bits, whatever the number of threads.
      """)

  @ArgumentParser.Argument(help: "A sheet's path, or the name of one in the catalogue.")
  var model: String

  @OptionGroup(title: "Task") var task: TaskOptions
  @OptionGroup(title: "Recipe") var recipe: RecipeOptions
  @OptionGroup(title: "What is fed (--own-loss without --task)") var fed: FeedOptions

  @Option(
    name: .customLong("set"), help: ArgumentHelp("A dimension or constant: H=64, μ=0.5.", valueName: "name=number"))
  var settings: [String] = []

  @Option(
    help: ArgumentHelp(
      "Weights to start from; what they do not hold in the sizes of the model starts at random.", valueName: "file"),
    completion: .file())
  var weights: String?

  @Option(help: ArgumentHelp("Where the start and the sequences come from.", valueName: "number"))
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp("Go on from this file if it is there, and keep the training in it.", valueName: "file"),
    completion: .file())
  var resume: String?

  @Option(help: ArgumentHelp("Where to write the sheet that was trained.", valueName: "file"), completion: .file())
  var sheet: String?

  @Option(name: .shortAndLong, help: ArgumentHelp("Where to write the parameters.", valueName: "file"))
  var output: String

  func validate() throws {
    try Setting.validate(settings)
    if output.isEmpty { throw ValidationError("--output needs a file") }
    if weights == "" { throw ValidationError("--weights needs a file") }
    if resume == "" { throw ValidationError("--resume needs a file") }
    guard task.task != nil else { return try recipe.validateFed() }
    for (name, value) in [("--input", fed.input.first), ("--feed", fed.feed.first), ("--tree", fed.tree)]
    where value != nil {
      throw ValidationError("\(name) goes with --own-loss alone: a task feeds sequences of its own")
    }
  }

  func run() throws {
    InterruptFlag.arm()
    keepMemoryThatIsGivenBack()
    try reporting { () throws(CommandError) in
      let catalogue = try openCatalogue()
      let start = try openedWeights()
      let task = try self.task.learningTask()
      let fitting =
        if let task { try fitted(task, catalogue, start) } else { try ownLoss(catalogue, start) }
      var job = try TrainingJob(
        fitting, recipe.recipe(seed: seed, isFed: task == nil), from: start, threads: recipe.threads, resume: resume)
      try job.checkOutput(output)
      let end = job.run()
      try job.write(to: output)
      if let sheet { try job.writeSheet(to: sheet) }
      complain(job.summary(output))
      switch end {
      case nil: break
      case .interrupted: throw .run(.interrupted)
      case .some(let error): throw .message(error.description)
      }
    }
  }

  private func openedWeights() throws(CommandError) -> TensorFile? {
    guard let weights, weights != "random", weights != "none" else { return nil }
    do throws(CatalogueError) { return try openTensors(weights) } catch { throw .catalogue(error) }
  }

  /// - `start`: weights whose sizes hold where neither the user nor the task says others.
  private func fitted(
    _ task: LearningTask, _ catalogue: Catalogue, _ start: TensorFile?
  ) throws(CommandError) -> Fitting {
    let sheet: Sheet
    var sizes: [String: Double] = [:]
    do throws(CatalogueError) {
      sheet = try catalogue.sheet(model)
      if let start { sizes = try start.sizes(for: sheet) }
    } catch {
      throw .catalogue(error)
    }
    return try checked { () throws(FittingError) in
      try Fitting(task, on: sheet, settings: Setting.numbers(settings), sizes: sizes, mapping: self.task.mapping)
    }
  }

  /// The sheet's own loss, on what is fed.
  private func ownLoss(_ catalogue: Catalogue, _ start: TensorFile?) throws(CommandError) -> Fitting {
    let material: Material
    let model: Model
    do throws(CatalogueError) {
      let sheet = try catalogue.sheet(self.model)
      var given = Material(
        sheet: sheet, settings: Setting.numbers(settings), seed: seed, weights: start, feed: try fed.source(sheet))
      given.tree = fed.treeChoice
      material = given
      model = try material.model()
    } catch {
      throw .catalogue(error)
    }
    let inputs = try material.inputs(for: model)
    return try checked { () throws(FittingError) in
      try Fitting(ownLossOf: model, on: inputs, isExample: material.showsExample)
    }
  }

  private func checked(_ make: () throws(FittingError) -> Fitting) throws(CommandError) -> Fitting {
    do throws(FittingError) {
      let fitting = try make()
      if recipe.truncate != nil { try fitting.checkTruncation() }
      return fitting
    } catch {
      guard case .sheet(let errors) = error else { throw .message(error.description) }
      throw .sheet(errors)
    }
  }
}

extension TensorFile {
  /// The dimensions and constants that a sheet has with these weights; none where they are of another sheet.
  fileprivate func sizes(for sheet: Sheet) throws(CatalogueError) -> [String: Double] {
    let bindings = try Bindings(for: sheet, weights: self)
    guard let model = try? Model(sheet, bindings) else { return bindings.settings }
    let numbers = model.constants.compactMap { constant in constant.value.map { (constant.name, $0) } }
    return Dictionary(
      model.dims.map { ($0.name, Double($0.count)) } + numbers, uniquingKeysWith: { first, _ in first })
  }
}
