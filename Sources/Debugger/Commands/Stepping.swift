// next, step, finish, and the same backwards; goto.

internal import Equations
internal import Evaluation

extension Command {
  static let next: Command = Command(
    "next", ["n"], operands: "[COUNT]", summary: "on to the end of the next step", example: "next 2", repeats: true
  ) { session, text throws(CommandError) in
    try session.walk(text, .next, ending: .atEnd) { $0.next(after: $1) }
  }

  static let step: Command = Command(
    "step", ["s"], operands: "[COUNT]", summary: "on to the next equation", example: "step", repeats: true
  ) { session, text throws(CommandError) in
    try session.walk(text, .step, ending: .atEnd) { $1 + 1 < $0.count ? $1 + 1 : nil }
  }

  static let finish: Command = Command(
    "finish", ["fin"], operands: "[COUNT]",
    summary: "on to the end of the sequence; from there, to the end of the next scan",
    details: """
      A sheet that also reads t+1, or has several stages, goes over its steps in several scans, one after another.
      A tree has two: its leaves come first, then its nodes, children before parents, up to the root.
      """,
    example: "finish"
  ) { session, text throws(CommandError) in
    try session.walk(text, .finish, ending: .atEnd, isLenient: true) { $0.endOfPart(after: $1) }
  }

  static let reverseNext: Command = Command(
    "reverse-next", ["rn", "back"], operands: "[COUNT]", summary: "back to the end of the step before", example: "back",
    repeats: true
  ) { session, text throws(CommandError) in
    try session.walk(text, .reverseNext, ending: .atStart) { $0.previous(before: $1) }
  }

  static let reverseStep: Command = Command(
    "reverse-step", ["rs"], operands: "[COUNT]", summary: "back to the equation before", example: "reverse-step",
    repeats: true
  ) { session, text throws(CommandError) in
    try session.walk(text, .reverseStep, ending: .atStart) { $1 > 0 ? $1 - 1 : nil }
  }

  static let reverseFinish: Command = Command(
    "reverse-finish", ["rf"], operands: "[COUNT]",
    summary: "back to the first equation of the sequence; from there, of the scan before", example: "reverse-finish"
  ) { session, text throws(CommandError) in
    try session.walk(text, .reverseFinish, ending: .atStart, isLenient: true) { $0.startOfPart(before: $1) }
  }

  static let goto: Command = Command(
    "goto", ["g"], operands: "STEP, NAME@STEP or MARK",
    summary: "go to the end of a step, to an equation at a step, to the end or to a mark",
    details: """
      goto 4       the end of step 4; goto end is that of the last step, of a tree that of its root
      goto z@4     where z is worked out at step 4
      goto here    the moment that mark here has named
      """,
    example: "goto 4"
  ) { session, text throws(CommandError) in
    session.move(to: try session.destination(text))
    return Reply(session.arrived)
  }
}

extension Session {
  /// Moves as often as the operand says, and tells where that led; being at an end is only an error at once.
  ///
  /// - `isLenient`: whether it is none at all: what leads to an end has done its work there, while a step that there is
  ///   not has been asked for in vain.
  fileprivate mutating func walk(
    _ text: String, _ command: Command, ending: CommandError, isLenient: Bool = false, _ move: (Timeline, Int) -> Int?
  ) throws(CommandError) -> Reply {
    guard let count = text.isEmpty ? 1 : Int(text), count >= 1 else { throw command.usage(text) }
    guard var place = move(timeline, position) else {
      let ending = self.ending(ending)
      guard isLenient else { throw ending }
      return Reply([.text(ending.description)] + arrived)
    }
    var left = count - 1
    while left > 0, let further = move(timeline, place) {
      if left % 256 == 0 && isInterrupted() { throw .run(.interrupted) }
      place = further
      left -= 1
    }
    self.move(to: place)
    return Reply(arrived)
  }

  /// What is said at an end; where nothing has steps, that there are equations to go by.
  func ending(_ ending: CommandError) -> CommandError {
    guard !timeline.parts.contains(where: { $0.steps > 1 }) else { return ending }
    if position + 1 >= timeline.count {
      return .message("all is worked out, once, without steps; rs goes back by an equation")
    }
    guard position == 0 else { return .message("all is worked out once, without steps; rs and s go by equations") }
    return .message("this is the first equation; s goes on")
  }

  /// What stands behind `goto`, as a position.
  fileprivate func destination(_ text: String) throws(CommandError) -> Int {
    if let position = marks[text] { return position }
    if text == "end", let root = rootPosition { return root }
    if let at = text.lastIndex(of: "@"), at != text.startIndex {
      return try destination(equation: String(text[..<at]), step: String(text[text.index(after: at)...]))
    }
    let steps = timeline.part(at: position)?.steps ?? 1
    let most = max(steps, timeline.parts.map(\.steps).max() ?? 1)
    guard let wanted = text == "end" ? most : Int(text.hasPrefix("@") ? String(text.dropFirst()) : text) else {
      throw Command.goto.usage(text)
    }
    guard wanted >= 1, let found = timeline.position(ofStep: wanted - 1, near: position) else {
      throw .run(.noSuchStep(wanted, count: most))
    }
    return found
  }

  /// Where the walk over a tree ends that we are in, be it at the leaves or at the nodes; nil outside of any.
  private var rootPosition: Int? {
    guard let here = timeline.part(at: position), stepKind(of: here.stage) != .step else { return nil }
    let nodes = stepKind(of: here.stage) == .node ? here : timeline.parts.first { stepKind(of: $0.stage) == .node }
    return nodes.map { timeline.position(ofStep: $0.steps - 1, in: $0) }
  }

  private func destination(equation text: String, step: String) throws(CommandError) -> Int {
    let (name, _) = try PinReader.target(text, model, otherwise: Command.goto.usage("\(text)@\(step)"))
    guard let quantity = model.quantity(named: name) else { throw PinReader.unknown(name, model) }
    try checkHas(quantity)
    let count = trace.stepCount(of: quantity)
    let place = try StepReader.step(step, of: count)
    guard let found = timeline.position(of: quantity.id, at: place) else {
      throw .run(.noSuchStep(place + 1, count: count))
    }
    return found
  }

  /// Where stepping has come to, as a report.
  package var here: Report {
    guard let moment, let part = timeline.part(at: position), let quantity = currentQuantity else {
      return .text("nothing runs")
    }
    let isOnce = model.stages[part.stage].steps == .once
    let value = ShownValue(
      quantity.name, step: isOnce ? nil : moment.step + 1, quantity.shape,
      trace.values(of: quantity, at: moment.step), in: trace)
    return .position(
      ShownPosition(
        kind: stepKind(of: part.stage), step: moment.step + 1, steps: part.steps, equation: moment.equation + 1,
        equations: part.quantities.count,
        pass: isOnce ? .once : pass(part), text: quantity.text, caption: quantity.caption,
        symbol: symbol(of: part.stage, at: moment.step), value: value))
  }

  /// What the steps of a stage are.
  package func stepKind(of stage: Int) -> ShownPosition.Kind {
    guard let pair = model.treeStages else { return .step }
    return pair.nodes.id == stage ? .node : pair.leaves.id == stage ? .leaf : .step
  }

  /// Which of the scans over the steps a part is.
  private func pass(_ part: Timeline.Part) -> ShownPosition.Pass {
    let scans = timeline.parts.filter { model.stages[$0.stage].steps != .once }
    return .scan(
      (scans.firstIndex(of: part) ?? 0) + 1, of: scans.count, isBackward: part.direction == .backward)
  }
}
