// help and quit.

internal import Equations

extension Command {
  static let help: Command = Command(
    "help", ["h", "?"], operands: "[COMMAND, FUNCTION, abbreviations or json]", completes: .command,
    summary: "all commands, or one with an example",
    example: "help pin"
  ) { _, text throws(CommandError) in
    guard !text.isEmpty else { return Reply(Command.overview.map { .text($0) }) }
    guard let command = Command.named(text) else {
      if let topic = HelpTopic.lines(text) { return Reply(topic.map { .text($0) }) }
      if let function = Function.named(text) {
        return Reply([.text("\(text)(\(function.arguments.joined(separator: ", ")))  \(function.summary)")])
      }
      throw .unknown(text, nearest: nearestName(to: text, among: Command.all.map(\.name) + HelpTopic.names))
    }
    return Reply(command.manual.map { .text($0) })
  }

  static let quit: Command = Command(
    "quit", ["q", "exit"], summary: "leave", example: "quit"
  ) { _, _ throws(CommandError) in Reply(effects: [.quit]) }

  /// A line for each command.
  package static var overview: [String] {
    let heads = all.map { command in
      let names = ([command.name] + command.abbreviations).joined(separator: ", ")
      return command.operands.isEmpty ? names : "\(names) \(command.operands)"
    }
    let width = heads.map(\.count).max() ?? 0
    let lines = zip(heads, all).map { head, command in
      head + String(repeating: " ", count: width - head.count + 2) + command.summary
    }
    return lines + [
      "an expression prints its value: norm(h - h[t-1])    an equation replaces a line of the sheet: z = σ(W_z x)",
      "a name of the sheet, typed alone, is printed even if it abbreviates a command, but for n, s, c and their reverses",
      "an empty line repeats a step    help COMMAND tells more    help abbreviations lists them",
    ]
  }

  /// A command in full.
  package var manual: [String] {
    var lines = ["\(name)\(operands.isEmpty ? "" : " \(operands)")  \(summary)"]
    if !abbreviations.isEmpty { lines.append("also: \(abbreviations.joined(separator: ", "))") }
    if !details.isEmpty { lines += details.split(separator: "\n").map(String.init) }
    return lines + ["example: \(example)"]
  }
}
