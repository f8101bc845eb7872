// break, tbreak, watch, condition, enable, disable, delete.

internal import Equations

extension Command {
  static let `break`: Command = Command(
    "break", ["b"], operands: "if CONDITION, or NAME [if CONDITION]", completes: .expression,
    summary: "stop where a condition holds, or at an equation",
    details: """
      break if max(f) < 0.1       any expression of the sheet; h[t-3] looks back
      break on r                  at the equation that defines r
      break on r if mean(r) > 0.9
      A condition with several entries holds where one of them does: z > 0.9 means max(z) > 0.9.
      """,
    example: "break if max(z) > 0.9"
  ) { session, text throws(CommandError) in try session.addStop(text, isTemporary: false) }

  static let temporaryBreak: Command = Command(
    "tbreak", ["tb"], operands: "if CONDITION, or NAME [if CONDITION]", completes: .expression,
    summary: "like break, once", example: "tbreak on r"
  ) { session, text throws(CommandError) in try session.addStop(text, isTemporary: true) }

  static let watch: Command = Command(
    "watch", operands: "EXPRESSION [by AMOUNT] [if CONDITION]", completes: .expression,
    summary: "stop where a value differs from the step before by more than an amount", example: "watch mean(z) by 0.1"
  ) { session, text throws(CommandError) in
    guard !text.isEmpty else { throw Command.watch.usage("") }
    let stop = try Stop.readWatch(text, number: session.nextStop, session.model)
    return session.add(stop)
  }

  static let condition: Command = Command(
    "condition", ["cond"], operands: "NUMBER [CONDITION]", completes: .expression,
    summary: "let a stop hold only where this holds too, or always again",
    example: "condition 1 mean(z) > 0.5"
  ) { session, text throws(CommandError) in
    let words = text.split(separator: " ", maxSplits: 1).map(String.init)
    guard let number = words.first else { throw Command.condition.usage("") }
    let index = try session.stopIndex(number, .condition)
    session.stops[index] = try session.stops[index].with(condition: words.count > 1 ? words[1] : "", session.model)
    return Reply([.text("stop \(number): \(session.stops[index].text)")])
  }

  static let enable: Command = Command(
    "enable", operands: "[NUMBER …]", summary: "let a stop, or all, stop again", example: "enable"
  ) { session, text throws(CommandError) in try session.changeStops(text, .enable) { $0.isEnabled = true } }

  static let disable: Command = Command(
    "disable", operands: "[NUMBER …]", summary: "pass over a stop, or all", example: "disable"
  ) { session, text throws(CommandError) in try session.changeStops(text, .disable) { $0.isEnabled = false } }

  static let delete: Command = Command(
    "delete", ["d"], operands: "[NUMBER …]", summary: "take away a stop, or all", example: "delete"
  ) { session, text throws(CommandError) in
    guard !text.isEmpty else {
      let count = session.stops.count
      session.stops = []
      return Reply([.text("\(count) stop\(count == 1 ? "" : "s") deleted")])
    }
    var deleted: [Report] = []
    for word in text.split(separator: " ") {
      let stop = session.stops.remove(at: try session.stopIndex(String(word), .delete))
      deleted.append(.text("deleted stop \(stop.number): \(stop.text)"))
    }
    return Reply(deleted)
  }
}

extension Session {
  fileprivate mutating func addStop(_ text: String, isTemporary: Bool) throws(CommandError) -> Reply {
    guard !text.isEmpty else { return Reply(stopLines.map { .text($0) }) }
    let stop = try Stop.read(text, number: nextStop, isTemporary: isTemporary, model)
    return add(stop)
  }

  fileprivate mutating func add(_ stop: Stop) -> Reply {
    stops.append(stop)
    nextStop += 1
    return Reply([.text("stop \(stop.number): \(stop.text)\(stop.isTemporary ? ", once" : "")")])
  }

  fileprivate func stopIndex(_ text: String, _ command: Command) throws(CommandError) -> Int {
    guard let number = Int(text) else { throw command.usage(text) }
    guard let index = stops.firstIndex(where: { $0.number == number }) else {
      throw .message("there is no stop \(number); info breakpoints lists them")
    }
    return index
  }

  fileprivate mutating func changeStops(
    _ text: String, _ command: Command, _ change: (inout Stop) -> Void
  ) throws(CommandError) -> Reply {
    if text.isEmpty {
      for index in stops.indices { change(&stops[index]) }
    } else {
      for word in text.split(separator: " ") { change(&stops[try stopIndex(String(word), command)]) }
    }
    return Reply(stopLines.map { .text($0) })
  }

  /// All stops, a line each.
  var stopLines: [String] {
    guard !stops.isEmpty else { return ["no stops; break if CONDITION makes one"] }
    return stops.map { stop in
      let marks =
        (stop.isEnabled ? "" : ", disabled") + (stop.isTemporary ? ", once" : "")
        + (stop.hits > 0 ? ", hit \(stop.hits) time\(stop.hits == 1 ? "" : "s")" : "")
      return "\(stop.number)  \(stop.text)\(marks)"
    }
  }
}
