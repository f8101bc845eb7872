// Where things are kept from one start to the next: the XDG state folder. Without one nothing is kept, and nothing is said.

import Glibc

enum StateFolder {
  /// Nil where the environment names no place.
  static let path: String? = {
    if let state = getenv("XDG_STATE_HOME").map({ String(cString: $0) }), state.hasPrefix("/") {
      return "\(state)/unroll"
    }
    return getenv("HOME").map { "\(String(cString: $0))/.local/state/unroll" }
  }()

  /// Makes a folder with all that lead to it, for its owner alone.
  static func make(_ path: String) {
    var end = path.startIndex
    while let slash = path[path.index(after: end)...].firstIndex(of: "/") {
      mkdir(String(path[..<slash]), 0o700)
      end = slash
    }
    mkdir(path, 0o700)
  }
}
