// unroll [MODEL]: the interface, or plain lines where there is no terminal for it.

import ArgumentParser
import Catalogue
import Debugger

struct OpenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "open", abstract: "Open a model in the terminal (what happens without a subcommand).")

  @OptionGroup var options: ModelOptions

  func run() throws {
    try reporting { () throws(CommandError) in
      let catalogue = try openCatalogue()
      let material = try options.material(catalogue)
      if let note = material.slownessNote { complain(note.line) }
      let session = try startedSession(on: material, catalogue)
      let plain = PlainREPL(session: session, catalogue: catalogue, json: false)
      guard StandardStreams.isInputTerminal else { return try plain.run(.standardInput) }
      guard StandardStreams.isOutputTerminal else { return try plain.run(.terminal) }
      try runInteractively(session, catalogue)
    }
  }
}
