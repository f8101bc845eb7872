// unroll tasks: what can be learned.

import ArgumentParser
import Debugger
import Formats
import Learning

struct TasksCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tasks", abstract: "List what models can be trained on.",
    discussion: """
      Sequences are made from a seed, so that there are always fresh ones; the task text reads a file. How well one does \
      is measured on fresh sequences; below the threshold a task is solved.
      """)

  @Flag(help: "One JSON object a line.")
  var json = false

  func run() throws {
    try reporting { () throws(CommandError) in
      let rows = LearningTask.all.map(TaskRow.init) + [TaskRow.text]
      for row in rows { try say(json ? row.json.text : row.lines) }
    }
  }
}

/// What is said of a task.
private struct TaskRow {
  var name: String
  var summary: String
  var seen: String
  var answers: String
  var lengths: String
  var metric: LearningTask.Metric
  var threshold: Double

  init(_ task: LearningTask) {
    name = task.name
    summary = task.summary
    seen = ([Self.words(task.seen)] + task.companions.map(\.summary)).joined(separator: ", and ")
    answers = "\(Self.words(task.target)), at \(task.counted)"
    lengths = "\(task.lengths.lowerBound) to \(task.lengths.upperBound) steps"
    metric = task.metric
    threshold = task.threshold
  }

  /// The task of a file that is not known yet.
  static var text: TaskRow {
    var row = TaskRow(LearningTask.parity())
    row.name = "text"
    row.summary = "a text, from --text FILE: which character comes next?"
    row.seen = "the characters of the file"
    row.answers = "one of them, at every step"
    row.lengths = "64 steps"
    row.metric = .bitsPerSymbol
    row.threshold = 2.5
    return row
  }

  private static func words(_ port: LearningTask.Port) -> String {
    switch port {
    case .numbers(1): "a number"
    case .numbers(let count): "\(count) numbers"
    case .once(let rows, 1): "a column of \(rows) numbers, given once"
    case .once(let rows, let columns): "a matrix of \(rows) by \(columns) numbers, given once"
    case .symbols(let symbols): "one of \(symbols.joined(separator: " "))"
    }
  }

  var lines: String {
    """
    \(name)  \(summary)
      sees \(seen); \(lengths)
      answers \(answers); \(metric.rawValue), solved below \(threshold)
    """
  }

  var json: JSON {
    .object([
      .init("name", .string(name)), .init("summary", .string(summary)), .init("sees", .string(seen)),
      .init("answers", .string(answers)), .init("lengths", .string(lengths)),
      .init("metric", .string(metric.rawValue)), .init("threshold", .double(threshold)),
    ])
  }
}
