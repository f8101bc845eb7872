// What can go wrong between a checked model and its trace.

/// A model that cannot be run with what was given.
package enum RunError: Error, Sendable, Equatable {
  case missingInput(String)
  case wrongCount(name: String, expected: Int, found: Int)
  case wrongKind(String, takes: String)
  case noSuchSymbol(String, Int, count: Int)
  case unequalLengths([String: Int])
  case noSteps(String)
  /// More than the range beside which it is fed has steps.
  case tooLong(String, Int, range: String)
  case otherLength(String, expected: Int, found: Int)
  /// What a run would take, what is left for it, and what of it takes most.
  case tooLarge(bytes: Int, free: Int, most: String?)
  case parametersTooLarge(bytes: Int, free: Int)
  /// What is asked of a finished run.
  case expressionTooLarge(bytes: Int, free: Int)
  case interrupted
  case noSuchStep(Int, count: Int)
  /// A quantity that is left out, and the input that lacks.
  case leftOut(String, input: String)
  case pin(String)
  /// Children by number that make no tree.
  case noTree(String)
}

extension RunError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .missingInput(let name): "the input \(name) is missing: feed it, or give a file that holds it"
    case .wrongCount(let name, let expected, let found): "\(name) holds \(found) numbers, the sheet needs \(expected)"
    case .wrongKind(let name, let takes): "the input \(name) takes \(takes): something else was given"
    case .noSuchSymbol(let name, let symbol, let count):
      "\(name) holds the symbol number \(symbol): they go from 0 to \(count - 1)"
    case .unequalLengths(let lengths):
      "inputs differ in length: "
        + lengths.sorted { $0.key < $1.key }.map { "\($0.key) has \($0.value) step\($0.value == 1 ? "" : "s")" }.joined(
          separator: ", ")
    case .noSteps(let name): "the input \(name) has no steps: it needs at least one"
    case .tooLong(let name, let found, let range):
      "\(name) has \(found) steps, more than it goes along with, \(range): shorten \(name), or let that range end later"
    case .otherLength(let name, let expected, let found):
      "\(name) has \(found) steps, and the model was made for \(expected): load it anew with this input"
    case .tooLarge(let bytes, let free, let most):
      "the trace does not fit in memory: it would take \(mebibytes(bytes, of: free))"
        + (most.map { ", most of it \($0)" } ?? "") + "; shorten the input or make the dimensions smaller"
    case .parametersTooLarge(let bytes, let free):
      "the parameters do not fit in memory: they would take \(mebibytes(bytes, of: free)); make the dimensions smaller"
    case .expressionTooLarge(let bytes, let free):
      "the expression does not fit in memory: it would take \(mebibytes(bytes, of: free)); ask for a part of it"
    case .interrupted: "interrupted"
    case .noSuchStep(let step, let count): "there is no step \(step): steps go from 1 to \(count)"
    case .leftOut(let name, let input): "\(name) is left out: nothing is fed to \(input)"
    case .pin(let reason), .noTree(let reason): reason
    }
  }
}

private func mebibytes(_ bytes: Int, of free: Int) -> String {
  "\(bytes / 1_048_576) MiB of \(free / 1_048_576) MiB that are free"
}
