// The options of subcommands that run a model once and write tensors of the run.

import ArgumentParser
import Debugger
import Evaluation
import Terminal

struct OutputOptions: ParsableArguments {
  @Option(
    name: .customLong("pin"), help: ArgumentHelp("Hold a quantity: 'z = 0', 'f[3] = 1 from 5 to 9'.", valueName: "pin"))
  var pins: [String] = []

  @Flag(help: "Write in double precision.")
  var double = false

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Where to write; - is standard output.", valueName: "file"),
    completion: .file())
  var output: String

  func validate() throws {
    if output.isEmpty { throw ValidationError("--output needs a file") }
    if output == "-", StandardStreams.isOutputTerminal {
      throw ValidationError("--output - needs a pipe or a file: tensors cannot be shown on a terminal")
    }
  }

  /// Runs what writes the file; Ctrl-C leaves nothing half-written.
  ///
  /// - Throws: what `body` throws, an output that is closed, and the interruption.
  func writing(_ body: () throws(CommandError) -> Void) throws(CommandError) {
    if output == "-" { try StandardStreams.checkOutput() }
    try InterruptFlag.clearingAway { () throws(CommandError) in
      try body()
      if InterruptFlag.isRaised { throw .run(.interrupted) }
    }
  }
}
