// Commands in a file, for --script and source.

import Catalogue
import Debugger
import Equations
import Evaluation
import Formats

enum CommandFile {
  static func lines(_ path: String) throws(CommandError) -> [String] {
    do throws(FormatError) {
      let text = try readTextFile(path: InteractiveFiles.expanded(path))
      return text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
    } catch {
      throw .catalogue(.file(error))
    }
  }

  /// Runs a file of commands; `outer` are those that ask for it.
  ///
  /// - Returns: the session that they lead to, and what they said; no session where one of them quits.
  /// - Throws: the first mistake, with its file and line.
  static func run(
    _ path: String, on session: Session, _ catalogue: Catalogue, outer: [String] = [], isQuiet: Bool
  ) throws(CommandError) -> Performed {
    guard !outer.contains(path) else { throw .message("\(path) asks for itself, which would have no end") }
    var performed = Performed(session: session)
    var interpreter = Interpreter(takesPrefixes: false)
    for (index, line) in try lines(path).enumerated() where !line.trimmed.isEmpty {
      guard let session = performed.session else { break }
      if session.isInterrupted() { throw .run(.interrupted) }
      do throws(CommandError) {
        let next = try run(line, &interpreter, on: session, catalogue, outer + [path], isQuiet)
        performed.session = next.session
        performed.reports += next.reports
      } catch {
        if error == .run(.interrupted) { throw error }
        throw .message("\(path):\(index + 1): \(error.description)")
      }
    }
    return performed
  }

  /// Runs one line, and does what it asks for.
  static func run(
    _ line: String, _ interpreter: inout Interpreter, on session: Session, _ catalogue: Catalogue, _ outer: [String],
    _ isQuiet: Bool
  ) throws(CommandError) -> Performed {
    var copy = session
    let reply = try interpreter.run(line, on: &copy)
    var performed = Performed(session: copy, reports: reply.reports)
    for effect in reply.effects {
      guard let session = performed.session else { break }
      let next =
        if case .source(let path) = effect {
          try run(path, on: session, catalogue, outer: outer, isQuiet: isQuiet)
        } else {
          try perform(effect, on: session, catalogue, isQuiet: isQuiet)
        }
      performed.session = next.session
      performed.reports += next.reports
    }
    return performed
  }
}
