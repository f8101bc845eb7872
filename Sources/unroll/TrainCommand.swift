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
    commandName: "train", abstract: "Train a model on a task.",
    discussion: """
      The parameters that did best on fresh sequences are written under the sheet's names, to be given to --weights. A sheet \
      whose own loss is not the task's gets a linear readout in its place; --sheet writes the sheet that was trained. \
      Ctrl-C stops and keeps the best so far. The same options and seed give the same bits, whatever the number of threads.
      """)

  @ArgumentParser.Argument(help: "A sheet's path, or the name of one in the catalogue.")
  var model: String

  @OptionGroup(title: "Task") var task: TaskOptions
  @OptionGroup(title: "Recipe") var recipe: RecipeOptions

  @Option(
    name: .customLong("set"), help: ArgumentHelp("A dimension or constant: H=64, μ=0.5.", valueName: "name=number"))
  var settings: [String] = []

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
    if resume == "" { throw ValidationError("--resume needs a file") }
  }

  func run() throws {
    InterruptFlag.arm()
    keepMemoryThatIsGivenBack()
    try reporting { () throws(CommandError) in
      let catalogue = try openCatalogue()
      let fitting = try fitted(try task.learningTask(), catalogue)
      var job = try TrainingJob(fitting, recipe.recipe(seed: seed), threads: recipe.threads, resume: resume)
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

  private func fitted(_ task: LearningTask, _ catalogue: Catalogue) throws(CommandError) -> Fitting {
    let sheet: Sheet
    do throws(CatalogueError) { sheet = try catalogue.sheet(model) } catch { throw .catalogue(error) }
    do throws(FittingError) {
      return try Fitting(task, on: sheet, settings: Setting.numbers(settings), mapping: self.task.mapping)
    } catch {
      guard case .sheet(let errors) = error else { throw .message(error.description) }
      throw .sheet(errors)
    }
  }
}
