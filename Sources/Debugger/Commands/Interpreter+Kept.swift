// Which lines a session could be made again from: those that change something that is not seen from where it stands.

internal import Equations

extension Interpreter {
  /// What to keep of a line before it is run, so that running it again later does the same; nil where it only looks or moves.
  ///
  /// Commands that are not known to be such are kept: one too many costs a moment, one too few the session.
  package func kept(_ line: String, in session: Session) -> String? {
    let typed = withoutComment(line).trimmed
    guard let text = typed.isEmpty ? meant(byNothingIn: session) : typed else { return nil }
    guard let (command, _) = command(in: text, session.model) else {
      // What stands behind an equation is its caption.
      return Self.isEquation(text) ? (typed.isEmpty ? text : line.trimmed) : nil
    }
    return Self.traceless.contains(command.name) ? nil : text
  }

  private static func isEquation(_ text: String) -> Bool {
    do throws(SheetErrors) {
      return try SheetParser.equation(text) != nil
    } catch {
      return false
    }
  }

  /// Commands that only look, or lead to a place that the session tells by itself; a training is kept when it has ended.
  private static let traceless: Set<String> = Set(
    [
      Command.next, .step, .finish, .reverseNext, .reverseStep, .reverseFinish, .start, .goto, .first, .last, .print,
      .whatis, .explain, .uses, .decay, .ledger, .grad, .triangle, .shares, .flow, .reach, .clip, .gamma, .list, .info,
      .export, .train, .stop, .restore, .help, .quit,
    ].map(\.name))
}
