// Syntax back to text, in one canonical form: parsing what is printed gives the same syntax.

extension Syntax {
  /// The expression as it would be typed.
  package var spelled: String { printed(above: .lowest) }

  /// Strengths of the signs, weakest first.
  private enum Strength: Int, Comparable {
    case lowest, or, and, not, comparison, sum, elementwise, product, power, postfix

    static func < (one: Strength, other: Strength) -> Bool { one.rawValue < other.rawValue }
    var above: Strength { Strength(rawValue: rawValue + 1) ?? .postfix }
  }

  private func printed(above: Strength) -> String {
    let (text, strength) = plain
    return strength < above ? "(\(text))" : text
  }

  private var plain: (String, Strength) {
    switch kind {
    case .number(_, let text): return (text, .postfix)
    case .name(let name): return (name, .postfix)
    case .index(let base, let indices):
      return ("\(base.printed(above: .postfix))[\(indices.map(\.spelled).joined(separator: ", "))]", .postfix)
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
    case .address(let base, let step): return ("\(base.printed(above: .postfix))@\(step)", .postfix)
    case .binary(let sign, let left, let right): return binary(sign, left, right)
    }
  }

  private func binary(_ sign: BinarySign, _ left: Syntax, _ right: Syntax) -> (String, Strength) {
    switch sign {
    case .power:
      if case .negate(let exponent) = right.kind {
        return ("\(left.printed(above: .postfix))^-\(exponent.printed(above: .power))", .power)
      }
      return ("\(left.printed(above: .postfix))^\(right.printed(above: .power))", .power)
    case .hadamard, .quotient: return infix(sign, left, right, .elementwise)
    case .add, .subtract: return infix(sign, left, right, .sum)
    case .less, .lessEqual, .greater, .greaterEqual, .equal, .notEqual:
      return ("\(left.printed(above: .sum)) \(sign.rawValue) \(right.printed(above: .sum))", .comparison)
    case .and: return infix(sign, left, right, .and)
    case .or: return infix(sign, left, right, .or)
    }
  }

  /// A sign that groups from the left.
  private func infix(
    _ sign: BinarySign, _ left: Syntax, _ right: Syntax, _ strength: Strength
  ) -> (String, Strength) {
    ("\(left.printed(above: strength)) \(sign.rawValue) \(right.printed(above: strength.above))", strength)
  }
}

extension Index {
  var spelled: String {
    switch self {
    case .at(let value): value.spelled.filter { $0 != " " }
    case .all: ":"
    case .through(let value): ":\(value.spelled.filter { $0 != " " })"
    }
  }
}

extension Sheet {
  /// The sheet as text, in canonical form.
  package var printed: String {
    items.map { $0.printed(indent: "") }.joined(separator: "\n") + "\n"
  }
}

extension Item {
  /// The line, or the lines of a block.
  package func printed(indent: String) -> String {
    let line = indent + spelled
    let first = caption.map { $0.isEmpty ? line : "\(line)  # \($0)" } ?? line
    guard case .block(_, let body) = kind else { return first }
    return ([first] + body.map { $0.printed(indent: indent + "  ") }).joined(separator: "\n")
  }

  /// The line without its caption and its body.
  package var spelled: String {
    switch kind {
    case .title(let text): "title \(text)"
    case .source(let text): "source \(text)"
    case .view(let text): "view \(text)"
    case .remark(let text): text.isEmpty ? "#" : "# \(text)"
    case .dims(let dims): "dims " + dims.map { "\($0.name) = \($0.value.spelled)" }.joined(separator: ", ")
    case .input(let names, .tensor(let axes)): "input \(spell(names))\(spell(axes: axes))"
    case .input(let names, .token(let size)): "input \(spell(names)): token(\(size.spelled))"
    case .parameter(let names, let axes, let origin, let initial, let family):
      "param \(spell(names))\(spell(axes: axes))\(spell(origin))\(spell(initial))\(spell(family))"
    case .constant(let name, let axes, let origin, let value):
      "const \(name.spelled)\(spell(axes: axes))\(spell(origin))\(spell(value))"
    case .state(let names, let axes, let initial, let family):
      "state \(spell(names))\(spell(axes: axes))\(spell(initial))\(spell(family))"
    case .alphabet(let names, let alphabet): "alphabet \(spell(names)): \(alphabet.spelled)"
    case .example(let name, let example): "example \(name.spelled): \(example.spelled)"
    case .equation(let target, let value, let family): "\(target.spelled) = \(value.spelled)\(spell(family))"
    case .block(.family(let family), _): "\(family.spelled):"
    }
  }

