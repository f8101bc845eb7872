// The options that say what is run: shared by all subcommands that run something.

import ArgumentParser
import Catalogue
import Debugger
import Equations
import Evaluation
import Formats

/// What is opened where nothing is named.
let openingModel = "g2p"

struct ModelOptions: ParsableArguments {
  @ArgumentParser.Argument(help: "A sheet's path, or the name of one in the catalogue.")
  var model: String?

  @Option(help: ArgumentHelp("Parameters, from a safetensors or npz file.", valueName: "file"), completion: .file())
  var weights: String?

  @Option(help: ArgumentHelp("Inputs, from a safetensors or npz file.", valueName: "file"), completion: .file())
  var input: String?

  // A number may be negative, and begin as an option does.
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("What to feed: a text, or rows of numbers divided by semicolons.", valueName: "text"))
  var feed: String?

  @Option(
    name: .customLong("set"), help: ArgumentHelp("A dimension or constant: H=64, μ=0.5.", valueName: "name=number"))
  var settings: [String] = []

  @Option(parsing: .unconditional, help: ArgumentHelp("Where random starts begin.", valueName: "number"))
  var seed: UInt64 = 1

  func validate() throws {
    if input != nil, feed != nil { throw ValidationError("--input and --feed both say what to feed: give one") }
    if weights == "" { throw ValidationError("--weights needs a file") }
    if input == "" { throw ValidationError("--input needs a file") }
    try Setting.validate(settings)
  }

  /// Reads the sheet and opens the files.
  func material(_ catalogue: Catalogue) throws(CommandError) -> Material {
    do throws(CatalogueError) {
      let sheet = try catalogue.sheet(model ?? openingModel)
      return Material(
        sheet: sheet, settings: Setting.numbers(settings), seed: seed, weights: try weightFile(sheet, catalogue),
        feed: try source())
    } catch {
      throw .catalogue(error)
    }
  }

  private func weightFile(_ sheet: Sheet, _ catalogue: Catalogue) throws(CatalogueError) -> TensorFile? {
    if let weights { return try openTensors(weights) }
    guard let file = try catalogue.weights(for: sheet) else { return nil }
    guard !settings.isEmpty else { return file }
    do throws(CatalogueError) {
      let material = Material(sheet: sheet, settings: Setting.numbers(settings), weights: file, feed: .example)
      _ = try ModelValues(material.model(), weights: file)
      return file
    } catch {
      // Sizes that were set by hand need not be those of the weights that come with the sheet.
      guard case .wrongShape = error else { throw error }
      complain("note: \(error.description); the parameters start at random instead, seed \(seed)")
      return nil
    }
  }

  private func source() throws(CatalogueError) -> Feed {
    if let input { return .file(try openTensors(input)) }
    return feed.map { .text($0) } ?? .example
  }
}

/// Opens a file of tensors.
func openTensors(_ path: String) throws(CatalogueError) -> TensorFile {
  do throws(FormatError) {
    return try TensorFile(path: path)
  } catch {
    throw .file(error)
  }
}

/// The catalogue beside this program.
func openCatalogue() throws(CommandError) -> Catalogue {
  do throws(CatalogueError) {
    return try Catalogue(ResourceFolder())
  } catch {
    throw .catalogue(error)
  }
}
