// The options that say what is fed: shared by all subcommands that feed something.

import ArgumentParser
import Catalogue
import Debugger
import Equations

struct FeedOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Inputs, from a safetensors or npz file, or a graph's edges from CSV; may be given several times.",
      valueName: "file"), completion: .file())
  var input: [String] = []

  // A number may be negative, and begin as an option does.
  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      """
      What to feed: a text, rows of numbers divided by semicolons, or ties (1-2 2-3); 'NAME: …' for an input by its name, \
      and so several times.
      """, valueName: "text"))
  var feed: [String] = []

  @Option(help: ArgumentHelp("The tree to walk over: \(TreeChoice.words).", valueName: "kind"))
  var tree: String?

  func validate() throws {
    if input.contains("") { throw ValidationError("--input needs a file") }
    guard tree == nil || treeChoice != nil else {
      throw ValidationError("--tree must be \(TreeChoice.words), not '\(tree ?? "")'")
    }
  }

  /// Whether the sheet's own example is fed.
  var isExample: Bool { input.isEmpty && feed.isEmpty }

  var treeChoice: TreeChoice? { tree.flatMap(TreeChoice.init) }

  /// Files first, and over them what is typed.
  func source(_ sheet: Sheet) throws(CatalogueError) -> Feed {
    var parts: [Feed.Part] = []
    for path in input { parts.append(try openInputs(path)) }
    let typed = feed.map { Feed.Part(option: $0, of: sheet) }
    if let twice = Feed.fedTwice(typed) { throw .fedTwice(twice) }
    return Feed(parts + typed)
  }
}
