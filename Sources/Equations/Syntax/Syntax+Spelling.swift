// Expressions back to text, in one canonical form: parsing what is printed gives the same expression.

extension Syntax {
  /// The expression as it would be typed.
  package var spelled: String { printed(above: .lowest) }

  /// In brackets where it is a comparison or looser, for places that take a sum.
  var spelledAsSum: String { printed(above: .sum) }

  /// As it stands before a sign that divides.
  var spelledBeforeQuotient: String { printed(above: .elementwise) }

  /// In brackets where it is more than a name, a number or a call.
  var spelledAsFactor: String { printed(above: .postfix) }

  private func printed(above: Strength) -> String {
    let (text, strength) = plain
    return strength < above ? "(\(text))" : text
  }

  private var plain: (String, Strength) {
    switch kind {
    case .number(_, let text): return (text, .postfix)
    case .name(let name): return (name, .postfix)
    case .index(let base, let indices):
      return ("\(base.printed(above: .postfix))[\(indices.map(\.spelled).joined(separator: ","))]", .postfix)
    case .call("not", let arguments) where arguments.count == 1:
      return ("not \(arguments[0].value.printed(above: .not))", .not)
    case .call(let name, let arguments):
      var text = ""
      for (position, argument) in arguments.enumerated() {
        if position > 0 { text += argument.followsSemicolon ? "; " : ", " }
        if let label = argument.label { text += "\(label): " }
        text += argument.value.spelled
      }
      return ("\(name)(\(text))", .postfix)
    case .negate(let operand): return ("-\(operand.printed(above: .elementwise))", .sum)
    case .root(let operand): return ("√\(operand.printed(above: .power))", .power)
    case .transpose(let operand): return ("\(operand.printed(above: .postfix))ᵀ", .postfix)
    case .product(let left, let right):
      return ("\(left.printed(above: .product)) \(right.printed(above: .power))", .product)
    case .stack(let parts): return ("[\(parts.map(\.spelled).joined(separator: "; "))]", .postfix)
    case .each(let part, let family): return ("\(part.spelled) \(family.spelled)", .lowest)
    case .address(let base, let step): return ("\(base.printed(above: .postfix))@\(step)", .postfix)
    case .binary(let sign, let left, let right): return binary(sign, left, right)
    }
  }

  private func binary(_ sign: BinarySign, _ left: Syntax, _ right: Syntax) -> (String, Strength) {
    let strength = sign.strength
    switch strength {
    case .power:
      let base = left.printed(above: .postfix)
      // A sign needs no brackets in an exponent.
      if case .negate(let exponent) = right.kind { return ("\(base)^-\(exponent.printed(above: .power))", .power) }
      return ("\(base)^\(right.printed(above: .power))", .power)
    case .comparison:
      return ("\(left.printed(above: .sum)) \(sign.rawValue) \(right.printed(above: .sum))", .comparison)
    case .lowest, .or, .and, .not, .sum, .elementwise, .product, .postfix:
      // From the left.
      return ("\(left.printed(above: strength)) \(sign.rawValue) \(right.printed(above: strength.above))", strength)
    }
  }
}

extension Index {
  fileprivate var spelled: String {
    switch self {
    case .at(let value): value.spelledInIndex
    case .all: ":"
    case .through(let value): ":\(value.spelledInIndex)"
    }
  }
}

extension Syntax {
  /// Sums of names and numbers stand close in an index: `t-1`.
  var spelledInIndex: String { isPlainSum ? spelled.filter { $0 != " " } : spelledAsSum }

  private var isPlainSum: Bool {
    switch kind {
    case .number, .name: true
    case .binary(.add, let left, let right), .binary(.subtract, let left, let right):
      left.isPlainSum && right.isPlainSum
    default: false
    }
  }

  /// As an axis of a shape: `2H`, `H+1`, `M*D/2`.
  var spelledAsAxis: String { axis(above: .sum) }

  private func axis(above: Strength) -> String {
    let text: String
    let strength: Strength
    switch kind {
    case .product(let left, let right): (text, strength) = (left.axisProduct(right), .product)
    case .binary(.quotient, let left, let right):
      (text, strength) = ("\(left.axisBeforeSign)/\(right.axis(above: .power))", .product)
    case .binary(let sign, let left, let right):
      (text, strength) = ("\(left.axis(above: .sum))\(sign.rawValue)\(right.axis(above: .product))", .sum)
    default: return spelled
    }
    return strength < above ? "(\(text))" : text
  }

  /// `2H` where nothing else could be read from it, `2*x` and `M*D` else.
  private func axisProduct(_ right: Syntax) -> String {
    if case .number = kind, case .name(let name) = right.kind, name != "x", !name.lowercased().hasPrefix("e") {
      return spelled + name
    }
    return "\(axisBeforeSign)*\(right.axis(above: .power))"
  }

  /// `2.*x` would be read as an elementwise product.
  private var axisBeforeSign: String {
    let text = axis(above: .product)
    return text.last == "." ? text + " " : text
  }

  /// As a number of a signal, which ends at a blank.
  var spelledInSignal: String {
    if case .negate(let operand) = kind { "-\(operand.axis(above: .product))" } else { axis(above: .product) }
  }
}
