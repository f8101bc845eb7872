// Why a task and a sheet do not go together, and what can be done.

package import Equations
package import Evaluation

/// A sheet that a task does not fit.
package enum FittingError: Error, Sendable, Equatable {
  case sheet(SheetErrors)
  /// No stream that is seen, or more than one.
  case seenInputs([String], task: String)
  case noSuchInput(String, among: [String])
  case wrongWidth(input: String, shape: String, task: String, needs: Int)
  /// Two inputs along one dimension that the task makes of different sizes.
  case sharedSize(input: String, width: Int, other: String, otherWidth: Int, size: String, task: String)
  /// Numbers for an input of symbols.
  case needsSymbols(input: String, task: String)
  /// Given once for an input at each step, or the other way round.
  case wrongPace(input: String, task: String, once: Bool)
  /// A task with companions for a sheet with other inputs, or without a loss.
  case companions([String], task: String, inputs: [String], hasLoss: Bool)
  /// The sheet's own loss, where it compares with nothing, or with more than one input.
  case noOwnTarget([String])
  case noSuchQuantity(String, among: [String])
  case nothingToRead
  case noLoss
  /// A gradient that should be cut at the borders of windows, where more than the state goes from one to another.
  case noWindows(String)
  case cannotRun(RunError)
}

extension FittingError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .sheet(let errors): errors.description
    case .seenInputs(let names, let task):
      names.isEmpty
        ? "the sheet has no input at each step for the task \(task) to be seen in: declare one, as input x: D"
        : "the sheet has \(names.count) inputs at each step, \(list(names)): say which one sees the task \(task) "
          + "by --seen NAME; the others cannot be fed by it"
    case .noSuchInput(let name, let names):
      "the sheet has no input \(name) at each step: it has \(names.isEmpty ? "none" : list(names))"
    case .wrongWidth(let input, let shape, let task, let needs):
      "the task \(task) does not fit the sheet: it gives \(needs) \(needs == 1 ? "number" : "numbers") a step, the input "
        + "\(input) takes \(shape); a size that is a name in dims is set by itself, a fixed one is not"
    case .sharedSize(let input, let width, let other, let otherWidth, let size, let task):
      "the task \(task) does not fit the sheet: \(input) and \(other) both take \(size) numbers a step, and it gives \(width) and "
        + "\(otherWidth); declare \(other) with a dimension of its own"
    case .needsSymbols(let input, let task):
      "the task \(task) does not fit the sheet: it gives numbers, the input \(input) takes symbols"
    case .wrongPace(let input, let task, let once):
      "the task \(task) does not fit the sheet: it gives something \(once ? "once" : "at each step"), the input \(input) takes it "
        + (once ? "at each step" : "once")
    case .companions(let wanted, let task, let inputs, let hasLoss):
      hasLoss
        ? "the task \(task) gives \(list(wanted)): it is for sheets with an input for each, in this order; this one has "
          + (inputs.isEmpty ? "none" : list(inputs))
        : "the task \(task) is for sheets with a loss of their own, and this one has none: add a line loss = …"
    case .noOwnTarget(let names):
      names.isEmpty
        ? "the sheet has no loss of its own that compares with an input at each step"
        : "the sheet has \(names.count) inputs that only its loss may need, \(list(names)): its own loss can be learned with one"
    case .noSuchQuantity(let name, let names):
      "no vector \(name) at each step to read the answer from: there are \(list(names))"
    case .nothingToRead: "the sheet works out no vector at each step to read an answer from"
    case .noLoss: "the sheet has no loss of its own: name a task to learn, or add an equation loss = …"
    case .noWindows(let reason):
      "\(reason): windows of it are not its parts, and its gradient cannot be cut between them; train without truncate"
    case .cannotRun(let error): error.description
    }
  }

  private func list(_ names: [String]) -> String { names.joined(separator: ", ") }
}
