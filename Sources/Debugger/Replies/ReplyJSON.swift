// Reports as JSON, for scripts.

internal import Equations
package import Formats

extension Reply {
  /// One object a command: `{"command": …, "reports": […]}`.
  package func json(command: String) -> JSON {
    .object([
      .init("command", .string(command)), .init("reports", .array(reports.map(\.json))),
    ])
  }
}

extension Report {
  package var json: JSON {
    switch self {
    case .text(let text): .object([.init("text", .string(text))])
    case .value(let value): value.json
    case .position(let position): position.json
    case .explanation(let explanation): explanation.json
    case .decay(let decay): decay.json
    case .ledger(let ledger): ledger.json
    case .comparison(let comparison): comparison.json
    }
  }
}

extension ShownValue {
  var json: JSON {
    var members: [JSON.Member] = [.init("name", .string(name))]
    if let step { members.append(.init("step", .integer(step))) }
    members.append(.init("shape", .array(shape.axes.map { .integer($0) })))
    members.append(.init("values", JSON.floats(numbers)))
    return .object(members)
  }
}

extension ShownPosition {
  var json: JSON {
    var members: [JSON.Member] = [
      .init("step", .integer(step)), .init("steps", .integer(steps)),
      .init("equation", .integer(equation)), .init("equations", .integer(equations)),
      .init("text", .string(text)),
    ]
    if let caption { members.append(.init("caption", .string(caption))) }
    if let symbol { members.append(.init("symbol", .string(symbol))) }
    if let value { members.append(.init("value", value.json)) }
    return .object(members)
  }
}

extension ComparisonReport {
  var json: JSON {
    .object([
      .init("compare", .array([.string(one), .string(other)])), .init("bound", .double(bound)),
      .init(
        "quantities",
        .array(
          quantities.map { quantity in
            .object([
              .init("name", .string(quantity.name)),
              .init("firstStep", quantity.first.map { .integer($0.step) } ?? .null),
              .init("largestDifference", .double(quantity.most.difference)),
              .init("largestAtStep", .integer(quantity.most.step)),
            ])
          })),
    ])
  }
}
