// unroll run: the commands of the prompt, without a terminal.

import ArgumentParser
import Catalogue
import Debugger

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run the prompt's commands without a terminal.",
    discussion: "Commands come from -c, from a script, or from standard input. The first error ends the run."
  )

  @OptionGroup var options: ModelOptions

  @Option(
    name: [.customShort("c"), .customLong("commands")],
    help: ArgumentHelp("Commands, divided by semicolons or line breaks; again for more.", valueName: "text"))
  var commands: [String] = []

  @Option(
    help: ArgumentHelp("A file of commands, one a line; - is standard input.", valueName: "file"), completion: .file())
  var script: String?

  @Flag(help: "One JSON object for each command.")
  var json = false

  func validate() throws {
    if !commands.isEmpty, script != nil { throw ValidationError("-c and --script both give commands: give one") }
  }

  func run() throws {
    try reporting { () throws(CommandError) in
      let catalogue = try openCatalogue()
      let material = try options.material(catalogue)
      if let note = material.slownessNote { complain(note.line) }
      let session = try startedSession(on: material, catalogue)
      try PlainREPL(session: session, catalogue: catalogue, json: json).run(try source())
    }
  }

  private func source() throws(CommandError) -> PlainREPL.Source {
    if !commands.isEmpty { return .lines(commands.flatMap(CommandText.split), name: "command ") }
    guard let script else { return StandardStreams.isInputTerminal ? .terminal : .standardInput }
    if script == "-" { return .standardInput }
    return .lines(try CommandFile.lines(script), name: "\(script):")
  }
}

/// Commands in one text.
enum CommandText {
  /// Parts between semicolons that stand outside quotes and brackets, and between line breaks wherever they stand.
  static func split(_ text: String) -> [String] {
    var parts = [""]
    var depth = 0
    var quoted = false
    for character in text {
      if character.isNewline {
        parts.append("")
        (depth, quoted) = (0, false)
        continue
      }
      if character == "\"" { quoted.toggle() }
      if !quoted && "([".contains(character) { depth += 1 }
      if !quoted && ")]".contains(character) { depth -= 1 }
      if character == ";" && !quoted && depth <= 0 {
        parts.append("")
      } else {
        parts[parts.count - 1].append(character)
      }
    }
    return rejoined(parts)
  }

  /// Rows of numbers belong to the `feed` before them, and so does what is fed to another input behind them:
  /// `feed 1 0; 0 1 y 2; 3` is one command.
  private static func rejoined(_ parts: [String]) -> [String] {
    var result: [String] = []
    for part in parts {
      if isFed(part), let last = result.last, last.drop(while: \.isWhitespace).hasPrefix("feed ") {
        result[result.count - 1] = "\(last);\(part)"
      } else {
        result.append(part)
      }
    }
    return result
  }

  /// Whether it begins with numbers, and goes on with nothing but names that numbers or quotes follow.
  private static func isFed(_ part: String) -> Bool {
    let words = part.split { $0.isWhitespace || $0 == "," }.map(String.init)
    let isNumber = { (word: String) in word.allSatisfy { "0123456789.+-eE−".contains($0) } }
    guard let first = words.first, isNumber(first) else { return false }
    for (place, word) in words.enumerated() where !isNumber(word) && word.first != "\"" {
      guard word.first?.isLetter ?? false, words.indices.contains(place + 1) else { return false }
      let next = words[place + 1]
      guard isNumber(next) || next.first == "\"" else { return false }
    }
    return true
  }
}
