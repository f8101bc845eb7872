// list and focus.

internal import Equations
internal import Evaluation

extension Command {
  static let list: Command = Command(
    "list", ["l"], summary: "the equations, the current one marked by ▶, those that running stops at by ●",
    example: "list"
  ) { session, _ throws(CommandError) in
    let current = session.currentQuantity?.id
    let quantities = session.model.quantities.filter { !$0.isUnnamed }
    let width = quantities.map(\.text.cellWidth).max() ?? 0
    let lines = quantities.map { quantity in
      let stops = session.stops.contains { $0.isEnabled && $0.kind == .equation(quantity.id) } ? "●" : " "
      let mark = (quantity.id == current ? "▶" : " ") + stops
      let caption = (quantity.caption.map { [$0] } ?? []) + (session.trace.has(quantity) ? [] : ["left out"])
      guard !caption.isEmpty else { return mark + quantity.text }
      return "\(mark)\(quantity.text.padded(to: min(width, 60)))  # \(caption.joined(separator: "; "))"
    }
    return Reply(lines.map { .text($0) })
  }

  static let focus: Command = Command(
    "focus", ["f"], operands: "NAME", completes: .quantity, summary: "turn the views to a quantity",
    example: "focus z"
  ) { session, text throws(CommandError) in
    guard !text.isEmpty else { throw Command.focus.usage("") }
    let (name, _) = try PinReader.target(text, session.model, otherwise: Command.focus.usage(text))
    guard let quantity = session.model.quantity(named: name) else { throw PinReader.unknown(name, session.model) }
    guard session.trace.has(quantity) else { throw .run(.notEverywhere(name)) }
    session.focus = quantity.id
    return Reply([.text("showing \(name)" + (quantity.caption.map { ", \($0)" } ?? ""))])
  }
}
