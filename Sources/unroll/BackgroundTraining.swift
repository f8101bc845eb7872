// A training beside the interface: on a thread of its own, which tells what it has done when it is asked.

import Debugger
import Learning
import Synchronization

/// A training that runs.
final class BackgroundTraining: Sendable {
  /// How one ended.
  struct Outcome: Sendable {
    var training: PromptTraining
    var numbers: TrainedNumbers
    /// Nil where it came to its last step.
    var failure: TrainingError?
  }

  private struct State {
    var reports: [(report: UpdateReport, seconds: Double)] = []
    var outcome: Outcome?
  }

  private let state = Mutex(State())
  private let isStopped = Atomic(false)

  /// Starts it.
  ///
  /// - Throws: where the system has no thread left.
  init(_ training: PromptTraining) throws(CommandError) {
    guard inBackground({ [self] in run(training) }) else {
      throw .message("the system has no thread left to train on; unroll train works without one")
    }
  }

  private func run(_ training: PromptTraining) {
    var training = training
    let failure = training.run { [self] report in
      state.withLock { $0.reports.append((report, monotonicSeconds())) }
    } isInterrupted: { [self] in
      isStopped.load(ordering: .relaxed)
    }
    let numbers = training.end()
    state.withLock { [training] in
      $0.outcome = Outcome(training: training, numbers: numbers, failure: failure)
    }
  }

  /// Asks it to end after the update that it is at.
  func stop() { isStopped.store(true, ordering: .relaxed) }

  /// What it has done since this was last asked, and how it ended, if it has.
  func news() -> (reports: [(report: UpdateReport, seconds: Double)], outcome: Outcome?) {
    state.withLock { state in
      defer { state.reports = [] }
      return (state.reports, state.outcome)
    }
  }
}

extension PromptTraining {
  /// Trains to the end, or until something ends it.
  ///
  /// - Returns: why it ended early; nil where it did not.
  mutating func run(
    telling tell: (UpdateReport) -> Void, isInterrupted: @escaping @Sendable () -> Bool
  ) -> TrainingError? {
    do throws(TrainingError) {
      while !isFinished { tell(try update(isInterrupted: isInterrupted)) }
      return nil
    } catch {
      return error
    }
  }

  /// What a request means for a session; reads the text that it names.
  init(_ request: TrainingRequest, from session: Session) throws(CommandError) {
    let task: LearningTask
    switch request.goal {
    case .text(let path): task = try TextFile.task(path, lengths: request.lengths)
    case .task, .ownLoss:
      guard let known = request.task else { throw .message("no task is called \(request.text)") }
      task = known
    }
    try self.init(request, task, from: session)
  }
}
