// Why a command did nothing: said at the prompt, or on standard error with exit code 1.

package import Catalogue
package import Equations
package import Evaluation
internal import Formats

/// A command that could not be done.
///
/// The session is as it was.
package enum CommandError: Error, Sendable, Equatable {
  case unknown(String, nearest: String?)
  case ambiguous(String, [String])
  case usage(command: String, expected: String, found: String)
  case catalogue(CatalogueError)
  case sheet(SheetErrors)
  case run(RunError)
  case atEnd
  case atStart
  case nothingPinned(String)
  case message(String)
}

extension CommandError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unknown(let word, let nearest):
      "no command and nothing of the model is called \(word.clipped)"
        + (nearest.map { ": did you mean \($0)?" } ?? "; help lists all")
    case .ambiguous(let word, let names): "\(word) could be \(names.joined(separator: ", "))"
    case .usage(let command, let expected, let found):
      if found.isEmpty {
        "\(command) needs \(expected)"
      } else {
        "\(command) \(expected.hasPrefix("[") ? "takes" : "needs") \(expected), not \(found.clipped)"
      }
    case .catalogue(let error): error.description
    case .sheet(let errors): errors.description
    case .run(let error): error.description
    case .atEnd: "this is the end of the sequence; rn goes back"
    case .atStart: "this is the first step; n goes on"
    case .nothingPinned(let name): name.isEmpty ? "nothing is pinned" : "\(name) is not pinned"
    case .message(let text): text
    }
  }
}

extension String {
  /// What was typed may be longer than any screen.
  var clipped: String { count <= 80 ? self : "\(prefix(60))…" }
}
