// One sequence of a task: what is seen, what should be answered, and where the answer counts.

/// A sequence with its answers, role by role; how it becomes the inputs of a sheet, a `Fitting` knows.
package struct Sample: Sendable, Equatable {
  /// A value for each step.
  package enum Values: Sendable, Equatable {
    /// `width` numbers a step, one step after another.
    case numbers([Double], width: Int)
    /// Symbols by their numbers, from 0.
    case symbols([Int32])
    /// Given once, not step by step: a matrix, row after row.
    case once([Double], rows: Int, columns: Int)

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
