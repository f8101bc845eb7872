// info, list, focus: what there is to see.

internal import Catalogue
internal import Equations
internal import Formats
internal import Evaluation

extension Command {
  static let info: Command = Command(
    "info", ["i"], operands: "[NAME or stops]", completes: .quantity,
    summary: "what the model holds, what a name is, or the stops",
    example: "info z"
  ) { session, text throws(CommandError) in
    guard !text.isEmpty else { return Reply(session.overview.map { .text($0) }) }
    if ["stops", "breakpoints", "b"].contains(text), session.model.quantity(named: text) == nil {
      return Reply(session.stopReports)
    }
    guard let line = session.model.describe(Symbols.normalForm(text)) else {
      throw .unknown(text, nearest: nearestName(to: text, among: session.model.allNames))
    }
    return Reply([.text(line)])
  }

  static let list: Command = Command(
    "list", ["l"], summary: "the equations, the current one marked", example: "list"
  ) { session, _ throws(CommandError) in
    let current = session.currentQuantity?.id
    let width = session.model.quantities.map(\.text.count).max() ?? 0
    let lines = session.model.quantities.map { quantity in
      let mark = quantity.id == current ? "▶ " : "  "
      let pad = String(repeating: " ", count: max(0, min(width, 60) - quantity.text.count))
      return mark + quantity.text + (quantity.caption.map { "\(pad)  # \($0)" } ?? "")
    }
    return Reply(lines.map { .text($0) })
  }

  static let focus: Command = Command(
    "focus", ["f"], operands: "NAME", completes: .quantity, summary: "turn the views to a quantity",
    example: "focus z"
  ) { session, text throws(CommandError) in
    let (name, _) = try PinReader.target(text, session.model)
    guard let quantity = session.model.quantity(named: name) else { throw PinReader.unknown(name, session.model) }
    guard session.trace.has(quantity) else { throw .run(.notEverywhere(name)) }
    session.focus = quantity.id
    return Reply([.text("showing \(name)" + (quantity.caption.map { ", \($0)" } ?? ""))])
  }
}

extension Session {
  /// The model in a few lines.
  fileprivate var overview: [String] {
    var lines = [model.title + (model.source.map { " (\($0))" } ?? "")]
    if !model.dims.isEmpty {
      lines.append("dims     " + model.dims.map { "\($0.name) = \($0.count)" }.joined(separator: ", "))
    }
    lines.append("inputs   " + model.inputs.map { "\($0.name): \($0.shape.described)" }.joined(separator: ", "))
    let count = model.parameters.reduce(0) { $0 + $1.shape.count }
    let origin = material.weights.map { "from \($0.path)" } ?? "started at random, seed \(material.seed)"
    lines.append("params   \(model.parameters.count) tensors, \(count) numbers, \(origin)")
    lines.append("run      \(feedDescription), \(trace.byteCount / 1024) KiB of frames")
    for pin in pins { lines.append("pinned   \(pin.text)") }
    for (quantity, input) in trace.plan.omitted.sorted(by: { $0.key < $1.key }) {
      lines.append("left out \(model.quantities[quantity].name): the input \(model.inputs[input].name) is not given")
    }
    for warning in warnings { lines.append("warning  \(warning.description)") }
    return lines
  }
}

extension Model {
  /// A name in one line.
  fileprivate func describe(_ name: String) -> String? {
    if let quantity = quantity(named: name) {
      return "\(quantity.text)   \(quantity.shape.described)" + (quantity.caption.map { "  # \($0)" } ?? "")
    }
    if let parameter = parameter(named: name) { return "param \(name): \(parameter.shape.described)" }
    if let input = input(named: name) { return "input \(name): \(input.shape.described)" }
    if let constant = constant(named: name) {
      return "const \(name)"
        + (constant.value.map { " = \(ValueText.significant($0, digits: 6))" } ?? ": \(constant.shape.described)")
    }
    return dims.first { $0.name == name }.map { "dims \(name) = \($0.count)" }
  }
}
