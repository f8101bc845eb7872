// What a sheet's own loss asks for, on the input that is there: nothing is drawn.

extension LearningTask {
  package static let ownLoss = LearningTask(
    name: "own loss", summary: "the loss of the sheet, on what is fed to it", seen: .numbers(0), target: .numbers(0),
    counted: "wherever the loss is", lengths: 1...1, metric: .loss, threshold: 0
  ) { _, _, _ in Sample(seen: .numbers([], width: 0), target: .numbers([], width: 0), counts: [true]) }
}
