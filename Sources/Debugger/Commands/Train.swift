// train and stop: a training that starts from what is shown, and its end.

internal import Equations
internal import Evaluation
internal import Formats
internal import Learning

extension Command {
  static let train: Command = Command(
    "train", operands: "[TASK, text FILE or own loss] [steps N] [rate R] [clip norm:1] …", completes: .text,
    summary: "learn a task from here on; keep typing meanwhile",
    details: """
      train brackets for 200         so many steps on a task; unroll tasks tells what there is to learn
      train text story.txt           the next character of a file
      train own loss rate 0.1        the sheet's own loss, on what is fed
      train                          how it goes; or, if none runs, more of what the weights were trained on
      rate 0.005, schedule cosine, clip norm:1 (value:1, none), optimizer adam (sgd, momentum, nesterov), batch 32, length
      40..60, truncate 32 (the gradient is cut after so many steps, the state carried on), seed 1, every 50 (steps between trials on fresh sequences), fresh 100 (how many), threads 1, seen NAME and
      read NAME (the input that sees the task, the vector that is read), own loss (its target is the answer) may stand behind it.
      It starts from the weights that are shown. A sheet without the task's loss gets a linear readout. In the end the session
      has the weights that did best on fresh sequences, and what was before as its ghost; undo takes that back. stop or Ctrl-C
      ends it early. export weights FILE keeps them.
      """,
    example: "train copy for 2 batch 4"
  ) { session, text throws(CommandError) in
    if let course = session.training, course.isRunning {
      guard !text.isEmpty else { return Reply([.text("\(course.task): \(course.line)")]) }
      throw .message("\(course.task) is being trained: stop ends that and keeps its best, then train again")
    }
    let request = try TrainingReader.read(text, usual: session.usualGoal, seed: session.material.seed)
    return Reply(effects: [.train(request)])
  }

  static let stop: Command = Command(
    "stop", summary: "end the training that runs, and keep what did best so far", example: "stop"
  ) { session, text throws(CommandError) in
    guard text.isEmpty else { throw .message("stop takes nothing, not \(text.clipped)") }
    guard session.training?.isRunning ?? false else { return Reply([.text("nothing is being trained")]) }
    return Reply(effects: [.stopTraining])
  }
}

extension Session {
  /// What is learned where nothing is named: what the weights were trained on, else the sheet's own loss where it can be
  /// worked out.
  fileprivate var usualGoal: TrainingRequest.Goal? {
    let known =
      material.trained?.task ?? material.weights?.metadata["task"]?.split(separator: ",").first.map(String.init)
    if let known, known == LearningTask.ownLoss.name { return .ownLoss }
    if let known, LearningTask.named(known) != nil { return .task(known) }
    guard let loss = model.loss, trace.has(model.quantities[loss]) else { return nil }
    return .ownLoss
  }
}
