// The lines typed in earlier sessions, kept in the state folder as they are typed: whatever ends the program, they stay.

import Formats
import Glibc
import Views

struct InteractiveHistory {
  /// Nil where nothing is kept: `UNROLL_HISTORY=0` says so, as does an environment without a state folder.
  private let path: String? =
    getenv("UNROLL_HISTORY").map { String(cString: $0) } == "0" ? nil : StateFolder.path.map { "\($0)/history" }

  /// Several sessions add to one file; what is more than this many lines is dropped at the next start.
  private static let slack = 2 * History.most

  /// Oldest first.
  func read() -> [String] {
    guard let path, let text = try? readTextFile(path: path, limit: 1 << 24) else { return [] }
    let lines = text.split(separator: "\n").map(String.init)
    if lines.count > Self.slack { rewrite(lines.suffix(History.most)) }
    return lines.suffix(History.most)
  }

  /// Adds a line in one piece, so that lines of several sessions lie between each other whole.
  func add(_ line: String) {
    guard let folder = StateFolder.path, let path else { return }
    StateFolder.make(folder)
    let file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { return }
    defer { close(file) }
    let bytes = Array((line + "\n").utf8)
    _ = write(file, bytes, bytes.count)
  }

  private func rewrite(_ lines: ArraySlice<String>) {
    guard let path else { return }
    // Written beside and moved, so that there is a whole file at every moment.
    let draft = "\(path).\(getpid())"
    let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { return }
    let bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
    let isWritten = write(file, bytes, bytes.count) == bytes.count
    guard close(file) == 0, isWritten, rename(draft, path) == 0 else {
      unlink(draft)
      return
    }
  }
}
