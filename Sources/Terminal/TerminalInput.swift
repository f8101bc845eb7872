// Waiting for bytes, for news from signal handlers, or for time to pass, whichever comes first.

import CTerminalState
import Glibc

/// The reading side of the terminal.
struct TerminalInput {
  let descriptor: Int32

  /// What ended a wait.
  enum Arrival {
    case bytes([UInt8])
    /// A signal handler has something to say.
    case news
    case timeout
    /// The terminal has gone.
    case end
  }

  /// Waits at most so many milliseconds, for ever if nil.
  func wait(_ milliseconds: Int?) -> Arrival {
    var descriptors = [
      pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: terminal_state_news_descriptor(), events: Int16(POLLIN), revents: 0),
    ]
    let timeout = milliseconds.map { Int32(clamping: max($0, 0)) } ?? -1
    let ready = poll(&descriptors, nfds_t(descriptors.count), timeout)
    if ready < 0 { return errno == EINTR ? .news : .end }
    if ready == 0 { return .timeout }
    if descriptors[1].revents != 0 { return .news }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = read(descriptor, &buffer, buffer.count)
    if count < 0, errno == EINTR || errno == EAGAIN { return .news }
    return count > 0 ? .bytes(Array(buffer.prefix(count))) : .end
  }

  /// Milliseconds of a clock that never goes back.
  static func now() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }
}
