// A training where lines are read one after another: it runs to its end before the next line, and tells how it goes on
// standard error.

import Debugger
import Learning
import Terminal

enum ForegroundTraining {
  /// Trains, and gives the session with what came out; Ctrl-C ends it early and keeps the best.
  ///
  /// - `isQuiet`: whether nothing is told meanwhile, as where a screen is shown.
  static func run(_ request: TrainingRequest, on session: Session, isQuiet: Bool) throws(CommandError) -> Performed {
    InterruptFlag.arm()
    defer { InterruptFlag.disarm() }
    var training = try PromptTraining(request, from: session)
    var progress = isQuiet ? nil : TrainingProgress(training.task, of: min(training.total, request.until ?? .max))
    let failure = training.run {
      progress?.note($0)
    } isInterrupted: {
      InterruptFlag.isRaised
    }
    progress?.end()
    let numbers = training.end()
    InterruptFlag.take()
    var trained = session
    let reports = try trained.take(training, numbers, failure: failure)
    return Performed(session: trained, reports: reports, deed: request.line(after: training.updateCount))
  }
}
