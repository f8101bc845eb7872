// The options that say what is fed: shared by all subcommands that feed something.

import ArgumentParser
import Catalogue
import Debugger

struct FeedOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Inputs, from a safetensors or npz file, or a graph's edges from CSV.", valueName: "file"),
    completion: .file())
  var input: String?

  // A number may be negative, and begin as an option does.
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("What to feed: a text, or rows of numbers divided by semicolons.", valueName: "text"))
  var feed: String?

  @Option(help: ArgumentHelp("The tree to walk over: \(TreeChoice.words).", valueName: "kind"))
  var tree: String?

  func validate() throws {
    if input != nil, feed != nil { throw ValidationError("--input and --feed both say what to feed: give one") }
    if input == "" { throw ValidationError("--input needs a file") }
    guard tree == nil || treeChoice != nil else {
      throw ValidationError("--tree must be \(TreeChoice.words), not '\(tree ?? "")'")
    }
  }

  /// Whether the sheet's own example is fed.
  var isExample: Bool { input == nil && feed == nil }

  var treeChoice: TreeChoice? { tree.flatMap(TreeChoice.init) }

  func source() throws(CatalogueError) -> Feed {
    if let input { return try openInputs(input) }
    return feed.map { .text($0) } ?? .example
  }
}
