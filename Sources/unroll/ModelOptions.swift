// The options that say what is run: shared by all subcommands that run something.

import ArgumentParser
import Catalogue
import Debugger
import Equations
import Evaluation
import Formats

/// What is opened where nothing is named.
let openingModel = "g2p-encoder"

struct ModelOptions: ParsableArguments {
  @ArgumentParser.Argument(help: "A sheet's path, or the name of one in the catalogue.")
  var model: String?

  @Option(help: "Parameters, from a safetensors or npz file.", completion: .file())
  var weights: String?

  @Option(help: "Inputs, from a safetensors or npz file.", completion: .file())
  var input: String?

  @Option(help: "What to feed: a text, or rows of numbers divided by semicolons.")
  var feed: String?

  @Option(name: .customLong("set"), help: ArgumentHelp("A dimension or constant: H=64, μ=0.5.", valueName: "name=number"))
  var settings: [String] = []

  @Option(help: "Where random starts begin.")
  var seed: UInt64 = 1

  func validate() throws {
    if input != nil && feed != nil { throw ValidationError("--input and --feed both say what to feed: give one") }
    try Setting.validate(settings)
  }

  /// Reads the sheet and opens the files.
  func material(_ catalogue: Catalogue) throws(CommandError) -> Material {
    do throws(CatalogueError) {
      let sheet = try catalogue.sheet(model ?? openingModel)
      return Material(
        sheet: sheet, settings: Setting.numbers(settings), seed: seed, weights: try weightFile(sheet, catalogue), feed: try source())
    } catch {
      throw .catalogue(error)
    }
  }

  private func weightFile(_ sheet: Sheet, _ catalogue: Catalogue) throws(CatalogueError) -> TensorFile? {
    guard let weights else {
      // Sizes that were set by hand are not those of the weights that come with the sheet.
      return settings.isEmpty ? try catalogue.weights(for: sheet) : nil
    }
    return try openTensors(weights)
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
