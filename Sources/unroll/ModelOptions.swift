// The options that say what is run: shared by all subcommands that run something.

import ArgumentParser
import Catalogue
import Debugger
import Equations
import Formats

/// What is opened where nothing is named.
let openingModel = "g2p"

struct ModelOptions: ParsableArguments {
  @ArgumentParser.Argument(help: "A sheet's path, or the name of one in the catalogue.")
  var model: String?

  @Option(
    help: ArgumentHelp(
      "Parameters, from a safetensors or npz file; random starts anew where the sheet comes with some.",
      valueName: "file"), completion: .file())
  var weights: String?

  @OptionGroup var fed: FeedOptions

  @Option(
    name: .customLong("set"), help: ArgumentHelp("A dimension or constant: H=64, μ=0.5.", valueName: "name=number"))
  var settings: [String] = []

  @Option(parsing: .unconditional, help: ArgumentHelp("Where random starts begin.", valueName: "number"))
  var seed: UInt64 = 1

  func validate() throws {
    if weights == "" { throw ValidationError("--weights needs a file") }
    try Setting.validate(settings)
  }

  /// Reads the sheet and opens the files.
  func material(_ catalogue: Catalogue) throws(CommandError) -> Material {
    var plain: Material
    let shipped: TensorFile?
    do throws(CatalogueError) {
      let sheet = try catalogue.sheet(model ?? openingModel)
      let named = try namedWeights()
      shipped = weights == nil ? try catalogue.weights(for: sheet) : nil
      plain = Material(
        sheet: sheet, settings: Setting.numbers(settings), seed: seed, weights: named,
        feed: try fed.source(sheet.completed(by: named ?? shipped)))
      plain.tree = fed.treeChoice
    } catch {
      throw .catalogue(error)
    }
    guard let shipped else { return plain }
    var material = plain
    (material.weights, material.yields) = (shipped, true)
    // Sizes that were set or fed need not be those of the weights that come with the sheet.
    guard !settings.isEmpty || !fed.isExample else { return material }
    return material.yielding ?? material
  }

  /// `random` and `none` name no file, but the start without one.
  private func namedWeights() throws(CatalogueError) -> TensorFile? {
    guard let weights, weights != "random", weights != "none" else { return nil }
    return try openTensors(weights)
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

/// Opens a file of inputs: tensors, or the edges of a graph.
func openInputs(_ path: String) throws(CatalogueError) -> Feed.Part {
  EdgeList.isNamed(path) ? .edges(try EdgeList(path: path)) : .tensors(try openTensors(path))
}

/// The catalogue beside this program.
func openCatalogue() throws(CommandError) -> Catalogue {
  do throws(CatalogueError) {
    return try Catalogue(ResourceFolder())
  } catch {
    throw .catalogue(error)
  }
}
