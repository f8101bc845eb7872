// Stacks, and what is written as other languages write a vector: `[1 2 3]` would be a product, and hardly anyone means it.

extension ExpressionChecker {
  /// Parts one above the other.
  mutating func stack(_ parts: [Syntax], _ whole: Syntax) -> Expression? {
    if let spaced = parts.first(where: \.hasNumbersSideBySide) {
      return fail(.stackWithoutSemicolons(spaced.spelled, parts: spaced.elements), spaced.range)
    }
    let known = diagnostics.count
    if let result = spread(parts).flatMap({ apply(.stack, $0, whole) }) { return result }
    guard let spaced = parts.first(where: multipliesVectors) else { return nil }
    // Two vectors have no product: that it is one is the mistake.
    diagnostics.removeSubrange(known...)
    return fail(.stackWithoutSemicolons(spaced.spelled, parts: spaced.elements), spaced.range)
  }

  /// Whether a part is a product of vectors and numbers, without a matrix, that cannot be.
  private func multipliesVectors(_ part: Syntax) -> Bool {
    guard case .product = part.kind else { return false }
    var silent = self
    guard silent.check(part) == nil else { return false }
    let shapes = part.factors.map { silent.check($0)?.shape }
    return shapes.allSatisfy { shape in
      switch shape {
      case .scalar?, .vector?: true
      case .row?, .matrix?, nil: false
      }
    }
  }
}

extension Syntax {
  /// What stands side by side in a product.
  fileprivate var factors: [Syntax] {
    guard case .product(let left, let right) = kind else { return [self] }
    return left.factors + right.factors
  }

  /// What would be the parts of a vector if spaces divided them, a sign with what follows it.
  fileprivate var elements: [String] {
    switch kind {
    case .product(let left, let right): return left.elements + right.elements
    case .negate(let operand): return operand.negatedElements
    case .binary(.subtract, let left, let right): return left.elements + right.negatedElements
    case .binary(.add, let left, let right): return left.elements + right.elements
    default: return [spelled]
    }
  }

  private var negatedElements: [String] {
    let elements = elements
    return ["-" + (elements.first ?? "")] + elements.dropFirst()
  }

  /// Whether two numbers follow each other with nothing but a space, or a space and the sign of the second: `1 2`, `1 -2`.
  fileprivate var hasNumbersSideBySide: Bool {
    switch kind {
    case .product(let left, let right):
      (left.endsWithNumber && right.beginsWithNumber) || left.hasNumbersSideBySide || right.hasNumbersSideBySide
    case .negate(let operand): operand.hasNumbersSideBySide
    case .binary(.subtract, let left, let right):
      (left.endsWithNumber && right.beginsWithNumber && left.isNextTo(right)) || left.hasNumbersSideBySide
        || right.hasNumbersSideBySide
    case .binary(.add, let left, let right): left.hasNumbersSideBySide || right.hasNumbersSideBySide
    default: false
    }
  }

  /// Whether there is a space and a sign between, and nothing else.
  private func isNextTo(_ right: Syntax) -> Bool {
    range.line == right.range.line && right.range.column == range.column + range.length + 2
  }

  private var beginsWithNumber: Bool {
    switch kind {
    case .number: true
    case .product(let left, _), .binary(.add, let left, _), .binary(.subtract, let left, _): left.beginsWithNumber
    default: false
    }
  }

  private var endsWithNumber: Bool {
    switch kind {
    case .number: true
    case .product(_, let right), .binary(.add, _, let right), .binary(.subtract, _, let right), .negate(let right):
      right.endsWithNumber
    default: false
    }
  }
}
