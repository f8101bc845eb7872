// What can be learned: sequences made from a seed, how well one must do on fresh ones, and the words for both.

internal import Chance

/// A task, told without any model: what is seen at each step and what should be answered.
package struct LearningTask: Sendable {
  /// What stands at a step.
  package enum Port: Sendable, Equatable {
    case numbers(Int)
    /// One of these symbols.
    case symbols([String])
    /// A matrix that is given once.
    case once(rows: Int, columns: Int)

    /// How many entries a vector needs for it: a symbol is one-hot.
    package var width: Int {
      switch self {
      case .numbers(let width): width
      case .symbols(let symbols): symbols.count
      case .once(let rows, let columns): rows * columns
      }
    }
  }

  /// Something that is fed beside what is seen.
  package struct Companion: Sendable, Equatable {
    /// What it is, in words.
    package var summary: String
    package var port: Port
  }

  /// How an answer is measured, over the steps that count; smaller is better.
  package enum Metric: String, Sendable, Equatable {
    case meanSquaredError = "mean squared error"
    /// Of a whole answer, as the sheet's own loss has it.
    case halfSquaredDistance = "half the squared distance"
    /// A number is wrong from 0.5 on, a vector if one of its numbers is, a symbol if another is likelier.
    case wrongShare = "share of wrong answers"
    case bitsPerSymbol = "bits a symbol"
    /// What the sheet calls its loss, where that is all there is to go by.
    case loss
  }

  /// Which sequences are drawn: those to learn from, or others that show what was learned.
  package enum Part: String, Sendable { case training, fresh }

  package var name: String
  /// One line.
  package var summary: String
  package var seen: Port
  /// What a sheet needs beside: such a task is for sheets that have an input for each, in this order, and a loss of their own.
  package var companions: [Companion] = []
  /// Of what is fed: what is seen, then the companions.
  var fedPorts: [Port] { [seen] + companions.map(\.port) }
  package var target: Port
  /// Where the answer counts, in words.
  package var counted: String
  /// Steps of a sequence.
  package var lengths: ClosedRange<Int>
  package var metric: Metric
  /// Below this the task is solved.
  package var threshold: Double
  /// The fresh sequence of seed 1 that shows best what there is to do: weights bring it with them.
  package var exampleIndex = 0
  /// Makes a sequence of a length.
  let make: @Sendable (_ numbers: inout SeededNumbers, _ length: Int, _ part: Part) -> Sample

  /// The sequence of a number: the same for the same seed, part and number, whatever was drawn before.
  package func sample(_ index: Int, seed: UInt64, part: Part = .training) -> Sample {
    var numbers = SeededNumbers(seed: seed, name: "\(name)/\(part.rawValue)/\(index)")
    let length = lengths.lowerBound + numbers.index(below: lengths.count)
    return make(&numbers, length, part)
  }

  /// All tasks that need no file, at lengths of their own.
  package static let all: [LearningTask] = [
    adding(), copy(), order(), parity(), brackets(), sines(), dates(), reverse(), stories(),
    molecules(), codes(),
  ]

  /// The task of a name that needs no file; nil where there is none.
  ///
  /// - `lengths`: of its sequences; nil for its own.
  package static func named(_ name: String, lengths: ClosedRange<Int>? = nil) -> LearningTask? {
    switch name {
    case "adding": lengths.map { adding(lengths: $0) } ?? adding()
    case "copy": lengths.map { copy(lengths: $0) } ?? copy()
    case "order": lengths.map { order(lengths: $0) } ?? order()
    case "parity": lengths.map { parity(lengths: $0) } ?? parity()
    case "brackets": lengths.map { brackets(lengths: $0) } ?? brackets()
    case "reverse": lengths.map { reverse(lengths: $0) } ?? reverse()
    case "stories": lengths.map { stories(lengths: $0) } ?? stories()
    case "molecules": lengths.map { molecules(lengths: $0) } ?? molecules()
    case "codes": lengths.map { codes(lengths: $0) } ?? codes()
    case "dates": dates()
    case "sines": lengths.map { sines(lengths: $0) } ?? sines()
    default: nil
    }
  }

  /// Reads the steps of a sequence, `40` or `40..60`.
  package static func lengths(_ text: String) -> ClosedRange<Int>? {
    let parts = text.split(separator: "..", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count <= 2, let low = parts[0], let high = parts[parts.count - 1], low >= 2, low <= high,
      high <= 100_000
    else { return nil }
    return low...high
  }
}
