// Lines of standard input as they come, from a person, a pipe or a file.

import Debugger
import Glibc
import Terminal

/// Reads standard input line by line.
struct LineReader {
  enum Next {
    case line(String)
    /// Ctrl-C while waiting, where `InterruptFlag` is armed.
    case interrupted
    case end
  }

  private static let longestLine = 1 << 24

  private var bytes: [UInt8] = []
  /// Where the next line starts, and up to where no line break was found.
  private var (start, searched) = (0, 0)
  private var isAtEnd = false
  private(set) var lineNumber = 0

  /// - Throws: a folder, bytes that are no text, a line without end.
  mutating func next() throws(CommandError) -> Next {
    while true {
      if let end = bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) { return .line(try take(end, skipping: 1)) }
      searched = bytes.count
      if isAtEnd { return start < bytes.count ? .line(try take(bytes.count, skipping: 0)) : .end }
      guard bytes.count - start <= Self.longestLine else {
        throw .message("line \(lineNumber + 1) is longer than \(Self.longestLine >> 20) MiB, the most that is read")
      }
      guard try fill() else { return .interrupted }
    }
  }

  private mutating func take(_ end: Int, skipping gap: Int) throws(CommandError) -> String {
    lineNumber += 1
    let line = bytes[start..<end]
    defer {
      start = end + gap
      searched = start
    }
    guard let text = String(validating: line, as: UTF8.self) else {
      throw .message("line \(lineNumber) is not UTF-8; save the text as UTF-8")
    }
    return text.last == "\r" ? String(text.dropLast()) : text
  }

  /// - Returns: false after an interruption.
  private mutating func fill() throws(CommandError) -> Bool {
    bytes.removeFirst(start)
    (start, searched) = (0, bytes.count)
    while true {
      if InterruptFlag.take() { return false }
      // Unlike `read`, it is never begun again by itself after a signal.
      var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      if poll(&input, 1, -1) < 0, errno == EINTR { continue }
      var chunk = [UInt8](repeating: 0, count: 1 << 16)
      let count = read(STDIN_FILENO, &chunk, chunk.count)
      if count > 0 { bytes += chunk[..<count] }
      if count == 0 { isAtEnd = true }
      if count >= 0 { return true }
      if errno != EINTR, errno != EAGAIN {
        throw .message("standard input cannot be read: \(systemWords(errno))")
      }
    }
  }
}
