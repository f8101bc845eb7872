// Who a name is: the table that declarations fill and expressions ask.

/// What a name of the sheet stands for. Members of a family have their full name, `W[2]`.
enum Entity: Equatable {
  case input(Int)
  case parameter(Int)
  case constant(Int)
  case quantity(Int)

  var what: String {
    switch self {
    case .input: "an input"
    case .parameter: "a parameter"
    case .constant: "a constant"
    case .quantity: "a quantity"
    }
  }
}

/// All names of one sheet.
struct Names {
  private(set) var entities: [String: Entity] = [:]
  private(set) var lines: [String: Int] = [:]
  /// How many indices the members of a family carry, by its bare name; 0 for a plain name.
  private(set) var arity: [String: Int] = [:]
  private(set) var members: [String: [String]] = [:]

  /// `W[2]`, `W_q[2,1]`.
  static func member(_ name: String, _ indices: [Int]) -> String {
    indices.isEmpty ? name : "\(name)[\(indices.map(String.init).joined(separator: ","))]"
  }

  mutating func declare(
    _ name: String, _ indices: [Int], as entity: Entity, at range: SourceRange
  ) throws(Diagnostic) {
    let full = Self.member(name, indices)
    if let line = lines[full] {
      if case .quantity = entity, entities[full].map({ !$0.isQuantity }) ?? false, let other = entities[full] {
        throw Diagnostic(.assignedTo(full, what: other.what), at: range)
      }
      let kind: Diagnostic.Kind =
        if case .quantity = entity { .definedTwice(full, firstLine: line) } else {
          .declaredTwice(full, firstLine: line)
        }
      throw Diagnostic(kind, at: range)
    }
    if let known = arity[name], known != indices.count {
      throw Diagnostic(.missingIndex(name, count: known), at: range)
    }
    if Function.named(full) != nil { throw Diagnostic(.reservedName(full, meaning: "a function"), at: range) }
    if ExpressionParser.clauseWords.contains(full) || full == "end" {
      throw Diagnostic(.reservedName(full, meaning: "a word of the language"), at: range)
    }
    entities[full] = entity
    lines[full] = range.line
    arity[name] = indices.count
    members[name, default: []].append(full)
  }

  var all: [String] { Array(arity.keys) }
}

extension Entity {
  var isQuantity: Bool {
    if case .quantity = self { return true }
    return false
  }
}
