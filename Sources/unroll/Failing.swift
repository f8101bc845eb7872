// How a subcommand ends: 0, or one message on standard error and 1; 130 after an interruption.

import ArgumentParser
import Debugger
import Evaluation
import Glibc
import Terminal

/// Runs a subcommand's work and turns what it throws into a message and an exit code.
func reporting(_ work: () throws(CommandError) -> Void) throws {
  do throws(CommandError) {
    try work()
  } catch {
    if error == .run(.interrupted) { throw ExitCode.interrupted }
    complain(error.description)
    throw ExitCode(1)
  }
}

extension ExitCode {
  /// 128 and the number of SIGINT, as shells say it.
  static let interrupted = ExitCode(130)

  /// From here on Ctrl-C ends the program at once, and so does Ctrl-\, which the runtime would answer with a crash report.
  ///
  /// What has something to clear away arms `InterruptFlag` instead.
  static func onInterrupt() {
    signal(SIGINT) { _ in _exit(130) }
    InterruptFlag.quitPlainly()
  }
}
