// Ctrl-C as a flag that long work asks for. It stops what runs, never the program.

import CTerminalState

/// Whether the user asked for what runs to stop (SIGINT).
package enum InterruptFlag {
  /// From here on SIGINT raises the flag and does nothing else.
  ///
  /// `TerminalScreen` does this by itself while it is open.
  package static func arm() { interrupt_arm() }

  /// Undoes one `arm`; after the last, SIGINT ends the program again.
  package static func disarm() { interrupt_disarm() }

  /// Runs work that has something to clear away: SIGINT, SIGTERM and SIGHUP raise the flag while it lasts.
  ///
  /// When it is over, a SIGTERM or SIGHUP that came ends the program as it would have.
  package static func clearingAway<Failure: Error>(_ work: () throws(Failure) -> Void) throws(Failure) {
    arm()
    interrupt_hold_ends()
    defer {
      interrupt_release_ends()
      disarm()
    }
    try work()
  }

  /// From here on SIGQUIT ends the program without more: the runtime would write a crash report.
  package static func quitPlainly() { interrupt_quit_plainly() }

  /// One atomic read: cheap enough to ask at each step.
  ///
  /// Give it to long work as a closure.
  package static var isRaised: Bool { interrupt_is_raised() != 0 }

  /// Lowers the flag; whether it was raised.
  ///
  /// Whoever stopped because of it takes it.
  @discardableResult
  package static func take() -> Bool { interrupt_take() != 0 }
}
