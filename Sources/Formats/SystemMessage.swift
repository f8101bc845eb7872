// The system's own words for an error number.

import Glibc

/// What the C library says to an `errno`, in lower case as our own messages are.
func systemMessage(_ code: Int32) -> String {
  guard let words = strerror(code) else { return "error \(code)" }
  let message = String(cString: words)
  return message.prefix(1).lowercased() + message.dropFirst()
}
