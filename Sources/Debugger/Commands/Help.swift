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

  /// Lines of the overview are no wider, so that they fit a box at 80 columns.
  private static let widest = 74
  /// Nor are their heads: there is room for a summary behind them.
  private static let widestHead = 28

  /// Each command and what it does; operands that are longer than a word or two are told by its own help.
  package static var overview: [String] {
    let heads = all.map { command in
      let names = ([command.name] + command.abbreviations).joined(separator: ", ")
      let whole = command.operands.isEmpty ? names : "\(names) \(command.operands)"
      return whole.count <= widestHead ? whole : "\(names) …"
    }
    let width = (heads.map(\.count).max() ?? 0) + 2
    let lines = zip(heads, all).flatMap { head, command in
      command.summary.broken(to: widest - width).enumerated().map { index, line in
        (index == 0 ? head : "").padded(to: width) + line
      }
    }
    return lines + [
      "an expression prints its value: norm(h - h[t-1])",
      "an equation replaces a line of the sheet: z = σ(W_z x)",
      "a name of the sheet, typed alone, is printed even if it abbreviates a",
      "command, but for n, s, c and their reverses",
      "an empty line repeats a step",
      "help COMMAND tells more",
      "help abbreviations lists them",
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
