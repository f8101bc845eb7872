// Which inputs are sequences.

extension Input {
  /// Whether it is fed a value a step; a matrix is given once.
  package var isStream: Bool {
    switch (kind, shape) {
    case (.token, _): true
    case (.tensor, .matrix): false
    case (.tensor, .scalar), (.tensor, .vector), (.tensor, .row): true
    }
  }
}
