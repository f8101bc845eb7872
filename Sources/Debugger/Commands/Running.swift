// continue, run and their reverses; first and last; marks.

internal import Equations
internal import Evaluation

extension Command {
  static let `continue`: Command = Command(
    "continue", ["c"], summary: "on to the next stop, or to the end", example: "continue", repeats: true
  ) { session, _ throws(CommandError) in try session.search(backward: false) }

  static let reverseContinue: Command = Command(
    "reverse-continue", ["rc"], summary: "back to the last stop, or to the start", example: "reverse-continue",
    repeats: true
  ) { session, _ throws(CommandError) in try session.search(backward: true) }

  static let run: Command = Command(
    "run", ["r"], summary: "from the start to the first stop, or to the end", example: "run"
  ) { session, _ throws(CommandError) in
    session.move(to: 0)
    return try session.search(backward: false)
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
    if text == "nan" || text == "NaN" { return try session.goToNotANumber() }
    return try session.goTo(text, from: -1, backward: false)
  }

  static let last: Command = Command(
    "last", operands: "CONDITION", completes: .expression, summary: "go to the last moment at which something holds",
    example: "last max(z) > 0.9"
  ) { session, text throws(CommandError) in
    guard !text.isEmpty else { throw Command.last.usage("") }
    return try session.goTo(text, from: session.timeline.count, backward: true)
  }

  static let mark: Command = Command(
    "mark", operands: "[NAME]", summary: "give this moment a name for goto, or list the names", example: "mark here"
  ) { session, text throws(CommandError) in
    guard !text.isEmpty else {
      guard !session.marks.isEmpty else { throw .message("no marks; mark NAME makes one") }
      return Reply(
        session.marks.sorted { $0.value < $1.value }.map { name, position in
          .text("\(name)  \(session.place(of: position))")
        })
    }
    guard Int(text) == nil, text != "end", !text.contains(" ") else {
      throw .message("a mark's name is one word and no number, not \(text)")
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
          return .value(try value(of: display.text))
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

  fileprivate mutating func search(backward: Bool) throws(CommandError) -> Reply {
    let search = StopSearch(trace: trace, timeline: timeline)
    if let hit = try search.find(stops, from: position, backward: backward, isInterrupted: isInterrupted) {
      return arrive(at: hit)
    }
    guard backward ? position > 0 : position + 1 < timeline.count else { throw backward ? .atStart : .atEnd }
    move(to: backward ? 0 : timeline.count - 1)
    return Reply(arrived)
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
      throw .message("\(spelled) holds at no step")
    }
    move(to: hit.position)
    return Reply(arrived)
  }

  fileprivate mutating func goToNotANumber() throws(CommandError) -> Reply {
    guard let found = StopSearch(trace: trace, timeline: timeline).firstNotANumber() else {
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
