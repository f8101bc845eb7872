// A session whose weights were trained: the sheet as it was trained, its numbers, and what it was before beside it.

internal import Catalogue
internal import Equations
internal import Evaluation
package import Learning

extension Session {
  /// Takes over what a training has come to, to be undone as one change.
  ///
  /// Where the task needs other sizes or another sheet than is shown, a sequence of it is fed, and the untouched run is the
  /// model as the training found it, on the same sequence. Else all stays as it is but for the numbers.
  ///
  /// - Parameters:
  ///   - training: what was trained.
  ///   - numbers: what it came to.
  ///   - failure: what ended it early; nil where nothing or nobody did.
  /// - Returns: what is said of it.
  /// - Throws: a run that does not fit.
  package mutating func take(
    _ training: PromptTraining, _ numbers: TrainedNumbers, failure: TrainingError? = nil
  ) throws(CommandError) -> [Report] {
    let old = self
    var reports = [Report.text(Self.summary(training, numbers, failure))]
    let isElsewhere = material.sheet.name != training.fitting.sheet.name
    let isReplaced = isElsewhere ? false : try replaceNumbers(training, numbers)
    if !isReplaced {
      let dropped = pins.map(\.text)
      let material = material(training)
      try show(material.with(numbers), against: material.with(training.untrained))
      if isElsewhere { reports.append(.text("another sheet was open: undo goes back to it")) }
      if !dropped.isEmpty { reports.append(.text("let go of the pins \(dropped.joined(separator: ", "))")) }
    }
    remember(old, doing: training.request.line(after: training.updateCount))
    return reports + [here]
  }

  /// Other numbers for the sheet that is shown; false where they are of another sheet or of other sizes.
  private mutating func replaceNumbers(
    _ training: PromptTraining, _ numbers: TrainedNumbers
  ) throws(CommandError) -> Bool {
    let trained = training.fitting.model
    guard model.sheet.printed == training.fitting.sheet.printed,
      trained.parameters.allSatisfy({ model.parameter(named: $0.name)?.shape.axes == $0.shape.axes })
    else { return false }
    try change { $0 = $0.with(numbers) }
    return true
  }

  /// The sheet that was trained, with a sequence of the task.
  private func material(_ training: PromptTraining) -> Material {
    let fitting = training.fitting
    var material = material
    material.sheet = fitting.sheet
    for (input, words) in training.examples where !words.isEmpty {
      material.sheet = material.sheet.showing(words, for: input) ?? material.sheet
    }
    (material.weights, material.feed) = (nil, .example)
    material.settings = Dictionary(
      fitting.model.dims.map { ($0.name, Double($0.count)) }
        + fitting.model.constants.compactMap { constant in constant.value.map { (constant.name, $0) } },
      uniquingKeysWith: { first, _ in first })
    return material
  }

  private static func summary(
    _ training: PromptTraining, _ numbers: TrainedNumbers, _ failure: TrainingError?
  ) -> String {
    let task = training.task
    var text = "trained on \(task.name): "
    switch failure {
    case nil, .interrupted?: break
    case let failure?: text = "training ended: \(failure.description)\n" + text
    }
    text += "update \(numbers.updates) of \(training.updateCount)"
    guard let metric = numbers.metric else { return text + ", which no fresh sequence has tried" }
    text += ", \(task.metric.rawValue) \(ValueText.significant(metric, digits: 3))"
    guard task.threshold > 0 else { return text }
    text += " on \(training.request.recipe.freshCount) fresh sequences; "
    return text + (metric < task.threshold ? "solved: it is" : "not solved: that would be")
      + " below \(ValueText.significant(task.threshold, digits: 3))"
  }
}

extension Material {
  /// The same with numbers that were trained, in the place of all that gave numbers before.
  fileprivate func with(_ numbers: TrainedNumbers) -> Material {
    var copy = self
    copy.trained = numbers
    copy.edits = [:]
    return copy
  }
}

extension PromptTraining {
  /// What is said when it begins.
  package var opening: [String] {
    let count = fitting.model.parameters.reduce(0) { $0 + $1.shape.count }
    let start =
      fresh.isEmpty
      ? [] : ["at random start, for want of numbers of that name and size: \(fresh.joined(separator: ", "))"]
    return ["training \(count) numbers on \(task.name); keep typing, stop ends it"] + start
  }
}
