// How a training goes, in words.

package import Learning

extension TrainingCourse {
  /// Its parts, the most telling first.
  package var parts: [String] {
    guard let last else { return ["step 0/\(total)"] }
    var parts = ["update \(last.update)/\(total)", "loss \(ValueText.significant(last.loss, digits: 3))"]
    if let value = metrics.last, metric != LearningTask.Metric.loss.rawValue {
      parts.append("\(metric) \(ValueText.significant(value, digits: 3))")
    }
    parts.append("gradient \(gradient(last))")
    parts.append("\(ValueText.significant(pace.sequencesPerSecond, digits: 3)) sequences/s")
    if isRunning, let left = secondsLeft { parts.append("\(Self.duration(left)) left") }
    return parts
  }

  /// Its norm, and what clipping made of it.
  package func gradient(_ report: UpdateReport) -> String {
    let norm = ValueText.significant(report.norm, digits: 3)
    return report.clippedNorm < report.norm
      ? "\(norm) → \(ValueText.significant(report.clippedNorm, digits: 3))" : norm
  }

  package var line: String { parts.joined(separator: "  ") }

  package static func duration(_ seconds: Double) -> String {
    let whole = Int(min(max(seconds, 0).rounded(.up), 1e9))
    if whole < 60 { return "\(whole) s" }
    return whole < 3600 ? "\(whole / 60) min \(whole % 60) s" : "\(whole / 3600) h \(whole % 3600 / 60) min"
  }
}
