// How a program ended.

import Glibc

/// The end of a program.
package enum ExitStatus: Hashable, Sendable {
  case exited(Int32)
  case signalled(Int32)

  /// From what `wait` gives.
  init(raw: Int32) {
    let signal = raw & 0x7F
    self = signal == 0 ? .exited(raw >> 8 & 0xFF) : .signalled(signal)
  }
}

/// A system call that did not work.
package struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
  package let call: String
  package let code: Int32

  init(_ call: String, _ code: Int32 = errno) {
    self.call = call
    self.code = code
  }

  package var description: String { "\(call): \(String(cString: strerror(code)))" }
}
