// Noise to measure with: nothing can be learned from it, and making it takes no time.

internal import Chance

extension LearningTask {
  /// Normal numbers, and a symbol to be told at each step, both at random; always the same sequence.
  package static func noise(width: Int, symbols count: Int, steps: Int) -> LearningTask {
    var numbers = SeededNumbers(seed: 1, name: "noise")
    let seen = (0..<steps * width).map { _ in numbers.normal() }
    let target = (0..<steps).map { _ in Int32(numbers.index(below: count)) }
    let sample = Sample(
      seen: .numbers(seen, width: width), target: .symbols(target), counts: Array(repeating: true, count: steps))
    return LearningTask(
      name: "noise", summary: "noise, and symbols that have nothing to do with it", seen: .numbers(width),
      target: .symbols((1...count).map { String($0) }), counted: "every step", lengths: steps...steps,
      metric: .wrongShare, threshold: 0
    ) { _, _, _ in sample }
  }
}
