// focus: what the views are turned to.

internal import Equations
internal import Evaluation

extension Command {
  static let focus: Command = Command(
    "focus", ["f"], operands: "NAME", completes: .quantity, summary: "turn the views to a quantity",
    example: "focus z"
  ) { session, text throws(CommandError) in
    guard !text.isEmpty else { throw Command.focus.usage("") }
    let (name, _) = try PinReader.target(text, session.model, otherwise: Command.focus.usage(text))
    guard let quantity = session.model.quantity(named: name) else { throw PinReader.unknown(name, session.model) }
    try session.checkHas(quantity)
    session.focus = quantity.id
    return Reply([.text("showing \(name)" + (quantity.caption.map { ", \($0)" } ?? ""))])
  }
}
