// Who a name is: the table that declarations fill and expressions ask.

/// What a name of the sheet stands for.
///
/// Members of a family have their full name, `W[2]`.
enum Entity: Hashable {
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

  var source: Read.Source {
    switch self {
    case .input(let id): .input(id)
    case .parameter(let id): .parameter(id)
    case .constant(let id): .constant(id)
    case .quantity(let id): .quantity(id)
    }
  }

  init?(_ source: Read.Source) {
    switch source {
    case .input(let id): self = .input(id)
    case .parameter(let id): self = .parameter(id)
    case .constant(let id): self = .constant(id)
    case .quantity(let id): self = .quantity(id)
    case .series, .step, .length: return nil
    }
  }
}

/// All names of one sheet.
struct Names {
  /// What the number of a step is called.
  static let step = "t"

  private(set) var entities: [String: Entity] = [:]
  private var lines: [String: Int] = [:]
  private var families: [String: Members] = [:]
  /// What lines for leaves define, by what they define it of: `p_leaf` for `p`.
  private var leaves: [String: String] = [:]

  /// The members of a family, or a plain name, which has no indices and is its own only member.
  private struct Members {
    var indexCount: Int
    var firstLine: Int
    var names: [String] = []
  }

  /// `W[2]`, `W_q[2,1]`.
  static func member(_ name: String, _ indices: [Int]) -> String {
    indices.isEmpty ? name : "\(name)[\(indices.map(String.init).joined(separator: ","))]"
  }

  /// What a name means to the language, if it cannot be given to anything else.
  static func reserved(_ name: String) -> String? {
    if name == step { return "the number of the step" }
    if Function.named(name) != nil { return "a function" }
    return ExpressionParser.clauseWords.contains(name) || name == "end" ? "a word of the language" : nil
  }

  mutating func declare(
    _ name: String, _ indices: [Int], as entity: Entity, at range: SourceRange
  ) throws(Diagnostic) {
    let full = Self.member(name, indices)
    if let meaning = Self.reserved(name) { throw Diagnostic(.reservedName(full, meaning: meaning), at: range) }
    if let line = lines[full], let other = entities[full] {
      switch (entity, other) {
      case (.quantity, .quantity): throw Diagnostic(.definedTwice(full, firstLine: line), at: range)
      case (.quantity, _): throw Diagnostic(.assignedTo(full, what: other.what), at: range)
      default: throw Diagnostic(.declaredTwice(full, firstLine: line), at: range)
      }
    }
    if let known = families[name], known.indexCount != indices.count {
      throw Diagnostic(
        .otherIndices(name, count: indices.count, first: known.indexCount, firstLine: known.firstLine), at: range)
    }
    entities[full] = entity
    lines[full] = range.line
    families[name, default: Members(indexCount: indices.count, firstLine: range.line)].names.append(full)
  }

  /// Enters a name of a checked model by its full name.
  mutating func enter(_ full: String, as entity: Entity) {
    // What stands in the brackets of a gradient is no index: `d/h[t-1]` is one name.
    let bare = full.hasPrefix("d/") ? full : String(full.prefix { $0 != "[" })
    let indexCount = full == bare ? 0 : full.count { $0 == "," } + 1
    entities[full] = entity
    families[bare, default: Members(indexCount: indexCount, firstLine: 0)].names.append(full)
  }

  /// How many indices the members of a family carry, 0 for a plain name; nil for a name that stands for nothing.
  func indexCount(_ name: String) -> Int? { families[name]?.indexCount }

  /// The line where a name, or the first member of a family, is declared.
  func firstLine(_ name: String) -> Int? { families[name]?.firstLine }

  func firstMember(_ name: String) -> String? { families[name]?.names.first }

  /// The members of a family for a reader, not all of a long one.
  func membersDescribed(_ name: String) -> String {
    let members = families[name]?.names ?? []
    guard members.count > 4, let first = members.first, let last = members.last else {
      return members.joined(separator: ", ")
    }
    return "\(first), \(members[1]), … \(last)"
  }

  /// Enters what a name is called where the steps are leaves of a tree.
  mutating func enterAtLeaves(_ name: String, _ atLeaves: String) { leaves[name] = atLeaves }

  /// What a name is called where the steps are leaves of a tree; nil for what is the same there.
  func atLeaves(_ name: String) -> String? { leaves[name] }

  /// Plain names and the bare names of families.
  var all: [String] { families.keys.sorted() }
}
