// Stops read from text, and read again when the model changes.

package import Equations

extension Stop {
  /// What stands behind `break`: `if CONDITION [if CONDITION]`, `on NAME [if CONDITION]`, or a NAME.
  package static func read(_ text: String, number: Int, isTemporary: Bool, _ model: Model) throws(CommandError) -> Stop
  {
    if text.hasPrefix("if ") {
      let (first, further) = splitCondition(String(text.dropFirst(3)).trimmed)
      let (expression, spelled) = try expression(first, model)
      let stop = Stop(
        number: number, kind: .condition(expression), condition: nil, isTemporary: isTemporary, text: "if \(spelled)")
      return try further.map { further throws(CommandError) in try stop.under(further, model) } ?? stop
    }
    let (rest, condition) = splitCondition(text.hasPrefix("on ") ? String(text.dropFirst(3)).trimmed : text)
    let name = Symbols.typedName(rest)
    guard let quantity = model.quantity(named: name) else {
      if let hint = model.hint(stoppingAt: rest) {
        throw .message("\(rest.clipped) is no equation to stop at; \(hint)")
      }
      if condition == nil, let (_, spelled) = try? expression(text, model) {
        throw .message("\(spelled) is no equation to stop at; break if \(spelled) stops where it is not 0")
      }
      throw PinReader.unknown(name, model)
    }
    let stop = Stop(
      number: number, kind: .equation(quantity.id), condition: nil, isTemporary: isTemporary, text: "on \(name)")
    return try condition.map { condition throws(CommandError) in try stop.under(condition, model) } ?? stop
  }

  /// Cuts off `if CONDITION`.
  private static func splitCondition(_ text: String) -> (String, String?) {
    let words = text.split(separator: " ")
    guard let place = words.firstIndex(of: "if") else { return (text, nil) }
    return (words[..<place].joined(separator: " "), words[(place + 1)...].joined(separator: " "))
  }

  /// The same stop, which holds only where a condition does too; its text has none yet.
  private func under(_ condition: String, _ model: Model) throws(CommandError) -> Stop {
    let (expression, spelled) = try Self.expression(condition, model)
    var copy = self
    copy.condition = expression
    copy.text += " if \(spelled)"
    return copy
  }

  /// The same stop with another condition besides what makes it a stop, or with none.
  func with(condition: String, _ model: Model) throws(CommandError) -> Stop {
    if case .condition = kind, self.condition == nil, condition.isEmpty {
      throw .message("stop \(number) is its condition: delete \(number) takes it away")
    }
    var copy = self
    (copy.text, copy.condition) = (bareText, nil)
    return condition.isEmpty ? copy : try copy.under(condition, model)
  }

  /// The text without the condition that was put on the stop.
  private var bareText: String {
    guard case .condition = kind else { return Self.splitCondition(text).0 }
    return "if " + Self.splitCondition(String(text.dropFirst("if ".count))).0
  }

  /// What stands behind `watch`: `EXPRESSION [by AMOUNT] [if CONDITION]`.
  static func readWatch(_ text: String, number: Int, _ model: Model) throws(CommandError) -> Stop {
    let (text, condition) = splitCondition(text)
    let words = text.split(separator: " ").map(String.init)
    var amount = 0.0
    var rest = text
    if words.count >= 3, words[words.count - 2] == "by" {
      guard let number = Double(words[words.count - 1]), number >= 0 else {
        throw .usage(command: "watch", expected: "EXPRESSION [by AMOUNT] [if CONDITION]", found: text)
      }
      amount = number
      rest = words.dropLast(2).joined(separator: " ")
    }
    let (expression, spelled) = try expression(rest, model)
    let suffix = amount > 0 ? " by \(ValueText.significant(amount, digits: 6))" : ""
    let stop = Stop(
      number: number, kind: .change(expression, moreThan: amount), condition: nil, isTemporary: false,
      text: "watch \(spelled)\(suffix)")
    return try condition.map { condition throws(CommandError) in try stop.under(condition, model) } ?? stop
  }

  static func expression(_ text: String, _ model: Model) throws(CommandError) -> (Expression, String) {
    if model.mentionsGradient(text) {
      throw .message(
        "\(text.clipped) is of the way back: backward opens it, and what stops or is seen may name it then")
    }
    do throws(SheetErrors) {
      let syntax = try model.syntax(text)
      return (try model.expression(syntax, text: text), syntax.spelled)
    } catch {
      throw .sheet(error)
    }
  }

  /// The same stop for another model; nil where it means nothing there.
  func checked(again model: Model, old: Model) -> Stop? {
    let again: Stop?
    switch kind {
    case .change: again = try? Stop.readWatch(String(text.dropFirst("watch ".count)), number: number, model)
    case .condition, .equation: again = try? Stop.read(text, number: number, isTemporary: isTemporary, model)
    }
    guard var stop = again else { return nil }
    (stop.isEnabled, stop.hits) = (isEnabled, hits)
    return stop
  }
}

extension Model {
  /// How one stops at an equation at one step, where that was meant: `h@7`.
  fileprivate func hint(stoppingAt text: String) -> String? {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false).map { String($0).trimmed }
    guard parts.count == 2, let step = Int(parts[1]), let quantity = quantity(named: Symbols.typedName(parts[0])),
      stages[quantity.stage].steps != .once
    else { return nil }
    return "break on \(quantity.name) if \(stages[quantity.stage].variable) == \(step) stops there"
  }
}
