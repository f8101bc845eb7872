// baseline: what changes are shown against.

internal import Equations

extension Command {
  static let baseline: Command = Command(
    "baseline", operands: "[here]", completes: .none,
    summary: "what changes are shown against, or from here on the present run",
    details: """
      baseline            tells the untouched run and what has been changed since
      baseline here       makes the present run, with its pins and edits, the untouched one
      The untouched run, or ghost, is the model as it was opened, before the first pin, set or equation. It stays beside
      the changed run until all changes are undone. feed and load run both anew: what-if is always told on one input.
      The views show now, before and the difference; compare tells where the two part.
      """,
    example: "baseline"
  ) { session, text throws(CommandError) in
    switch text {
    case "": return Reply(session.changeLines.map { .text($0) })
    case "here":
      let old = session
      session.makeBaseline()
      session.remember(old, doing: "baseline here")
      return Reply([.text("from here on changes are shown against this run")])
    default: throw Command.baseline.usage(text)
    }
  }
}

extension Session {
  /// Said where a new input cannot be run by the untouched model.
  package static let leftBehind =
    "the untouched model cannot run on this: from here on changes are shown against the present run"

  /// The untouched run and what is otherwise now, a line each.
  var changeLines: [String] {
    guard ghost != nil else { return ["nothing is changed: this is the untouched run"] }
    let before = baseline.differences(from: present)
    let head = "the untouched run\(before.isEmpty ? "" : ": \(before.joined(separator: ", "))")"
    return [head] + present.differences(from: baseline).map { "changed to \($0)" }
  }
}
