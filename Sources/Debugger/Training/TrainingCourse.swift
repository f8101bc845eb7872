// How a training goes, as it is seen while one does something else: what the loop that runs it has told so far.

package import Learning

/// A training from outside.
package struct TrainingCourse: Sendable, Equatable {
  package enum End: Sendable, Equatable {
    case finished
    case stopped
    /// What went wrong.
    case failed(String)

    /// - `failure`: what ended it early; nil where nothing did.
    package init(_ failure: TrainingError?) {
      switch failure {
      case nil: self = .finished
      case .interrupted?: self = .stopped
      case let failure?: self = .failed(failure.description)
      }
    }
  }

  package let task: String
  /// What is measured on fresh sequences, and below what the task is solved; nil where nothing is solved.
  package let metric: String
  package let threshold: Double?
  /// Updates that there will be.
  package let total: Int
  package private(set) var losses = Curve()
  package private(set) var metrics = Curve()
  /// Of the gradient, before and after clipping.
  package private(set) var norms = Curve()
  package private(set) var clippedNorms = Curve()
  package private(set) var last: UpdateReport?
  package private(set) var pace: Pace
  package var end: End?

  /// - `now`: seconds of the clock that `pace` is told by.
  package init(_ training: PromptTraining, now: Double) {
    task = training.task.name
    metric = training.task.metric.rawValue
    threshold = training.task.threshold > 0 ? training.task.threshold : nil
    total = min(training.total, training.request.until ?? .max)
    pace = Pace(now: now)
  }

  package var isRunning: Bool { end == nil }
  package var updates: Int { last?.update ?? 0 }

  /// An update is done.
  package mutating func note(_ report: UpdateReport, now: Double) {
    last = report
    losses.append(report.loss)
    norms.append(report.norm)
    clippedNorms.append(report.clippedNorm)
    if let metric = report.metric { metrics.append(metric) }
    pace.note(sequences: report.sequences, now: now)
  }

  package var secondsLeft: Double? { pace.secondsLeft(updates: total - updates) }
}

/// A number that changes for as long as one likes, in bounded room: when it is full, neighbours are merged to their mean.
package struct Curve: Sendable, Equatable {
  package static let most = 512

  /// Means over so many numbers each.
  package private(set) var points: [Double] = []
  package private(set) var span = 1
  package private(set) var last: Double?
  private var rest: (sum: Double, count: Int) = (0, 0)

  package init() {}

  package mutating func append(_ number: Double) {
    last = number
    rest = (rest.sum + number, rest.count + 1)
    guard rest.count == span else { return }
    points.append(rest.sum / Double(span))
    rest = (0, 0)
    guard points.count == Self.most else { return }
    points = stride(from: 0, to: points.count, by: 2).map { (points[$0] + points[$0 + 1]) / 2 }
    span *= 2
  }

  package static func == (one: Curve, other: Curve) -> Bool {
    one.points == other.points && one.span == other.span && one.last == other.last && one.rest == other.rest
  }
}
