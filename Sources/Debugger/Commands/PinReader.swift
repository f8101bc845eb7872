// What is typed for a pin: `f[3] = 1 from 5 to 9`.

package import Equations
package import Evaluation

/// Reads pins, for the prompt and for `--pin`.
package enum PinReader {
  /// - Throws: what is not a pin, a name or an entry that the model lacks, steps that are none.
  package static func read(_ text: String, _ session: Session) throws(CommandError) -> Pin {
    try read(text, session.present.model)
  }

  package static func read(_ text: String, _ model: Model) throws(CommandError) -> Pin {
    let (assignment, steps) = try splitSteps(text)
    guard let equals = assignment.firstIndex(of: "=") else { throw Command.pin.usage(text) }
    if model.mentionsGradient(String(assignment[..<equals])) {
      let name = String(assignment[..<equals]).trimmed.clipped
      throw .message("\(name) is a gradient: a pin holds what an equation of the sheet works out")
    }
    try refuseStep(
      String(assignment[..<equals]).trimmed, String(assignment[assignment.index(after: equals)...]).trimmed)
    let part = try PlaceReader.read(
      String(assignment[..<equals]).trimmed, shape: { model.quantity(named: $0)?.shape },
      unknown: { unpinnable($0, model) })
    guard let quantity = model.quantity(named: part.name) else { throw unpinnable(part.name, model) }
    let name = part.name
    let valueText = String(assignment[assignment.index(after: equals)...]).trimmed
    guard !valueText.isEmpty else { throw Command.pin.usage(text) }
    let value: Expression
    let spelled: String
    do throws(SheetErrors) {
      let syntax = try SheetParser.expression(valueText)
      spelled = syntax.spelled
      value = try model.expression(syntax, text: valueText)
    } catch {
      throw .sheet(error)
    }
    for read in value.reads {
      if case .fixed = read.at { throw .message("a pin's value cannot name a step by number: \(spelled)") }
      if case .quantity(let id) = read.source, id == quantity.id, read.at == .now {
        throw .message("\(name) cannot be pinned to itself: name an earlier step, \(name)[t-1]")
      }
    }
    let wanted = part.shape(in: quantity.shape)
    let fits = value.shape.isScalar || value.shape.stored == wanted || (wanted.isScalar && value.shape.count == 1)
    guard fits, value.shape.isScalar || part.place.isEmpty || wanted.axes.count < 2 else {
      throw .message(
        "\(name)\(part.suffix(of: quantity.shape)) is \(wanted.described), the value is \(value.shape.described): "
          + "pin it to a number or to its own shape")
    }
    if steps != nil, model.stages[quantity.stage].steps == .once {
      throw .message("\(name) is worked out once: it has no steps to pin")
    }
    let place = part.suffix(of: quantity.shape)
    let range =
      steps.map { $0.upperBound == .max ? " from \($0.lowerBound)" : " from \($0.lowerBound) to \($0.upperBound)" }
      ?? ""
    return Pin(
      quantity: quantity.id, place: part.place, value: value,
      steps: steps.map { $0.lowerBound...max($0.lowerBound, min($0.upperBound, Pin.openEnd)) },
      text: "\(name)\(place) = \(spelled)\(range)")
  }

  /// A step stands behind the value, not in the address.
  private static func refuseStep(_ target: String, _ value: String) throws(CommandError) {
    let parts = target.split(separator: "@", omittingEmptySubsequences: false).map { String($0).trimmed }
    guard parts.count == 2, let step = Int(parts[1]), !value.isEmpty else { return }
    throw .message(
      "a pin's steps stand behind its value: pin \(parts[0].clipped) = \(value.clipped) from \(step) to \(step)")
  }

  /// - Throws: a pin whose first step lies behind the last one that the quantity has.
  package static func check(_ pin: Pin, stepCount count: Int) throws(CommandError) {
    if let first = pin.steps?.lowerBound, first > count { throw .run(.noSuchStep(first, count: count)) }
  }

  /// The name with its members, and the entry: `h[2][12]` is entry 12 of `h[2]`.
  ///
  /// - Throws: `mistake`, where it is written otherwise.
  static func target(
    _ text: String, _ model: Model, otherwise mistake: @autoclosure () -> CommandError
  ) throws(CommandError) -> (String, [Int]) {
    let gradient = model.gradient(leading: text)
    let bare = text.prefix { $0 != "[" }
    let name = gradient?.name ?? Symbols.typedName(String(bare).trimmed)
    var groups: [[Int]] = []
    var rest = gradient?.rest ?? text.dropFirst(bare.count)
    while rest.first == "[" {
      guard let close = rest.firstIndex(of: "]") else { throw mistake() }
      let inner = rest[rest.index(after: rest.startIndex)..<close].split(separator: ",").map { Int(String($0).trimmed) }
      guard !inner.isEmpty, !inner.contains(nil) else { throw mistake() }
      groups.append(inner.compactMap { $0 })
      rest = rest[rest.index(after: close)...]
    }
    guard rest.isEmpty, !name.isEmpty else { throw mistake() }
    let isWhole =
      model.quantity(named: name) != nil || model.parameter(named: name) != nil || model.input(named: name) != nil
      || model.constant(named: name) != nil
    guard !isWhole, let first = groups.first else {
      return (name, groups.flatMap { $0 })
    }
    let member = "\(name)[\(first.map(String.init).joined(separator: ","))]"
    return (member, groups.dropFirst().flatMap { $0 })
  }

  /// What cannot be pinned, and what changes it.
  private static func unpinnable(_ name: String, _ model: Model) -> CommandError {
    let bare = String(name.prefix { $0 != "[" })
    let input = model.input(named: bare)
    let isSet =
      input.map { !$0.isStream } ?? (model.parameter(named: bare) != nil || model.constant(named: bare) != nil)
    guard input != nil || isSet else { return unknown(name, model) }
    return .message(
      "\(bare) is no equation of the sheet: only what an equation defines can be pinned; "
        + (isSet ? "set \(name.clipped) = VALUE changes it" : "feed gives it other values"))
  }

  static func unknown(_ name: String, _ model: Model) -> CommandError {
    if model.mentionsGradient(name) {
      return .message("\(name.clipped) belongs to the way back: backward opens it")
    }
    let bare = String(name.prefix { $0 != "[" })
    if model.parameter(named: bare) != nil || model.input(named: bare) != nil || model.constant(named: bare) != nil {
      return .message("\(bare) is no equation of the sheet: name what an equation defines")
    }
    let nearest = nearestName(to: name, among: model.quantities.map(\.name))
    return .message("no equation defines \(name.clipped)" + (nearest.map { ": did you mean \($0)?" } ?? ""))
  }

  /// Cuts off `from 5 to 9`, `from 5`, `at 5`.
  static func splitSteps(_ text: String) throws(CommandError) -> (String, ClosedRange<Int>?) {
    var words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    func number(_ text: String) throws(CommandError) -> Int {
      guard let step = Int(text), step >= 1 else { throw .message("a step is a whole number from 1, not \(text)") }
      return step
    }
    func drop(_ count: Int) -> String {
      words.removeLast(count)
      return words.joined(separator: " ")
    }
    if words.count >= 4, words[words.count - 4] == "from", words[words.count - 2] == "to" {
      let (first, last) = (try number(words[words.count - 3]), try number(words[words.count - 1]))
      guard first <= last else { throw .message("the steps go from \(first) to \(last): the first is the smaller one") }
      return (drop(4), first...last)
    }
    if words.count >= 2, words[words.count - 2] == "from" {
      let first = try number(words[words.count - 1])
      return (drop(2), first...Int.max)
    }
    if words.count >= 2, words[words.count - 2] == "at" {
      let step = try number(words[words.count - 1])
      return (drop(2), step...step)
    }
    return (text, nil)
  }
}
