// A model without a sheet whose gradient is known by formula: a linear answer to what was seen, for the loop alone.

import Chance
import Evaluation
import Learning

/// Loss (w·x − y)² / 2 at each step that counts, for a task of numbers.
struct Valley: Objective {
  var width: Int
  var sequencesAtOnce = 1
  /// From this update's parameters on the loss is no number: the first parameter is above it.
  var cliff: Float = .infinity

  var parameterCount: Int { width }
  func makeWorkspace() -> Int { 0 }
  func bind(_ parameters: [Float], for use: ObjectiveUse) -> [Float] { parameters }
  func metric(sum: Double, over answers: Int) -> Double { sum / Double(answers) }

  func loss(
    of samples: ArraySlice<Sample>, _ bound: [Float], _ workspace: inout Int, gradient: inout [Float]
  ) -> Double {
    workspace += 1
    guard bound[0] < cliff else { return .nan }
    var sum = 0.0
    for (row, difference) in samples.flatMap({ errors($0, bound) }) {
      sum += difference * difference / 2
      for index in 0..<width { gradient[index] += Float(difference * row[index]) }
    }
    return sum
  }

  func measure(of samples: ArraySlice<Sample>, _ bound: [Float], _ workspace: inout Int) -> Double {
    samples.flatMap { errors($0, bound) }.reduce(0) { $0 + $1.1 * $1.1 }
  }

  private func errors(_ sample: Sample, _ bound: [Float]) -> [([Double], Double)] {
    guard case .numbers(let seen, width) = sample.seen, case .numbers(let target, _) = sample.target else { return [] }
    return sample.counts.indices.filter { sample.counts[$0] }.map { step in
      let row = Array(seen[step * width..<(step + 1) * width])
      return (row, zip(row, bound).reduce(0) { $0 + $1.0 * Double($1.1) } - target[step])
    }
  }
}
