// Sheets back to text, in one canonical form: parsing what is printed gives the same sheet.

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
    let first = caption.map { "\(line)  # \($0)" } ?? line
    guard case .block(_, let body) = kind else { return first }
    return ([first] + body.map { $0.printed(indent: indent + "  ") }).joined(separator: "\n")
  }

  /// The line without its caption and its body.
  package var spelled: String {
    switch kind {
    case .title(let text): "title \(text)"
    case .source(let text): "source \(text)"
    case .view(let text): "view \(text)"
    case .beside(let text): "beside \(text)"
    case .remark(let text): text.isEmpty ? "#" : "# \(text)"
    case .dims(let dims): "dims " + dims.map { "\($0.name) = \($0.value.spelledAsSum)" }.joined(separator: ", ")
    case .input(let names, let type): "input \(spell(names))\(spell(type))"
    case .parameter(let names, let axes, let origin, let initial, let family):
      "param \(spell(names))\(spell(axes: axes))\(spell(origin))\(spell(initial))\(spell(family))"
    case .constant(let constants): "const " + constants.map(spell).joined(separator: ", ")
    case .state(let names, let axes, let initial, let family):
      "state \(spell(names))\(spell(axes: axes))\(spell(initial))\(spell(family))"
    case .alphabet(let names, let alphabet): "alphabet \(spell(names)): \(alphabet.spelled)"
    case .example(let name, let example): "example \(name.spelled): \(example.spelled)"
    case .equation(let target, let value, let family): "\(target.spelled) = \(value.spelled)\(spell(family))"
    case .leaf(let target, let value): "leaf \(target.spelled) = \(value.spelled)"
    case .block(.family(let family), _): "\(family.spelled):"
    case .block(.stage(let stage), _): "\(stage.spelled):"
    }
  }

  private func spell(_ constant: ConstantDeclaration) -> String {
    "\(constant.target.spelled)\(spell(axes: constant.axes))\(spell(constant.origin))\(spell(constant.value))"
  }
  private func spell(_ type: InputType) -> String {
    let shape =
      switch type.kind {
      case .tensor(let axes): spell(axes: axes)
      case .once(let axes): spell(axes: axes) + " once"
      case .token(let size): ": token(\(size.spelledAsSum))"
      }
    return ([shape] + type.terms.map(\.rawValue)).joined(separator: " ")
  }
  private func spell(_ targets: [Target]) -> String { targets.map(\.spelled).joined(separator: ", ") }
  private func spell(axes: [Syntax]) -> String {
    axes.isEmpty ? "" : ": " + axes.map(\.spelledAsAxis).joined(separator: "×")
  }
  private func spell(_ origin: Origin?) -> String { origin.map { " from \($0.spelled)" } ?? "" }
  private func spell(_ value: Syntax?) -> String { value.map { " = \($0.spelled)" } ?? "" }
  private func spell(_ family: Family?) -> String { family.map { " \($0.spelled)" } ?? "" }
}

extension Target {
  package var spelled: String {
    indices.isEmpty ? name : "\(name)[\(indices.map(\.spelledInIndex).joined(separator: ","))]"
  }
}

extension Family {
  package var spelled: String { "for \(variable) in \(lower.spelled(upTo: upper))" }
}

extension StageHeader {
  static let treeWord = "tree"

  package var spelled: String {
    switch steps {
    case .tree: "over \(variable) in \(Self.treeWord)"
    case .inputs(let targets): "over \(variable) in \(targets.map(\.spelled).joined(separator: ", "))"
    case .range(let lower, let upper, let targets, let until):
      "over \(variable) in \(([lower.spelled(upTo: upper)] + targets.map(\.spelled)).joined(separator: ", "))"
        + (until.map { " until \($0.spelled)" } ?? "")
    }
  }
}

extension Syntax {
  fileprivate func spelled(upTo upper: Syntax) -> String {
    let start = spelledAsSum
    // `1...L` would be read as 1 and a sign too many.
    return "\(start)\(start.last == "." ? " " : "")..\(upper.spelledAsSum)"
  }
}

extension Origin {
  package var spelled: String {
    let isPlain = !tensor.isEmpty && tensor.allSatisfy(\.continuesTensorName)
    return (isPlain ? tensor : "\"\(tensor.escaped)\"") + (row.map { "[\($0)]" } ?? "") + (isTransposed ? "ᵀ" : "")
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
    if let fill { parts.append("fill \"\(fill.symbol.escaped)\" \(fill.length)") }
    return parts.joined(separator: " ")
  }
}

extension ExampleInput {
  package var spelled: String {
    switch self {
    case .text(let text): "\"\(text.escaped)\""
    case .signal(let signal, let numbers): ([signal.rawValue] + numbers.map(\.spelledInSignal)).joined(separator: " ")
    case .rows(let rows): spell(rows)
    case .edges(let rows): "edges \(spell(rows))"
    }
  }

  private func spell(_ rows: [[Double]]) -> String {
    rows.map { row in row.map(\.plain).joined(separator: " ") }.joined(separator: "; ")
  }
}

extension Double {
  /// `3` rather than `3.0`.
  var plain: String { Int(exactly: self).map(String.init) ?? String(self) }
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
