// The options that say what is learned, and how it lies on the sheet.

import ArgumentParser
import Catalogue
import Debugger
import Formats
import Learning

struct TaskOptions: ParsableArguments {
  @Option(help: ArgumentHelp("What to learn; unroll tasks lists all.", valueName: "name"))
  var task: String?

  @Option(help: ArgumentHelp("The text of the task text.", valueName: "file"), completion: .file())
  var text: String?

  @Option(help: ArgumentHelp("Steps of a sequence: 40, or 40..60.", valueName: "lengths"))
  var length: String?

  @Option(help: ArgumentHelp("The input that sees the task, where a sheet has several.", valueName: "name"))
  var seen: String?

  @Option(help: ArgumentHelp("The vector that the answer is read from.", valueName: "name"))
  var read: String?

  @Flag(
    help: """
      Keep the sheet's own loss: its target is what should be answered. Without --task it is learned on what is fed: the \
      sheet's example, or what --input, --feed and --tree say.
      """)
  var ownLoss = false

  static let names = LearningTask.all.map(\.name) + ["text"]

  func validate() throws {
    guard let task else { return try validateWithoutTask() }
    guard Self.names.contains(task) else {
      throw ValidationError("--task must be one of \(Self.names.joined(separator: ", ")), not '\(task)'")
    }
    guard (task == "text") == (text != nil) else {
      throw ValidationError(task == "text" ? "--task text needs --text FILE" : "--text goes with --task text")
    }
    guard length == nil || task != "dates" else { throw ValidationError("--length: a date is as long as it is") }
    guard length == nil || lengths != nil else {
      throw ValidationError("--length must be a number or two, 40..60, from 2 to 100000, not '\(length ?? "")'")
    }
  }

  private func validateWithoutTask() throws {
    guard ownLoss else {
      throw ValidationError(
        "say what to learn: --task \(Self.names.joined(separator: ", ")); or --own-loss, what the sheet's loss says of what is fed"
      )
    }
    for (name, value) in [("--text", text), ("--length", length), ("--seen", seen), ("--read", read)] where value != nil
    {
      throw ValidationError("\(name) goes with --task: the sheet's own loss is learned on what is fed")
    }
  }

  var mapping: Mapping { Mapping(seen: seen, read: read, ownLoss: ownLoss) }

  /// Nil where the sheet's own loss is learned on what is fed.
  ///
  /// - Throws: where the text cannot be read or is too short.
  func learningTask() throws(CommandError) -> LearningTask? {
    guard let task else { return nil }
    if let known = LearningTask.named(task, lengths: lengths) { return known }
    return try TextFile.task(text ?? "", lengths: lengths)
  }

  private var lengths: ClosedRange<Int>? { length.flatMap(LearningTask.lengths) }
}

enum TextFile {
  /// The task of going on with a text.
  ///
  /// - Throws: where it cannot be read or is too short.
  static func task(_ path: String, lengths: ClosedRange<Int>?) throws(CommandError) -> LearningTask {
    let content: String
    do throws(FormatError) {
      content = try readTextFile(path: InteractiveFiles.expanded(path))
    } catch {
      throw .catalogue(.file(error))
    }
    guard let task = LearningTask.text(content, lengths: lengths ?? LearningTask.textLengths) else {
      throw .message("\(path): too short to learn from: it needs forty times the steps of a sequence (--length)")
    }
    return task
  }
}
