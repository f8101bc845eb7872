// How a subcommand fails: one message on standard error, exit code 1; 130 after an interruption.

import ArgumentParser
import Debugger
import Evaluation
import Formats
import Glibc

/// Runs a subcommand's work and turns what it throws into a message and an exit code.
func reporting(_ work: () throws(CommandError) -> Void) throws {
  do throws(CommandError) {
    try work()
  } catch {
    if error == .run(.interrupted) { throw ExitCode(130) }
    complain(error.description)
    throw ExitCode(1)
  }
}

/// Says something on standard error.
func complain(_ text: String) {
  fflush(nil)
  let bytes = Array("\(text)\n".utf8)
  _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
}
