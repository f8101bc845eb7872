// keep and drop: runs that stand beside this one, to be looked at with `view beside`.

extension Command {
  static let keep: Command = Command(
    "keep", operands: "[NAME]", completes: .text,
    summary: "keep this run beside the ones that follow, to see them side by side",
    details: """
      keep, then set μ = 0.5, then view beside decay h: what remains of the past, for both.
      What is kept stays as it is, through undo too. compare keeps the runs that it makes. At most three are kept.
      """,
    example: "keep as trained"
  ) { session, text throws(CommandError) in
    try session.keep(session, named: text.isEmpty ? nil : text)
    return Reply([.text("kept; view beside shows \(session.kept.count + 1) runs side by side")])
  }

  static let drop: Command = Command(
    "drop", operands: "[NAME]", completes: .text, summary: "let a kept run go, or all", example: "drop"
  ) { session, text throws(CommandError) in
    guard !text.isEmpty else {
      session.kept = []
      return .silent
    }
    try session.drop(text)
    return .silent
  }
}
