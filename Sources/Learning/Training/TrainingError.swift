// How a training can end before its last update.

package import Evaluation
package import Formats

package enum TrainingError: Error, Sendable, Equatable {
  /// The loss or its gradient was no number any more.
  case diverged(update: Int)
  case interrupted
  case run(RunError)
  case file(FormatError)
  /// A resumption file of another training.
  case otherTraining(path: String, what: String, saved: String, asked: String)
  case noResumption(path: String)
}

extension TrainingError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .diverged(let update):
      "the loss is no number any more at update \(update): try a smaller --rate, or clip the gradient (--clip norm:1)"
    case .interrupted: "interrupted"
    case .run(let error): error.description
    case .file(let error): error.description
    case .otherTraining(let path, let what, let saved, let asked):
      "\(path): it was trained with another \(what): \(saved), not \(asked); give the same, or another file to resume"
    case .noResumption(let path): "\(path): no file that a training can go on from"
    }
  }
}
