// What training needs to know of a model: how large the loss of sequences is, and where it would fall.

package import Evaluation

/// What parameters are made ready for.
package enum ObjectiveUse: Sendable {
  case loss, measure
}

/// A loss over sequences, with its gradient by all parameters, which lie in one list.
package protocol Objective: Sendable {
  /// Parameters made ready, shared by all threads.
  associatedtype Bound: Sendable
  /// Memory that one thread works in, used again and again.
  associatedtype Workspace: Sendable

  var parameterCount: Int { get }
  /// How many sequences it works through together.
  ///
  /// Batches are cut into groups of so many, whatever the number of threads: bits depend on it.
  var sequencesAtOnce: Int { get }

  func makeWorkspace() -> Workspace
  func bind(_ parameters: [Float], for use: ObjectiveUse) throws(RunError) -> Bound

  /// The summed loss of sequences; what it adds to the slope by each parameter, it adds to `gradient`.
  func loss(
    of samples: ArraySlice<Sample>, _ bound: Bound, _ workspace: inout Workspace, gradient: inout [Float]
  ) throws(RunError) -> Double

  /// What the task measures of sequences, summed over their answers.
  func measure(
    of samples: ArraySlice<Sample>, _ bound: Bound, _ workspace: inout Workspace
  ) throws(RunError) -> Double

  /// The task's metric out of such a sum over so many answers.
  func metric(sum: Double, over answers: Int) -> Double
}
