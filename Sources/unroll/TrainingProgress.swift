// How a training goes, on standard error: one line that is written anew on a terminal, a line for each trial elsewhere.

import Debugger
import Glibc
import Learning

struct TrainingProgress {
  private let task: LearningTask
  private let total: Int
  private var pace: Pace
  private var lastShown = -1.0
  private var metric: Double?
  private let isTerminal = isatty(STDERR_FILENO) == 1

  init(_ task: LearningTask, of total: Int) {
    self.task = task
    self.total = total
    pace = Pace(now: monotonicSeconds())
  }

  /// An update is done.
  mutating func note(_ report: UpdateReport) {
    let now = monotonicSeconds()
    pace.note(sequences: report.sequences, now: now)
    metric = report.metric ?? metric
    if isTerminal {
      guard now - lastShown > 0.1 || report.update == total else { return }
      lastShown = now
      show("\r\u{1B}[K" + line(report))
    } else if report.metric != nil {
      show(line(report) + "\n")
    }
  }

  /// The line is finished: what is said next begins a new one.
  func end() { if isTerminal, lastShown >= 0 { show("\n") } }

  private func line(_ report: UpdateReport) -> String {
    var parts = ["update \(report.update)/\(total)", "loss \(short(report.loss))"]
    if let metric, task.metric != .loss { parts.append("\(task.metric.rawValue) \(short(metric))") }
    let norm = short(report.norm)
    parts.append(
      report.clippedNorm < report.norm ? "gradient \(norm) → \(short(report.clippedNorm))" : "gradient \(norm)")
    parts.append("\(short(pace.sequencesPerSecond)) sequences/s")
    if let left = pace.secondsLeft(updates: total - report.update) {
      parts.append("\(TrainingCourse.duration(left)) left")
    }
    return parts.joined(separator: "  ")
  }

  /// Not by `complain`, which keeps control signs from the terminal.
  private func show(_ text: String) {
    let bytes = Array(text.utf8)
    _ = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}

/// Three significant digits.
func short(_ number: Double) -> String { ValueText.significant(number, digits: 3) }
