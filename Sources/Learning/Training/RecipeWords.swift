// The choices of a recipe as one types them, at the prompt and behind options.

extension Optimizer.Method {
  package static let names = ["sgd", "momentum", "nesterov", "adam"]

  /// - `momentum`: what is kept of the last push, where the method keeps any.
  package init?(_ name: String, momentum: Double = 0.9) {
    switch name {
    case "sgd": self = .descent
    case "momentum": self = .momentum(momentum)
    case "nesterov": self = .nesterov(momentum)
    case "adam": self = .adam()
    default: return nil
    }
  }
}

extension Schedule.Course {
  package static let words = "constant, cosine or step:EVERY:FACTOR"

  /// Reads `cosine`, or `step:200:0.5`: a factor after so many updates.
  package init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    switch (parts.first, parts.count) {
    case ("constant", 1): self = .constant
    case ("cosine", 1): self = .cosine
    case ("step", 3):
      guard let every = Int(parts[1]), let factor = Double(parts[2]), every >= 1, factor.isFinite, factor > 0 else {
        return nil
      }
      self = .step(every: every, factor: factor)
    default: return nil
    }
  }
}

extension Clipping {
  package static let words = "norm:NUMBER, value:NUMBER or none"

  /// Reads `norm:1` or `value:1`.
  package init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let bound = Double(parts[1]), bound.isFinite, bound > 0 else { return nil }
    switch parts[0] {
    case "norm": self = .norm(bound)
    case "value": self = .value(bound)
    default: return nil
    }
  }
}
