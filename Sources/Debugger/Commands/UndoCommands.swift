// undo and redo.

internal import Evaluation

extension Command {
  static let undo: Command = Command(
    "undo", ["u"], operands: "[COUNT]",
    summary: "take back the last change: a pin, a number, an equation, a size, an input, another sheet",
    details: """
      There is no limit. Where one is, what stops and what is shown stay as they are. Runs share what no change has
      touched; where the rest takes too much memory the oldest runs are let go of and worked out again, to the same bits.
      info memory tells how much that is.
      """,
    example: "undo"
  ) { session, text throws(CommandError) in
    try session.go(text, .undo, "undone") { session throws(CommandError) in try session.undo() }
  }

  static let redo: Command = Command(
    "redo", operands: "[COUNT]", summary: "do again what was undone", example: "redo"
  ) { session, text throws(CommandError) in
    try session.go(text, .redo, "done again") { session throws(CommandError) in try session.redo() }
  }
}

extension Session {
  /// As often as is said, or as there is something to take back; nothing at all is a mistake.
  fileprivate mutating func go(
    _ text: String, _ command: Command, _ word: String, _ step: (inout Session) throws(CommandError) -> String
  ) throws(CommandError) -> Reply {
    guard let count = text.isEmpty ? 1 : Int(text), count >= 1 else { throw command.usage(text) }
    var reports: [Report] = [.text("\(word): \(try step(&self))")]
    for _ in 1..<count {
      do throws(CommandError) {
        reports.append(.text("\(word): \(try step(&self))"))
      } catch {
        if error == .run(.interrupted) { throw error }
        break
      }
    }
    return Reply(reports + [here])
  }
}
