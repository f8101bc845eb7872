// The three standard streams as they may really be: closed, full, a folder, a pipe that nobody reads. Data goes to standard
// output, everything else that is said to standard error.

import Debugger
import Glibc

enum StandardStreams {
  /// Gives each closed stream `/dev/null`, so that no file that is opened later takes its number and is written into.
  ///
  /// What is then said to a closed output is an error, as it is for an output that is full.
  static func secure() {
    for descriptor in 0...2 where fcntl(Int32(descriptor), F_GETFD) < 0 { _ = open("/dev/null", O_RDONLY) }
  }

  /// - Throws: where standard output was closed, which what opens `/dev/stdout` anew would not notice.
  static func checkOutput() throws(CommandError) {
    guard fcntl(STDOUT_FILENO, F_GETFL) & O_ACCMODE != O_RDONLY else { throw outputError(EBADF) }
  }

  static var isInputTerminal: Bool { isatty(STDIN_FILENO) == 1 }

  static var isOutputTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
}

/// Writes a text and a line break to standard output, at once: what was said before a mistake is not lost.
///
/// - Throws: where the output is full or closed.
func say(_ text: String) throws(CommandError) {
  try write(text + "\n")
}

/// Writes a text to standard output as it is.
func write(_ text: String) throws(CommandError) {
  let code = writeAll(text, to: STDOUT_FILENO)
  if code != 0 { throw outputError(code) }
}

private func outputError(_ code: Int32) -> CommandError {
  .message("standard output cannot be written: \(systemWords(code))")
}

/// Says something on standard error; where nobody can hear it there is nothing to be done.
func complain(_ text: String) {
  _ = writeAll(text + "\n", to: STDERR_FILENO)
}

/// - Returns: 0, or the error number.
private func writeAll(_ text: String, to descriptor: Int32) -> Int32 {
  var bytes = Array(text.harmless.utf8)[...]
  while !bytes.isEmpty {
    let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    if count > 0 {
      bytes = bytes.dropFirst(count)
    } else if count < 0, errno != EINTR {
      return errno
    }
  }
  return 0
}

extension String {
  /// Without what could steer a terminal; line breaks and tabs stay.
  ///
  /// Titles, captions and symbols come from files.
  fileprivate var harmless: String {
    let isHarmful = { (scalar: Unicode.Scalar) in
      switch scalar.value {
      case 0x09, 0x0A: false
      case 0x00...0x1F, 0x7F...0x9F, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069: true
      default: false
      }
    }
    guard unicodeScalars.contains(where: isHarmful) else { return self }
    var scalars = UnicodeScalarView()
    for scalar in unicodeScalars { scalars.append(isHarmful(scalar) ? "\u{FFFD}" : scalar) }
    return String(scalars)
  }
}

func systemWords(_ code: Int32) -> String {
  let words = strerror(code).map { String(cString: $0) } ?? "error \(code)"
  return words.prefix(1).lowercased() + words.dropFirst()
}
