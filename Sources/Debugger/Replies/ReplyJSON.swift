// Reports as JSON, for scripts.

internal import Equations
package import Formats

extension Reply {
  /// One object a command: `{"command": …, "reports": […]}`; each report begins with its kind.
  package func json(command: String) -> JSON {
    .object([
      .init("command", .string(command)), .init("reports", .array(reports.map(\.json))),
    ])
  }
}

extension Report {
  package var json: JSON {
    guard case .object(let members) = content else { return content }
    return .object([.init("kind", .string(kind))] + members)
  }

  /// What it is: the other members follow from that.
  private var kind: String {
    switch self {
    case .text: "text"
    case .value: "value"
    case .series: "series"
    case .position: "position"
    case .explanation: "explanation"
    case .uses: "uses"
    case .decay: "decay"
    case .ledger: "ledger"
    case .lengths: "lengths"
    case .triangle: "triangle"
    case .growth: "growth"
    case .table: "table"
    case .clipping: "clipping"
    case .comparison: "comparison"
    case .beam: "beam"
    case .beamStep: "beamStep"
    case .lesson: "lesson"
    }
  }

  private var content: JSON {
    switch self {
    case .text(let text): .object([.init("text", .string(text))])
    case .value(let value): value.json
    case .series(let series): series.json
    case .position(let position): position.json
    case .explanation(let explanation): explanation.json
    case .uses(let uses): uses.json
    case .decay(let decay): decay.json
    case .ledger(let ledger): ledger.json
    case .lengths(let lengths): lengths.json
    case .triangle(let triangle): triangle.json
    case .growth(let growth): growth.json
    case .table(let table): table.json
    case .clipping(let clipping): clipping.json
    case .comparison(let comparison): comparison.json
    case .beam(let beam): beam.json
    case .beamStep(let step): step.json
    case .lesson(let lesson): lesson.json
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

extension ShownSeries {
  var json: JSON {
    .object([
      .init("name", .string(name)),
      .init(
        "steps",
        .array(
          rows.map { row in
            var members = [JSON.Member("step", .integer(row.value.step ?? 1))]
            if let symbol = row.symbol { members.append(.init("symbol", .string(symbol))) }
            return .object(members + [.init("values", JSON.floats(row.value.numbers))])
          })),
    ])
  }
}

extension ShownPosition {
  var json: JSON {
    var members: [JSON.Member] = [
      .init("step", .integer(step)), .init("steps", .integer(steps)),
      .init("equation", .integer(equation)), .init("equations", .integer(equations)),
      .init("text", .string(text)),
    ]
    switch pass {
    case .once: members.append(.init("pass", .string("once")))
    case .scan(let number, let count, let isBackward):
      members += [
        .init("pass", .string(isBackward ? "backward" : "forward")), .init("scan", .integer(number)),
        .init("scans", .integer(count)),
      ]
    }
    if kind != .step { members.append(.init("node", .string(kind == .leaf ? "leaf" : "inner"))) }
    if let caption { members.append(.init("caption", .string(caption))) }
    if let symbol { members.append(.init("symbol", .string(symbol))) }
    if let value { members.append(.init("value", value.json)) }
    return .object(members)
  }
}
