// One sequence of a task: what is seen, what should be answered, and where the answer counts.

/// A sequence with its answers, role by role; how it becomes the inputs of a sheet, a `Fitting` knows.
package struct Sample: Sendable, Equatable {
  /// The entries along one side of a matrix.
  package struct Axis: Sendable, Equatable {
    package var count: Int
    /// What they are called in this sequence.
    package var names: [String]?

    package init(_ count: Int) { self.count = count }

    package init(_ names: [String]) {
      count = names.count
      self.names = names
    }
  }

  /// A value for each step.
  package enum Values: Sendable, Equatable {
    /// `width` numbers a step, one step after another.
    case numbers([Double], width: Int)
    /// Symbols by their numbers, from 0.
    case symbols([Int32])
    /// Given once, not step by step: a matrix, row after row.
    case once([Double], rows: Axis, columns: Axis)

    package var stepCount: Int {
      switch self {
      case .numbers(let numbers, let width): numbers.count / max(1, width)
      case .symbols(let symbols): symbols.count
      case .once: 1
      }
    }
  }

  package var seen: Values
  /// What else is fed, in the order of the task's companions.
  package var others: [Values] = []
  package var target: Values
  /// For each step whether its answer counts.
  package var counts: [Bool]

  package var stepCount: Int { counts.count }
  package var countedSteps: Int { counts.count { $0 } }
}
