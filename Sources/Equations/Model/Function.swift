// The names that are written before parentheses, gathered from the notation of the operations.

/// A name that may be called, with all operations that it stands for: `max(a)` and `max(a, b)`.
package struct Function: Sendable {
  /// The first name is how it is printed.
  package var names: [String]
  package private(set) var primitives: [Primitive]

  /// The arguments of its simplest form.
  package var arguments: [String] { primitives.first?.notation.call?.arguments ?? [] }

  /// How it is called: `softmax(a) or softmax(a, where: M)`.
  package var usage: String { primitives.compactMap(\.notation.call?.usage).joined(separator: " or ") }

  /// What it is, by form.
  package var summary: String { primitives.map(\.notation.meaning).joined(separator: "; ") }

  package static func named(_ name: String) -> Function? { byName[name] }

  private static let byName: [String: Function] = {
    var result: [String: Function] = [:]
    for function in all { for name in function.names { result[name] = function } }
    return result
  }()

  package static let all: [Function] = {
    var result: [Function] = []
    for primitive in Primitive.allCases {
      guard let call = primitive.notation.call else { continue }
      if let known = result.firstIndex(where: { $0.names == call.names }) {
        result[known].primitives.append(primitive)
      } else {
        result.append(Function(names: call.names, primitives: [primitive]))
      }
    }
    for index in result.indices { result[index].primitives.sort { $0.argumentCount < $1.argumentCount } }
    return result
  }()

  /// The operation that takes these arguments; nil if none does.
  func primitive(for arguments: [Argument]) -> Primitive? {
    primitives.first { primitive in
      guard let call = primitive.notation.call, call.takes(arguments.count) else { return false }
      return arguments.dropLast().allSatisfy { $0.label == nil } && arguments.last?.label == call.label
    }
  }

  /// The labels that an argument of it may carry.
  var labels: [String] { primitives.compactMap(\.notation.call?.label) }
}

extension Notation.Call {
  fileprivate func takes(_ count: Int) -> Bool {
    count == arguments.count || (optional != nil && count == arguments.count + 1)
  }
}

extension Primitive {
  fileprivate var argumentCount: Int { notation.call?.arguments.count ?? 0 }
}
