// unroll [MODEL]: the interface, or plain lines where there is no terminal for it.

import ArgumentParser
import Catalogue
import Debugger
import Glibc

struct OpenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "open", abstract: "Open a model in the terminal (what happens without a subcommand).")

  @OptionGroup var options: ModelOptions

  func run() throws {
    try reporting { () throws(CommandError) in
      let catalogue = try openCatalogue()
      let session = try Session(try options.material(catalogue))
      guard isatty(0) == 1 else {
        return try PlainREPL(session: session, catalogue: catalogue, json: false).run(.standardInput)
      }
      guard isatty(1) == 1 else {
        return try PlainREPL(session: session, catalogue: catalogue, json: false).run(.terminal)
      }
      try runInteractively(session, catalogue)
    }
  }
}
