// A mixture of waves, fast and slow: the next number of it.

internal import Chance
internal import Glibc

extension LearningTask {
  /// Three sines whose periods lie far apart, each with a phase and a strength of its own.
  ///
  /// The first steps, from which nothing can be known yet, do not count.
  package static func sines(lengths: ClosedRange<Int> = 60...80) -> LearningTask {
    let periods = [5.0, 19.0, 71.0]
    return LearningTask(
      name: "sines", summary: "a sum of a fast, a middling and a slow wave: what comes next?",
      seen: .numbers(1), target: .numbers(1), counted: "all steps but the first ten", lengths: lengths,
      metric: .meanSquaredError, threshold: 0.02
    ) { numbers, length, _ in
      let waves = periods.map { period in
        (rate: 2 * Double.pi / period, phase: 2 * Double.pi * numbers.unit(), height: 0.2 + 0.3 * numbers.unit())
      }
      let values = (0...length).map { step in
        waves.reduce(0) { $0 + $1.height * sin($1.rate * Double(step) + $1.phase) }
      }
      return Sample(
        seen: .numbers(Array(values.dropLast()), width: 1), target: .numbers(Array(values.dropFirst()), width: 1),
        counts: (0..<length).map { $0 >= min(10, length - 1) })
    }
  }
}
