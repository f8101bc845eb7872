// Whether two expressions say the same, wherever they stand.

internal import Equations

extension Expression {
  /// Whether it is the same, wherever it stands.
  func means(_ other: Expression) -> Bool {
    guard shape == other.shape else { return false }
    switch (kind, other.kind) {
    case (.number(let a), .number(let b)): return a == b
    case (.read(let a), .read(let b)): return a == b
    case (.apply(let a, let left), .apply(let b, let right)):
      return a == b && left.count == right.count && zip(left, right).allSatisfy { $0.means($1) }
    case (.number, _), (.read, _), (.apply, _): return false
    }
  }
}
