// Going through an expression as it was written.

extension Syntax {
  /// The expressions directly below.
  var children: [Syntax] {
    switch kind {
    case .number, .name: []
    case .index(let base, let indices):
      [base]
        + indices.compactMap { index in
          switch index {
          case .at(let value), .through(let value): value
          case .all: nil
          }
        }
    case .call(_, let arguments): arguments.map(\.value)
    case .negate(let operand), .root(let operand), .transpose(let operand), .address(let operand, _): [operand]
    case .binary(_, let left, let right), .product(let left, let right): [left, right]
    case .stack(let parts): parts
    case .each(let part, let family): [part, family.lower, family.upper]
    }
  }

  /// Whether the name stands anywhere in it.
  func mentions(_ name: String) -> Bool {
    if case .name(name) = kind { return true }
    return children.contains { $0.mentions(name) }
  }

  /// All names in it, repeated ones too.
  var names: [String] {
    if case .name(let name) = kind { return [name] }
    return children.flatMap(\.names)
  }

  /// How many names, numbers and signs it has.
  var termCount: Int { children.reduce(1) { $0 + $1.termCount } }

  /// With loop variables replaced by their numbers: `W[l] h[l-1]` for l = 2 is `W[2] h[1]`.
  func substituting(_ loops: [String: Int]) -> Syntax {
    guard !loops.isEmpty else { return self }
    var copy = self
    switch kind {
    case .number: break
    case .name(let name):
      if let value = loops[name] { copy.kind = .number(Double(value), text: String(value)) }
    case .index(let base, let indices):
      copy.kind = .index(base.substituting(loops), indices.map { $0.substituting(loops) })
    case .call(let name, let arguments):
      copy.kind = .call(
        name,
        arguments.map { Argument($0.value.substituting(loops), label: $0.label, followsSemicolon: $0.followsSemicolon) }
      )
    case .negate(let operand): copy.kind = .negate(operand.substituting(loops))
    case .root(let operand): copy.kind = .root(operand.substituting(loops))
    case .transpose(let operand): copy.kind = .transpose(operand.substituting(loops))
    case .address(let operand, let step): copy.kind = .address(operand.substituting(loops), step: step)
    case .binary(let sign, let left, let right):
      copy.kind = .binary(sign, left.substituting(loops), right.substituting(loops))
    case .product(let left, let right): copy.kind = .product(left.substituting(loops), right.substituting(loops))
    case .stack(let parts): copy.kind = .stack(parts.map { $0.substituting(loops) })
    case .each(let part, let family):
      var (inner, own) = (loops, family)
      inner[family.variable] = nil
      (own.lower, own.upper) = (family.lower.substituting(loops), family.upper.substituting(loops))
      copy.kind = .each(part.substituting(inner), own)
    }
    return copy
  }
}

extension Index {
  fileprivate func substituting(_ loops: [String: Int]) -> Index {
    switch self {
    case .all: return .all
    case .through(let value): return .through(value.substituting(loops))
    case .at(let value):
      let replaced = value.substituting(loops)
      guard replaced != value, let number = try? Scope().wholeNumber(replaced) else { return .at(replaced) }
      return .at(Syntax(.number(Double(number), text: String(number)), range: value.range))
    }
  }
}
