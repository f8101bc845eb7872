// Expressions with every grouping in brackets, so that a test sees what belongs to what.

import Equations

/// `W x ⊙ y` is `((W·x) ⊙ y)`.
func structure(_ text: String) -> String {
  do throws(SheetErrors) {
    return structure(try SheetParser.expression(text))
  } catch {
    return error.diagnostics.map(\.message).joined(separator: "; ")
  }
}

func structure(_ syntax: Syntax) -> String {
  switch syntax.kind {
  case .number(_, let text): text
  case .name(let name): name
  case .index(let base, let indices):
    "\(structure(base))[\(indices.map(structure).joined(separator: ","))]"
  case .call(let name, let arguments):
    "\(name)("
      + arguments.map { ($0.followsSemicolon ? "; " : "") + ($0.label.map { "\($0): " } ?? "") + structure($0.value) }
      .joined(separator: ", ") + ")"
  case .negate(let operand): "(-\(structure(operand)))"
  case .root(let operand): "(√\(structure(operand)))"
  case .transpose(let operand): "(\(structure(operand))ᵀ)"
  case .binary(let sign, let left, let right): "(\(structure(left)) \(sign.rawValue) \(structure(right)))"
  case .product(let left, let right): "(\(structure(left))·\(structure(right)))"
  case .stack(let parts): "[\(parts.map(structure).joined(separator: "; "))]"
  case .each(let part, let family): "\(structure(part)) \(family.spelled)"
  case .address(let base, let step): "\(structure(base))@\(step)"
  }
}

private func structure(_ index: Index) -> String {
  switch index {
  case .at(let value): structure(value)
  case .all: ":"
  case .through(let value): ":\(structure(value))"
  }
}
