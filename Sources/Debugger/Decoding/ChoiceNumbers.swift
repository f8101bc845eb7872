// The numbers that a symbol is chosen by: probabilities, or what a softmax makes them of.

internal import Equations

/// What the entries of a vector say of the choice among them.
enum ChoiceNumbers: Sendable {
  case probabilities, scores

  /// By the form of a vector, or by that of the quantity that it is.
  init(_ vector: Expression, in model: Model) {
    var form = vector
    if case .read(let read) = vector.kind, case .quantity(let id) = read.source, read.at == .now {
      form = model.quantities[id].expression
    }
    self = Session.isDistribution(form) ? .probabilities : .scores
  }

  /// The logarithm of the probability of each entry; of one that cannot be, or that is no number, minus infinity.
  func logProbabilities(_ numbers: [Float]) -> [Double] {
    let numbers = numbers.map { $0.isNaN ? -Double.infinity : Double($0) }
    switch self {
    case .probabilities: return numbers.map { $0 > 0 ? logarithm($0) : -.infinity }
    case .scores:
      guard let largest = numbers.max(), largest.isFinite else { return numbers.map { _ in -.infinity } }
      let total = largest + logarithm(numbers.reduce(0) { $0 + exponential($1 - largest) })
      return numbers.map { $0 - total }
    }
  }
}
