// continue, run and their reverses; first and last; marks.

internal import Equations
internal import Evaluation

extension Command {
  static let `continue`: Command = Command(
    "continue", ["c"], operands: "[COUNT] or if CONDITION", completes: .expression,
    summary: "on to the next stop, or to the end",
    details: """
      continue                    to the next moment at which a stop holds
      continue 3                  to the third one
      continue if max(z) > 0.9    to the next moment at which this holds, whatever the stops
      """,
    example: "continue", repeats: true
  ) { session, text throws(CommandError) in try session.search(text, .continue, backward: false) }

  static let reverseContinue: Command = Command(
    "reverse-continue", ["rc"], operands: "[COUNT] or if CONDITION", completes: .expression,
    summary: "back to the last time that a stop held, or to the start",
    details: "reverse-continue if max(z) > 0.9 goes back to the last moment at which this held.",
    example: "reverse-continue if mean(z) < 0.5", repeats: true
  ) { session, text throws(CommandError) in try session.search(text, .reverseContinue, backward: true) }

  static let run: Command = Command(
    "run", ["r"], summary: "from the start to the first stop, or to the end", example: "run"
  ) { session, _ throws(CommandError) in
    session.move(to: 0)
    return try session.search("", .run, backward: false)
  }

  static let start: Command = Command(
    "start", summary: "to the very first equation", example: "start"
  ) { session, _ throws(CommandError) in
    session.move(to: 0)
    return Reply(session.arrived)
  }

  static let first: Command = Command(
    "first", operands: "CONDITION or nan", completes: .expression,
    summary: "go to the first moment at which something holds",
    details: "first nan finds the first number that is none, anywhere.", example: "first z[12] < 0.5"
  ) { session, text throws(CommandError) in
    guard !text.isEmpty else { throw Command.first.usage("") }
    if text == "nan" || text == "NaN" { return try session.goToNotANumber(last: false) }
    return try session.goTo(text, from: -1, backward: false)
  }

  static let last: Command = Command(
    "last", operands: "CONDITION or nan", completes: .expression,
    summary: "go to the last moment at which something holds", example: "last max(z) > 0.9"
  ) { session, text throws(CommandError) in
    guard !text.isEmpty else { throw Command.last.usage("") }
    if text == "nan" || text == "NaN" { return try session.goToNotANumber(last: true) }
    return try session.goTo(text, from: session.timeline.count, backward: true)
  }

  static let mark: Command = Command(
    "mark", operands: "[NAME]", summary: "give this moment a name for goto, or list the names", example: "mark here"
  ) { session, text throws(CommandError) in
    guard !text.isEmpty else {
      return Reply(session.markLines.map { .text($0) })
    }
    guard Int(text) == nil, text != "end", !text.contains(where: { $0 == " " || $0 == "@" }) else {
      throw .message("a mark's name is one word and no step, not \(text.clipped)")
    }
    session.marks[text] = session.position
    return Reply([.text("\(text) is \(session.place(of: session.position))")])
  }
}

extension Session {
  /// What is said on arriving somewhere: the place, then the displays.
  var arrived: [Report] {
    [here]
      + displays.map { display in
        do throws(CommandError) {
          return try shown(display.text)
        } catch {
          return .text("\(display.number): \(display.text)  (not here)")
        }
      }
  }

  /// A position in a few words.
  func place(of position: Int) -> String {
    guard let moment = timeline.moment(at: position), let quantity = timeline.quantity(at: position) else {
      return "nowhere"
    }
    return "step \(moment.step + 1), \(model.quantities[quantity].name)"
  }

  /// The marks in the order of their moments.
  var markLines: [String] {
    guard !marks.isEmpty else { return ["no marks; mark NAME makes one"] }
    return marks.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map { "\($0)  \(place(of: $1))" }
  }

  /// - `text`: what stands behind `continue`: nothing, how many stops to go on to, or `if CONDITION`.
  fileprivate mutating func search(_ text: String, _ command: Command, backward: Bool) throws(CommandError) -> Reply {
    if text.hasPrefix("if ") {
      return try goTo(String(text.dropFirst(3)).trimmed, from: position, backward: backward)
    }
    guard let count = text.isEmpty ? 1 : Int(text), count >= 1 else { throw command.usage(text) }
    let search = StopSearch(trace: trace, timeline: timeline)
    var (hit, place): (StopHit?, Int) = (nil, position)
    for _ in 0..<count {
      guard let next = try search.find(stops, from: place, backward: backward, isInterrupted: isInterrupted) else {
        hit = nil
        break
      }
      (hit, place) = (next, next.position)
    }
    if let hit { return arrive(at: hit) }
    guard backward ? position > 0 : position + 1 < timeline.count else {
      return Reply([.text(ending(backward ? .atStart : .atEnd).description)] + arrived)
    }
    move(to: backward ? 0 : timeline.count - 1)
    let isVain = stops.contains(where: \.isEnabled)
    return Reply((isVain ? [.text("no further stop up to the \(backward ? "start" : "end")")] : []) + arrived)
  }

  private mutating func arrive(at hit: StopHit) -> Reply {
    move(to: hit.position)
    guard let index = stops.firstIndex(where: { $0.number == hit.stop }) else { return Reply(arrived) }
    stops[index].hits += 1
    let number = stops[index].number
    if stops[index].isTemporary { stops.remove(at: index) }
    return Reply([.text("stop \(number): \(hit.message)")] + arrived)
  }

  fileprivate mutating func goTo(_ text: String, from position: Int, backward: Bool) throws(CommandError) -> Reply {
    let (expression, spelled) = try Stop.expression(text, trace.model)
    let stop = Stop(number: 0, kind: .condition(expression), condition: nil, isTemporary: true, text: spelled)
    let search = StopSearch(trace: trace, timeline: timeline)
    guard let hit = try search.find([stop], from: position, backward: backward, isInterrupted: isInterrupted) else {
      let isAnywhere = position < 0 || position >= timeline.count
      throw .message("\(spelled) holds at no \(isAnywhere ? "" : backward ? "earlier " : "later ")step")
    }
    move(to: hit.position)
    return Reply(arrived)
  }

  fileprivate mutating func goToNotANumber(last: Bool) throws(CommandError) -> Reply {
    let search = StopSearch(trace: trace, timeline: timeline)
    guard let found = try search.notANumber(last: last, isInterrupted: isInterrupted) else {
      throw .message("every number is finite, at every step")
    }
    move(to: found.position)
    let columns = max(1, found.quantity.shape.columns.count)
    let place: String =
      switch found.quantity.shape {
      case .scalar: found.quantity.name
      case .vector, .row: "\(found.quantity.name)[\(found.entry + 1)]"
      case .matrix: "\(found.quantity.name)[\(found.entry / columns + 1),\(found.entry % columns + 1)]"
      }
    return Reply(
      [.text("\(place)@\(found.step + 1) is not finite; explain \(place)@\(found.step + 1) says why")] + arrived)
  }
}
