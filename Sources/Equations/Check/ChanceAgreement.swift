// Sizes that fit today and will not tomorrow: two dimensions of different names, taken for one by an equation because
// their numbers are the same now. It runs; a sheet that means it says so by `dims H = D`.

extension ExpressionChecker {
  mutating func warnAboutChance(_ primitive: Primitive, _ shapes: [Shape], _ whole: Syntax) {
    for (one, other) in Self.identified(primitive, shapes) where context.scope.agreeByChance(one, other) {
      let isKnown = diagnostics.contains { known in
        if case .dimensionsAgreeByChance(one.label, other.label, _, _) = known.kind { true } else { false }
      }
      guard !isKnown else { continue }
      let kind = Diagnostic.Kind.dimensionsAgreeByChance(
        one.label, other.label, text: whole.brief, value: one.count)
      diagnostics.append(Diagnostic(kind, at: whole.range))
    }
  }

  /// The pairs of sizes that an operation needs to be the same.
  private static func identified(_ primitive: Primitive, _ shapes: [Shape]) -> [(Dimension, Dimension)] {
    switch primitive.group {
    case .elementwise:
      let tensors = shapes.filter { !$0.actsAsScalar }
      guard let first = tensors.first else { return [] }
      return tensors.dropFirst().flatMap { [(first.rows, $0.rows), (first.columns, $0.columns)] }
        .filter { $0.0 == $0.1 }
    case .structural:
      switch primitive {
      case .product: return [(shapes[0].columns, shapes[1].rows)]
      case .stack: return shapes.dropFirst().map { (shapes[0].columns, $0.columns) }
      default: return []
      }
    case .columnwise, .reduction: return []
    }
  }
}
