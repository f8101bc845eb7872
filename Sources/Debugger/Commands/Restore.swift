// restore: back to a session that ended without being asked to.

extension Command {
  static let restore: Command = Command(
    "restore", operands: "[forget]", summary: "bring back a session that was cut off; forget lets go of it",
    details: """
      While a session is at a terminal, what it was opened with and each line that changed something are kept in the state
      folder ($XDG_STATE_HOME/unroll, or ~/.local/state/unroll) until it is quit. After a crash or a lost connection
      they are still there: restore opens the same and does the same again. It takes the place of what is open.
      """,
    example: "restore"
  ) { _, text throws(CommandError) in
    switch text {
    case "": Reply(effects: [.restore])
    case "forget": Reply(effects: [.forget])
    default: throw Command.restore.usage(text)
    }
  }
}
