// The lines typed in earlier sessions, kept in the XDG state folder. Without a folder nothing is kept, and nothing is said.

import Formats
import Glibc
import Views

struct InteractiveHistory {
  private let folder: String?

  init() {
    if let state = getenv("XDG_STATE_HOME").map({ String(cString: $0) }), state.hasPrefix("/") {
      folder = "\(state)/unroll"
    } else {
      folder = getenv("HOME").map { "\(String(cString: $0))/.local/state/unroll" }
    }
  }

  private var path: String? { folder.map { "\($0)/history" } }

  /// Oldest first.
  var lines: [String] {
    guard let path, let text = try? readTextFile(path: path, limit: 1 << 20) else { return [] }
    return text.split(separator: "\n").map(String.init)
  }

  func save(_ lines: [String]) {
    guard let folder, let path, !lines.isEmpty else { return }
    makeFolders(folder)
    let text = lines.suffix(History.most).joined(separator: "\n") + "\n"
    // Written beside and moved, so that two sessions that end at once leave a whole file.
    let draft = "\(path).\(getpid())"
    guard let file = fopen(draft, "w") else { return }
    let isWritten = fputs(text, file) >= 0
    guard fclose(file) == 0, isWritten, rename(draft, path) == 0 else {
      unlink(draft)
      return
    }
  }

  private func makeFolders(_ path: String) {
    var end = path.startIndex
    while let slash = path[path.index(after: end)...].firstIndex(of: "/") {
      mkdir(String(path[..<slash]), 0o700)
      end = slash
    }
    mkdir(path, 0o700)
  }
}
