// source: commands from a file.

extension Command {
  static let source: Command = Command(
    "source", operands: "FILE", completes: .file, summary: "run the commands of a file, one a line",
    details: """
      # begins a comment. The first mistake ends it, told with its file and line, and then nothing of it has been done.
      Commands are written out or abbreviated as help abbreviations tells; other shortenings are for typing alone.
      """,
    example: "source /dev/null"
  ) { _, text throws(CommandError) in
    guard !text.isEmpty else { throw Command.source.usage("") }
    return Reply(effects: [.source(text.unquoted)])
  }
}

extension String {
  /// A path without the quotes that it may have been typed in.
  var unquoted: String {
    count >= 2 && first == "\"" && last == "\"" ? String(dropFirst().dropLast()) : self
  }
}
