// next, step, and the same backwards; goto and finish.

internal import Equations
internal import Evaluation

extension Command {
  static let next: Command = Command(
    "next", ["n"], operands: "[COUNT]", summary: "on to the end of the next step", example: "next 2", repeats: true
  ) { session, text throws(CommandError) in
    try session.walk(text, .next) { $0.timeline.next(after: $0.position) }
  }

  static let step: Command = Command(
    "step", ["s"], operands: "[COUNT]", summary: "on to the next equation", example: "step", repeats: true
  ) { session, text throws(CommandError) in
    try session.walk(text, .step) { $0.position + 1 < $0.timeline.count ? $0.position + 1 : nil }
  }

  static let reverseNext: Command = Command(
    "reverse-next", ["rn", "back"], operands: "[COUNT]", summary: "back to the end of the step before", example: "back",
    repeats: true
  ) { session, text throws(CommandError) in
    try session.walk(text, .reverseNext) { $0.timeline.previous(before: $0.position) }
  }

  static let reverseStep: Command = Command(
    "reverse-step", ["rs"], operands: "[COUNT]", summary: "back to the equation before", example: "reverse-step",
    repeats: true
  ) { session, text throws(CommandError) in
    try session.walk(text, .reverseStep) { $0.position > 0 ? $0.position - 1 : nil }
  }

  static let goto: Command = Command(
    "goto", ["g"], operands: "STEP or MARK", summary: "go to the end of a step, the end of the last one, or a mark",
    example: "goto 4"
  ) { session, text throws(CommandError) in
    if let position = session.marks[text] {
      session.move(to: position)
      return Reply(session.arrived)
    }
    let steps = session.timeline.part(at: session.position)?.steps ?? 1
    let most = max(steps, session.timeline.parts.map(\.steps).max() ?? 1)
    let wanted = text == "end" ? most : Int(text.hasPrefix("@") ? String(text.dropFirst()) : text)
    guard let wanted else { throw Command.goto.usage(text) }
    guard wanted >= 1, let position = session.timeline.position(ofStep: wanted - 1, near: session.position) else {
      throw .run(.noSuchStep(wanted, count: most))
    }
    session.move(to: position)
    return Reply(session.arrived)
  }

  static let finish: Command = Command(
    "finish", ["fin"], summary: "on to the end of the sequence", example: "finish"
  ) { session, _ throws(CommandError) in
    guard session.position + 1 < session.timeline.count else { throw .atEnd }
    session.move(to: session.timeline.count - 1)
    return Reply(session.arrived)
  }
}

extension Session {
  /// Moves as often as the operand says, and tells where that led; being at an end is only an error at once.
  fileprivate mutating func walk(
    _ text: String, _ command: Command, _ move: (Session) -> Int?
  ) throws(CommandError) -> Reply {
    let count = text.isEmpty ? 1 : Int(text) ?? 0
    guard count >= 1 else { throw command.usage(text) }
    var moved = false
    for _ in 0..<count {
      guard let position = move(self) else { break }
      self.move(to: position)
      moved = true
    }
    guard moved else { throw position == 0 || command.name.hasPrefix("reverse") ? .atStart : .atEnd }
    return Reply(arrived)
  }

  /// Where stepping has come to, as a report.
  package var here: Report {
    guard let moment, let part = timeline.part(at: position), let quantity = currentQuantity else {
      return .text("nothing runs")
    }
    let value = ShownValue(
      name: quantity.name, step: model.stages[quantity.stage].steps == .once ? nil : moment.step + 1,
      shape: quantity.shape, numbers: trace.values(of: quantity, at: moment.step))
    return .position(
      ShownPosition(
        step: moment.step + 1, steps: part.steps, equation: moment.equation + 1, equations: part.quantities.count,
        text: quantity.text, caption: quantity.caption, symbol: symbol(of: part.stage, at: moment.step), value: value))
  }
}