  private func spell(_ targets: [Target]) -> String { targets.map(\.spelled).joined(separator: ", ") }
  private func spell(axes: [Syntax]) -> String {
    axes.isEmpty ? "" : ": " + axes.map(\.spelledAsAxis).joined(separator: "×")
  }
  private func spell(_ origin: Origin?) -> String { origin.map { " from \($0.spelled)" } ?? "" }
  private func spell(_ value: Syntax?) -> String { value.map { " = \($0.spelled)" } ?? "" }
  private func spell(_ family: Family?) -> String { family.map { " \($0.spelled)" } ?? "" }
}

extension Syntax {
  /// In a shape products are written without a space, `2H`, or with a sign, `M*D`.
  fileprivate var spelledAsAxis: String {
    switch kind {
    case .product(let left, let right):
      if case .number = left.kind, case .name = right.kind { return left.spelledAsAxis + right.spelledAsAxis }
      return "\(left.axisFactor)*\(right.axisFactor)"
    case .binary(.quotient, let left, let right):
      return "\(left.spelledAsAxis)/\(right.axisFactor)"
    case .binary(let sign, let left, let right):
      return "\(left.spelledAsAxis)\(sign.rawValue)\(right.axisTerm)"
    default: return spelled
    }
  }

  private var axisTerm: String {
    if case .binary(.add, _, _) = kind { return "(\(spelledAsAxis))" }
    if case .binary(.subtract, _, _) = kind { return "(\(spelledAsAxis))" }
    return spelledAsAxis
  }

  private var axisFactor: String {
    switch kind {
    case .binary, .product: "(\(spelledAsAxis))"
    default: spelledAsAxis
    }
  }
}

extension Target {
  package var spelled: String {
    indices.isEmpty ? name : "\(name)[\(indices.map { $0.spelled.filter { $0 != " " } }.joined(separator: ","))]"
  }
}

extension Family {
  package var spelled: String { "for \(variable) in \(lower.spelled)..\(upper.spelled)" }
}

extension Origin {
  package var spelled: String {
    let plain = tensor.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
      part.first?.startsName ?? false && part.allSatisfy(\.continuesName)
    }
    return (plain ? tensor : "\"\(tensor.escaped)\"") + (row.map { "[\($0)]" } ?? "") + (isTransposed ? "ᵀ" : "")
  }
}

extension AlphabetDeclaration {
  var spelled: String {
    var parts: [String] = runs.map { run in
      switch run {
      case .symbol(let symbol): "\"\(symbol.escaped)\""
      case .through(let first, let last): "\"\(first.escaped)\"..\"\(last.escaped)\""
      }
    }
    if let unknown { parts.append("unknown \"\(unknown.escaped)\"") }
    if let start { parts.append("start \"\(start.escaped)\"") }
    if let end { parts.append("end \"\(end.escaped)\"") }
    return parts.joined(separator: " ")
  }
}

extension ExampleInput {
  var spelled: String {
    switch self {
    case .text(let text): "\"\(text.escaped)\""
    case .signal(let signal, let numbers): ([signal.rawValue] + numbers.map(\.spelled)).joined(separator: " ")
    case .rows(let rows):
      rows.map { row in row.map(Self.number).joined(separator: " ") }.joined(separator: "; ")
    }
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
  }
}

extension String {
  /// With backslashes before what would end or change a quoted text.
  var escaped: String {
    var result = ""
    for character in self {
      switch character {
      case "\\": result += "\\\\"
      case "\"": result += "\\\""
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      default: result.append(character)
      }
    }
    return result
  }
}
