// display, undisplay, whatis.

internal import Equations
internal import Evaluation

extension Command {
  static let display: Command = Command(
    "display", operands: "[EXPRESSION]", completes: .expression, summary: "print an expression after every stop",
    details: "What print takes, display takes too: display/e h[1:4]. Alone it prints all; info displays lists them.",
    example: "display norm(h)", takesFormat: true
  ) { session, text throws(CommandError) in
    guard !text.isEmpty else {
      guard !session.displays.isEmpty else { throw .message("nothing is displayed; display EXPRESSION adds one") }
      return Reply(Array(session.arrived.dropFirst()))
    }
    let shown = try session.shown(text)
    session.displays.append(Display(number: session.nextDisplay, text: text))
    session.nextDisplay += 1
    return Reply([shown])
  }

  static let undisplay: Command = Command(
    "undisplay", operands: "[NUMBER]", summary: "stop displaying an expression, or all", example: "undisplay"
  ) { session, text throws(CommandError) in
    guard !text.isEmpty else {
      let count = session.displays.count
      session.displays = []
      return Reply([.text("\(count) display\(count == 1 ? "" : "s") taken away")])
    }
    guard let number = Int(text) else { throw Command.undisplay.usage(text) }
    guard let index = session.displays.firstIndex(where: { $0.number == number }) else {
      throw .message("there is no display \(number); info displays lists them")
    }
    let display = session.displays.remove(at: index)
    return Reply([.text("\(display.text) is displayed no more")])
  }

  static let whatis: Command = Command(
    "whatis", operands: "EXPRESSION", completes: .expression, summary: "the shape of an expression",
    example: "whatis W_z"
  ) { session, text throws(CommandError) in
    guard !text.isEmpty else { throw Command.whatis.usage("") }
    let (expression, spelled) = try Stop.expression(text, session.seeing(text).trace.model)
    return Reply([.text("\(spelled): \(expression.shape.described)")])
  }
}
